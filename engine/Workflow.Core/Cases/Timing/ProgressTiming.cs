using Workflow.Core.Bpmn;
using Workflow.Core.Deadlines;

namespace Workflow.Core.Cases.Timing;

internal static class ProgressTiming
{
    /// <summary>What follows the end of a clock: a special procedure for which it stood still is over too; after the decision the time for delivery runs.</summary>
    public static Progress AfterClock(this Progress progress, string clock, DateTimeOffset at)
    {
        if (progress.State.Timing.OpenSpecial(clock) is not null)
        {
            progress.EndSpecial(clock, null, null, at);
            if (clock != CaseClocks.Case) progress.ResumeCase(at);
        }
        return clock == CaseClocks.Case && progress.State.Decided is not null ? progress.StartDelivery(at) : progress;
    }

    /// <summary>Ends a special procedure and its own clock; the clock that stood still for it is left as it is.</summary>
    public static Progress EndSpecial(this Progress progress, string clock, string? result, string? officer, DateTimeOffset at) =>
        progress.State.Timing.OpenSpecial(clock) is not { } special ? progress
        : progress.Add(new SpecialProcedureEnded(clock, result, officer, at)).EndClock(special.ClockId, at);

    /// <summary>The case's clock runs on, unless another one still stands still: what stops one review stops the case.</summary>
    public static Progress ResumeCase(this Progress progress, DateTimeOffset at) =>
        progress.State.Timing.OpenSpecial(CaseClocks.Case) is not null
        || progress.State.Clocks.Keys.Any(id => id != CaseClocks.Case && StopOf(progress.State, id) is not null)
            ? progress : progress.ResumeClock(CaseClocks.Case, at);

    /// <summary>The stop that lasts, of a clock that has not ended.</summary>
    public static ClockStop? StopOf(CaseState state, string clock) =>
        state.Clocks.GetValueOrDefault(clock)?.Clock is { EndedAt: null, Stops: [.., { ResumedAt: null } stop] } ? stop : null;

    /// <summary>A clock's due instants counted anew; a yellow card that is due already falls due now.</summary>
    public static ClockTimes TimesOf(this Progress progress, Clock clock)
    {
        var times = Clocks.TimesOf(progress.Pinned.CalendarOf(progress.State, clock.Id), clock, progress.Pinned.JointItem.Cards.YellowBeforeDays);
        return times with { YellowAt = times.YellowAt < progress.Now ? progress.Now : times.YellowAt };
    }

    /// <summary>Ten working days for delivery (行政许可法 art. 44), where somebody delivers and the joint item says nothing else.</summary>
    private static Progress StartDelivery(this Progress progress, DateTimeOffset at)
    {
        if (progress.Pinned.JointItem.Limits.Delivery is not { } limit || progress.State.Clocks.ContainsKey(CaseClocks.Delivery) || progress.State.Flow.IsCompleted) return progress;
        var delivers = progress.Pinned.Graph.Nodes.Any(n => n is UserTask && StepSettings.Of(n).Kind == TaskKind.Deliver);
        return delivers ? progress.StartClock(CaseClocks.Delivery, limit, limit.HalfDays < LegalLimits.Delivery.Limit.HalfDays ? LegalLimits.Delivery.Limit : null, at) : progress;
    }
}
