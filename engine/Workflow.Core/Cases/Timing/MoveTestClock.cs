using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Timing;

/// <summary>
/// Moves the case's test clock forward. Only the walk and the demo may send it, with the data folder's control key;
/// a case that was filed without a test clock never gets one.
/// </summary>
/// <param name="Forward">how much later it shall be in this case; from one second to 400 days</param>
public sealed record MoveTestClock(TimeSpan Forward) : CaseCommand
{
    private static readonly TimeSpan Most = TimeSpan.FromDays(400);

    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        if (!state.HasTestClock) return Outcome.Reject("no-test-clock");
        if (Forward < TimeSpan.FromSeconds(1) || Forward > Most) return Outcome.Reject("test-clock-range");
        return new Progress(pinned, state, now).Add(new TestClockMoved(state.TestClock + Forward)).Outcome;
    }
}
