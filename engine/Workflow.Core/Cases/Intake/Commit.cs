using System.Collections.Immutable;
using Workflow.Core.Cases.Obligations;
using Workflow.Core.Cases.Review;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Intake;

/// <summary>
/// The applicant commits itself (告知承诺) before acceptance: the item is decided on the promise, which is checked after the
/// grant.
/// </summary>
/// <param name="Item">code of a service item that allows it</param>
/// <param name="TrustKey">keyed hash of the applicant's id number</param>
/// <param name="Broken">promises that this applicant broke</param>
public sealed record Commit(string Item, string TrustKey, ImmutableArray<BrokenPromise> Broken) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (!ApplicantRules.MayAct(progress.State, pinned, By, now)) return Outcome.Reject("not-your-case");
        if (!progress.State.Tasks.Values.Any(t => t is { IsOpen: true, Kind: TaskKind.Intake })) return Outcome.Reject("not-before-acceptance");
        if (progress.State.Intake.Commitments.ContainsKey(Item)) return progress.Outcome;
        return progress.Commit([Item], TrustKey, Broken, OfficerAbsence.DayOf(pinned, state, now), now) ?? progress.Outcome;
    }
}

internal static class ProgressCommitments
{
    /// <summary>Null when all were made; otherwise why not.</summary>
    public static Outcome? Commit(
        this Progress progress, ImmutableArray<string> items, string trustKey, ImmutableArray<BrokenPromise> broken, DateOnly realDay, DateTimeOffset at)
    {
        if (items.IsDefaultOrEmpty) return null;
        if (Credit.WhyNotTrusted(broken, realDay) is { } distrusted) return distrusted;
        foreach (var code in items.Distinct(StringComparer.Ordinal))
        {
            if (!progress.State.SubCases.Any(s => s.Applies && s.Item == code)) return Outcome.Reject("item-not-applied-for", ("item", code));
            var item = progress.Pinned.JointItem.Items.First(i => i.Code == code);
            if (item.Commitment is not { } rule) return Outcome.Reject("commitment-not-offered", ("item", code));
            progress.Add(new CommitmentMade(code, rule.Text.Zh, rule.Replaces, trustKey, at))
                .TakeObligation(ObligationKind.Commitment, rule.Text.Zh, item.Department, code, [], null, null, at);
        }
        return null;
    }
}
