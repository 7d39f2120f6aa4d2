using System.Globalization;

namespace Workflow.Feel;

/// <summary>
/// A time of day to the nanosecond, with an offset from UTC or a zone, or neither: a local time (DMN 1.5, 10.3.2.3.4).
/// <c>default</c> is midnight, local. Two are equal as .NET values when all parts are; FEEL's own <c>=</c> is <see cref="Comparison"/>.
/// </summary>
public readonly record struct FeelTime
{
    public const long NanosecondsInSecond = 1_000_000_000;
    public const long NanosecondsInDay = 86_400 * NanosecondsInSecond;

    /// <exception cref="ArgumentOutOfRangeException">not within a day</exception>
    public FeelTime(long nanoseconds, FeelZone? zone = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nanoseconds);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(nanoseconds, NanosecondsInDay);
        (Nanoseconds, Zone) = (nanoseconds, zone);
    }

    /// <summary>Since midnight as the clock shows; 0 to 86,399,999,999,999.</summary>
    public long Nanoseconds { get; }

    /// <summary>Null for a local time.</summary>
    public FeelZone? Zone { get; }

    /// <summary>0 to 23.</summary>
    public int Hour => (int)(Nanoseconds / (3_600 * NanosecondsInSecond));

    /// <summary>0 to 59.</summary>
    public int Minute => (int)(Nanoseconds / (60 * NanosecondsInSecond) % 60);

    /// <summary>0 to 59.999999999.</summary>
    public decimal Second => Nanoseconds % (60 * NanosecondsInSecond) / (decimal)NanosecondsInSecond;

    /// <summary>Whole seconds since midnight as the clock shows: what FEEL compares (valuet).</summary>
    internal long Seconds => Nanoseconds / NanosecondsInSecond;

    /// <summary>False unless the hour is 0 to 23, the minute 0 to 59 and the second from 0 to below 60; what is finer than a nanosecond is cut off.</summary>
    public static bool TryOf(int hour, int minute, decimal second, FeelZone? zone, out FeelTime time)
    {
        var exists = hour is >= 0 and < 24 && minute is >= 0 and < 60 && second is >= 0 and < 60;
        time = exists ? new((hour * 3_600L + minute * 60) * NanosecondsInSecond + (long)(second * NanosecondsInSecond), zone) : default;
        return exists;
    }

    /// <summary>
    /// Reads <c>hh:mm:ss[.fraction]</c> and behind it nothing, <c>Z</c>, <c>±hh:mm</c>, <c>±hh:mm:ss</c> or <c>@Area/City</c>.
    /// 24:00:00 is midnight. Digits past the ninth are cut off.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out FeelTime time) => TryParse(text, out time, out _);

    /// <param name="text">as above</param>
    /// <param name="time">the time read</param>
    /// <param name="isEndOfDay">it was 24:00:00, which is the next day's midnight</param>
    internal static bool TryParse(ReadOnlySpan<char> text, out FeelTime time, out bool isEndOfDay)
    {
        (time, isEndOfDay) = (default, false);
        if (text.Length < 8 || text[2] != ':' || text[5] != ':') return false;
        if (!Digits.TryRead(text[..2], out var hour) || !Digits.TryRead(text[3..5], out var minute) || !Digits.TryRead(text[6..8], out var second)) return false;
        var rest = text[8..];
        var fraction = 0;
        if (rest.StartsWith('.'))
        {
            var length = rest[1..].IndexOfAnyExceptInRange('0', '9');
            if (length < 0) length = rest.Length - 1;
            if (length == 0 || !Digits.TryReadFraction(rest[1..(length + 1)], out fraction)) return false;
            rest = rest[(length + 1)..];
        }
        if (!FeelZone.TryParse(rest, out var zone)) return false;
        isEndOfDay = hour == 24 && minute == 0 && second == 0 && fraction == 0;
        return TryOf(isEndOfDay ? 0 : hour, minute, second + fraction / (decimal)NanosecondsInSecond, zone, out time);
    }

    /// <summary>Around midnight, as a clock goes; offset and zone stay.</summary>
    internal FeelTime Add(DayTimeDuration duration)
    {
        var sum = (long)((Nanoseconds + duration.Nanoseconds % NanosecondsInDay) % NanosecondsInDay);
        return new(sum < 0 ? sum + NanosecondsInDay : sum, Zone);
    }

    /// <summary>
    /// What two times have in common to count from: null when one is local and the other is not, and also when they are in
    /// zones whose distance depends on the day, which a time alone does not say.
    /// </summary>
    internal static (int Left, int Right)? CommonOffsets(FeelTime left, FeelTime right)
    {
        if (left.Zone == right.Zone) return (0, 0);
        return left.Zone?.Offset is { } a && right.Zone?.Offset is { } b ? (a, b) : null;
    }

    /// <summary>As <see cref="TryParse(ReadOnlySpan{char}, out FeelTime)"/> reads it; UTC as <c>Z</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Hour:D2}:{Minute:D2}:{Seconds % 60:D2}{Digits.Fraction((int)(Nanoseconds % NanosecondsInSecond))}{Zone}");
}
