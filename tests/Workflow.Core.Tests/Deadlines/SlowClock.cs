using Workflow.Core.Deadlines;

namespace Workflow.Core.Tests.Deadlines;

/// <summary>
/// A clock's whole life written down a second time and slowly: days, or mornings and afternoons, walked one after another on
/// sets of dates. It keeps what happened and works everything out from the start again each time; it shares no line with
/// the calendar and the clocks.
/// </summary>
internal sealed class SlowClock(bool halves, DateTimeOffset start, int amount, SlowDays days)
{
    private readonly List<(DateTimeOffset From, DateTimeOffset To)> stops = [];
    private DateTimeOffset from = start;
    private int amount = amount;
    private int? setTo;

    public SlowDays Days { get; set; } = days;

    public void Stopped(DateTimeOffset at, DateTimeOffset resumed) => stops.Add((at, resumed));

    /// <summary>A person sets the last day or half.</summary>
    public void Set(DateTimeOffset at, DateTimeOffset due)
    {
        (from, setTo) = (at, SlotOf(due.AddMinutes(-1)));
        stops.Clear();
    }

    public void Extended(DateTimeOffset at, int by)
    {
        if (setTo is null) { amount += by; return; }
        var last = LastSlot();
        for (var left = by; left > 0;) if (Works(++last)) left--;
        Set(at, EndOf(last));
    }

    public DateTimeOffset Due() => EndOf(LastSlot());

    public bool Works(int slot) => halves ? Days.Works(DateOnly.FromDayNumber(slot / 2)) && (slot % 2 == 0 || !Days.Half.Contains(DateOnly.FromDayNumber(slot / 2))) : Days.Works(DateOnly.FromDayNumber(slot));

    public int SlotOf(DateTimeOffset at)
    {
        var local = at.ToOffset(TimeSpan.FromHours(8));
        var day = DateOnly.FromDateTime(local.DateTime).DayNumber;
        return !halves ? day : day * 2 + (local.Hour >= 12 ? 1 : 0);
    }

    public DateTimeOffset EndOf(int slot) => new(
        halves ? DateOnly.FromDayNumber(slot / 2).ToDateTime(TimeOnly.MinValue).AddHours(slot % 2 == 0 ? 12 : 24) : DateOnly.FromDayNumber(slot).ToDateTime(TimeOnly.MinValue).AddDays(1),
        TimeSpan.FromHours(8));

    private int LastSlot()
    {
        var slot = SlotOf(from);
        if (setTo is { } last)
        {
            // What was set stands, whatever sort of day it has become since, unless a stop pushes it.
            if (!stops.Any(s => SlotOf(s.From) <= last && SlotOf(s.From) < SlotOf(s.To))) return last;
            var left = 0;
            for (var walked = slot + 1; walked <= last; walked++) if (Works(walked)) left++;
            return Walked(slot, left, last);
        }
        return Walked(slot, amount, null);
    }

    /// <summary>Walks until they are used up, then waits out any stop that lasts beyond the last of them.</summary>
    private int Walked(int slot, int left, int? set)
    {
        while (left > 0)
            if (Works(++slot) && !stops.Any(s => SlotOf(s.From) < slot && slot <= SlotOf(s.To))) left--;
        var usedUp = slot;
        // A set day that works no more still is the last one, unless a stop came while days were left.
        if (set > slot && !stops.Any(s => SlotOf(s.To) > SlotOf(s.From) && SlotOf(s.From) < usedUp)) slot = set.Value;
        foreach (var (stopped, resumed) in stops)
        {
            if (SlotOf(stopped) < usedUp || SlotOf(stopped) > slot || SlotOf(resumed) == SlotOf(stopped)) continue;
            for (slot = SlotOf(resumed); !Works(slot);) slot++;
        }
        return slot;
    }
}

/// <summary>What notices say, as sets of dates.</summary>
internal sealed class SlowDays
{
    private readonly HashSet<DateOnly> off = [], makeUp = [];

    public SlowDays(IEnumerable<CalendarNotice> notices)
    {
        foreach (var notice in notices)
        {
            foreach (var range in notice.Off)
                for (var day = range.First; day <= range.Last; day = day.AddDays(1)) { off.Add(day); makeUp.Remove(day); Half.Remove(day); }
            foreach (var day in notice.MakeUp) { makeUp.Add(day); off.Remove(day); Half.Remove(day); }
            foreach (var day in notice.Half) { Half.Add(day); makeUp.Add(day); off.Remove(day); }
        }
    }

    /// <summary>Days with work in the morning only.</summary>
    public HashSet<DateOnly> Half { get; } = [];

    public bool Works(DateOnly day) => makeUp.Contains(day) || (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !off.Contains(day));
}
