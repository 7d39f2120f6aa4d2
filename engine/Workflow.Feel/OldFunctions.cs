using System.Collections.Frozen;
using System.Globalization;

namespace Workflow.Feel;

internal sealed record Function(int Arity, Func<Value[], Value> Apply);

/// <summary>The built-in functions (DMN 1.5, 10.3.4) that conditions need so far.</summary>
internal static class OldFunctions
{
    private static readonly FrozenDictionary<string, Function> All = new Dictionary<string, Function>(StringComparer.Ordinal)
    {
        ["not"] = new(1, a => a[0] is Value.Boolean b ? !b.Is : Value.Null),
        ["contains"] = new(2, a => a is [Value.Text text, Value.Text part] ? text.Is.Contains(part.Is, StringComparison.Ordinal) : Value.Null),
        ["count"] = new(1, a => a[0] is Value.List list ? list.Items.Length : Value.Null),
        ["list contains"] = new(2, a => a[0] is Value.List list ? list.Items.Contains(a[1]) : Value.Null),
        ["get value"] = new(2, a => a is [Value.Context context, Value.Text name] ? context[name.Is] : Value.Null),
        ["date"] = new(1, a => a[0] is Value.Text text && DateOnly.TryParseExact(text.Is, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? new Value.Date((FeelDate)date) : Value.Null),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static Function? Find(string name) => All.GetValueOrDefault(name);
}
