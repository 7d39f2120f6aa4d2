using System.Collections.Frozen;
using System.Collections.Immutable;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Timing;

/// <summary>
/// A new version of one of the case's calendars reaches it: every running clock that counts by it is counted anew, and the case
/// keeps to that version from now on. What was due before happens first, by the old version. Known already, nothing happens.
/// </summary>
/// <param name="Calendar">the new version, whole: a command has everything it needs, and the case's own versions are still the old ones</param>
public sealed record AdoptCalendar(WorkCalendar Calendar) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        if ((state.IsClosed && !state.Clocks.Values.Any(c => c.Clock.IsRunning)) || state.Pinned?.VersionOf(Calendar.Code) is not { } known || known >= Calendar.Version) return Outcome.Accept();
        var progress = new Progress(pinned, state, now);
        var next = pinned with
        {
            Calendar = pinned.Calendar.Code == Calendar.Code ? Calendar : pinned.Calendar,
            Calendars = pinned.Calendars.ToFrozenDictionary(c => c.Key, c => c.Value.Code == Calendar.Code ? Calendar : c.Value),
        };
        var changes = progress.State.Clocks.Values
            .Where(c => c.Clock is { IsRunning: true, DueAt: not null } && next.CalendarOf(progress.State, c.Clock.Id).Code == Calendar.Code)
            .OrderBy(c => c.Clock.Id, StringComparer.Ordinal)
            .Select(c => Move(c, next.JointItem.Cards.YellowBeforeDays, now)).OfType<ClockMoved>().ToImmutableArray();
        return progress.Add(new CalendarAdopted(Calendar.Code, known, Calendar.Version, changes, now)).Outcome;
    }

    /// <summary>
    /// Null when nothing changes. A notice never makes a clock late that was not late: one that would have been due before it
    /// came ends with the day on which it came.
    /// </summary>
    private ClockMoved? Move(CaseClock shown, int yellowBeforeDays, DateTimeOffset now)
    {
        var (clock, old) = (shown.Clock, shown.Clock.DueAt!.Value);
        // Late stays late: what has shown its red card is not counted again.
        if (old <= now) return null;
        var times = Clocks.TimesOf(Calendar, clock, yellowBeforeDays);
        var held = times.DueAt <= now;
        var due = held ? Calendar.EndOf(Calendar.DayOf(now)) : times.DueAt;
        var yellow = held || times.YellowAt < now ? now : times.YellowAt;
        if (due == old && times.Provisional == clock.Provisional && (yellow == shown.YellowAt || shown.Card != Card.None)) return null;
        return new(clock.Id, old, due, yellow, times.Provisional, held);
    }
}
