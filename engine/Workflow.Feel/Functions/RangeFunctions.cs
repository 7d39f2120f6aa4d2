using System.Collections.Immutable;
using Workflow.Feel.Language;

namespace Workflow.Feel.Functions;

/// <summary>
/// How points and ranges lie to each other (DMN 1.5, 10.3.4.9, table 83), and a range from its text. An end that a range does
/// not have lies beyond all points. What cannot be ordered makes the result null.
/// </summary>
internal static class RangeFunctions
{
    private static readonly FeelType Boolean = FeelType.Boolean, Any = FeelType.Any;
    private static readonly FeelType Range = new FeelType.RangeOf(FeelType.Any);

    public static ImmutableArray<Builtin> All =>
    [
        new("before",
            Ranges((r, o) => o.EndStart < 0 || (o.EndStart == 0 && !(r.A.HighIncluded && r.B.LowIncluded))),
            PointFirst((r, o) => o.Start < 0 || (o.Start == 0 && !r.LowIncluded)),
            RangeFirst((r, o) => o.End > 0 || (o.End == 0 && !r.HighIncluded)),
            Points(order => order < 0)),
        new("after",
            Ranges((r, o) => o.StartEnd > 0 || (o.StartEnd == 0 && !(r.A.LowIncluded && r.B.HighIncluded))),
            PointFirst((r, o) => o.End > 0 || (o.End == 0 && !r.HighIncluded)),
            RangeFirst((r, o) => o.Start < 0 || (o.Start == 0 && !r.LowIncluded)),
            Points(order => order > 0)),
        new("meets", Ranges((r, o) => r.A.HighIncluded && r.B.LowIncluded && o.EndStart == 0)),
        new("met by", Ranges((r, o) => r.A.LowIncluded && r.B.HighIncluded && o.StartEnd == 0)),
        new("overlaps", Ranges((r, o) => Reaches(r, o) && Reaches(r.Swapped, o.Swapped))),
        new("overlaps before", Ranges(OverlapsBefore)),
        new("overlaps after", Ranges((r, o) => OverlapsBefore(r.Swapped, o.Swapped))),
        new("finishes", Ranges(Finishes), PointFirst((r, o) => r.HighIncluded && o.End == 0)),
        new("finished by", Ranges((r, o) => Finishes(r.Swapped, o.Swapped)), RangeFirst((r, o) => r.HighIncluded && o.End == 0)),
        new("includes", Ranges((r, o) => During(r.Swapped, o.Swapped)), RangeFirst(Inside)),
        new("during", Ranges(During), PointFirst(Inside)),
        new("starts", Ranges(Starts), PointFirst((r, o) => r.LowIncluded && o.Start == 0)),
        new("started by", Ranges((r, o) => Starts(r.Swapped, o.Swapped)), RangeFirst((r, o) => r.LowIncluded && o.Start == 0)),
        new("coincides",
            Ranges((r, o) => o.Start == 0 && o.End == 0 && r.A.LowIncluded == r.B.LowIncluded && r.A.HighIncluded == r.B.HighIncluded),
            Signature.Of(Boolean, Coincide, ("point1", Any), ("point2", Any))),
        new("range", Signature.Of(Range, OfText, ("from", FeelType.String))),
    ];

    private readonly record struct Pair(Value.Range A, Value.Range B)
    {
        public Pair Swapped => new(B, A);
    }

    /// <summary>How the ends of one range lie to those of another: below zero where that of the first lies before.</summary>
    private readonly record struct Orders(int Start, int StartEnd, int EndStart, int End)
    {
        public Orders Swapped => new(-Start, -EndStart, -StartEnd, -End);
    }

    /// <summary>How a point lies to the ends of a range: below zero where it lies before.</summary>
    private readonly record struct PointOrders(int Start, int End);

    private static bool Reaches(Pair r, Orders o) => o.EndStart > 0 || (o.EndStart == 0 && r.A.HighIncluded && r.B.LowIncluded);

    private static bool OverlapsBefore(Pair r, Orders o) =>
        (o.Start < 0 || (o.Start == 0 && r.A.LowIncluded && !r.B.LowIncluded)) && Reaches(r, o) && (o.End < 0 || (o.End == 0 && (!r.A.HighIncluded || r.B.HighIncluded)));

    private static bool Finishes(Pair r, Orders o) =>
        r.A.HighIncluded == r.B.HighIncluded && o.End == 0 && (o.Start > 0 || (o.Start == 0 && (!r.A.LowIncluded || r.B.LowIncluded)));

    private static bool Starts(Pair r, Orders o) =>
        r.A.LowIncluded == r.B.LowIncluded && o.Start == 0 && (o.End < 0 || (o.End == 0 && (!r.A.HighIncluded || r.B.HighIncluded)));

    private static bool During(Pair r, Orders o) =>
        (o.Start > 0 || (o.Start == 0 && (!r.A.LowIncluded || r.B.LowIncluded))) && (o.End < 0 || (o.End == 0 && (!r.A.HighIncluded || r.B.HighIncluded)));

    private static bool Inside(Value.Range r, PointOrders o) => (o.Start > 0 && o.End < 0) || (o.Start == 0 && r.LowIncluded) || (o.End == 0 && r.HighIncluded);

    private static Signature Ranges(Func<Pair, Orders, bool> holds) => Signature.Of(Boolean, (a, run) =>
    {
        var pair = new Pair((Value.Range)a[0], (Value.Range)a[1]);
        var (low, high) = (Place.LowOf(pair.A), Place.HighOf(pair.A));
        var (otherLow, otherHigh) = (Place.LowOf(pair.B), Place.HighOf(pair.B));
        return Place.Order(low, otherLow) is { } start && Place.Order(low, otherHigh) is { } startEnd
            && Place.Order(high, otherLow) is { } endStart && Place.Order(high, otherHigh) is { } end
            ? holds(pair, new(start, startEnd, endStart, end)) : run.Fail("not-comparable", Kind.Of(a[0]), Kind.Of(a[1]));
    }, ("range1", Range), ("range2", Range));

