namespace Workflow.Feel.Language;

/// <summary>Two truths joined, three-valued (table 50): the decisive one wins over what is not known.</summary>
internal abstract class JunctionNode(int at, bool decisive, Node left, Node right) : Node(at, left, right)
{
    public Node Left { get; } = left;
    public Node Right { get; } = right;

    public override FeelType Type => FeelType.Boolean;

    public override Value Evaluate(Value[] frame, Evaluation run)
    {
        run.Step();
        var first = Left.Evaluate(frame, run);
        if (first is Value.Boolean one && one.Is == decisive) return first;
        var second = Right.Evaluate(frame, run);
        if (second is Value.Boolean two && two.Is == decisive) return second;
        return first is Value.Boolean && second is Value.Boolean ? !decisive : run.Fail(At, "not-boolean", Kind.Of(first is Value.Boolean ? second : first));
    }
}

internal sealed class AndNode(int at, Node left, Node right) : JunctionNode(at, decisive: false, left, right);

internal sealed class OrNode(int at, Node left, Node right) : JunctionNode(at, decisive: true, left, right);

internal enum Comparator { Equal, Unequal, Less, LessOrEqual, Greater, GreaterOrEqual }

internal static class Comparators
{
    public static Comparator? Of(string symbol) => symbol switch
    {
        "=" => Comparator.Equal, "!=" => Comparator.Unequal, "<" => Comparator.Less, "<=" => Comparator.LessOrEqual,
        ">" => Comparator.Greater, ">=" => Comparator.GreaterOrEqual, _ => null,
    };

    /// <summary>True, false, or null when the two cannot be compared (tables 51 and 52).</summary>
    public static bool? Holds(Comparator comparator, Value left, Value right)
    {
        if (comparator is Comparator.Equal or Comparator.Unequal) return Comparison.AreEqual(left, right) is { } equal ? equal == (comparator == Comparator.Equal) : null;
        var order = left is Value.Number a && right is Value.Number b ? a.Is.CompareTo(b.Is) : Comparison.Order(left, right);
        if (order is not { } sign) return null;
        return comparator switch
        {
            Comparator.Less => sign < 0, Comparator.LessOrEqual => sign <= 0, Comparator.Greater => sign > 0, _ => sign >= 0,
        };
    }
}

internal sealed class CompareNode(int at, Comparator comparator, Node left, Node right) : Node(at, left, right)
{
    public Comparator Comparator { get; } = comparator;
    public Node Left { get; } = left;
    public Node Right { get; } = right;

    public override FeelType Type => FeelType.Boolean;

    public override Value Evaluate(Value[] frame, Evaluation run)
    {
        run.Step();
        var (first, second) = (Left.Evaluate(frame, run), Right.Evaluate(frame, run));
        run.Walk(first);
        return Comparators.Holds(Comparator, first, second) is { } holds ? holds : run.Fail(At, "not-comparable", Kind.Of(first), Kind.Of(second));
    }
}

/// <summary>Addition to exponentiation (10.3.2.11, tables 53 to 56).</summary>
internal sealed class ArithmeticNode(int at, char symbol, Node left, Node right) : Node(at, left, right)
{
    /// <summary>Stands for <c>**</c>.</summary>
    public const char Power = '^';

    public override FeelType Type { get; } = left.Type == FeelType.Number && right.Type == FeelType.Number ? FeelType.Number : FeelType.Any;

    public override Value Evaluate(Value[] frame, Evaluation run)
    {
        run.Step();
        var (first, second) = (left.Evaluate(frame, run), right.Evaluate(frame, run));
        if (first is Value.Number a && second is Value.Number b) return OfNumbers(a.Is, b.Is, run);
        if (symbol == '+' && first is Value.Text head && second is Value.Text tail)
        {
            run.Make(head.Is.Length + tail.Is.Length);
            return new Value.Text(head.Is + tail.Is);
        }
        return (symbol == Power ? null : TemporalValues.Arithmetic(symbol, first, second)) ?? run.Fail(At, "no-arithmetic", symbol == Power ? "**" : symbol.ToString(), Kind.Of(first), Kind.Of(second));
    }

    private Value OfNumbers(Decimal128 a, Decimal128 b, Evaluation run)
    {
        if (symbol == Power) run.Step(Decimal128.PowerSteps(b));
        Decimal128 result;
        var done = symbol switch
        {
            '+' => Decimal128.TryAdd(a, b, out result),
            '-' => Decimal128.TrySubtract(a, b, out result),
            '*' => Decimal128.TryMultiply(a, b, out result),
            '/' => Decimal128.TryDivide(a, b, out result),
            _ => Decimal128.TryPower(a, b, out result),
        };
        return done ? new Value.Number(result) : symbol == '/' && b == Decimal128.Zero ? run.Fail(At, "division-by-zero") : run.Fail(At, "no-number");
    }
}

internal sealed class NegationNode(int at, Node inside) : Node(at, inside)
{
    public override FeelType Type => inside.Type;

    public override Value Evaluate(Value[] frame, Evaluation run)
    {
        run.Step();
        return inside.Evaluate(frame, run) switch
        {
            Value.Number n => new Value.Number(-n.Is),
            Value.DayTime d => TemporalValues.Arithmetic('*', d, -1) ?? run.Fail(At, "no-number"),
            Value.YearMonth d => TemporalValues.Arithmetic('*', d, -1) ?? run.Fail(At, "no-number"),
            var other => run.Fail(At, "no-negation", Kind.Of(other)),
        };
    }
}

/// <summary>Both ends included (rule 49a).</summary>
internal sealed class BetweenNode(int at, Node value, Node low, Node high) : Node(at, value, low, high)
{
    public Node Left { get; } = value;
    public Node Low { get; } = low;
    public Node High { get; } = high;

    public override FeelType Type => FeelType.Boolean;

    public override Value Evaluate(Value[] frame, Evaluation run)
    {
        run.Step();
        var (v, from, to) = (Left.Evaluate(frame, run), Low.Evaluate(frame, run), High.Evaluate(frame, run));
        var (above, below) = (Comparators.Holds(Comparator.GreaterOrEqual, v, from), Comparators.Holds(Comparator.LessOrEqual, v, to));
        return above is { } a && below is { } b ? a && b : run.Fail(At, "not-comparable", Kind.Of(v), Kind.Of(above is null ? from : to));
    }
}

internal sealed class InstanceOfNode(int at, Node value, FeelType type) : Node(at, value)
{
    public override FeelType Type => FeelType.Boolean;

    public override Value Evaluate(Value[] frame, Evaluation run)
    {
        run.Step();
        return type.Contains(value.Evaluate(frame, run), run);
    }
}

/// <summary>Anything but true is not true (10.3.2.8, table 49).</summary>
internal sealed class IfNode(int at, Node condition, Node then, Node otherwise) : Node(at, condition, then, otherwise)
{
    public override FeelType Type { get; } = then.Type == otherwise.Type ? then.Type : FeelType.Any;

    public override Value Evaluate(Value[] frame, Evaluation run)
    {
        run.Step();
        var decided = condition.Evaluate(frame, run);
        if (decided is not (Value.Boolean or Value.NullValue)) run.Fail(At, "not-boolean", Kind.Of(decided));
        return decided is Value.Boolean { Is: true } ? then.Evaluate(frame, run) : otherwise.Evaluate(frame, run);
    }
}
