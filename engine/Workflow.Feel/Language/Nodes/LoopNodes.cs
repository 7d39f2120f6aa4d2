using System.Collections.Immutable;

namespace Workflow.Feel.Language;

/// <summary>Where a loop's variable takes its values from: a list, or from one value to another.</summary>
/// <param name="Slot">the variable's place</param>
/// <param name="Until">null for <c>in list</c>; the second value of <c>in first..second</c></param>
internal sealed record Iterator(int Slot, Node From, Node? Until)
{
    /// <summary>Null, with a diagnostic, when there is nothing to go through.</summary>
    public IEnumerable<Value>? Values(Value[] frame, Evaluation run)
    {
        var from = From.Evaluate(frame, run);
        if (Until is not null) return Between(from, Until.Evaluate(frame, run), run);
        switch (from)
        {
            case Value.List list: return list.Items;
            case Value.Range range:
                if (range.Low is Value.NullValue || range.High is Value.NullValue) return Nothing(from, run);
                if (Comparison.Order(range.Low, range.High) > 0) return Nothing(from, run);
                return Between(range.Low, range.High, run)?.Where(v => (range.LowIncluded || !v.Equals(range.Low)) && (range.HighIncluded || !v.Equals(range.High)));
            case Value.NullValue: return Nothing(from, run);
            default: return [from];
        }
    }

    private IEnumerable<Value>? Between(Value from, Value to, Evaluation run) => (from, to) switch
    {
        (Value.Number a, Value.Number b) when a.Is.TryToInt64(out var first) && b.Is.TryToInt64(out var last) => Numbers(first, last),
        (Value.Date a, Value.Date b) => Days(a, b),
        _ => Nothing(from is Value.Number or Value.Date ? to : from, run),
    };

    private IEnumerable<Value>? Nothing(Value found, Evaluation run)
    {
        run.Fail(From.At, "not-a-list", Kind.Of(found));
        return null;
    }

    private static IEnumerable<Value> Numbers(long first, long last)
    {
        for (var i = first; ; i += first <= last ? 1 : -1)
        {
            yield return new Value.Number(i);
            if (i == last) yield break;
        }
    }

    private static IEnumerable<Value> Days(Value.Date first, Value.Date last)
    {
        var down = first.Is.CompareTo(last.Is) > 0;
        Value? day = first;
        while (day is Value.Date now)
        {
            yield return now;
            if (now.Is == last.Is) yield break;
            day = TemporalValues.Arithmetic(down ? '-' : '+', now, OneDay);
        }
    }

    private static readonly Value OneDay = TemporalValues.OfAtLiteral("P1D") ?? Value.Null;
}

/// <summary><c>for … return …</c> (10.3.2.14): later iterators run inside earlier ones; <c>partial</c> is what came so far.</summary>
internal sealed class ForNode(int at, ImmutableArray<Iterator> iterators, int partial, bool usesPartial, Node result)
    : Node(at, [.. iterators.Select(i => i.From), .. iterators.Select(i => i.Until).OfType<Node>(), result])
{
    public override FeelType Type { get; } = new FeelType.ListOf(result.Type);

    public override Value Evaluate(Value[] frame, Evaluation run)
    {
        var results = ImmutableArray.CreateBuilder<Value>();
        return Loop(0, frame, run, results) ? run.Hold(new Value.List(results.ToImmutable())) : Value.Null;
    }

    private bool Loop(int depth, Value[] frame, Evaluation run, ImmutableArray<Value>.Builder results)
    {
        if (depth == iterators.Length)
        {
            // Copied each time, so its length is paid for each time.
            if (usesPartial)
            {
                run.Make(results.Count);
                frame[partial] = run.Hold(new Value.List(results.ToImmutable()));
            }
            run.Make(1);
            results.Add(result.Evaluate(frame, run));
            return true;
        }
        if (iterators[depth].Values(frame, run) is not { } values) return false;
        foreach (var value in values)
        {
            run.Step();
            frame[iterators[depth].Slot] = value;
            if (!Loop(depth + 1, frame, run, results)) return false;
        }
        return true;
    }
}

