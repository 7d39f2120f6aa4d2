using System.Collections.Immutable;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>
/// Data that enters a case has its names in ordinal order, at every depth: the database keeps no order of members, and a
/// reloaded case must evaluate as the live one did. Functions cannot be stored and become null.
/// </summary>
public static class Ordered
{
    public static Value.Context Of(Value.Context context) => (Value.Context)Of((Value)context);

    public static ImmutableArray<Value> Of(ImmutableArray<Value> items) => items.All(IsOrdered) ? items : [.. items.Select(Of)];

    /// <summary>The same instance when nothing has to change.</summary>
    public static Value Of(Value value) => IsOrdered(value) ? value : value switch
    {
        Value.Context context => Value.Context.Of(context.Entries.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => KeyValuePair.Create(e.Key, Of(e.Value)))),
        Value.List list => new Value.List(Of(list.Items)),
        _ => Value.Null,
    };

    private static bool IsOrdered(Value value) => value switch
    {
        Value.Context context => IsOrdered(context),
        Value.List list => list.Items.All(IsOrdered),
        Value.Function => false,
        _ => true,
    };

    private static bool IsOrdered(Value.Context context)
    {
        var entries = context.Span;
        for (var i = 0; i < entries.Length; i++)
        {
            if (i > 0 && string.CompareOrdinal(entries[i - 1].Key, entries[i].Key) >= 0) return false;
            if (!IsOrdered(entries[i].Value)) return false;
        }
        return true;
    }
}
