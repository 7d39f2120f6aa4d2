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
/// <item>Limits in hours count working time from the instant itself (民法典 201, 2), as long as the clock runs.</item>
/// <item>A stop that comes after the due instant changes nothing: late stays late.</item>
/// <item>The yellow card falls due when only the warning time is left, counted as the clock counts: the end of the working
/// day that lies so many counted days before the last one.</item>
/// </list>
/// </summary>
public static partial class Clocks
{
    /// <param name="stops">in order, not overlapping; one that lasts is left out of the count, so pass it only when it is over</param>
    /// <param name="yellowBeforeDays">warning time in working days (for hours: in days' worth of working hours); zero for no yellow card</param>
    public static ClockTimes TimesOf(
        WorkCalendar calendar, TimeLimit limit, DateTimeOffset startedAt, ImmutableArray<ClockStop> stops, int yellowBeforeDays)
    {
        var dueAt = DueAt(calendar, Quantity.Of(limit), startedAt, stops);
        var beforeWarning = Quantity.Of(limit).Less(yellowBeforeDays, calendar);
        return new(
            dueAt,
            yellowBeforeDays > 0 && beforeWarning.IsSome ? DueAt(calendar, beforeWarning, startedAt, stops) : null,
            // The due instant of a day limit is the next day's first; the day before it is the one that was counted.
            !calendar.IsPublished(calendar.DayOf(startedAt), calendar.DayOf(dueAt.AddTicks(-1))));
    }

    /// <summary>What is counted: days or time, never both.</summary>
    private readonly record struct Quantity(int? Days, TimeSpan Time)
    {
        public bool IsSome => Days > 0 || Time > TimeSpan.Zero;

        public static Quantity Of(TimeLimit limit) =>
            limit.Unit == TimeUnit.WorkingDays ? new(limit.Amount, TimeSpan.Zero) : new(null, TimeSpan.FromHours(limit.Amount));

        public Quantity Less(int days, WorkCalendar calendar) =>
            Days is { } all ? new(all - days, TimeSpan.Zero)
            : new(null, Time - TimeSpan.FromMinutes((long)days * calendar.Hours.MinutesOn(DayKind.Weekday)));
    }

    /// <summary>Each stop pushes the due instant by what was left when it began, so the cost is that of the stops, not of the days.</summary>
    private static DateTimeOffset DueAt(WorkCalendar calendar, Quantity limit, DateTimeOffset startedAt, ImmutableArray<ClockStop> stops) =>
        limit.Days is { } days ? calendar.EndOf(LastDay(calendar, days, startedAt, stops)) : DueInTime(calendar, limit.Time, startedAt, stops);

    private static DateOnly LastDay(WorkCalendar calendar, int days, DateTimeOffset startedAt, ImmutableArray<ClockStop> stops)
    {
        var last = calendar.AddWorkingDays(calendar.DayOf(startedAt), days);
        var left = days;
        foreach (var stop in stops)
        {
            if (stop.ResumedAt is not { } resumedAt || stop.StoppedAt >= calendar.EndOf(last)) break;
            var (stopped, resumed) = (calendar.DayOf(stop.StoppedAt), calendar.DayOf(resumedAt));
            if (stopped == resumed) continue;
            // Once used up, the days stay used up, also while the clock waits for a working day to end on.
            if (left > 0) left = calendar.WorkingDaysBetween(stopped, last);
            last = left > 0 ? calendar.AddWorkingDays(resumed, left) : calendar.FirstWorkingDayFrom(resumed);
        }
        return last;
    }

    private static DateTimeOffset DueInTime(WorkCalendar calendar, TimeSpan time, DateTimeOffset startedAt, ImmutableArray<ClockStop> stops)
    {
        var due = calendar.AddWorkingTime(startedAt, time);
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
