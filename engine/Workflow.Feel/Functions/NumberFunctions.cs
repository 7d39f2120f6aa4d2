namespace Workflow.Feel.Functions;

/// <summary>Rounding, roots, powers of e, remainders (DMN 1.5, 10.3.4.5), and the number that a text writes (10.3.4.1).</summary>
internal static class NumberFunctions
{
    public static IEnumerable<Builtin> All =>
    [
        new("number",
            Signature.Of(FeelType.Number, (a, run) => NumberOf(a[0], Value.Null, Value.Null, run), ("from", FeelType.String)),
            Signature.Of(FeelType.Number, (a, run) => NumberOf(a[0], a[1], a[2], run),
                ("from", FeelType.String), ("grouping separator", FeelType.String), ("decimal separator", FeelType.String)) with { Nullable = true }),
        new("decimal", ToScale(Rounding.HalfEven)),
        new("floor", ToWhole(Rounding.Floor), ToScale(Rounding.Floor)),
        new("ceiling", ToWhole(Rounding.Ceiling), ToScale(Rounding.Ceiling)),
        new("round up", ToScale(Rounding.Up)),
        new("round down", ToScale(Rounding.Down)),
        new("round half up", ToScale(Rounding.HalfUp)),
        new("round half down", ToScale(Rounding.HalfDown)),
        new("abs",
            Signature.Of(FeelType.Number, (a, _) => new Value.Number(Is(a[0]).Abs()), ("n", FeelType.Number)),
            Signature.Of(FeelType.DayTimeDuration, AbsOfDayTime, ("n", FeelType.DayTimeDuration)),
            Signature.Of(FeelType.YearMonthDuration, AbsOfYearMonth, ("n", FeelType.YearMonthDuration))),
        new("modulo", Signature.Of(FeelType.Number, Modulo, ("dividend", FeelType.Number), ("divisor", FeelType.Number))),
        new("sqrt", OfNumber(Sqrt)),
        new("log", OfNumber(Log)),
        new("exp", OfNumber(Exp)),
        new("odd", Parity(odd: true)),
        new("even", Parity(odd: false)),
    ];

    private static Decimal128 Is(Value number) => ((Value.Number)number).Is;

    private static Signature OfNumber(BuiltinBody body) => Signature.Of(FeelType.Number, body, ("number", FeelType.Number));

    private static Value Sqrt(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        run.Step(Decimal128.RootSteps);
        return Is(arguments[0]).TrySqrt(out var root) ? new Value.Number(root) : run.Fail("out-of-range", "sqrt");
    }

    private static Value Log(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        run.Step(Decimal128.LogSteps);
        return Is(arguments[0]).TryLog(out var logarithm) ? new Value.Number(logarithm) : run.Fail("out-of-range", "log");
    }

    private static Value Exp(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        run.Step(Decimal128.ExpSteps);
        return Is(arguments[0]).TryExp(out var power) ? new Value.Number(power) : run.Fail("no-number");
    }

    private static Signature ToWhole(Rounding mode) =>
        Signature.Of(FeelType.Number, (a, run) => ToScale(Is(a[0]), 0, mode, run), ("n", FeelType.Number));

    private static Signature ToScale(Rounding mode) =>
        Signature.Of(FeelType.Number, (a, run) => ToScale(Is(a[0]), Is(a[1]), mode, run), ("n", FeelType.Number), ("scale", FeelType.Number));

    /// <summary>What a scale has after the point is left out, as in <c>decimal(1/3, 2.5)</c>.</summary>
    private static Value ToScale(Decimal128 number, Decimal128 scale, Rounding mode, Evaluation run)
    {
        if (!scale.TryRound(0, Rounding.Down, out scale) || !scale.TryToInt32(out var places) || places is < Decimal128.LeastScale or > Decimal128.MostScale)
        {
            return run.Fail("scale-out-of-range");
        }
        return number.TryRound(places, mode, out var result) ? new Value.Number(result) : run.Fail("no-number");
    }

    private static Value AbsOfDayTime(ReadOnlySpan<Value> arguments, Evaluation run) =>
        DayTimeDuration.TryOf(Int128.Abs(((Value.DayTime)arguments[0]).Is.Nanoseconds), out var duration)
            ? new Value.DayTime(duration)
            : run.Fail("out-of-range", "abs");

    private static Value AbsOfYearMonth(ReadOnlySpan<Value> arguments, Evaluation run) =>
        YearMonthDuration.TryOf(Int128.Abs(((Value.YearMonth)arguments[0]).Is.Months), out var duration)
            ? new Value.YearMonth(duration)
            : run.Fail("out-of-range", "abs");

    private static Value Modulo(ReadOnlySpan<Value> arguments, Evaluation run) =>
        Decimal128.TryModulo(Is(arguments[0]), Is(arguments[1]), out var rest) ? new Value.Number(rest) : run.Fail("division-by-zero");

    private static Signature Parity(bool odd) => Signature.Of(FeelType.Boolean, (a, run) =>
    {
        var number = Is(a[0]);
        if (!number.IsInteger) return run.Fail("not-a-whole-number", "number", number.ToString());
        Decimal128.TryModulo(number, 2, out var rest);
        return odd == (rest == 1);
    }, ("number", FeelType.Number));

    /// <summary>
    /// A numeric literal, with the separators that are named: a space, a comma or a full stop for groups, a comma or a full
    /// stop for decimals, and not the same for both. Without one for decimals it is the full stop, as in FEEL itself, unless
    /// that one separates groups. Groups may have any length: in India not all have three digits.
    /// </summary>
    private static Value NumberOf(Value from, Value grouping, Value point, Evaluation run)
    {
        if (from is not Value.Text { Is: var text }) return run.Fail("null-argument", "number");
        var group = (grouping as Value.Text)?.Is;
        var decimals = (point as Value.Text)?.Is;
        if (group is not (null or " " or "," or ".")) return run.Fail("not-a-separator", group);
        if (decimals is not (null or "," or ".")) return run.Fail("not-a-separator", decimals);
        if (group is not null && group == decimals) return run.Fail("not-a-separator", decimals);

        run.Step(text.Length);
        var plain = group is null && decimals is null or "." ? text : Plain(text, group?[0], decimals?[0] ?? (group is "." ? null : '.'), run);
        return plain is not null && Decimal128.TryParse(plain, out var number) ? new Value.Number(number) : run.Fail("not-a-number", text);
    }

    /// <summary>The text as FEEL writes a number; null when a separator stands where none can.</summary>
    private static string? Plain(string text, char? group, char? point, Evaluation run)
    {
        run.Make(text.Length);
        var plain = new char[text.Length];
        var (length, isWhole) = (0, true);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == group)
            {
                // Between two digits before the point.
                if (!isWhole || i == 0 || i + 1 == text.Length || !char.IsAsciiDigit(text[i - 1]) || !char.IsAsciiDigit(text[i + 1])) return null;
                continue;
            }
            if (c == point) (c, isWhole) = ('.', false);
            else if (c == '.') return null;
            plain[length++] = c;
        }
        return new(plain, 0, length);
    }
}
