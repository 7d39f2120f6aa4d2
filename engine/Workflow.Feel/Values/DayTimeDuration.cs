using System.Globalization;
using System.Text;

namespace Workflow.Feel;

/// <summary>
/// Days, hours, minutes and seconds (DMN 1.5, 10.3.2.3.7), all of fixed length, to the nanosecond; within ±(10^34 − 1)
/// nanoseconds, so that each is exactly a FEEL number.
/// </summary>
public readonly record struct DayTimeDuration : IComparable<DayTimeDuration>
{
    private static readonly Int128 Largest = Int128.Parse("9999999999999999999999999999999999", CultureInfo.InvariantCulture);

    private DayTimeDuration(Int128 nanoseconds) => Nanoseconds = nanoseconds;

    public Int128 Nanoseconds { get; }

    /// <summary>Negative ones have negative parts.</summary>
    public Int128 Days => Nanoseconds / FeelTime.NanosecondsInDay;

    /// <summary>−23 to 23: what the days leave.</summary>
    public int Hours => (int)(Nanoseconds / (3_600 * FeelTime.NanosecondsInSecond) % 24);

    /// <summary>−59 to 59.</summary>
    public int Minutes => (int)(Nanoseconds / (60 * FeelTime.NanosecondsInSecond) % 60);

    /// <summary>Between −60 and 60.</summary>
    public decimal Seconds => (long)(Nanoseconds % (60 * FeelTime.NanosecondsInSecond)) / (decimal)FeelTime.NanosecondsInSecond;

    /// <summary>False when it is longer than one may be.</summary>
    public static bool TryOf(Int128 nanoseconds, out DayTimeDuration duration)
    {
        var exists = nanoseconds <= Largest && nanoseconds >= -Largest;
        duration = exists ? new(nanoseconds) : default;
        return exists;
    }

    public static DayTimeDuration OfSeconds(long seconds) => new((Int128)seconds * FeelTime.NanosecondsInSecond);

    /// <summary>
    /// Reads <c>[-]P[nD][T[nH][nM][n[.n]S]]</c> with one part at least, and one behind a <c>T</c>. No part has a limit of its
    /// own: PT100H is four days and four hours. False also when it is longer than one may be.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DayTimeDuration duration)
    {
        duration = default;
        var reader = new DurationReader(text);
        if (!reader.IsDuration) return false;
        Int128 sum = 0;
        var parts = reader.TryPart('D', FeelTime.NanosecondsInDay, ref sum) ? 1 : 0;
        if (reader.TrySkip('T'))
        {
            var before = parts;
            if (reader.TryPart('H', 3_600 * FeelTime.NanosecondsInSecond, ref sum)) parts++;
            if (reader.TryPart('M', 60 * FeelTime.NanosecondsInSecond, ref sum)) parts++;
            if (reader.TrySeconds(ref sum)) parts++;
            if (parts == before) return false;
        }
        return parts > 0 && reader.IsAtEnd && TryOf(reader.IsNegative ? -sum : sum, out duration);
    }

    public int CompareTo(DayTimeDuration other) => Nanoseconds.CompareTo(other.Nanoseconds);

    public static bool operator <(DayTimeDuration left, DayTimeDuration right) => left.Nanoseconds < right.Nanoseconds;
    public static bool operator >(DayTimeDuration left, DayTimeDuration right) => left.Nanoseconds > right.Nanoseconds;
    public static bool operator <=(DayTimeDuration left, DayTimeDuration right) => left.Nanoseconds <= right.Nanoseconds;
    public static bool operator >=(DayTimeDuration left, DayTimeDuration right) => left.Nanoseconds >= right.Nanoseconds;

    /// <summary>The shortest form, such as <c>-P1DT2H</c>; nothing at all is <c>PT0S</c>.</summary>
    public override string ToString()
    {
        if (Nanoseconds == 0) return "PT0S";
        var magnitude = new DayTimeDuration(Int128.Abs(Nanoseconds));
        var text = new StringBuilder(Nanoseconds < 0 ? "-P" : "P");
        if (magnitude.Days > 0) text.Append(CultureInfo.InvariantCulture, $"{magnitude.Days}D");
        if (magnitude.Nanoseconds % FeelTime.NanosecondsInDay == 0) return text.ToString();
        text.Append('T');
        if (magnitude.Hours > 0) text.Append(CultureInfo.InvariantCulture, $"{magnitude.Hours}H");
        if (magnitude.Minutes > 0) text.Append(CultureInfo.InvariantCulture, $"{magnitude.Minutes}M");
        if (magnitude.Seconds > 0) text.Append(CultureInfo.InvariantCulture, $"{(int)magnitude.Seconds}{Digits.Fraction((int)(magnitude.Nanoseconds % FeelTime.NanosecondsInSecond))}S");
        return text.ToString();
    }
}
