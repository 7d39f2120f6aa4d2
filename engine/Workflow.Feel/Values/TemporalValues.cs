namespace Workflow.Feel;

/// <summary>What the language asks of dates, times and durations, whatever their kind.</summary>
internal static partial class TemporalValues
{
    // As far as XML Schema lets a clock be from UTC, in seconds.
    private const long FarthestClock = 14 * 3_600;

    /// <summary>
    /// Less than, equal or greater; both of one temporal kind. Null when the two cannot be ordered. A local time and one with
    /// an offset can be only where more than 14 hours lie between them, as XML Schema has it (10.3.2.3.6). Fractions of a
    /// second do not take part in times (valuet and valuedt count whole seconds, 10.3.2.3.4 and 10.3.2.3.6), but in durations
    /// they do.
    /// </summary>
    public static int? Order(Value left, Value right) => (left, right) switch
    {
        (Value.Date a, Value.Date b) => a.Is.CompareTo(b.Is),
        (Value.DateTime a, Value.DateTime b) => Order(a.Is.Seconds, b.Is.Seconds, a.Is.Zone is null == b.Is.Zone is null),
        (Value.Time a, Value.Time b) => Order(a.Is, b.Is),
        (Value.DayTime a, Value.DayTime b) => a.Is.CompareTo(b.Is),
        (Value.YearMonth a, Value.YearMonth b) => a.Is.CompareTo(b.Is),
        _ => null,
    };

    private static int? Order(FeelTime left, FeelTime right)
    {
        if (FeelTime.CommonOffsets(left, right) is var (x, y)) return Order(left.Seconds - x, right.Seconds - y, isOneLine: true);
        if (left.Zone is null) return right.Zone?.Offset is { } ahead ? Order(left.Seconds, right.Seconds - ahead, isOneLine: false) : null;
        return right.Zone is null && left.Zone.Offset is { } offset ? Order(left.Seconds - offset, right.Seconds, isOneLine: false) : null;
    }

    private static int? Order(long left, long right, bool isOneLine) =>
        isOneLine || Math.Abs(left - right) > FarthestClock ? left.CompareTo(right) : null;

    /// <summary>FEEL equality of two values of one temporal kind (10.3.2.3, table 42): a local time is not equal to one with an offset.</summary>
    public static bool AreEqual(Value left, Value right) => Order(left, right) == 0;

    /// <summary>
    /// <c>.year</c>, <c>.timezone</c>, … (table 65); null when the kind has no such property. Parts of a negative duration
    /// are negative.
    /// </summary>
    public static Value? Property(Value of, string name) => of switch
    {
        Value.Date d => Property(d.Is, name),
        Value.Time t => Property(t.Is, name, t.Is.Zone?.Offset),
        Value.DateTime both => Property(both.Is.Date, name) ?? Property(both.Is.Time, name, both.Is.Offset),
        Value.DayTime { Is: var duration } => name switch
        {
            "days" => TryToNumber(duration.Days),
            "hours" => duration.Hours,
            "minutes" => duration.Minutes,
            "seconds" => duration.Seconds,
            _ => null,
        },
        Value.YearMonth { Is: var duration } => name switch
        {
            "years" => new Value.Number(duration.Years),
            "months" => duration.MonthsOfYear,
            _ => null,
        },
        _ => null,
    };

    /// <summary>The value of <c>@"…"</c> (rule 62); null when the text is none of the temporal forms.</summary>
    public static Value? OfAtLiteral(string text)
    {
        if (FeelDate.TryParse(text, out var date)) return new Value.Date(date);
        if (FeelDateTime.TryParse(text, out var dateTime)) return new Value.DateTime(dateTime);
        return FeelTime.TryParse(text, out var time) ? new Value.Time(time) : OfDuration(text);
    }

    /// <summary>A duration of either kind; null when the text is none.</summary>
    public static Value? OfDuration(string text)
    {
        if (YearMonthDuration.TryParse(text, out var months)) return new Value.YearMonth(months);
        return DayTimeDuration.TryParse(text, out var duration) ? new Value.DayTime(duration) : null;
    }

    /// <summary>As <c>string()</c> writes it; null when the value is not temporal.</summary>
    public static string? Text(Value value) => value switch
    {
        Value.Date d => d.Is.ToString(),
        Value.Time t => t.Is.ToString(),
        Value.DateTime both => both.Is.ToString(),
        Value.DayTime duration => duration.Is.ToString(),
        Value.YearMonth duration => duration.Is.ToString(),
        _ => null,
    };

    private static Value? Property(FeelDate of, string name) => name switch
    {
        "year" => of.Year,
        "month" => of.Month,
        "day" => of.Day,
        "weekday" => of.Weekday,
        _ => null,
    };

    private static Value? Property(FeelTime of, string name, int? offset) => name switch
    {
        "hour" => of.Hour,
        "minute" => of.Minute,
        "second" => of.Second,
        "time offset" => offset is { } seconds ? new Value.DayTime(DayTimeDuration.OfSeconds(seconds)) : Value.Null,
        "timezone" => of.Zone?.Name,
        _ => null,
    };
}
