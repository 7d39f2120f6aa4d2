using System.Collections.Immutable;

namespace Workflow.Feel.Language;

internal sealed class LiteralNode(int at, Value value, FeelType type) : Node(at)
{
    public Value Value { get; } = value;

    public override FeelType Type => type;

    public override Value Evaluate(Value[] frame, Evaluation run) => Value;
}

/// <summary>A text that is to be a date, a time or a duration and is none (10.3.2.3.9), or a name that means nothing: null with an error.</summary>
internal sealed class FailingNode(int at, string code, string found, FeelType? type = null) : Node(at)
{
    public override FeelType Type { get; } = type ?? FeelType.Any;

    public override Value Evaluate(Value[] frame, Evaluation run) => run.Fail(At, code, found);
}

/// <summary>A name, bound to its place.</summary>
internal sealed class SlotNode(int at, string name, int slot, FeelType type) : Node(at)
{
    public string Name { get; } = name;

    public int Slot { get; } = slot;

    public override FeelType Type => type;

    public override Value Evaluate(Value[] frame, Evaluation run) => frame[Slot] ?? Value.Null;
}

/// <summary>A name inside a filter: a member of the item under test where it has one, otherwise what the name means around (10.3.2.5).</summary>
internal sealed class MemberOrNode(int at, string name, int item, Node around) : Node(at, around)
{
    public override FeelType Type => around.Type;

    public override Value Evaluate(Value[] frame, Evaluation run) =>
        frame[item] is Value.Context context && context.Has(name) ? context[name] : around.Evaluate(frame, run);
}

/// <summary>A member of a context, of each element of a list, or a property of a date, a duration, a range (10.3.2.5, tables 65 and 66).</summary>
internal sealed class PathNode(int at, Node left, string name, FeelType type) : Node(at, left)
{
    public Node Left { get; } = left;

    public string Name { get; } = name;

    public override FeelType Type => type;

    public override Value Evaluate(Value[] frame, Evaluation run) => MemberOf(Left.Evaluate(frame, run), run);

    private Value MemberOf(Value value, Evaluation run)
    {
        switch (value)
        {
            case Value.Context context: return context.Has(Name) ? context[Name] : run.Fail(At, "no-such-member", Name);
            case Value.List list:
                run.Step(list.Items.Length);
                run.Make(list.Items.Length);
                var members = ImmutableArray.CreateBuilder<Value>(list.Items.Length);
                foreach (var item in list.Items) members.Add(MemberOf(item, run));
                return new Value.List(members.MoveToImmutable());
            case Value.Range range:
                return Name switch
                {
                    "start" => range.Low, "end" => range.High, "start included" => range.LowIncluded, "end included" => range.HighIncluded,
                    _ => run.Fail(At, "no-such-member", Name),
                };
            default: return TemporalValues.Property(value, Name) ?? run.Fail(At, "no-such-member", Name);
        }
    }
}

internal sealed class ListNode(int at, ImmutableArray<Node> items) : Node(at, items.AsSpan())
{
    public ImmutableArray<Node> Items { get; } = items;

    public override FeelType Type { get; } = new FeelType.ListOf(items.Select(i => i.Type).Distinct().ToList() is [var only] ? only : FeelType.Any);

    public override Value Evaluate(Value[] frame, Evaluation run)
    {
        run.Step();
        run.Make(Items.Length);
        var values = new Value[Items.Length];
        for (var i = 0; i < values.Length; i++) values[i] = Items[i].Evaluate(frame, run);
        return run.Hold(new Value.List(System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(values)));
    }
}

/// <summary>An entry sees those before it, and a function among them itself (10.3.2.6).</summary>
/// <param name="Slot">where later entries find it</param>
internal sealed record ContextEntry(string Name, int Slot, Node Value);

internal sealed class ContextNode : Node
{
    private readonly bool hasTwice;

    public ContextNode(int at, ImmutableArray<ContextEntry> entries) : base(at, [.. entries.Select(e => e.Value)])
    {
        Entries = entries;
        Type = new FeelType.ContextOf([.. entries.Select(e => new Parameter(e.Name, e.Value.Type))]);
        hasTwice = entries.Select(e => e.Name).Distinct(StringComparer.Ordinal).Count() < entries.Length;
    }

    public ImmutableArray<ContextEntry> Entries { get; }

    public override FeelType Type { get; }

    public override Value Evaluate(Value[] frame, Evaluation run)
    {
        run.Step();
        run.Make(Entries.Length);
        if (hasTwice) return run.Fail(At, "context-key-twice");
        var made = new KeyValuePair<string, Value>[Entries.Length];
        for (var i = 0; i < made.Length; i++)
        {
            var entry = Entries[i];
            var value = entry.Value.Evaluate(frame, run);
            if (value is Closure closure) closure.KnowItself(entry.Slot);
            frame[entry.Slot] = value;
            made[i] = new(entry.Name, value);
        }
        return run.Hold(Value.Context.OfDistinct(made));
    }
}

/// <summary>An interval; an end may be null by value, an open end has no node (10.3.2.7).</summary>
/// <param name="comparator">null for an interval</param>
internal sealed class RangeNode(int at, Node? low, bool lowIncluded, Node? high, bool highIncluded, string? comparator = null) : Node(at, [.. new[] { low, high }.OfType<Node>()])
{
    public Node? Low { get; } = low;
    public bool LowIncluded { get; } = lowIncluded;
    public Node? High { get; } = high;
    public bool HighIncluded { get; } = highIncluded;

    public override FeelType Type { get; } = new FeelType.RangeOf((low ?? high)?.Type ?? FeelType.Any);

    public override Value Evaluate(Value[] frame, Evaluation run)
    {
        run.Step();
        var from = Low?.Evaluate(frame, run) ?? Value.Null;
        var to = High?.Evaluate(frame, run) ?? Value.Null;
        var comparable = from is Value.NullValue || to is Value.NullValue || Comparison.Order(from, to) is not null;
        return comparable ? new Value.Range(from, LowIncluded, to, HighIncluded) { Comparator = comparator } : run.Fail(At, "range-ends", Kind.Of(from), Kind.Of(to));
    }
}
