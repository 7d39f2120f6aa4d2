using System.Collections.Immutable;
using Workflow.Core.Cases.Obligations;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Intake;

/// <summary>
/// The window accepts though minor materials are still to come (容缺受理), on the applicant's promise and for a limited
/// time. Who broke a promise before is not trusted with another.
/// </summary>
/// <param name="Materials">codes of what may follow</param>
/// <param name="Promise">the applicant's promise, in words</param>
/// <param name="Limit">how long; at most what the joint item allows</param>
/// <param name="TrustKey">keyed hash of the applicant's id number</param>
/// <param name="Broken">promises that this applicant broke</param>
public sealed record AcceptWithDeficiency(
    long TaskId, ImmutableArray<string> Materials, string Promise, TimeLimit Limit, string TrustKey, ImmutableArray<BrokenPromise> Broken) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (TaskRules.WhyNot(progress.State, TaskId, By, TaskKind.Intake) is { } refusal) return refusal;
        if (pinned.JointItem.Intake.DeficiencyLimit is not { } longest) return Outcome.Reject("deficiency-not-allowed");
        if (Materials.IsDefaultOrEmpty) return Outcome.Reject("missing-materials-required");
        if (WhyNot(pinned, progress.State) is { } unfit) return unfit;
        if (string.IsNullOrWhiteSpace(Promise)) return Outcome.Reject("promise-required");
        if (Limit.Amount < 1 || Limit.Unit != longest.Unit || Limit.Amount > longest.Amount) return Outcome.Reject("deficiency-limit", ("limit", longest.ToString()));
        if (Credit.WhyNotTrusted(Broken, OfRealDay(pinned, state, now)) is { } distrusted) return distrusted;
        if (Checking.WhyNotYet(progress.State) is { } early) return early;
        var missing = Checking.MissingIn(pinned, progress.State).Select(m => m.Material).Except(Materials, StringComparer.Ordinal).ToList();
        if (missing.Count > 0) return Outcome.Reject("check-says-missing", ("materials", Checking.Codes(missing)));

        progress.CloseIntake(By.Id, now).Add(new DeficiencyAccepted(Materials, Promise, Limit, TrustKey, now));
        foreach (var code in Materials.Distinct(StringComparer.Ordinal))
        {
            var material = pinned.JointItem.Materials.First(m => m.Code == code);
            var item = pinned.JointItem.Items.First(i => material.NeededBy.Contains(i.Code, StringComparer.Ordinal) && progress.State.SubCases.Any(s => s.Applies && s.Item == i.Code));
            progress.TakeObligation(ObligationKind.Deficiency, material.Name.Zh, item.Department, item.Code, [code], null, Limit, now);
        }
        return progress.Accept(now, bySilence: false, now).Outcome;
    }

    private Outcome? WhyNot(Pinned pinned, CaseState state)
    {
        foreach (var code in Materials)
        {
            if (pinned.JointItem.Materials.FirstOrDefault(m => m.Code == code) is not { } material) return Outcome.Reject("material-unknown", ("material", code));
            if (!Checking.IsNeeded(state, material)) return Outcome.Reject("material-not-needed", ("material", code));
            if (material.Main) return Outcome.Reject("material-main", ("material", code));
            var strict = pinned.JointItem.Items.FirstOrDefault(i => !i.AllowsDeficiency && material.NeededBy.Contains(i.Code, StringComparer.Ordinal) && state.SubCases.Any(s => s.Applies && s.Item == i.Code));
            if (strict is not null) return Outcome.Reject("deficiency-item", ("material", code), ("item", strict.Code));
        }
        return null;
    }

    /// <summary>Promises are broken and remembered in real time, whatever test clock a case runs on.</summary>
    private static DateOnly OfRealDay(Pinned pinned, CaseState state, DateTimeOffset now) => pinned.Calendar.DayOf(now - state.ClockOffset);
}
