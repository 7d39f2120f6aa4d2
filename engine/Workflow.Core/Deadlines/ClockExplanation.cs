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
        var slots = Slots.Of(calendar, clock.Limit.Unit);
        var byTime = clock.Limit.Unit == TimeUnit.WorkingHours;
        var used = byTime ? HoursOf(TimeUsed(calendar, clock, clock.StartedAt, until)) : SlotsUsed(slots, clock, slots.At(clock.StartedAt), slots.At(until) - 1);
        if (clock is not { Fixed: not null, DueAt: { } dueAt }) return new(clock.Limit.Unit, used, clock.Limit.Amount - used);
        // What a person set is left until then, whatever the limit was.
        var left = byTime ? HoursOf(calendar.WorkingTimeBetween(until, dueAt)) : slots.Between(slots.At(until) - 1, slots.At(dueAt.AddTicks(-1)));
        return new(clock.Limit.Unit, used, left);
    }

    /// <summary>
    /// Day by day, from the start to the due day, or to <paramref name="asOf"/> when that is later or no due day is known.
    /// Days to come are listed as they stand to be counted.
    /// </summary>
    public static ImmutableArray<ClockDay> Explain(Clock clock, WorkCalendar calendar, DateTimeOffset asOf)
    {
        var then = AsOf(clock, asOf);
        var until = Max(then.StartedAt, then.EndedAt ?? asOf);
        var dueAt = then.Stops is [.., { ResumedAt: null }] ? default(DateTimeOffset?) : TimesOf(calendar, then, 0).DueAt;
        var dueDay = dueAt is { } due ? calendar.DayOf(due.AddTicks(-1)) : default(DateOnly?);
        var lastDay = dueDay > calendar.DayOf(until) ? dueDay.Value : calendar.DayOf(until);
        var timeEnds = Max(until, dueAt ?? until);
        var slots = Slots.Of(calendar, then.Limit.Unit);
        var startSlot = slots.At(then.StartedAt);

        var rows = ImmutableArray.CreateBuilder<ClockDay>();
        var total = 0m;
        for (var day = calendar.DayOf(then.StartedAt); day <= lastDay && rows.Count < MaxExplainedDays; day = day.AddDays(1))
        {
            var isStart = rows.Count == 0;
            var adds = then.Limit.Unit == TimeUnit.WorkingHours
                ? HoursOf(TimeUsed(calendar, then, Max(calendar.StartOf(day), then.StartedAt), Min(calendar.EndOf(day), timeEnds)))
                : slots.Of(day).Count(slot => slot > startSlot && slots.Works(slot) && !IsStoppedOn(slots, then, slot));
            var role = adds > 0 ? ClockDayRole.Counted
                : isStart ? ClockDayRole.Start
                : !calendar.IsWorkingDay(day) ? ClockDayRole.NotWorking
                : slots.Of(day).Any(slot => IsStoppedOn(slots, then, slot)) ? ClockDayRole.Stopped
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
        Fixed = clock.Fixed?.At > asOf ? null : clock.Fixed,
    };

    private static bool IsStoppedOn(Slots slots, Clock clock, int slot) => clock.Stops.Any(stop =>
        slot > slots.At(stop.StoppedAt) && (stop.ResumedAt is not { } resumedAt || slot <= slots.At(resumedAt)));

    /// <summary>Working days or halves after the start up to and with one, without those of the stops.</summary>
    private static int SlotsUsed(Slots slots, Clock clock, int start, int last)
    {
        if (last <= start) return 0;
        var used = slots.Between(start, last);
        foreach (var stop in clock.Stops)
        {
            var stopped = slots.At(stop.StoppedAt);
            var resumed = stop.ResumedAt is { } at && slots.At(at) < last ? slots.At(at) : last;
            if (stopped < resumed) used -= slots.Between(stopped, resumed);
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
