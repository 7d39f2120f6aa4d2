using System.Collections.Immutable;

namespace Workflow.Feel.Dmn.Analysis;

/// <summary>The decision tables in a boxed expression, however deep, each with the names in sight there.</summary>
internal static class TableFinder
{
    public static IEnumerable<(DecisionTable Table, ImmutableDictionary<string, string?> Names)> In(DmnExpression? logic, ImmutableDictionary<string, string?> names)
    {
        switch (logic)
        {
            case DecisionTable table: return [(table, names)];
            case FunctionDefinition function: return In(function.Body, names.SetItems(function.Parameters.Select(Named)));
            case BoxedContext context: return InContext(context, names);
            case Invocation invocation: return In(invocation.Called, names).Concat(invocation.Bindings.SelectMany(b => In(b.Value, names)));
            case BoxedList list: return list.Items.SelectMany(i => In(i, names));
            case Relation relation: return relation.Rows.SelectMany(r => r.Cells).SelectMany(c => In(c, names));
            case BoxedConditional conditional: return In(names, conditional.If, conditional.Then, conditional.Else);
            case BoxedFilter filter: return In(names, filter.In, filter.Match);
            case BoxedFor loop: return In(names, loop.In).Concat(In(Inside(loop.IteratorVariable, names), loop.Return));
            case BoxedQuantified quantified: return In(names, quantified.In).Concat(In(Inside(quantified.IteratorVariable, names), quantified.Satisfies));
            default: return [];
        }
    }

    private static IEnumerable<(DecisionTable, ImmutableDictionary<string, string?>)> In(ImmutableDictionary<string, string?> names, params ImmutableArray<BoxedChild?> parts) =>
        parts.SelectMany(p => In(p?.Value, names));

    private static IEnumerable<(DecisionTable, ImmutableDictionary<string, string?>)> InContext(BoxedContext context, ImmutableDictionary<string, string?> names)
    {
        foreach (var entry in context.Entries)
        {
            foreach (var found in In(entry.Value, names)) yield return found;
            if (entry.Variable is { } variable) names = names.SetItem(variable.Name, variable.TypeRef);
        }
    }

    /// <summary>The item of a loop hides what had its name; its type is not looked for.</summary>
    private static ImmutableDictionary<string, string?> Inside(string? iterator, ImmutableDictionary<string, string?> names) => iterator is null ? names : names.SetItem(iterator, null);

    private static KeyValuePair<string, string?> Named(InformationItem item) => new(item.Name, item.TypeRef);
}
