using System.Globalization;

namespace Workflow.Feel;

/// <summary>
/// A day of the proleptic Gregorian calendar, years −999,999,999 to 999,999,999, year 0 among them (DMN 1.5, 10.3.2.3.5).
/// <c>default</c> is 1970-01-01.
/// </summary>
public readonly record struct FeelDate : IComparable<FeelDate>
{
    public const int LargestYear = 999_999_999;

    internal const long DaysInCycle = 146_097;
    internal const int YearsInCycle = 400;

    private static readonly long FirstDay = DaysOf(-LargestYear, 1, 1);
    private static readonly long LastDay = DaysOf(LargestYear, 12, 31);

    private FeelDate(long dayNumber) => DayNumber = dayNumber;

    /// <exception cref="ArgumentOutOfRangeException">There is no such day; <see cref="TryOf"/> answers false instead.</exception>
    public FeelDate(int year, int month, int day) =>
        DayNumber = TryOf(year, month, day, out var date) ? date.DayNumber : throw new ArgumentOutOfRangeException(nameof(day), $"{year}-{month}-{day} is no day");

    public static implicit operator FeelDate(DateOnly day) => new(DaysOf(day.Year, day.Month, day.Day));

    /// <summary>Days since 1970-01-01; negative before.</summary>
    public long DayNumber { get; }

    public int Year => Civil().Year;

    /// <summary>1 to 12.</summary>
    public int Month => Civil().Month;

    /// <summary>1 to 31.</summary>
    public int Day => Civil().Day;

    /// <summary>1 is Monday, 7 is Sunday, as ISO 8601 counts.</summary>
    public int Weekday => (int)Modulo(DayNumber + 3, 7) + 1;

    /// <summary>1 to 366.</summary>
    public int DayOfYear => (int)(DayNumber - DaysOf(Year, 1, 1)) + 1;

    /// <summary>1 to 53, as ISO 8601 counts: a week belongs to the year in which its Thursday is.</summary>
    public int WeekOfYear
    {
        get
        {
            var thursday = new FeelDate(DayNumber + 4 - Weekday);
            return (int)((thursday.DayNumber - DaysOf(thursday.Year, 1, 1)) / 7) + 1;
        }
    }

    /// <summary>False when there is no such day, as of 30 February.</summary>
    public static bool TryOf(int year, int month, int day, out FeelDate date)
    {
        var exists = year is >= -LargestYear and <= LargestYear && month is >= 1 and <= 12 && day >= 1 && day <= DaysInMonth(year, month);
        date = exists ? new(DaysOf(year, month, day)) : default;
        return exists;
    }

    /// <param name="dayNumber">days since 1970-01-01</param>
    /// <param name="date">the day, or the default</param>
    /// <returns>false outside the years of the standard</returns>
    public static bool TryOfDayNumber(Int128 dayNumber, out FeelDate date)
    {
        var exists = dayNumber >= FirstDay && dayNumber <= LastDay;
        date = exists ? new((long)dayNumber) : default;
        return exists;
    }

    /// <summary>
    /// Reads <c>[-]yyyy-mm-dd</c>, the lexical form of XML Schema without a time zone: four digits of the year or more, no
    /// leading zero where there are more, no plus sign, no year "-0000".
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out FeelDate date)
    {
        date = default;
        var isNegative = text.StartsWith('-');
        var digits = isNegative ? text[1..] : text;
        var length = digits.IndexOf('-');
        if (length is < 4 or > 9 || (length > 4 && digits[0] == '0')) return false;
        var rest = digits[(length + 1)..];
        return rest.Length == 5 && rest[2] == '-'
            && Digits.TryRead(digits[..length], out var year) && Digits.TryRead(rest[..2], out var month) && Digits.TryRead(rest[3..], out var day)
            && !(isNegative && year == 0)
            && TryOf(isNegative ? -year : year, month, day, out date);
    }

    /// <summary>False outside the years 1 to 9999.</summary>
    public bool TryToDateOnly(out DateOnly day)
    {
        var (year, month, dayOfMonth) = Civil();
        var fits = year is >= 1 and <= 9999;
        day = fits ? new(year, month, dayOfMonth) : default;
        return fits;
    }

    /// <summary>False when the day would be outside the years of the standard.</summary>
    public bool TryAddDays(Int128 days, out FeelDate date)
    {
        // No two days are farther apart. The result may be put where this day is, so nothing is written before the sum is known.
        var sum = days >= FirstDay - LastDay && days <= LastDay - FirstDay ? DayNumber + days : Int128.MaxValue;
        return TryOfDayNumber(sum, out date);
    }

    /// <summary>
    /// The same day of another month, or the last of it where that month is shorter: a month after 31 January is 28 or
    /// 29 February (10.3.2.11 leaves those days open). False when it would be outside the years of the standard.
    /// </summary>
    public bool TryAddMonths(long months, out FeelDate date)
    {
        var (year, month, day) = Civil();
        var sum = (Int128)year * 12 + (month - 1) + months;
        date = default;
        if (sum < -LargestYear * 12L || sum > LargestYear * 12L + 11) return false;
        var (newYear, newMonth) = ((int)FloorDivide((long)sum, 12), (int)Modulo((long)sum, 12) + 1);
        return TryOf(newYear, newMonth, Math.Min(day, DaysInMonth(newYear, newMonth)), out date);
    }

    /// <summary>Whole months from one day to the other, toward zero; the end of a shorter month does not complete a month.</summary>
    internal static long MonthsBetween(FeelDate from, FeelDate to)
    {
        var (first, last) = (from.Civil(), to.Civil());
        var months = ((long)last.Year - first.Year) * 12 + last.Month - first.Month;
        if (months > 0 && last.Day < first.Day) return months - 1;
        return months < 0 && last.Day > first.Day ? months + 1 : months;
    }

    public int CompareTo(FeelDate other) => DayNumber.CompareTo(other.DayNumber);

    public static bool operator <(FeelDate left, FeelDate right) => left.DayNumber < right.DayNumber;
    public static bool operator >(FeelDate left, FeelDate right) => left.DayNumber > right.DayNumber;
    public static bool operator <=(FeelDate left, FeelDate right) => left.DayNumber <= right.DayNumber;
    public static bool operator >=(FeelDate left, FeelDate right) => left.DayNumber >= right.DayNumber;

    /// <summary>As <see cref="TryParse"/> reads it.</summary>
    public override string ToString()
    {
        var (year, month, day) = Civil();
        return string.Create(CultureInfo.InvariantCulture, $"{(year < 0 ? "-" : "")}{Math.Abs(year):D4}-{month:D2}-{day:D2}");
    }

    internal static int DaysInMonth(int year, int month) => month switch
    {
        2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    internal static long FloorDivide(long number, long divisor) => number >= 0 ? number / divisor : (number + 1) / divisor - 1;

    internal static long Modulo(long number, long divisor) => number - FloorDivide(number, divisor) * divisor;

    // Years are counted from March, so that the day that leap years have more is the last one; 306 days lie from March to
    // December, and 719468 days from 0000-03-01 to 1970-01-01.
    private static long DaysOf(int year, int month, int day)
    {
        var (marchYear, marchMonth) = month > 2 ? ((long)year, month - 3) : ((long)year - 1, month + 9);
        var cycle = FloorDivide(marchYear, YearsInCycle);
        var yearOfCycle = marchYear - cycle * YearsInCycle;
        var dayOfYear = (153 * marchMonth + 2) / 5 + day - 1;
        return cycle * DaysInCycle + yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear - 719_468;
    }

    private (int Year, int Month, int Day) Civil()
    {
        var shifted = DayNumber + 719_468;
        var cycle = FloorDivide(shifted, DaysInCycle);
        var dayOfCycle = shifted - cycle * DaysInCycle;
        var yearOfCycle = (dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365;
        var dayOfYear = (int)(dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100));
        var marchMonth = (5 * dayOfYear + 2) / 153;
        var year = cycle * YearsInCycle + yearOfCycle + (marchMonth >= 10 ? 1 : 0);
        return ((int)year, marchMonth < 10 ? marchMonth + 3 : marchMonth - 9, dayOfYear - (153 * marchMonth + 2) / 5 + 1);
    }
}
