using System.Collections.Immutable;

namespace Workflow.Core.Deadlines;

/// <summary>Why a day adds to a clock or not.</summary>
public enum ClockDayRole
{
    /// <summary>The day the clock started; it does not count (民法典 201).</summary>
    Start,
    Counted,
    NotWorking,

    /// <summary>The clock stood still.</summary>
    Stopped,
}

/// <summary>One day of a clock's explanation.</summary>
/// <param name="Published">false when no notice has been published for its year, so that the row is provisional</param>
/// <param name="Adds">what the day adds, in the limit's unit: a day or none, or hours</param>
/// <param name="Total">the running number: all that has been counted with this day</param>
/// <param name="IsDue">the clock's limit ends on this day</param>
public sealed record ClockDay(DateOnly Date, DayKind Kind, bool Published, ClockDayRole Role, decimal Adds, decimal Total, bool IsDue);

/// <summary>What a clock has used, in its limit's unit. <paramref name="Remaining"/> is negative once it is overdue.</summary>
public sealed record ClockReading(TimeUnit Unit, decimal Used, decimal Remaining);

public static partial class Clocks
{
    /// <summary>An explanation longer than this helps nobody; the reading still tells the sum.</summary>
    public const int MaxExplainedDays = 1000;

    /// <summary>
    /// Used and remaining working time. Days are used when they are over, so the last day of a limit still shows one
    /// remaining until it ends.
    /// </summary>
    public static ClockReading ReadingAt(WorkCalendar calendar, Clock clock, DateTimeOffset asOf)
    {
        var until = Max(clock.StartedAt, Min(asOf, clock.EndedAt ?? asOf));
        var used = clock.Limit.Unit == TimeUnit.WorkingDays
            ? DaysUsed(calendar, clock, calendar.DayOf(until).AddDays(-1))
            : HoursOf(TimeUsed(calendar, clock, clock.StartedAt, until));
        return new(clock.Limit.Unit, used, clock.Limit.Amount - used);
    }

    /// <summary>
    /// Day by day, from the start to the due day, or to <paramref name="asOf"/> when that is later or no due day is known.
    /// Days to come are listed as they stand to be counted.
    /// </summary>
    public static ImmutableArray<ClockDay> Explain(Clock clock, WorkCalendar calendar, DateTimeOffset asOf)
    {
        var then = AsOf(clock, asOf);
        var until = Max(then.StartedAt, then.EndedAt ?? asOf);
        var dueAt = then.Stops is [.., { ResumedAt: null }] ? default(DateTimeOffset?) : TimesOf(calendar, then.Limit, then.StartedAt, then.Stops, 0).DueAt;
        var dueDay = dueAt is { } due ? calendar.DayOf(due.AddTicks(-1)) : default(DateOnly?);
        var lastDay = dueDay > calendar.DayOf(until) ? dueDay.Value : calendar.DayOf(until);
        var timeEnds = Max(until, dueAt ?? until);

        var rows = ImmutableArray.CreateBuilder<ClockDay>();
        var total = 0m;
        for (var day = calendar.DayOf(then.StartedAt); day <= lastDay && rows.Count < MaxExplainedDays; day = day.AddDays(1))
        {
            var isStart = rows.Count == 0;
            var adds = then.Limit.Unit == TimeUnit.WorkingHours
                ? HoursOf(TimeUsed(calendar, then, Max(calendar.StartOf(day), then.StartedAt), Min(calendar.EndOf(day), timeEnds)))
                : !isStart && calendar.IsWorkingDay(day) && !IsStoppedOn(calendar, then, day) ? 1 : 0;
            var role = adds > 0 ? ClockDayRole.Counted
                : isStart ? ClockDayRole.Start
                : !calendar.IsWorkingDay(day) ? ClockDayRole.NotWorking
                : IsStoppedOn(calendar, then, day) ? ClockDayRole.Stopped
                : ClockDayRole.NotWorking;
            total += adds;
            rows.Add(new(day, calendar.KindOf(day), calendar.IsPublished(day), role, adds, total, day == dueDay));
        }
        return rows.ToImmutable();
    }

    /// <summary>The clock as it stood at an instant: later stops, resumptions and its end have not happened yet.</summary>
    private static Clock AsOf(Clock clock, DateTimeOffset asOf) => clock with
    {
        Stops = [.. clock.Stops.Where(stop => stop.StoppedAt <= asOf).Select(stop => stop.ResumedAt > asOf ? stop with { ResumedAt = null } : stop)],
        EndedAt = clock.EndedAt > asOf ? null : clock.EndedAt,
    };

    private static bool IsStoppedOn(WorkCalendar calendar, Clock clock, DateOnly day) => clock.Stops.Any(stop =>
        day > calendar.DayOf(stop.StoppedAt) && (stop.ResumedAt is not { } resumedAt || day <= calendar.DayOf(resumedAt)));

    /// <summary>Working days after the start up to and with a day, without those of the stops.</summary>
    private static int DaysUsed(WorkCalendar calendar, Clock clock, DateOnly last)
    {
        var start = calendar.DayOf(clock.StartedAt);
        if (last <= start) return 0;
        var used = calendar.WorkingDaysBetween(start, last);
        foreach (var stop in clock.Stops)
        {
            var stopped = calendar.DayOf(stop.StoppedAt);
            var resumed = stop.ResumedAt is { } at && calendar.DayOf(at) < last ? calendar.DayOf(at) : last;
            if (stopped < resumed) used -= calendar.WorkingDaysBetween(stopped, resumed);
        }
        return used;
    }

    /// <summary>Working time between two instants, without that of the stops.</summary>
    private static TimeSpan TimeUsed(WorkCalendar calendar, Clock clock, DateTimeOffset from, DateTimeOffset to)
    {
        if (to <= from) return TimeSpan.Zero;
        var used = calendar.WorkingTimeBetween(from, to);
        foreach (var stop in clock.Stops)
        {
            var (stopped, resumed) = (Max(stop.StoppedAt, from), Min(stop.ResumedAt ?? to, to));
            if (stopped < resumed) used -= calendar.WorkingTimeBetween(stopped, resumed);
        }
        return used;
    }

    private static decimal HoursOf(TimeSpan time) => Math.Round((decimal)time.Ticks / TimeSpan.TicksPerHour, 4);
}
