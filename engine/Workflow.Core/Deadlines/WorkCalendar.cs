using System.Collections.Immutable;

namespace Workflow.Core.Deadlines;

/// <summary>What sort of day it is. Its word says why it counts or not.</summary>
public enum DayKind : byte
{
    /// <summary>Monday to Friday, not named by any notice.</summary>
    Weekday,

    /// <summary>Saturday or Sunday, not named by any notice.</summary>
    Weekend,

    /// <summary>Off by notice (放假).</summary>
    Holiday,

    /// <summary>A weekend day with work, by notice (调休上班).</summary>
    MakeUp,

    /// <summary>Work in the half-day hours, by notice; a working day for limits in days.</summary>
    HalfDay,
}

/// <summary>
/// A working-day calendar (工作日历): immutable, one version of published facts. Days are those of its own zone,
/// never of the machine. A region's or department's own calendar is built over a base, whose days it may override.
/// Counting is a subtraction of prefix sums; finding the n-th working day is a binary search in them.
/// </summary>
public sealed partial class WorkCalendar
{
    private static readonly DateOnly First = new(CalendarNotice.MinYear - 1, 1, 1);
    private static readonly DateOnly Last = new(CalendarNotice.MaxYear + 1, 12, 31);
    private static readonly int Length = Last.DayNumber - First.DayNumber + 1;

    private readonly DayKind[] _kind;

    /// <summary>Working days, working minutes and days with work in the morning only before each day; one entry more than there are days.</summary>
    private readonly int[] _daysBefore = new int[Length + 1], _minutesBefore = new int[Length + 1], _halfDaysBefore = new int[Length + 1];
    private readonly ImmutableHashSet<int> _publishedYears;

    private WorkCalendar(string code, int version, WorkingHours hours, TimeSpan zoneOffset, DayKind[] kind, ImmutableHashSet<int> publishedYears)
    {
        (Code, Version, Hours, ZoneOffset, _kind, _publishedYears) = (code, version, hours, zoneOffset, kind, publishedYears);
        for (var i = 0; i < Length; i++)
        {
            _daysBefore[i + 1] = _daysBefore[i] + (IsWorking(kind[i]) ? 1 : 0);
            _minutesBefore[i + 1] = _minutesBefore[i] + hours.MinutesOn(kind[i]);
            _halfDaysBefore[i + 1] = _halfDaysBefore[i] + (kind[i] == DayKind.HalfDay ? 1 : 0);
        }
    }

    public string Code { get; }

    /// <summary>From 1; with the code it names these facts for ever.</summary>
    public int Version { get; }

    public WorkingHours Hours { get; }

    /// <summary>China keeps one offset all year (UTC+8, no summer time in the years covered).</summary>
    public TimeSpan ZoneOffset { get; }

