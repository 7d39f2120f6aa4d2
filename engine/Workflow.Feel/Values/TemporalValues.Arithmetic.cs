namespace Workflow.Feel;

/// <content>Arithmetic (10.3.2.11).</content>
internal static partial class TemporalValues
{
    /// <summary>
    /// The result of <c>+ - * /</c> where one side is temporal; null when there is no rule for the two kinds, when one is local
    /// and the other is not, and when the result is outside its range.
    /// </summary>
    /// <remarks>
    /// A date stands for its midnight in UTC where it meets a date and time, or a duration of hours (10.3.2.3.5). A product or
    /// quotient is cut off toward zero, at whole months or nanoseconds.
    /// </remarks>
    public static Value? Arithmetic(char symbol, Value left, Value right) => symbol switch
    {
        '+' => Add(left, right) ?? Add(right, left),
        '-' => Negate(right) is { } negative ? Add(left, negative) : Subtract(left, right),
        '*' => left is Value.Number ? Multiply(right, left) : Multiply(left, right),
        '/' => Divide(left, right),
        _ => null,
    };

    /// <summary>The duration backward; null when the value is no duration.</summary>
    public static Value? Negate(Value value) => value switch
    {
        Value.DayTime { Is: var duration } => OfNanoseconds(-duration.Nanoseconds),
        Value.YearMonth { Is: var duration } => OfMonths(-(Int128)duration.Months),
        _ => null,
    };

    private static Value? Add(Value left, Value right) => (left, right) switch
    {
        (Value.DayTime a, Value.DayTime b) => OfNanoseconds(a.Is.Nanoseconds + b.Is.Nanoseconds),
        (Value.YearMonth a, Value.YearMonth b) => OfMonths((Int128)a.Is.Months + b.Is.Months),
        (Value.Date a, Value.DayTime b) => a.Is.TryAddDays(FeelDateTime.FloorDivide(b.Is.Nanoseconds, FeelTime.NanosecondsInDay), out var date) ? new Value.Date(date) : null,
        (Value.Date a, Value.YearMonth b) => a.Is.TryAddMonths(b.Is.Months, out var date) ? new Value.Date(date) : null,
        (Value.DateTime a, Value.DayTime b) => a.Is.TryAdd(b.Is, out var sum) ? new Value.DateTime(sum) : null,
        (Value.DateTime a, Value.YearMonth b) => a.Is.TryAddMonths(b.Is.Months, out var sum) ? new Value.DateTime(sum) : null,
        (Value.Time a, Value.DayTime b) => new Value.Time(a.Is.Add(b.Is)),
        _ => null,
    };

    private static Value.DayTime? Subtract(Value left, Value right)
    {
        if (left is Value.Time a && right is Value.Time b)
        {
            if (FeelTime.CommonOffsets(a.Is, b.Is) is not var (x, y)) return null;
            return OfNanoseconds(a.Is.Nanoseconds - b.Is.Nanoseconds - (x - y) * FeelTime.NanosecondsInSecond);
        }
        if (left is Value.Date from && right is Value.Date to) return OfNanoseconds((Int128)(from.Is.DayNumber - to.Is.DayNumber) * FeelTime.NanosecondsInDay);
        return Instant(left) is { } first && Instant(right) is { } second && FeelDateTime.TrySubtract(first, second, out var difference) ? new(difference) : null;
    }

    private static FeelDateTime? Instant(Value value) => value switch
    {
        Value.DateTime both => both.Is,
        Value.Date date => FeelDateTime.OfDate(date.Is),
        _ => null,
    };

    private static Value? Multiply(Value duration, Value factor) => (duration, factor) switch
    {
        (Value.DayTime a, Value.Number b) => Decimal128.TryMultiply(ToNumber(a.Is.Nanoseconds), b.Is, out var product) ? OfNanoseconds(ToWhole(product)) : null,
        (Value.YearMonth a, Value.Number b) => Decimal128.TryMultiply(a.Is.Months, b.Is, out var product) ? OfMonths(ToWhole(product)) : null,
        _ => null,
    };

    private static Value? Divide(Value left, Value right)
    {
        Decimal128 quotient;
        return (left, right) switch
        {
            (Value.DayTime a, Value.Number b) => Decimal128.TryDivide(ToNumber(a.Is.Nanoseconds), b.Is, out quotient) ? OfNanoseconds(ToWhole(quotient)) : null,
            (Value.YearMonth a, Value.Number b) => Decimal128.TryDivide(a.Is.Months, b.Is, out quotient) ? OfMonths(ToWhole(quotient)) : null,
            (Value.DayTime a, Value.DayTime b) =>
                Decimal128.TryDivide(ToNumber(a.Is.Nanoseconds), ToNumber(b.Is.Nanoseconds), out quotient) ? new Value.Number(quotient) : null,
            (Value.YearMonth a, Value.YearMonth b) => Decimal128.TryDivide(a.Is.Months, b.Is.Months, out quotient) ? new Value.Number(quotient) : null,
            _ => null,
        };
    }

    private static Value.DayTime? OfNanoseconds(Int128? nanoseconds) =>
        nanoseconds is { } some && DayTimeDuration.TryOf(some, out var duration) ? new(duration) : null;

    private static Value.YearMonth? OfMonths(Int128? months) => months is { } some && YearMonthDuration.TryOf(some, out var duration) ? new(duration) : null;

    private static Value.Number? TryToNumber(Int128 number) => new(ToNumber(number));

    /// <summary>Exact: a duration has at most 34 digits.</summary>
    private static Decimal128 ToNumber(Int128 number) => Decimal128.Of(number);

    /// <summary>Without what stands behind the point; null when it is too large for any duration.</summary>
    private static Int128? ToWhole(Decimal128 number) => number.TryRound(0, Rounding.Down, out var whole) && whole.TryToInt128(out var large) ? large : null;
}
