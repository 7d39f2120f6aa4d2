using System.Globalization;

namespace Workflow.Feel;

// SKELETON: the temporal values' owner replaces this file by one file a type; the public members used elsewhere are the contract.

/// <summary>A day of the proleptic Gregorian calendar, years −999,999,999 to 999,999,999 (10.3.2.3.5).</summary>
public readonly record struct FeelDate(int Year, int Month, int Day) : IComparable<FeelDate>
{
    public static implicit operator FeelDate(DateOnly day) => new(day.Year, day.Month, day.Day);

    /// <summary>False outside the years 1 to 9999.</summary>
    public bool TryToDateOnly(out DateOnly day) { day = new(Year, Month, Day); return true; }

    public static bool TryParse(string text, out FeelDate date)
    {
        var read = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        date = day;
        return read;
    }

    public int CompareTo(FeelDate other) => (Year, Month, Day).CompareTo((other.Year, other.Month, other.Day));
    public override string ToString() => $"{Year:D4}-{Month:D2}-{Day:D2}";
}

/// <summary>A time of day in nanoseconds, with an offset, a zone, or neither (10.3.2.3.4).</summary>
public readonly record struct FeelTime(long Nanoseconds);

/// <summary>A day and a time of day (10.3.2.3.6).</summary>
public readonly record struct FeelDateTime(FeelDate Date, FeelTime Time);

/// <summary>Days, hours, minutes, seconds (10.3.2.3.7), in nanoseconds.</summary>
public readonly record struct DayTimeDuration(Int128 Nanoseconds);

/// <summary>Years and months (10.3.2.3.8), in months.</summary>
public readonly record struct YearMonthDuration(long Months);

internal static class TemporalValues
{
    /// <summary>The sum or difference where one side is temporal; null when there is no rule for the two kinds (table 54 ff.).</summary>
    public static Value? Arithmetic(char symbol, Value left, Value right) => null;

    /// <summary>Less than, equal or greater; null when the two cannot be ordered. Both of one temporal kind.</summary>
    public static int? Order(Value left, Value right) => (left, right) switch { (Value.Date a, Value.Date b) => a.Is.CompareTo(b.Is), _ => null };

    /// <summary>FEEL equality of two values of one temporal kind (10.3.2.3, table 42).</summary>
    public static bool AreEqual(Value left, Value right) => left.Equals(right);

    /// <summary><c>.year</c>, <c>.timezone</c>, … (table 65); null when the kind has no such property.</summary>
    public static Value? Property(Value of, string name) => null;

    /// <summary>The value of <c>@"…"</c>; null when the text is none of the temporal forms.</summary>
    public static Value? OfAtLiteral(string text) => null;

    /// <summary>As <c>string()</c> writes it; null when the value is not temporal.</summary>
    public static string? Text(Value value) => value is Value.Date d ? d.Is.ToString() : null;
}