/// <summary><c>some</c> and <c>every</c> (table 49): a disjunction or a conjunction over all combinations, three-valued.</summary>
internal sealed class QuantifiedNode(int at, bool every, ImmutableArray<Iterator> iterators, Node condition)
    : Node(at, [.. iterators.Select(i => i.From), .. iterators.Select(i => i.Until).OfType<Node>(), condition])
{
    public override FeelType Type => FeelType.Boolean;

    public override Value Evaluate(Value[] frame, Evaluation run)
    {
        var known = true;
        return Loop(0, frame, run, ref known) switch { Verdict.Settled => !every, Verdict.Open when known => every, _ => Value.Null };
    }

    private enum Verdict { Open, Settled, Failed }

    private Verdict Loop(int depth, Value[] frame, Evaluation run, ref bool known)
    {
        if (depth == iterators.Length)
        {
            var holds = condition.Evaluate(frame, run);
            if (holds is Value.Boolean { Is: var truth }) return truth != every ? Verdict.Settled : Verdict.Open;
            run.Fail(condition.At, "not-boolean", Kind.Of(holds));
            known = false;
            return Verdict.Open;
        }
        if (iterators[depth].Values(frame, run) is not { } values) return Verdict.Failed;
        foreach (var value in values)
        {
            run.Step();
            frame[iterators[depth].Slot] = value;
            if (Loop(depth + 1, frame, run, ref known) is var verdict && verdict != Verdict.Open) return verdict;
        }
        return Verdict.Open;
    }
}

/// <summary><c>list[test]</c> or <c>list[number]</c> (10.3.2.5); a single value stands for a list of one.</summary>
internal sealed class FilterNode(int at, Node list, int item, Node filter) : Node(at, list, filter)
{
    public override FeelType Type => filter.Type == FeelType.Boolean ? list.Type is FeelType.ListOf ? list.Type : new FeelType.ListOf(list.Type)
        : filter.Type == FeelType.Number && list.Type is FeelType.ListOf of ? of.Item : FeelType.Any;

    public override Value Evaluate(Value[] frame, Evaluation run)
    {
        run.Step();
        var value = list.Evaluate(frame, run);
        if (value is Value.NullValue && filter.Type == FeelType.Boolean) return Value.List.Empty;
        var items = value is Value.List of ? of.Items : value is Value.NullValue ? [] : [value];
        // The filter may be a position: then it speaks of no item, and is asked once.
        frame[item] = items.IsEmpty ? Value.Null : items[0];
        var first = filter.Evaluate(frame, run);
        if (first is Value.Number number) return AtPosition(items, number.Is, run);
        if (items.IsEmpty) return first is Value.NullValue or Value.Boolean ? Value.List.Empty : run.Fail(At, "not-a-filter", Kind.Of(first));
        if (first is not (Value.Boolean or Value.NullValue)) return run.Fail(At, "not-a-filter", Kind.Of(first));
        var kept = ImmutableArray.CreateBuilder<Value>();
        for (var i = 0; i < items.Length; i++)
        {
            run.Step();
            frame[item] = items[i];
            var holds = i == 0 ? first : filter.Evaluate(frame, run);
            if (holds is not (Value.Boolean or Value.NullValue)) return run.Fail(At, "not-a-filter", Kind.Of(holds));
            if (holds is not Value.Boolean { Is: true }) continue;
            run.Make(1);
            kept.Add(items[i]);
        }
        return new Value.List(kept.ToImmutable());
    }

    /// <summary>From 1, or from the end with −1.</summary>
    private Value AtPosition(ImmutableArray<Value> items, Decimal128 number, Evaluation run)
    {
        if (!number.TryToInt64(out var position) || position == 0 || position > items.Length || -position > items.Length) return run.Fail(At, "no-such-position", number.ToString());
        return items[(int)(position > 0 ? position - 1 : items.Length + position)];
    }
}
