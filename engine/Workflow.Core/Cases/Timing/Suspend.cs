using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Timing;

/// <summary>
/// A clock is stopped (挂起) for a reason the law names. What stops a review stops the case too, for the time of a
/// special procedure is not counted in the decision's limit (行政许可法 art. 45); stopping the case stops every review.
/// </summary>
/// <param name="Clock">"case" or "task-{id}"</param>
/// <param name="Basis">the article or notice it rests on; required for force majeure and for a supplement</param>
public sealed record Suspend(string Clock, SuspensionReason Reason, string? Basis) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (ClockRules.WhyNot(progress.State, pinned, Clock, By) is { } refusal) return refusal;
        if (progress.State.RunningClock(Clock) is null) return Outcome.Reject("clock-not-running");
        if (Reason is SuspensionReason.ForceMajeure or SuspensionReason.Supplement && string.IsNullOrWhiteSpace(Basis)) return Outcome.Reject("basis-required");

        if (Clock == CaseClocks.Case)
        {
            // A special procedure's own time runs on, but for what nobody can help.
            foreach (var id in progress.State.Clocks.Keys.Where(id => Reason == SuspensionReason.ForceMajeure || !CaseClocks.IsSpecial(id)).Order(StringComparer.Ordinal))
                progress.StopClock(id, Reason, Basis);
            return progress.Outcome;
        }
        return progress.StopClock(Clock, Reason, Basis).StopClock(CaseClocks.Case, Reason, Basis).Outcome;
    }
}
