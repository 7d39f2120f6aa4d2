using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Timing;

/// <summary>
/// A stopped clock runs on (恢复). The case's clock runs on when none of its reviews stands still any more; resuming
/// the case resumes the reviews that were stopped together with it. A special procedure for which it stood still is over with it.
/// </summary>
public sealed record Resume(string Clock) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (ClockRules.WhyNot(progress.State, pinned, Clock, By) is { } refusal) return refusal;
        if (ProgressTiming.StopOf(progress.State, Clock) is null) return Outcome.Reject("clock-not-stopped");
        return RunOn(progress.EndSpecial(Clock, null, By.Id, now), Clock).Outcome;
    }

    /// <summary>The clock and what stood still with it; nothing when it runs already.</summary>
    internal static Progress RunOn(Progress progress, string clock)
    {
        if (ProgressTiming.StopOf(progress.State, clock) is not { } stop) return progress;
        if (clock != CaseClocks.Case) return progress.ResumeClock(clock).ResumeCase(progress.Now);
        foreach (var id in progress.State.Clocks.Keys.Order(StringComparer.Ordinal))
            if (ProgressTiming.StopOf(progress.State, id) is { } other && other.StoppedAt == stop.StoppedAt && other.Reason == stop.Reason) progress.ResumeClock(id);
        return progress;
    }
}
