namespace Workflow.Core.Deadlines;

/// <summary>Half days (半个工作日): each working day has a morning and an afternoon; a day with work in the morning only has no afternoon.</summary>
public sealed partial class WorkCalendar
{
    /// <summary>When the morning is over: the end of a half day's work, or 12:00.</summary>
    public TimeOnly Noon => Hours.Half.IsDefaultOrEmpty ? new TimeOnly(12, 0) : Hours.Half[^1].End;

    /// <summary>Working mornings and afternoons from the first day covered up to and with a day.</summary>
    internal int HalvesUpTo(DateOnly day) => 2 * WorkingDaysBetween(First.AddDays(-1), day) - _halfDaysBefore[Clamp(day) + 1];

    /// <summary>The first day with which so many working halves are over.</summary>
    internal DateOnly DayOfHalf(int count)
    {
        var (low, high) = (0, Length - 1);
        if (count > HalvesUpTo(Last)) throw new ArgumentOutOfRangeException(nameof(count), count, $"the calendar ends on {Last:O}");
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (HalvesUpTo(First.AddDays(middle)) < count) low = middle + 1; else high = middle;
        }
        return First.AddDays(low);
    }
}

/// <summary>
/// Working days, or their halves, as one row of numbers, so that limits in both are counted by the same rule: what begins in
/// one is counted from the next.
/// </summary>
internal readonly record struct Slots(WorkCalendar Calendar, bool Halves)
{
    public static Slots Of(WorkCalendar calendar, TimeUnit unit) => new(calendar, unit == TimeUnit.HalfDays);

    public int At(DateTimeOffset instant)
    {
        var day = Calendar.DayOf(instant).DayNumber;
        return !Halves ? day : 2 * day + (TimeOnly.FromDateTime(instant.ToOffset(Calendar.ZoneOffset).DateTime) >= Calendar.Noon ? 1 : 0);
    }

    public DateOnly DayOf(int slot) => DateOnly.FromDayNumber(Halves ? slot >> 1 : slot);

    /// <summary>The first instant that no longer belongs to it: an afternoon ends with its day.</summary>
    public DateTimeOffset EndOf(int slot) =>
        Halves && (slot & 1) == 0 ? Calendar.StartOf(DayOf(slot)) + Calendar.Noon.ToTimeSpan() : Calendar.EndOf(DayOf(slot));

    public bool Works(int slot) =>
        Calendar.IsWorkingDay(DayOf(slot)) && !(Halves && (slot & 1) == 1 && Calendar.KindOf(DayOf(slot)) == DayKind.HalfDay);

    /// <summary>The n-th working one strictly after; with a negative count, the working one that lies so many before.</summary>
    public int Add(int slot, int count)
    {
        if (count == 0) return slot;
        if (!Halves) return Calendar.AddWorkingDays(DayOf(slot), count).DayNumber;
        var wanted = count > 0 ? UpTo(slot) + count : UpTo(slot - 1) + count + 1;
        var morning = 2 * Calendar.DayOfHalf(wanted).DayNumber;
        return UpTo(morning) >= wanted ? morning : morning + 1;
    }

    /// <summary>Working ones after one up to and with another.</summary>
    public int Between(int afterExclusive, int toInclusive) =>
        Halves ? UpTo(toInclusive) - UpTo(afterExclusive) : Calendar.WorkingDaysBetween(DayOf(afterExclusive), DayOf(toInclusive));

    public int FirstFrom(int slot) => Works(slot) ? slot : Add(slot, 1);

    /// <summary>All slots of a day, in order.</summary>
    public IEnumerable<int> Of(DateOnly day) => Halves ? [2 * day.DayNumber, 2 * day.DayNumber + 1] : [day.DayNumber];

    private int UpTo(int slot) => (slot & 1) == 1 ? Calendar.HalvesUpTo(DayOf(slot)) : Calendar.HalvesUpTo(DayOf(slot).AddDays(-1)) + (Calendar.IsWorkingDay(DayOf(slot)) ? 1 : 0);
}
