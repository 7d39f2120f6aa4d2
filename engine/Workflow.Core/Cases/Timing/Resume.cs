using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Timing;

/// <summary>
/// A stopped clock runs on (恢复). The case's clock runs on when none of its reviews stands still any more; resuming
/// the case resumes the reviews that were stopped together with it.
/// </summary>
public sealed record Resume(string Clock) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (ClockRules.WhyNot(progress.State, pinned, Clock, By) is { } refusal) return refusal;
        if (Stopped(progress.State, Clock) is not { } stop) return Outcome.Reject("clock-not-stopped");

        if (Clock == CaseClocks.Case)
        {
            foreach (var id in progress.State.Clocks.Keys.Order(StringComparer.Ordinal))
                if (Stopped(progress.State, id) is { } other && other.StoppedAt == stop.StoppedAt && other.Reason == stop.Reason) progress.ResumeClock(id);
            return progress.Outcome;
        }
        progress.ResumeClock(Clock);
        var others = progress.State.Clocks.Keys.Any(id => id != CaseClocks.Case && Stopped(progress.State, id) is not null);
        return others ? progress.Outcome : progress.ResumeClock(CaseClocks.Case).Outcome;
    }

    private static ClockStop? Stopped(CaseState state, string clock) =>
        state.Clocks.GetValueOrDefault(clock)?.Clock is { EndedAt: null, Stops: [.., { ResumedAt: null } stop] } ? stop : null;
}