    private static Signature PointFirst(Func<Value.Range, PointOrders, bool> holds) =>
        Signature.Of(Boolean, (a, run) => OfPoint(a[0], (Value.Range)a[1], holds, run), ("point", Any), ("range", Range));

    private static Signature RangeFirst(Func<Value.Range, PointOrders, bool> holds) =>
        Signature.Of(Boolean, (a, run) => OfPoint(a[1], (Value.Range)a[0], holds, run), ("range", Range), ("point", Any));

    private static Value OfPoint(Value point, Value.Range range, Func<Value.Range, PointOrders, bool> holds, Evaluation run) =>
        Place.Order(new(point, 0), Place.LowOf(range)) is { } start && Place.Order(new(point, 0), Place.HighOf(range)) is { } end
            ? holds(range, new(start, end)) : run.Fail("not-comparable", Kind.Of(point), Kind.Of(range));

    private static Signature Points(Func<int, bool> holds) => Signature.Of(Boolean, (a, run) =>
        Comparison.Order(a[0], a[1]) is { } order ? holds(order) : run.Fail("not-comparable", Kind.Of(a[0]), Kind.Of(a[1])), ("point1", Any), ("point2", Any));

    private static Value Coincide(ReadOnlySpan<Value> a, Evaluation run) =>
        a[0] is not Value.NullValue && a[1] is not Value.NullValue && Comparison.AreEqual(a[0], a[1]) is { } equal ? equal : run.Fail("not-comparable", Kind.Of(a[0]), Kind.Of(a[1]));

    /// <param name="Beyond">below zero before all values, above behind them all</param>
    private readonly record struct Place(Value Value, int Beyond)
    {
        public static Place LowOf(Value.Range range) => OfEnd(range, range.Low, -1);

        public static Place HighOf(Value.Range range) => OfEnd(range, range.High, 1);

        private static Place OfEnd(Value.Range range, Value end, int side) => range.Comparator switch
        {
            // All values but one are no interval.
            "!=" => new(Value.Null, 0),
            not null when end is Value.NullValue => new(end, side),
            _ => new(end, 0),
        };

        public static int? Order(Place left, Place right) => left.Beyond != 0 || right.Beyond != 0 ? left.Beyond.CompareTo(right.Beyond) : Comparison.Order(left.Value, right.Value);
    }

    /// <summary>
    /// The range that a text writes (10.3.4.1, rule 66): its ends are literals of one kind, in their order; an open end may be
    /// left out on one side, as in <c>[18..)</c>.
    /// </summary>
    private static Value OfText(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        var text = ((Value.Text)arguments[0]).Is.Trim();
        run.Step(text.Length);
        if (text.Length < 4 || Dots(text) is not { } dots) return run.Fail("not-a-range", text);
        var (open, close) = (text[0], text[^1]);
        if (open is not ('[' or ']' or '(') || close is not (']' or '[' or ')')) return run.Fail("not-a-range", text);

        var (hasLow, hasHigh) = (text.AsSpan(1..dots).Trim().Length > 0, text.AsSpan((dots + 2)..^1).Trim().Length > 0);
        var low = hasLow ? Endpoint(text[1..dots], run) : Value.Null;
        var high = hasHigh ? Endpoint(text[(dots + 2)..^1], run) : Value.Null;
        var (lowIncluded, highIncluded) = (open == '[', close == ']');
        var fits = (hasLow, hasHigh) switch
        {
            (true, true) => low is not null && high is not null && Comparison.Order(low, high) <= 0,
            (true, false) => !highIncluded && low is not null && Comparison.Order(low, low) == 0,
            (false, true) => !lowIncluded && high is not null && Comparison.Order(high, high) == 0,
            _ => false,
        };
        return fits ? new Value.Range(low!, lowIncluded, high!, highIncluded) { Comparator = hasLow && hasHigh ? null : hasLow ? lowIncluded ? ">=" : ">" : highIncluded ? "<=" : "<" } : run.Fail("not-a-range", text);
    }

    /// <summary>Where the two dots stand, outside of strings.</summary>
    private static int? Dots(string text)
    {
        var quoted = false;
        for (var i = 1; i < text.Length - 2; i++)
        {
            if (text[i] == '"') quoted = !quoted;
            else if (quoted && text[i] == '\\') i++;
            else if (!quoted && text[i] == '.' && text[i + 1] == '.') return i;
        }
        return null;
    }

    /// <summary>The value of a literal (rule 67); null for anything else.</summary>
    private static Value? Endpoint(string source, Evaluation run)
    {
        var text = source.Trim();
        if (text.StartsWith('-')) return Endpoint(text[1..], run) is Value.Number { Is: var number } && char.IsAsciiDigit(text[1]) ? new Value.Number(-number) : null;
        if (text.Length > Expression.MaxLength) return null;
        try
        {
            return Parser.Expression(text, Scope.Of(new([], IsOpen: false))) switch
            {
                LiteralNode { Value: Value.Number or Value.Text or Value.Date or Value.Time or Value.DateTime or Value.DayTime or Value.YearMonth } literal => literal.Value,
                BuiltinCallNode { Builtin.Name: "date" or "time" or "date and time" or "duration" } call when call.Arguments.All(a => a is LiteralNode) => call.Evaluate([], run),
                _ => null,
            };
        }
        catch (ParseFailure)
        {
            return null;
        }
    }
}
