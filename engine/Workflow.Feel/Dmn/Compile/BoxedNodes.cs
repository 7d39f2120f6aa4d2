using System.Collections.Immutable;
using Workflow.Feel.Language;

namespace Workflow.Feel.Dmn;

/// <summary>What an expression, an entry or a result is declared to be: converted, or null with an error (10.3.2.9.4).</summary>
/// <param name="what">name of what has the type</param>
internal sealed class TypedNode(Node inner, FeelType type, string what) : Node(inner.At, inner)
{
    public override FeelType Type => type;

    public override Value Evaluate(Value[] frame, Evaluation run)
    {
        var value = inner.Evaluate(frame, run);
        if (type.Takes(value, run)) return value;
        return type.Convert(value, run) ?? run.Fail(At, "result-type", what, type.ToString()!, Kind.Of(value));
    }

    public static Node Of(Node inner, FeelType type, string what) => type == FeelType.Any || type is FeelType.FunctionOf ? inner : new TypedNode(inner, type, what);
}

/// <summary>A boxed context whose last entry has no name: that entry's value, with the others in sight (10.2.1.4).</summary>
internal sealed class ResultContextNode(ImmutableArray<ContextEntry> entries, Node result) : Node(0, [.. entries.Select(e => e.Value), result])
{
    public override FeelType Type => result.Type;

    public override Value Evaluate(Value[] frame, Evaluation run)
    {
        run.Step();
        foreach (var entry in entries)
        {
            var value = entry.Value.Evaluate(frame, run);
            if (value is Closure closure) closure.KnowItself(entry.Slot);
            frame[entry.Slot] = value;
        }
        return result.Evaluate(frame, run);
    }
}

/// <summary>A boxed filter (10.2.1.9): its match is a condition, never an index, and anything else makes the whole null.</summary>
internal sealed class BoxedFilterNode(Node list, int item, Node match) : Node(0, list, match)
{
    public override FeelType Type => list.Type is FeelType.ListOf ? list.Type : new FeelType.ListOf(list.Type);

    public override Value Evaluate(Value[] frame, Evaluation run)
    {
        var value = list.Evaluate(frame, run);
        if (value is Value.NullValue) return run.Fail(list.At, "not-a-list", Kind.Of(value));
        var items = value is Value.List of ? of.Items : [value];
        run.Step(items.Length);
        run.Make(items.Length);
        var kept = ImmutableArray.CreateBuilder<Value>();
        foreach (var each in items)
        {
            frame[item] = each;
            var holds = match.Evaluate(frame, run);
            if (holds is Value.Boolean { Is: true }) kept.Add(each);
            else if (holds is not (Value.Boolean or Value.NullValue)) return run.Fail(match.At, "not-boolean", Kind.Of(holds));
        }
        return new Value.List(kept.ToImmutable());
    }
}
