using System.Collections.Immutable;

namespace Workflow.Core.Deadlines;

/// <summary>When a clock is due, given its stops.</summary>
/// <param name="DueAt">the first instant that is too late; the red card's instant</param>
/// <param name="YellowAt">the yellow card's instant; null when the limit is no longer than the warning</param>
/// <param name="Provisional">true when a day between start and due instant lies in a year without a published calendar</param>
public sealed record ClockTimes(DateTimeOffset DueAt, DateTimeOffset? YellowAt, bool Provisional);

/// <summary>
/// How legal clocks count. Pure: a calendar, a limit and instants in, instants out.
/// <list type="bullet">
/// <item>Limits in days count working days (行政许可法 82). The first day is the day after the start (民法典 201, 1); the limit
/// ends at 24:00 of the n-th counted day (民法典 203, 2), written as the first instant after it. The last day is a working day
/// by construction, as 民法典 203, 1 asks.</item>
/// <item>A stop on day s and a resumption on day r take the days after s up to and with r out of the count: the day of an event
/// does not count (民法典 201), the day of stopping was already running. Stopped and resumed on the same day, nothing is lost.</item>
/// <item>A clock stopped on its last day has used all its days but is not over: it then ends with the day of resumption, or with
/// the first working day after that. Resuming never makes a clock late that was not late.</item>
/// <item>Limits in half days count mornings and afternoons by the same rules, each taken for a day: the half in which the clock
/// starts does not count; a limit that ends with a morning ends at noon, one that ends with an afternoon with the day.</item>
/// <item>Limits in hours count working time from the instant itself (民法典 201, 2), as long as the clock runs.</item>
/// <item>A stop that comes after the due instant changes nothing: late stays late.</item>
/// <item>The yellow card falls due when only the warning time is left, counted as the clock counts: the end of the working
/// day that lies so many counted days before the last one.</item>
/// <item>A due instant that a person set (<see cref="FixedDue"/>) stands for what start, limit and earlier stops came to.</item>
/// </list>
/// </summary>
public static partial class Clocks
{
    /// <param name="stops">in order, not overlapping; one that lasts is left out of the count, so pass it only when it is over</param>
    /// <param name="yellowBeforeDays">warning time in working days (for hours: in days' worth of working hours); zero for no yellow card</param>
    /// <param name="set">a due instant that a person set; null when start and limit alone tell it</param>
    public static ClockTimes TimesOf(
        WorkCalendar calendar, TimeLimit limit, DateTimeOffset startedAt, ImmutableArray<ClockStop> stops, int yellowBeforeDays, FixedDue? set = null)
    {
        if (set is not null) stops = [.. stops.Where(stop => stop.StoppedAt >= set.At)];
        var (dueAt, yellowAt) = limit.Unit == TimeUnit.WorkingHours
            ? InTime(calendar, TimeSpan.FromHours(limit.Amount), startedAt, stops, TimeSpan.FromMinutes((long)yellowBeforeDays * calendar.Hours.MinutesOn(DayKind.Weekday)), set)
            : InSlots(Slots.Of(calendar, limit.Unit), limit.Amount, startedAt, stops, limit.Unit == TimeUnit.HalfDays ? 2 * yellowBeforeDays : yellowBeforeDays, set);
        return new(
            dueAt, yellowAt,
            // The due instant of a day limit is the next day's first; the day before it is the one that was counted.
            !calendar.IsPublished(calendar.DayOf(startedAt), calendar.DayOf(Max(startedAt, dueAt.AddTicks(-1)))));
    }

    /// <summary>The same for a clock as it stands, were its last stop over.</summary>
    public static ClockTimes TimesOf(WorkCalendar calendar, Clock clock, int yellowBeforeDays) =>
        TimesOf(calendar, clock.Limit, clock.StartedAt, clock.Stops, yellowBeforeDays, clock.Fixed);

