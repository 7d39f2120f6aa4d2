using System.Collections.Immutable;

namespace Workflow.Feel;

/// <summary>One node of an expression tree. Evaluating never throws: what cannot be computed is null.</summary>
internal abstract class Node(params ReadOnlySpan<Node> children)
{
    public int Height { get; } = 1 + HighestOf(children);

    /// <param name="context">the names in sight; inside a test, also the value that is tested</param>
    public abstract Value Evaluate(Scope context);

    private static int HighestOf(ReadOnlySpan<Node> children)
    {
        var highest = 0;
        foreach (var child in children) highest = Math.Max(highest, child.Height);
        return highest;
    }
}

/// <param name="Input">the value on the left of <c>in</c>; null outside a test</param>
internal readonly record struct Scope(Value.Context Names, Value? Input)
{
    public static implicit operator Scope(Value.Context names) => new(names, null);
}

internal sealed class LiteralNode(Value value) : Node
{
    public override Value Evaluate(Scope context) => value;
}

internal sealed class NameNode(string name) : Node
{
    public override Value Evaluate(Scope context) => context.Names[name];
}

/// <summary>The value on the left of <c>in</c>.</summary>
internal sealed class InputNode : Node
{
    public static readonly InputNode Only = new();

    public override Value Evaluate(Scope context) => context.Input ?? Value.Null;
}

/// <summary>A member of a context; of a list, the members of its elements (10.3.2.5).</summary>
internal sealed class PathNode(Node left, string name) : Node(left)
{
    public override Value Evaluate(Scope context) => left.Evaluate(context) switch
    {
        Value.Context of => of[name],
        Value.List of => new Value.List([.. of.Items.Select(item => item is Value.Context entry ? entry[name] : Value.Null)]),
        _ => Value.Null,
    };
}

internal sealed class ListNode(List<Node> items) : Node([.. items])
{
    public override Value Evaluate(Scope context) => new Value.List([.. items.Select(item => item.Evaluate(context))]);
}

/// <summary>Three-valued (table 50): false wins over what is not known.</summary>
internal sealed class AndNode(Node left, Node right) : Node(left, right)
{
    public override Value Evaluate(Scope context) => (left.Evaluate(context), right.Evaluate(context)) switch
    {
        (Value.Boolean { Is: false }, _) or (_, Value.Boolean { Is: false }) => Value.False,
        (Value.Boolean, Value.Boolean) => Value.True,
        _ => Value.Null,
    };
}

/// <summary>Three-valued (table 50): true wins over what is not known.</summary>
internal sealed class OrNode(Node left, Node right) : Node(left, right)
{
    public override Value Evaluate(Scope context) => (left.Evaluate(context), right.Evaluate(context)) switch
    {
        (Value.Boolean { Is: true }, _) or (_, Value.Boolean { Is: true }) => Value.True,
        (Value.Boolean, Value.Boolean) => Value.False,
        _ => Value.Null,
    };
}

internal sealed class ComparisonNode(string symbol, Node left, Node right) : Node(left, right)
{
    public override Value Evaluate(Scope context) => Compare(symbol, left.Evaluate(context), right.Evaluate(context));

    /// <summary>Values of different kinds are neither equal nor unequal but null; null itself equals only null (table 51).</summary>
    public static Value Compare(string symbol, Value left, Value right)
    {
        if (symbol is "=" or "!=")
        {
            if (left.GetType() != right.GetType() && left is not Value.NullValue && right is not Value.NullValue) return Value.Null;
            return left.Equals(right) == (symbol == "=");
        }
        int? order = (left, right) switch
        {
            (Value.Number a, Value.Number b) => a.Is.CompareTo(b.Is),
            (Value.Text a, Value.Text b) => string.CompareOrdinal(a.Is, b.Is),
            (Value.Date a, Value.Date b) => a.Is.CompareTo(b.Is),
            _ => null,
        };
        return order is not { } sign ? Value.Null : symbol switch { "<" => sign < 0, "<=" => sign <= 0, ">" => sign > 0, _ => sign >= 0 };
    }
}

internal sealed class ArithmeticNode(string symbol, Node left, Node right) : Node(left, right)
{
    public override Value Evaluate(Scope context)
    {
        var (a, b) = (left.Evaluate(context), right.Evaluate(context));
        if (symbol == "+" && a is Value.Text head && b is Value.Text tail) return head.Is + tail.Is;
        if (a is not Value.Number x || b is not Value.Number y) return Value.Null;
        Decimal128 r;
        return (symbol switch { "+" => Decimal128.TryAdd(x.Is, y.Is, out r), "-" => Decimal128.TrySubtract(x.Is, y.Is, out r), "*" => Decimal128.TryMultiply(x.Is, y.Is, out r), _ => Decimal128.TryDivide(x.Is, y.Is, out r) })
            ? new Value.Number(r) : Value.Null;
    }
}

internal sealed class NegationNode(Node inside) : Node(inside)
{
    public override Value Evaluate(Scope context) => inside.Evaluate(context) is Value.Number number ? new Value.Number(-number.Is) : Value.Null;
}

internal sealed class CallNode(Function function, List<Node> arguments) : Node([.. arguments])
{
    public override Value Evaluate(Scope context) => function.Apply([.. arguments.Select(argument => argument.Evaluate(context))]);
}

internal sealed class InNode(Node left, Node test) : Node(left, test)
{
    public override Value Evaluate(Scope context) => test.Evaluate(context with { Input = left.Evaluate(context) });
}

/// <summary>True when the input is the expected value or, where that is a list, one of its elements.</summary>
internal sealed class MatchNode(Node expected) : Node(expected)
{
    public Node Expected { get; } = expected;

    public override Value Evaluate(Scope context)
    {
        var input = context.Input ?? Value.Null;
        return Expected.Evaluate(context) switch
        {
            Value.List list when input is not Value.List => list.Items.Contains(input),
            Value.List list => list.Equals(input) || list.Items.Contains(input),
            var value => ComparisonNode.Compare("=", input, value),
        };
    }
}

internal sealed class RangeNode(bool lowIncluded, Node low, Node high, bool highIncluded) : Node(low, high)
{
    public override Value Evaluate(Scope context)
    {
        var input = context.Input ?? Value.Null;
        var above = ComparisonNode.Compare(lowIncluded ? ">=" : ">", input, low.Evaluate(context));
        var below = ComparisonNode.Compare(highIncluded ? "<=" : "<", input, high.Evaluate(context));
        return above is Value.Boolean a && below is Value.Boolean b ? a.Is && b.Is : Value.Null;
    }
}

/// <summary>Several tests in parentheses: true when one holds.</summary>
internal sealed class AnyNode(List<Node> tests) : Node([.. tests])
{
    public override Value Evaluate(Scope context)
    {
        var results = tests.Select(test => test.Evaluate(context)).ToImmutableArray();
        return results.Contains(Value.True) ? Value.True : results.Contains(Value.Null) ? Value.Null : Value.False;
    }
}
