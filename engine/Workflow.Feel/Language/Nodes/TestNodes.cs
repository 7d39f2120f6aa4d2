using System.Collections.Immutable;

namespace Workflow.Feel.Language;

/// <summary>A test of the value in one place of the frame: true, false, or null when it cannot be told (rules 7 to 17).</summary>
internal abstract class TestNode(int at, int input, params ReadOnlySpan<Node> children) : Node(at, children)
{
    public int Input { get; } = input;

    public override FeelType Type => FeelType.Boolean;
}

/// <summary><c>-</c>: whatever the input is.</summary>
internal sealed class AnyTestNode(int at, int input) : TestNode(at, input)
{
    public override Value Evaluate(Value[] frame, Evaluation run) => Value.True;
}

/// <summary>A comparison with an open left side, as in <c>&lt; 10</c>.</summary>
internal sealed class CompareTestNode(int at, int input, Comparator comparator, Node right) : TestNode(at, input, right)
{
    public Comparator Comparator { get; } = comparator;
    public Node Right { get; } = right;

    public override Value Evaluate(Value[] frame, Evaluation run)
    {
        run.Step();
        var (left, value) = (frame[Input] ?? Value.Null, Right.Evaluate(frame, run));
        run.Walk(left);
        return Comparators.Holds(Comparator, left, value) is { } holds ? holds : run.Fail(At, "not-comparable", Kind.Of(left), Kind.Of(value));
    }
}

/// <summary>Any other expression: by its value, or, where it speaks of the input itself as <c>?</c>, by its truth.</summary>
internal sealed class MatchTestNode(int at, int input, Node expected, bool usesInput) : TestNode(at, input, expected)
{
    public Node Expected { get; } = expected;
    public bool UsesInput { get; } = usesInput;

    public override Value Evaluate(Value[] frame, Evaluation run)
    {
        run.Step();
        var value = Expected.Evaluate(frame, run);
        if (UsesInput) return value is Value.Boolean ? value : run.Fail(At, "not-boolean", Kind.Of(value));
        var given = frame[Input] ?? Value.Null;
        // A truth about something else than the input (rule 7): it holds or it does not.
        if (value is Value.Boolean && given is not Value.Boolean && Expected is not LiteralNode) return value;
        return Membership.Of(given, value, run) is { } holds ? holds : run.Fail(At, "not-comparable", Kind.Of(given), Kind.Of(value));
    }
}

/// <summary>Several tests: true when one holds, three-valued as a disjunction.</summary>
internal sealed class AnyOfTestNode(int at, int input, ImmutableArray<Node> tests) : TestNode(at, input, tests.AsSpan())
{
    public ImmutableArray<Node> Tests { get; } = tests;

    public override Value Evaluate(Value[] frame, Evaluation run)
    {
        var known = true;
        foreach (var test in Tests)
        {
            var result = test.Evaluate(frame, run);
            if (result is Value.Boolean { Is: true }) return Value.True;
            known &= result is Value.Boolean;
        }
        return known ? Value.False : Value.Null;
    }
}

internal sealed class NotTestNode(int at, int input, Node test) : TestNode(at, input, test)
{
    public Node Test { get; } = test;

    public override Value Evaluate(Value[] frame, Evaluation run) => Test.Evaluate(frame, run) is Value.Boolean { Is: var holds } ? !holds : Value.Null;
}

/// <summary><c>e in test</c> (rule 49c): the left side is the input of the tests on the right.</summary>
internal sealed class InNode(int at, Node left, int input, Node test) : Node(at, left, test)
{
    public Node Left { get; } = left;
    public Node Test { get; } = test;

    public override FeelType Type => FeelType.Boolean;

    public override Value Evaluate(Value[] frame, Evaluation run)
    {
        run.Step();
        frame[input] = Left.Evaluate(frame, run);
        return Test.Evaluate(frame, run);
    }
}

/// <summary>What <c>in</c> means once both sides are values (table 55): equal, inside a range, or one of a list of such.</summary>
internal static class Membership
{
    public static bool? Of(Value given, Value expected, Evaluation run)
    {
        if (expected is Value.Range range && given is not Value.Range) return Inside(given, range);
        run.Walk(expected);
        if (expected is not Value.List list) return Comparison.AreEqual(given, expected);
        if (given is Value.List && Comparison.AreEqual(given, list) == true) return true;
        var known = true;
        foreach (var item in list.Items)
        {
            var holds = item is Value.Range of && given is not Value.Range ? Inside(given, of) : Comparison.AreEqual(given, item);
            if (holds == true) return true;
            known &= holds is not null;
        }
        // Elements of other kinds are simply not this one.
        return known || given is not Value.NullValue ? false : null;
    }

    /// <summary>Null when the value cannot be compared with an end.</summary>
    public static bool? Inside(Value value, Value.Range range)
    {
        if (range.Comparator == "!=") return !Comparison.AreEqual(value, range.Low);
        var above = range.Comparator is not null && range.Low is Value.NullValue ? true : Comparators.Holds(range.LowIncluded ? Comparator.GreaterOrEqual : Comparator.Greater, value, range.Low);
        var below = range.Comparator is not null && range.High is Value.NullValue ? true : Comparators.Holds(range.HighIncluded ? Comparator.LessOrEqual : Comparator.Less, value, range.High);
        return above is { } a && below is { } b ? a && b : null;
    }
}
