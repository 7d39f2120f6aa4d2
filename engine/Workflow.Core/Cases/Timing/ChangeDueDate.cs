using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Timing;

/// <summary>
/// An authority sets the due instant of a running clock itself, earlier or later, with a reason. Later stops push it as they
/// push any other. Only a supervisor of the region or the lead department may.
/// </summary>
/// <param name="DueAt">exclusive: for limits in days the end of a working day, in half days that of a half; any instant to come for hours</param>
/// <param name="Authority">who ordered it: office and, where there is one, number of the order</param>
public sealed record ChangeDueDate(string Clock, DateTimeOffset DueAt, string Authority, string Reason) : CaseCommand
{
    /// <summary>Who means a later day means another year.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromDays(3 * 365);

    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (ClockRules.WhyNotMoved(progress.State, pinned, Clock, By, owners: false) is { } refusal) return refusal;
        if (string.IsNullOrWhiteSpace(Authority)) return Outcome.Reject("authority-required");
        if (string.IsNullOrWhiteSpace(Reason)) return Outcome.Reject("reason-required");
        if (DueAt <= now || DueAt - now > Most) return Outcome.Reject("due-date-range");
        var clock = progress.State.Clocks[Clock].Clock;
        if (!Clocks.MayEndAt(pinned.CalendarOf(progress.State, Clock), clock.Limit.Unit, DueAt)) return Outcome.Reject("due-date-not-working");
        if (clock.DueAt == DueAt) return progress.Outcome;

        var times = progress.TimesOf(clock with { Fixed = new(now, DueAt) });
        return progress.Add(new DueDateChanged(Clock, Authority, Reason, By.Id, now, clock.DueAt!.Value, times.DueAt, times.YellowAt, times.Provisional)).Outcome;
    }
}