    /// <param name="notices">in order of publication: a later one wins, day by day</param>
    /// <param name="baseCalendar">whose days hold where these notices are silent; it alone says which years are published</param>
    public static WorkCalendar Build(
        string code, int version, IEnumerable<CalendarNotice> notices, WorkingHours? hours = null, WorkCalendar? baseCalendar = null)
    {
        var kind = new DayKind[Length];
        for (var i = 0; i < Length; i++) kind[i] = baseCalendar?._kind[i] ?? Plain(First.AddDays(i));

        var years = ImmutableHashSet.CreateBuilder<int>();
        foreach (var notice in notices)
        {
            years.Add(notice.Year);
            foreach (var range in notice.Off)
                foreach (var day in range.Days) kind[IndexOf(day)] = DayKind.Holiday;
            // A notice that calls an ordinary weekday working only confirms what it is.
            foreach (var day in notice.MakeUp) kind[IndexOf(day)] = Plain(day) == DayKind.Weekend ? DayKind.MakeUp : DayKind.Weekday;
            foreach (var day in notice.Half) kind[IndexOf(day)] = DayKind.HalfDay;
        }
        var usedHours = hours ?? baseCalendar?.Hours ?? WorkingHours.Usual;
        if (!usedHours.IsValid) throw new ArgumentException("working hours overlap, are not whole minutes or are empty", nameof(hours));
        return new(code, version, usedHours, baseCalendar?.ZoneOffset ?? TimeSpan.FromHours(8), kind, baseCalendar?._publishedYears ?? years.ToImmutable());
    }

    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(ZoneOffset).DateTime);

    /// <summary>The instant at which a day begins, in UTC.</summary>
    public DateTimeOffset StartOf(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), ZoneOffset).ToUniversalTime();

    /// <summary>24:00 of a day, which is 00:00 of the next: the first instant that no longer belongs to it.</summary>
    public DateTimeOffset EndOf(DateOnly day) => StartOf(day.AddDays(1));

    /// <summary>True when the notice for the year of the day has been published; otherwise answers are provisional.</summary>
    public bool IsPublished(DateOnly day) => _publishedYears.Contains(day.Year);

    /// <summary>The years whose notice has been published, in order.</summary>
    public IEnumerable<int> PublishedYears => _publishedYears.Order();

    /// <summary>True when every year that the days touch is published.</summary>
    public bool IsPublished(DateOnly from, DateOnly to)
    {
        for (var year = from.Year; year <= to.Year; year++)
            if (!_publishedYears.Contains(year)) return false;
        return true;
    }

    /// <summary>A year without a notice, or beyond the years covered, has weekdays and weekends only.</summary>
    public DayKind KindOf(DateOnly day) => day < First || day > Last ? Plain(day) : _kind[IndexOf(day)];

    public bool IsWorkingDay(DateOnly day) => IsWorking(KindOf(day));

    /// <summary>For expressions, which are not told guesses: null for a day of a year whose notice is not published.</summary>
    public bool? Says(DateOnly day) => IsPublished(day) ? IsWorkingDay(day) : null;

    /// <summary>
    /// The n-th working day strictly after a day (the day itself is not counted: 民法典 201). With zero, the day itself;
    /// with a negative count, the working day that lies so many before it.
    /// </summary>
    public DateOnly AddWorkingDays(DateOnly day, int count)
    {
        if (count == 0) return day;
        if (day < First || day > Last) return Step(day, count);
        if (count > 0)
        {
            var target = (long)_daysBefore[IndexOf(day) + 1] + count;
            // The smallest prefix that holds so many working days ends with the day looked for.
            return target > _daysBefore[Length] ? Step(Last, (int)(target - _daysBefore[Length])) : First.AddDays(LowerBound(_daysBefore, (int)target) - 1);
        }
        var before = (long)_daysBefore[IndexOf(day)] + count;
        return before < 0 ? Step(First, (int)before) : First.AddDays(LowerBound(_daysBefore, (int)before + 1) - 1);
    }

    /// <summary>Working days after <paramref name="afterExclusive"/> up to and with <paramref name="toInclusive"/>; negative backwards.</summary>
    public int WorkingDaysBetween(DateOnly afterExclusive, DateOnly toInclusive) =>
        toInclusive < afterExclusive ? -WorkingDaysBetween(toInclusive, afterExclusive)
        : _daysBefore[Clamp(toInclusive) + 1] - _daysBefore[Clamp(afterExclusive) + 1] + Outside(afterExclusive, toInclusive);

    public DateOnly FirstWorkingDayFrom(DateOnly day) => IsWorkingDay(day) ? day : AddWorkingDays(day, 1);

    /// <summary>Working time between two instants of the years covered; negative backwards.</summary>
    public TimeSpan WorkingTimeBetween(DateTimeOffset from, DateTimeOffset to) => new(WorkedTicks(to) - WorkedTicks(from));

    /// <summary>The first instant at which so much working time has passed since another; that instant itself for none.</summary>
    public DateTimeOffset AddWorkingTime(DateTimeOffset from, TimeSpan time)
    {
        if (time <= TimeSpan.Zero) return from;
        var target = WorkedTicks(from) + time.Ticks;
        var minutes = (target + TimeSpan.TicksPerMinute - 1) / TimeSpan.TicksPerMinute;
        if (minutes > _minutesBefore[Length]) throw new ArgumentOutOfRangeException(nameof(time), time, $"the calendar ends on {Last:O}");

        var index = LowerBound(_minutesBefore, (int)minutes) - 1;
        var left = target - _minutesBefore[index] * TimeSpan.TicksPerMinute;
        foreach (var (start, end) in Hours.On(_kind[index]))
        {
            if (left <= (end - start).Ticks) return StartOf(First.AddDays(index)) + start.ToTimeSpan() + new TimeSpan(left);
            left -= (end - start).Ticks;
        }
        throw new InvalidOperationException("the minutes of a day are the sum of its stretches");
    }

    private long WorkedTicks(DateTimeOffset instant)
    {
        var local = instant.ToOffset(ZoneOffset);
        var day = DateOnly.FromDateTime(local.DateTime);
        if (day < First) return 0;
        if (day > Last) return _minutesBefore[Length] * TimeSpan.TicksPerMinute;
        var ticks = _minutesBefore[IndexOf(day)] * TimeSpan.TicksPerMinute;
        foreach (var (start, end) in Hours.On(_kind[IndexOf(day)]))
            ticks += Math.Clamp(local.TimeOfDay.Ticks - start.Ticks, 0, (end - start).Ticks);
        return ticks;
    }

    private static DayKind Plain(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? DayKind.Weekend : DayKind.Weekday;

    private static bool IsWorking(DayKind kind) => kind is not (DayKind.Weekend or DayKind.Holiday);

    private static int IndexOf(DateOnly day) => day.DayNumber - First.DayNumber;

    private static int Clamp(DateOnly day) => Math.Clamp(IndexOf(day), -1, Length - 1);

    /// <summary>Index of the first entry that is at least the value; prefix sums never fall.</summary>
    private static int LowerBound(int[] sums, int value)
    {
        var (low, high) = (0, sums.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sums[middle] < value) low = middle + 1; else high = middle;
        }
        return low;
    }

    // Beyond the years covered nothing is known, so days are stepped one by one; no case of ours gets there.

    private DateOnly Step(DateOnly day, int count)
    {
        for (var left = Math.Abs(count); left > 0;)
        {
            day = day.AddDays(Math.Sign(count));
            if (IsWorkingDay(day)) left--;
        }
        return day;
    }

    private static int Outside(DateOnly afterExclusive, DateOnly toInclusive)
    {
        var count = 0;
        for (var day = afterExclusive; day < toInclusive && day < First.AddDays(-1);)
            if (Plain(day = day.AddDays(1)) == DayKind.Weekday) count++;
        for (var day = afterExclusive > Last ? afterExclusive : Last; day < toInclusive;)
            if (Plain(day = day.AddDays(1)) == DayKind.Weekday) count++;
        return count;
    }
}
