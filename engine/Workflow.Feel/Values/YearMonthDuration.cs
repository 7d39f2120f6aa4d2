using System.Globalization;

namespace Workflow.Feel;

/// <summary>Years and months (DMN 1.5, 10.3.2.3.8), whose length in days depends on where they begin.</summary>
/// <param name="Months">all of them: 14 for a year and two months</param>
public readonly record struct YearMonthDuration(long Months) : IComparable<YearMonthDuration>
{
    /// <summary>Negative ones have negative parts.</summary>
    public long Years => Months / 12;

    /// <summary>−11 to 11: what the years leave.</summary>
    public int MonthsOfYear => (int)(Months % 12);

    /// <summary>False when it is longer than one may be.</summary>
    public static bool TryOf(Int128 months, out YearMonthDuration duration)
    {
        // One below the least is left out, so that each has its negative.
        var exists = months <= long.MaxValue && months >= -long.MaxValue;
        duration = exists ? new((long)months) : default;
        return exists;
    }

    /// <summary>Reads <c>[-]P[nY][nM]</c> with one part at least; P26M is two years and two months.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out YearMonthDuration duration)
    {
        duration = default;
        var reader = new DurationReader(text);
        if (!reader.IsDuration) return false;
        Int128 sum = 0;
        var parts = reader.TryPart('Y', 12, ref sum) ? 1 : 0;
        if (reader.TryPart('M', 1, ref sum)) parts++;
        return parts > 0 && reader.IsAtEnd && TryOf(reader.IsNegative ? -sum : sum, out duration);
    }

    public int CompareTo(YearMonthDuration other) => Months.CompareTo(other.Months);

    public static bool operator <(YearMonthDuration left, YearMonthDuration right) => left.Months < right.Months;
    public static bool operator >(YearMonthDuration left, YearMonthDuration right) => left.Months > right.Months;
    public static bool operator <=(YearMonthDuration left, YearMonthDuration right) => left.Months <= right.Months;
    public static bool operator >=(YearMonthDuration left, YearMonthDuration right) => left.Months >= right.Months;

    /// <summary>The shortest form, such as <c>-P1Y2M</c>; nothing at all is <c>P0M</c>.</summary>
    public override string ToString()
    {
        if (Months == 0) return "P0M";
        var (years, months) = (Int128.Abs(Years), Math.Abs(MonthsOfYear));
        return string.Create(CultureInfo.InvariantCulture, $"{(Months < 0 ? "-" : "")}P{(years > 0 ? $"{years}Y" : "")}{(months > 0 ? $"{months}M" : "")}");
    }
}
