using System.Collections.Immutable;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Intake;

/// <summary>
/// The window tells the applicant what is missing (补正告知): once, in full, within five working days of receipt
/// (行政许可法 art. 32), and so with everything that a department misses. The check of what comes back is a new one.
/// </summary>
public sealed record RequestSupplement(long TaskId, ImmutableArray<MissingMaterial> Missing, string? Note) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (TaskRules.WhyNot(progress.State, TaskId, By, TaskKind.Intake) is { } refusal) return refusal;
        if (state.Supplement is not null) return Outcome.Reject("supplement-already-asked");
        if (Missing.IsDefaultOrEmpty) return Outcome.Reject("missing-materials-required");
        if (Missing.FirstOrDefault(m => pinned.JointItem.Materials.All(known => known.Code != m.Material)) is { } unknown)
            return Outcome.Reject("material-unknown", ("material", unknown.Material));
        if (Missing.FirstOrDefault(m => string.IsNullOrWhiteSpace(m.Reason)) is { } mute)
            return Outcome.Reject("reason-required", ("material", mute.Material));
        if (Checking.WhyNotYet(progress.State) is { } early) return early;
        var left = Checking.MissingIn(pinned, progress.State).Select(m => m.Material).Except(Missing.Select(m => m.Material), StringComparer.Ordinal).ToList();
        if (left.Count > 0) return Outcome.Reject("supplement-not-in-full", ("materials", Checking.Codes(left)));
        progress.CloseIntake(By.Id, now).Add(new SupplementRequested(Missing, Note, now));
        return (pinned.JointItem.Intake.SupplementLimit is { } limit ? progress.StartClock(CaseClocks.Supplement, limit, null, now) : progress).Outcome;
    }
}
