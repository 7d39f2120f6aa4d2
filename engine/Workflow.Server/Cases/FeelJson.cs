using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Workflow.Core.Bpmn;
using Workflow.Core.Flow;
using Workflow.Feel;
using Workflow.Feel.Dmn.Testing;
using Workflow.Server.Http;

namespace Workflow.Server.Cases;

/// <summary>Between the JSON of the public API and the values that conditions see.</summary>
internal static class FeelJson
{
    /// <summary>What JSON has no kind for stands there as FEEL writes it; a function is null.</summary>
    public static JsonElement ToJson(Value value) => JsonSerializer.SerializeToElement(Plain(value), Json.Options);

    public static Dictionary<string, JsonElement> ToJson(Value.Context context) =>
        context.Entries.ToDictionary(e => e.Key, e => ToJson(e.Value), StringComparer.Ordinal);

    /// <summary>What a worker or an officer hands back. A text that looks like a day stays a text: only forms have types.</summary>
    public static Value.Context FromJson(IReadOnlyDictionary<string, JsonElement>? members)
    {
        var context = Value.Context.Empty;
        foreach (var (name, json) in members ?? new Dictionary<string, JsonElement>()) context = context.With(name, FromJson(json));
        return context;
    }

    /// <summary>Inputs of a trial, where an object with the one member "$feel" stands for the value of an expression: JSON has no days.</summary>
    public static Value.Context FromTrial(IReadOnlyDictionary<string, JsonElement> members, Surroundings around, List<FieldError> errors) =>
        Ordered.Of(Value.Context.Of(members.Select(m => KeyValuePair.Create(m.Key, FromTrial(m.Value, Shape.Child("$.inputs", m.Key), around, errors)))));

    private static Value FromTrial(JsonElement json, string path, Surroundings around, List<FieldError> errors)
    {
        if (json.ValueKind == JsonValueKind.Array) return new Value.List([.. json.EnumerateArray().Select((item, i) => FromTrial(item, $"{path}[{i}]", around, errors))]);
        if (json.ValueKind != JsonValueKind.Object) return FromJson(json);
        List<JsonProperty> members = [.. json.EnumerateObject()];
        if (members is not [{ Name: "$feel", Value: { ValueKind: JsonValueKind.String } source }])
            return Value.Context.Of(members.Select(m => KeyValuePair.Create(m.Name, FromTrial(m.Value, Shape.Child(path, m.Name), around, errors))));
        if (FeelSource.TryParse(source.GetString()!, out var expression, out var error)) return around.Evaluate(expression, Value.Context.Empty);
        errors.Add(new FieldError(path, "feel-invalid", ("value", FeelSource.En(error)), ("valueZh", FeelSource.Zh(error))));
        return Value.Null;
    }

    // Depth and size were bounded where the body was read.
    private static Value FromJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => Value.True,
        JsonValueKind.False => Value.False,
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.GetDecimal(),
        JsonValueKind.Array => new Value.List([.. json.EnumerateArray().Select(FromJson)]),
        JsonValueKind.Object => Value.Context.Of(json.EnumerateObject().Select(m => KeyValuePair.Create(m.Name, FromJson(m.Value)))),
        _ => Value.Null,
    };

    private static object? Plain(Value value) => value switch
    {
        Value.Boolean b => b.Is,
        Value.Number n => n.Is.TryToDecimal(out var number) ? number : n.Is.ToString(),
        Value.Text t => t.Is,
        Value.Date d => d.Is.ToString(),
        Value.Time t => t.Is.ToString(),
        Value.DateTime t => t.Is.ToString(),
        Value.DayTime d => d.Is.ToString(),
        Value.YearMonth d => d.Is.ToString(),
        Value.Range range => FeelText.Of(range),
        Value.List list => list.Items.Select(Plain).ToArray(),
        Value.Context context => context.Entries.ToDictionary(e => e.Key, e => Plain(e.Value), StringComparer.Ordinal),
        _ => null,
    };
}