    /// <summary>Whether a due instant is one that a limit of this unit can end at: the end of a working day or half day; any instant for hours.</summary>
    public static bool MayEndAt(WorkCalendar calendar, TimeUnit unit, DateTimeOffset dueAt)
    {
        if (unit == TimeUnit.WorkingHours) return true;
        var slots = Slots.Of(calendar, unit);
        var last = slots.At(dueAt.AddTicks(-1));
        return slots.Works(last) && slots.EndOf(last) == dueAt;
    }

    /// <summary>A due instant moved on by so much of a limit's unit.</summary>
    public static DateTimeOffset Later(WorkCalendar calendar, DateTimeOffset dueAt, TimeLimit by)
    {
        if (by.Unit == TimeUnit.WorkingHours) return calendar.AddWorkingTime(dueAt, TimeSpan.FromHours(by.Amount)).ToUniversalTime();
        var slots = Slots.Of(calendar, by.Unit);
        return slots.EndOf(slots.Add(slots.At(dueAt.AddTicks(-1)), by.Amount));
    }

    private static (DateTimeOffset DueAt, DateTimeOffset? YellowAt) InSlots(
        Slots slots, int amount, DateTimeOffset startedAt, ImmutableArray<ClockStop> stops, int warning, FixedDue? set)
    {
        var start = slots.At(startedAt);
        if (set is null)
        {
            return (
                slots.EndOf(LastSlot(slots, slots.Add(start, amount), amount, stops)),
                warning > 0 && amount > warning ? slots.EndOf(LastSlot(slots, slots.Add(start, amount - warning), amount - warning, stops)) : null);
        }
        var last = slots.At(set.DueAt.AddTicks(-1));
        var yellow = slots.Add(last, -warning);
        return (
            slots.EndOf(LastSlot(slots, last, amount, stops)),
            warning > 0 && slots.EndOf(yellow) > set.At ? slots.EndOf(LastSlot(slots, yellow, amount, stops)) : null);
    }

    /// <summary>Each stop pushes the last one by what was left when it began, so the cost is that of the stops, not of the days.</summary>
    /// <param name="left">how many are left before the first stop</param>
    private static int LastSlot(Slots slots, int last, int left, ImmutableArray<ClockStop> stops)
    {
        foreach (var stop in stops)
        {
            if (stop.ResumedAt is not { } resumedAt || stop.StoppedAt >= slots.EndOf(last)) break;
            var (stopped, resumed) = (slots.At(stop.StoppedAt), slots.At(resumedAt));
            if (stopped == resumed) continue;
            // Once used up, the days stay used up, also while the clock waits for a working day to end on.
            if (left > 0) left = slots.Between(stopped, last);
            last = left > 0 ? slots.Add(resumed, left) : slots.FirstFrom(resumed);
        }
        return last;
    }

    private static (DateTimeOffset DueAt, DateTimeOffset? YellowAt) InTime(
        WorkCalendar calendar, TimeSpan time, DateTimeOffset startedAt, ImmutableArray<ClockStop> stops, TimeSpan warning, FixedDue? set)
    {
        var (from, due) = set is null ? (startedAt, calendar.AddWorkingTime(startedAt, time)) : (set.At, set.DueAt);
        var beforeWarning = (set is null ? time : calendar.WorkingTimeBetween(set.At, set.DueAt)) - warning;
        return (
            InTime(calendar, due, stops),
            warning > TimeSpan.Zero && beforeWarning > TimeSpan.Zero ? InTime(calendar, calendar.AddWorkingTime(from, beforeWarning), stops) : null);
    }

    private static DateTimeOffset InTime(WorkCalendar calendar, DateTimeOffset due, ImmutableArray<ClockStop> stops)
    {
        foreach (var stop in stops)
        {
            if (stop.ResumedAt is not { } resumedAt || stop.StoppedAt >= due) break;
            due = calendar.AddWorkingTime(resumedAt, calendar.WorkingTimeBetween(stop.StoppedAt, due));
        }
        return due.ToUniversalTime();
    }

    private static DateTimeOffset Min(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
