using System.Globalization;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Obligations;

/// <summary>A department checks after the grant whether what was promised is so (事后核查).</summary>
/// <param name="Note">what was found; required when it was not kept</param>
public sealed record Verify(long TaskId, bool Kept, string? Note) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (TaskRules.WhyNot(progress.State, TaskId, By, TaskKind.Verify) is { } refusal) return refusal;
        var obligation = Verification.ObligationOf(progress.State.Tasks[TaskId]);
        // A drawn decision by rules is checked otherwise: its being wrong leads to another decision.
        if (progress.State.Obligations[obligation].Kind == ObligationKind.Check) return Outcome.Reject("not-a-promise");
        if (!Kept && string.IsNullOrWhiteSpace(Note)) return Outcome.Reject("reason-required");
        return progress
            .Add(new TaskClosed(TaskId, TaskEnd.Done, By.Id, now))
            .CloseObligation(obligation, Kept ? ObligationEnd.Fulfilled : ObligationEnd.Broken, Note, By.Id, now)
            .Outcome;
    }
}

/// <summary>Checks of what was promised, after the grant.</summary>
public static class Verification
{
    /// <summary>A task of kind verify has its obligation's clock for its element.</summary>
    public static int ObligationOf(CaseTask task) => int.Parse(task.Element.AsSpan(task.Element.IndexOf('-', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);

    /// <summary>From here on the watching department has so long to check what is owed.</summary>
    internal static Progress ScheduleCheck(this Progress progress, int obligation, string title, TimeLimit within, DateTimeOffset at)
    {
        var owed = progress.State.Obligations[obligation];
        progress.Add(new TaskOpened(progress.State.Flow.LastId + 1, null, TaskKind.Verify, owed.Department, title, owed.ClockId, owed.Item, at));
        return progress.StartClock(owed.ClockId, within, null, at);
    }

    /// <summary>A grant starts the checks of what was promised; after a denial nothing promised is owed any more.</summary>
    internal static void FollowDecision(this Progress progress, CaseDecided decided)
    {
        foreach (var owed in progress.State.Obligations.Values.Where(o => o.IsOpen && o.Kind != ObligationKind.Check).ToList())
        {
            if (decided.Decision == Decision.Deny) progress.CloseObligation(owed.Id, ObligationEnd.Waived, null, null, decided.At);
            else if (owed.Kind == ObligationKind.Commitment && progress.Pinned.JointItem.Items.FirstOrDefault(i => i.Code == owed.Item) is { Commitment: { } rule } item)
                progress.ScheduleCheck(owed.Id, item.Name.Zh, rule.CheckWithin, decided.At);
        }
    }
}
