using Workflow.Contracts.Cases;
using Workflow.Core.Cases;
using Workflow.Core.Deadlines;
using Workflow.Server.Http;

namespace Workflow.Server.Cases;

/// <summary>A legal clock explained: what is used and left, in the clock's own unit, as of an instant of the case's time.</summary>
internal static class ClockView
{
    public static ClockAnswer Of(CaseClock shown, WorkCalendar calendar, DateTimeOffset now)
    {
        var clock = shown.Clock;
        var reading = Clocks.ReadingAt(calendar, clock, now);
        var stop = clock is { EndedAt: null, Stops: [.., { ResumedAt: null } last] } ? last : null;
        return new ClockAnswer(
            clock.Id, Words.Of(clock.Limit.Unit), clock.Limit.Amount, clock.Statutory?.Amount, reading.Used, reading.Remaining,
            clock.EndedAt is not null ? "ended" : stop is not null ? "stopped" : "running",
            clock.StartedAt, clock.DueAt, clock.EndedAt, stop is null ? null : Words.Of(stop.Reason), stop?.Basis,
            [.. clock.Stops.Select(s => new ClockStopAnswer(s.StoppedAt, s.ResumedAt, Words.Of(s.Reason), s.Basis))],
            clock.Provisional, Words.Of(shown.Card));
    }

    public static ClockExplanation Explain(CaseClock shown, WorkCalendar calendar, DateTimeOffset now) => new(
        Of(shown, calendar, now),
        [
            .. Clocks.Explain(shown.Clock, calendar, now).Select(d => new ClockDayAnswer(
                d.Date, Words.Of(d.Kind), d.Published, Words.Of(d.Role), d.Adds, d.Total, d.IsDue)),
        ]);
}
