using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Workflow.Feel.Functions;
using Workflow.Feel.Language;

namespace Workflow.Feel.Dmn;

/// <param name="Text">of the input expression, for people</param>
/// <param name="Slot">where the cells find the value</param>
/// <param name="Allowed">null: everything</param>
internal sealed record InputColumn(string Text, Node Expression, int Slot, CellTest? Allowed);

/// <param name="Listed">what the table itself allows; null: everything</param>
/// <param name="Order">the most important first</param>
internal sealed record OutputColumn(string Name, FeelType Type, Node? Listed, ImmutableArray<TestNode> Order, Node? Default);

/// <summary>
/// A decision table (DMN 1.5, clause 8 and 10.3.4.6). Inputs are evaluated once; rules are looked at from the first on, without
/// an allocation for those that do not match.
/// </summary>
/// <param name="cells">by rule, then by input; null: whatever the input is</param>
/// <param name="results">by rule, then by output</param>
internal sealed class DecisionTableNode(DecisionTable table, string element, ImmutableArray<InputColumn> inputs, CellTest?[] cells, ImmutableArray<OutputColumn> outputs, Node[] results)
    : Node(0, [.. inputs.Select(i => i.Expression), .. results, .. outputs.Select(o => o.Default).OfType<Node>()])
{
    private const int FewRules = 128;

    private readonly InputColumn[] columns = [.. inputs];
    private readonly int rules = table.Rules.Length;

    public override FeelType Type { get; } = TypeOf(table, outputs);

    private static FeelType TypeOf(DecisionTable table, ImmutableArray<OutputColumn> outputs)
    {
        if (table.HitPolicy == HitPolicy.Collect && table.Aggregation != CollectAggregation.None) return table.Aggregation is CollectAggregation.Count or CollectAggregation.Sum ? FeelType.Number : FeelType.Any;
        var one = outputs.Length == 1 ? outputs[0].Type : new FeelType.ContextOf([.. outputs.Select(o => new Parameter(o.Name, o.Type))]);
        return table.HitPolicy is HitPolicy.Collect or HitPolicy.RuleOrder or HitPolicy.OutputOrder ? new FeelType.ListOf(one) : one;
    }

    public override Value Evaluate(Value[] frame, Evaluation run)
    {
        run.Step(rules + 1);
        foreach (var column in columns)
        {
            var value = column.Expression.Evaluate(frame, run);
            frame[column.Slot] = value;
            if (column.Allowed is { } allowed && !allowed.Holds(value, frame, run))
            {
                return Traced(run.Fail(At, "input-not-allowed", column.Text, value is Value.List or Value.Context or Value.Function ? Kind.Of(value) : value.ToString()), [], [], frame, run);
            }
        }
        if (table.HitPolicy == HitPolicy.First) return First(frame, run);

        Span<int> matched = rules <= FewRules ? stackalloc int[FewRules] : new int[rules];
        var count = 0;
        for (var rule = 0; rule < rules; rule++)
        {
            if (Matches(rule, frame, run)) matched[count++] = rule;
        }
        return Policy(matched[..count], frame, run);
    }

    private Value First(Value[] frame, Evaluation run)
    {
        for (var rule = 0; rule < rules; rule++)
        {
            if (!Matches(rule, frame, run)) continue;
            return Single(rule, frame, run);
        }
        return Traced(Default(frame, run), [], [], frame, run);
    }

    private bool Matches(int rule, Value[] frame, Evaluation run)
    {
        var row = cells.AsSpan(rule * columns.Length, columns.Length);
        for (var i = 0; i < row.Length; i++)
        {
            if (row[i] is { } cell && !cell.Holds(frame[columns[i].Slot], frame, run)) return false;
        }
        return true;
    }

    private Value Policy(ReadOnlySpan<int> matched, Value[] frame, Evaluation run)
    {
        if (matched.IsEmpty) return Traced(Default(frame, run), [], [], frame, run);
        if (table.HitPolicy == HitPolicy.Unique && matched.Length > 1)
        {
            return Traced(run.Fail(At, "rules-overlap", element, Numbers(matched)), matched, [], frame, run);
        }
        if (matched.Length == 1 && table.HitPolicy is HitPolicy.Unique or HitPolicy.Any or HitPolicy.Priority) return Single(matched[0], frame, run);

        run.Make(matched.Length);
        var values = new Value[matched.Length];
        for (var i = 0; i < values.Length; i++) values[i] = Output(matched[i], frame, run);
        return Traced(table.HitPolicy switch
        {
            HitPolicy.Any => AllTheSame(values) ? values[0] : run.Fail(At, "rules-differ", element, Numbers(matched)),
            HitPolicy.Priority => Sorted(values, frame, run)[0],
            HitPolicy.OutputOrder => List(Sorted(values, frame, run)),
            HitPolicy.Collect when table.Aggregation != CollectAggregation.None => Aggregated(List(values), run),
            _ => List(values),
        }, matched, values, frame, run);
    }

    private Value Single(int rule, Value[] frame, Evaluation run)
    {
        var value = Output(rule, frame, run);
        return run.Trace is null ? value : Traced(value, [rule], [value], frame, run);
    }

    private static bool AllTheSame(Value[] values)
    {
        foreach (var value in values.AsSpan(1))
        {
            if (!value.Equals(values[0])) return false;
        }
        return true;
    }

    private static Value.List List(Value[] values) => new(ImmutableCollectionsMarshal.AsImmutableArray(values));

    private static string Numbers(ReadOnlySpan<int> matched)
    {
        var numbers = new List<int>();
        foreach (var rule in matched) numbers.Add(rule + 1);
        return string.Join(", ", numbers);
    }

    private Value Aggregated(Value.List values, Evaluation run) => table.Aggregation switch
    {
        CollectAggregation.Count => values.Items.Length,
        CollectAggregation.Sum => Called("sum", values, run),
        CollectAggregation.Min => Called("min", values, run),
        _ => Called("max", values, run),
    };

    private Value Called(string name, Value.List values, Evaluation run) => Calls.Call(Builtins.Find(name)!, (Value[])[values], [], At, run);

    private Value Output(int rule, Value[] frame, Evaluation run)
    {
        if (outputs.Length == 1) return Checked(outputs[0], results[rule].Evaluate(frame, run), rule, frame, run);
        run.Make(outputs.Length);
        var made = new KeyValuePair<string, Value>[outputs.Length];
        for (var o = 0; o < made.Length; o++)
        {
            made[o] = new(outputs[o].Name, Checked(outputs[o], results[rule * outputs.Length + o].Evaluate(frame, run), rule, frame, run));
        }
        return Value.Context.OfDistinct(made);
    }

    /// <summary>A value that the table does not list stays, but is noted: it was meant to be impossible.</summary>
    private Value Checked(OutputColumn column, Value value, int rule, Value[] frame, Evaluation run)
    {
        if (column.Listed is null || value is Value.NullValue) return value;
        if (Rank(column, value, frame, run) == column.Order.Length) run.Fail(At, "output-not-listed", column.Name, $"{rule + 1}");
        return value;
    }

    private Value Default(Value[] frame, Evaluation run)
    {
        if (outputs.All(o => o.Default is null)) return Value.Null;
        if (outputs.Length == 1) return outputs[0].Default!.Evaluate(frame, run);
        return Value.Context.Of(outputs.Select(o => KeyValuePair.Create(o.Name, o.Default?.Evaluate(frame, run) ?? Value.Null)));
    }

    private Value[] Sorted(Value[] values, Value[] frame, Evaluation run)
    {
        var ranked = values.Select(v => (Value: v, Ranks: outputs.Select(o => Rank(o, outputs.Length == 1 ? v : ((Value.Context)v)[o.Name], frame, run)).ToArray())).ToList();
        // OrderBy keeps the rules' order among equals.
        var sorted = ranked.OrderBy(r => r.Ranks[0]);
        for (var i = 1; i < outputs.Length; i++)
        {
            var at = i;
            sorted = sorted.ThenBy(r => r.Ranks[at]);
        }
        return [.. sorted.Select(r => r.Value)];
    }

    private static int Rank(OutputColumn column, Value value, Value[] frame, Evaluation run)
    {
        for (var i = 0; i < column.Order.Length; i++)
        {
            var test = column.Order[i];
            if (test is MatchTestNode { UsesInput: false, Expected: LiteralNode { Value: not (Value.Range or Value.List) and var listed } })
            {
                if (listed.Equals(value)) return i;
                continue;
            }
            // Tests of a type have a frame of their own, whose only outer place is their input.
            var own = test.Input < frame.Length ? (Value[])frame.Clone() : new Value[test.Input + 1];
            own[test.Input] = value;
            if (test.Evaluate(own, run) is Value.Boolean { Is: true }) return i;
        }
        return column.Order.Length;
    }

    /// <param name="outputs">of the matched rules; empty when they were not asked for</param>
    private Value Traced(Value value, ReadOnlySpan<int> matched, ReadOnlySpan<Value> outputs, Value[] frame, Evaluation run)
    {
        if (run.Trace is { } trace) trace.Add(Trace(matched, outputs, frame));
        return value;
    }

    private TableTrace Trace(ReadOnlySpan<int> matched, ReadOnlySpan<Value> values, Value[] frame)
    {
        var hits = ImmutableArray.CreateBuilder<RuleTrace>(matched.Length);
        for (var i = 0; i < matched.Length; i++)
        {
            var drawn = table.Rules[matched[i]];
            hits.Add(new(matched[i] + 1, drawn.Id ?? "", values.IsEmpty ? [] : Named(values[i]),
                [.. drawn.Annotations.Where(a => !string.IsNullOrWhiteSpace(a)).Select(a => a!)]));
        }
        return new(element, [.. columns.Select(c => (c.Text, frame[c.Slot] ?? Value.Null))], hits.MoveToImmutable(), table.HitPolicy);
    }

    private ImmutableArray<(string, Value)> Named(Value value) =>
        outputs.Length > 1 && value is Value.Context context ? [.. context.Entries.Select(e => (e.Key, e.Value))] : [(outputs[0].Name, value)];
}
