using Workflow.Contracts.Cases;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Deadlines;
using Workflow.Server.Catalog;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>A legal clock explained: what is used and left, in the clock's own unit, as of an instant of the case's time.</summary>
internal static class ClockView
{
    /// <param name="who">for what the caller may do with it; null where that is not asked</param>
    public static ClockAnswer Of(CaseClock shown, CaseState state, Pinned pinned, CaseAccess access, DateTimeOffset now, Principal? who = null)
    {
        var (clock, calendar) = (shown.Clock, pinned.CalendarOf(state, shown.Clock.Id));
        var reading = Clocks.ReadingAt(calendar, clock, now);
        var stop = clock is { EndedAt: null, Stops: [.., { ResumedAt: null } last] } ? last : null;
        return new ClockAnswer(
            clock.Id, Words.Of(clock.Limit.Unit), clock.Limit.Amount, clock.Statutory?.Unit == clock.Limit.Unit ? clock.Statutory?.Amount : null, reading.Used, reading.Remaining,
            clock.EndedAt is not null ? "ended" : stop is not null ? "stopped" : "running",
            clock.StartedAt, clock.DueAt, clock.EndedAt, stop is null ? null : Words.Of(stop.Reason), stop?.Basis,
            [.. clock.Stops.Select(s => new ClockStopAnswer(s.StoppedAt, s.ResumedAt, Words.Of(s.Reason), s.Basis))],
            clock.Provisional, Words.Of(shown.Card),
            // What the law allows is counted from the start, whatever a person set since.
            clock.Statutory is { } law && stop is null ? Clocks.TimesOf(calendar, law, clock.StartedAt, clock.Stops, 0).DueAt : null,
            calendar.Code, calendar.Version, UnpublishedYears(clock, calendar), clock.ExtendedAt,
            [.. state.Timing.Changes.Where(c => c.Clock == clock.Id).Select(c => ChangeOf(c, access))],
            [.. state.Timing.Specials.Where(s => s.Clock == clock.Id).Select(s => new SpecialProcedureAnswer(
                s.ClockId, s.Type, s.Name.ToText(), s.Limit.ToString(), s.Told, s.Basis, s.BeganAt, s.EndedAt, s.Result))],
            who is null ? [] : ClockActions.Of(who, state, pinned.JointItem, shown));
    }

    public static ClockExplanation Explain(CaseClock shown, CaseState state, Pinned pinned, CaseAccess access, DateTimeOffset now) => new(
        Of(shown, state, pinned, access, now),
        [
            .. Clocks.Explain(shown.Clock, pinned.CalendarOf(state, shown.Clock.Id), now).Select(d => new ClockDayAnswer(
                d.Date, Words.Of(d.Kind), d.Published, Words.Of(d.Role), d.Adds, d.Total, d.IsDue)),
        ]);

    private static ClockChangeAnswer ChangeOf(ClockChange change, CaseAccess access) => new(
        Words.Of(change.Kind), change.At, change.OldDueAt, change.DueAt, change.By?.ToString(), change.Authority, change.Reason, change.Basis,
        access.SeesOfficers ? change.Officer : null, change.Calendar);

    /// <summary>"Not published" is a state, never a guess: which years it concerns.</summary>
    private static int[] UnpublishedYears(Clock clock, WorkCalendar calendar)
    {
        var (from, to) = (calendar.DayOf(clock.StartedAt), calendar.DayOf((clock.EndedAt ?? clock.DueAt ?? clock.StartedAt).AddTicks(-1)));
        return to < from ? [] : [.. Enumerable.Range(from.Year, to.Year - from.Year + 1).Where(year => !calendar.IsPublished(new DateOnly(year, 1, 1)))];
    }
}
