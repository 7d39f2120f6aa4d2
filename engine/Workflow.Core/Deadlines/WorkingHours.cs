using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Workflow.Core.Deadlines;

/// <summary>
/// When an authority works on a working day, in the calendar's own zone. Only limits in hours look at it: the law counts
/// working days whole, and a half day is one of them.
/// </summary>
/// <param name="Full">stretches of an ordinary working day, in order, not touching</param>
/// <param name="Half">stretches of a half day</param>
public sealed record WorkingHours(ImmutableArray<WorkingStretch> Full, ImmutableArray<WorkingStretch> Half)
{
    /// <summary>09:00–12:00 and 13:30–17:30; a half day ends at noon.</summary>
    public static readonly WorkingHours Usual = new(
        [new(new(9, 0), new(12, 0)), new(new(13, 30), new(17, 30))],
        [new(new(9, 0), new(12, 0))]);

    public ImmutableArray<WorkingStretch> On(DayKind kind) => kind switch
    {
        DayKind.Weekend or DayKind.Holiday => [],
        DayKind.HalfDay => Half,
        _ => Full,
    };

    /// <summary>Working minutes of a day of this kind.</summary>
    public int MinutesOn(DayKind kind) => On(kind).Sum(stretch => stretch.Minutes);

    /// <summary>Stretches are whole minutes, in order and apart, so that minutes can be added up once and for all.</summary>
    [JsonIgnore]
    public bool IsValid => InOrder(Full) && InOrder(Half) && MinutesOn(DayKind.Weekday) > 0;

    private static bool InOrder(ImmutableArray<WorkingStretch> stretches)
    {
        var free = TimeOnly.MinValue;
        foreach (var (start, end) in stretches)
        {
            if (start < free || end <= start
                || start.Ticks % TimeSpan.TicksPerMinute != 0 || end.Ticks % TimeSpan.TicksPerMinute != 0) return false;
            free = end;
        }
        return true;
    }
}

/// <summary>From <paramref name="Start"/> up to, not including, <paramref name="End"/>.</summary>
public readonly record struct WorkingStretch(TimeOnly Start, TimeOnly End)
{
    [JsonIgnore]
    public int Minutes => (int)((End - Start).Ticks / TimeSpan.TicksPerMinute);
}
