namespace Workflow.Feel;

/// <summary>
/// A day and a time of that day (DMN 1.5, 10.3.2.3.6). With an offset or a zone it is an instant; without, it is what some
/// clock shows, and not comparable with instants. <c>default</c> is 1970-01-01T00:00:00, local.
/// </summary>
public readonly record struct FeelDateTime(FeelDate Date, FeelTime Time)
{
    /// <summary>Null for a local one.</summary>
    public FeelZone? Zone => Time.Zone;

    /// <summary>Seconds ahead of UTC on that day at that time; null for a local one.</summary>
    public int? Offset => Zone?.OffsetAtLocal(LocalSeconds);

    /// <summary>
    /// Whole seconds since 1970-01-01T00:00:00, of UTC, or as the clock shows where there is no offset: what FEEL compares
    /// (valuedt; fractions do not take part, which the TCK's folder 0068 asks for).
    /// </summary>
    internal long Seconds => LocalSeconds - (Offset ?? 0);

    private long LocalSeconds => Date.DayNumber * 86_400 + Time.Seconds;

    /// <summary>What a day is where a date and time is wanted (10.3.2.9.4): its midnight in UTC.</summary>
    public static FeelDateTime OfDate(FeelDate date) => new(date, new(0, FeelZone.Utc));

    /// <summary>With that offset.</summary>
    public static FeelDateTime Of(DateTimeOffset instant)
    {
        // .NET's offsets are at most 14 hours, so the zone always exists.
        FeelZone.TryOffset((int)instant.Offset.TotalSeconds, out var zone);
        return new(DateOnly.FromDateTime(instant.DateTime), new(instant.TimeOfDay.Ticks * 100, zone));
    }

    /// <summary>Reads a date, <c>T</c>, and a time; 24:00:00 is the next day's midnight. A date alone is not one.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out FeelDateTime dateTime)
    {
        dateTime = default;
        var at = text.IndexOf('T');
        if (at < 0 || !FeelDate.TryParse(text[..at], out var date) || !FeelTime.TryParse(text[(at + 1)..], out var time, out var isEndOfDay)) return false;
        if (isEndOfDay && !date.TryAddDays(1, out date)) return false;
        dateTime = new(date, time);
        return true;
    }

    /// <summary>In a named zone the time that passes counts, not what the clock shows (10.3.2.11). False outside the years of the standard.</summary>
    internal bool TryAdd(DayTimeDuration duration, out FeelDateTime sum)
    {
        var (zone, isLocal) = (Zone, Zone is null or { Offset: not null });
        var start = (Int128)(isLocal ? LocalSeconds : Seconds) * FeelTime.NanosecondsInSecond + Time.Nanoseconds % FeelTime.NanosecondsInSecond;
        var end = start + duration.Nanoseconds;
        sum = default;
        if (!isLocal)
        {
            var seconds = FloorDivide(end, FeelTime.NanosecondsInSecond);
            if (!FeelDate.TryOfDayNumber(FloorDivide(seconds, 86_400), out _)) return false;
            end += (Int128)zone!.OffsetAt((long)seconds) * FeelTime.NanosecondsInSecond;
        }
        var day = FloorDivide(end, FeelTime.NanosecondsInDay);
        if (!FeelDate.TryOfDayNumber(day, out var date)) return false;
        sum = new(date, new((long)(end - day * FeelTime.NanosecondsInDay), zone));
        return true;
    }

    /// <summary>The same time of the same day of another month, or of its last day where it is shorter.</summary>
    internal bool TryAddMonths(long months, out FeelDateTime sum)
    {
        var exists = Date.TryAddMonths(months, out var date);
        sum = exists ? this with { Date = date } : default;
        return exists;
    }

    /// <summary>False when one is local and the other is not.</summary>
    internal static bool TrySubtract(FeelDateTime left, FeelDateTime right, out DayTimeDuration difference)
    {
        difference = default;
        if (left.Zone is null != right.Zone is null) return false;
        var nanoseconds = (Int128)(left.Seconds - right.Seconds) * FeelTime.NanosecondsInSecond
            + left.Time.Nanoseconds % FeelTime.NanosecondsInSecond - right.Time.Nanoseconds % FeelTime.NanosecondsInSecond;
        return DayTimeDuration.TryOf(nanoseconds, out difference);
    }

    internal static Int128 FloorDivide(Int128 number, Int128 divisor) => number >= 0 ? number / divisor : (number + 1) / divisor - 1;

    /// <summary>As <see cref="TryParse"/> reads it.</summary>
    public override string ToString() => $"{Date}T{Time}";
}
