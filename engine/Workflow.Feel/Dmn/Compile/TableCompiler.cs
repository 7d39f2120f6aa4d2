using System.Collections.Immutable;
using Workflow.Feel.Language;

namespace Workflow.Feel.Dmn;

internal sealed partial class LogicCompiler
{
    private Node Table(DecisionTable table, Scope scope)
    {
        // Also because a few elements without content must not make a table of any size.
        if (!IsRegular(table)) return Nothing();
        var inputs = table.Inputs.Select(i => Input(i, scope)).ToImmutableArray();
        var outputs = table.Outputs.Select(o => Output(o, table, scope)).ToImmutableArray();
        var cells = new CellTest?[table.Rules.Length * inputs.Length];
        var results = new Node[table.Rules.Length * outputs.Length];
        for (var r = 0; r < table.Rules.Length; r++)
        {
            var rule = table.Rules[r];
            for (var i = 0; i < inputs.Length; i++)
            {
                cells[r * inputs.Length + i] = Cell(rule.Inputs.ElementAtOrDefault(i), inputs[i], scope);
            }
            for (var o = 0; o < outputs.Length; o++)
            {
                var entry = rule.Outputs.ElementAtOrDefault(o);
                results[r * outputs.Length + o] = TypedNode.Of(entry is null ? Nothing() : Expression(entry, scope), outputs[o].Type, outputs[o].Name);
            }
        }
        return new DecisionTableNode(table, table.Id ?? FindingList.NameOf(owner) ?? "", inputs, cells, outputs, results);
    }

    private bool IsRegular(DecisionTable table)
    {
        var isRegular = !table.Outputs.IsEmpty;
        if (!isRegular) findings.Note("table-without-output", true, table, owner);
        foreach (var (rule, number) in table.Rules.Select((r, i) => (r, i + 1)))
        {
            isRegular &= rule.Inputs.Length == table.Inputs.Length && rule.Outputs.Length == table.Outputs.Length;
            if (rule.Inputs.Length != table.Inputs.Length) findings.Note("rule-width", true, rule, owner, $"{number}", $"{table.Inputs.Length}", $"{rule.Inputs.Length}");
            if (rule.Outputs.Length != table.Outputs.Length) findings.Note("rule-outputs", true, rule, owner, $"{number}", $"{table.Outputs.Length}", $"{rule.Outputs.Length}");
        }
        if (table.Outputs.Length > 1)
        {
            if (table.Aggregation is not (CollectAggregation.None or CollectAggregation.Count)) findings.Note("aggregation-of-several", true, table, owner, table.Aggregation.ToString().ToUpperInvariant());
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var output in table.Outputs)
            {
                if (string.IsNullOrWhiteSpace(output.Name)) findings.Note("output-without-name", true, output, owner);
                else if (!names.Add(output.Name)) findings.Note("output-twice", true, output, owner, output.Name);
            }
        }
        if (table.Aggregation != CollectAggregation.None && table.HitPolicy != HitPolicy.Collect) findings.Note("aggregation-without-collect", false, table, owner);
        return isRegular;
    }

    private InputColumn Input(TableInput input, Scope scope)
    {
        var expression = Expression(input.Expression, scope);
        var slot = scope.Layout.Add();
        var text = input.Expression.Text?.Trim() ?? input.Label ?? "";
        return new(text, expression, slot, Tests(input.Values, slot, expression.Type, scope) is { } tests ? CellTest.Of(tests) : null);
    }

    private OutputColumn Output(TableOutput output, DecisionTable table, Scope scope)
    {
        // Of a table with one output the type may stand at the table only; of COLLECT that is the list's.
        var type = TypeOf(output.TypeRef, output);
        var slot = scope.Layout.Add();
        var name = string.IsNullOrWhiteSpace(output.Name) ? output.Label ?? table.OutputLabel ?? owner.Name : output.Name;
        var order = Tests(output.Values, slot, type, scope)
            ?? unit.Types.AllowedBy(output.TypeRef ?? (table.Outputs.Length == 1 ? table.TypeRef ?? VariableOf(owner)?.TypeRef : null));
        if (order is null && table.HitPolicy is HitPolicy.Priority or HitPolicy.OutputOrder) findings.Note("priority-without-values", table.Outputs.Length == 1, output, owner, name);
        var value = output.Default is { } given && !string.IsNullOrWhiteSpace(given.Text) ? TypedNode.Of(Expression(given, scope), type, name) : null;
        return new(name, type, output.Values is null ? null : order, order is null ? [] : Ranked(order), value);
    }

    private static InformationItem? VariableOf(DrgElement element) => element is Decision decision ? decision.Variable : null;

    /// <summary>What each value of the list, from the first on, is tested by.</summary>
    private static ImmutableArray<TestNode> Ranked(Node tests) => tests switch
    {
        AnyOfTestNode several => [.. several.Tests.OfType<TestNode>()],
        TestNode one => [one],
        _ => [],
    };

    private Node? Tests(DmnUnaryTests? tests, int slot, FeelType type, Scope scope)
    {
        if (tests is null || string.IsNullOrWhiteSpace(tests.Text) || !Speaks(tests.ExpressionLanguage, tests)) return null;
        return Parse(tests, tests.Text, text => Parser.UnaryTests(text, scope, slot, type));
    }

    private CellTest? Cell(DmnUnaryTests? cell, InputColumn input, Scope scope) =>
        Tests(cell, input.Slot, input.Expression.Type, scope) is { } tests ? CellTest.Of(tests) : null;
}
