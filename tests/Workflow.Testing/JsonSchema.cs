using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Workflow.Testing;

/// <summary>
/// A JSON Schema of draft 07, with everything that it refers to in itself: schemas below are known by their <c>$id</c>.
/// Refuses a keyword's misuse and a reference to nowhere by throwing, so that no test passes by a schema that says nothing.
/// </summary>
public sealed class JsonSchema
{
    /// <summary>Deeper nesting of schemas than this is a reference that goes in a circle.</summary>
    private const int DepthMax = 400;

    private static readonly TimeSpan PatternPatience = TimeSpan.FromSeconds(1);
    private static readonly string[] NotSchemas = ["enum", "const", "examples", "example", "default"];
    private static readonly Uri NoBase = new("schema:/root");

    private readonly JsonNode root;
    private readonly Uri rootBase;
    private readonly Dictionary<string, JsonNode> byId = new(StringComparer.Ordinal);
    private readonly Dictionary<JsonNode, Uri> bases = new(ByReference.Instance);

    public JsonSchema(JsonNode root)
    {
        this.root = root;
        rootBase = root is JsonObject o && o["$id"] is JsonValue id ? new Uri(NoBase, id.GetValue<string>()) : NoBase;
        byId[KeyOf(rootBase)] = root;
        Index(root, rootBase);
    }

    public static JsonSchema Parse(string json) => new(JsonNode.Parse(json)!);

    /// <summary>The schema of that id within this one.</summary>
    public JsonSchema Within(string id) => new(byId[KeyOf(new Uri(rootBase, id))].DeepClone());

    /// <summary>What is wrong with an instance: "/path keyword"; none when it adheres.</summary>
    public IReadOnlyList<string> ErrorsOf(JsonNode? instance)
    {
        var errors = new List<string>();
        Check(root, rootBase, instance, "", errors, 0);
        return errors;
    }

    public bool Admits(JsonNode? instance) => ErrorsOf(instance).Count == 0;

    private void Index(JsonNode? node, Uri @base)
    {
        switch (node)
        {
            case JsonObject o:
                if (o["$id"] is JsonValue id && id.TryGetValue(out string? text))
                {
                    @base = new Uri(@base, text);
                    byId.TryAdd(KeyOf(@base), o);
                }
                bases[o] = @base;
                foreach (var (name, value) in o)
                    if (!NotSchemas.Contains(name)) Index(value, @base);
                break;
            case JsonArray a:
                foreach (var item in a) Index(item, @base);
                break;
        }
    }

    private void Check(JsonNode? schema, Uri @base, JsonNode? instance, string path, List<string> errors, int depth)
    {
        if (depth > DepthMax) throw new InvalidOperationException($"the schema goes in a circle at {path}");
        if (schema is JsonValue verdict && verdict.TryGetValue(out bool any))
        {
            if (!any) errors.Add($"{path} false");
            return;
        }
        if (schema is not JsonObject rules) throw new InvalidOperationException($"no schema at {path}: {schema?.ToJsonString()}");
        @base = bases.GetValueOrDefault(rules, @base);
        if (rules["$ref"] is { } reference)
        {
            // Draft 07: what stands beside a reference does not count.
            var (target, targetBase) = Resolve(reference.GetValue<string>(), @base);
            Check(target, targetBase, instance, path, errors, depth + 1);
            return;
        }
        foreach (var (keyword, value) in rules) Keyword(rules, keyword, value, @base, instance, path, errors, depth);
    }

    private void Keyword(JsonObject rules, string keyword, JsonNode? value, Uri @base, JsonNode? instance, string path, List<string> errors, int depth)
    {
        bool Fits(JsonNode? schema, JsonNode? what)
        {
            var inner = new List<string>();
            Check(schema, @base, what, path, inner, depth + 1);
            return inner.Count == 0;
        }

        switch (keyword)
        {
            case "type": Require((value is JsonArray types ? types.Select(t => t!.GetValue<string>()) : [value!.GetValue<string>()]).Any(t => IsOf(t, instance))); break;
            case "enum": Require(value!.AsArray().Any(v => Same(v, instance))); break;
            case "const": Require(Same(value, instance)); break;
            case "allOf": foreach (var one in value!.AsArray()) Check(one, @base, instance, path, errors, depth + 1); break;
            case "anyOf": Require(value!.AsArray().Any(one => Fits(one, instance))); break;
            case "oneOf": Require(value!.AsArray().Count(one => Fits(one, instance)) == 1); break;
            case "not": Require(!Fits(value, instance)); break;
            case "if":
                if (rules[Fits(value, instance) ? "then" : "else"] is { } next) Check(next, @base, instance, path, errors, depth + 1);
                break;
        }
        if (instance is JsonObject o) ObjectKeyword();
        else if (instance is JsonArray a) ArrayKeyword(a);
        else if (instance is JsonValue v) ValueKeyword(v);

        void Require(bool holds)
        {
            if (!holds) errors.Add($"{path} {keyword}");
        }

        void ObjectKeyword()
        {
            switch (keyword)
            {
                case "required": foreach (var name in value!.AsArray().Select(n => n!.GetValue<string>()).Where(n => !o.ContainsKey(n))) errors.Add($"{path} required {name}"); break;
                case "properties": foreach (var (name, schema) in value!.AsObject()) if (o.TryGetPropertyValue(name, out var member)) Check(schema, @base, member, $"{path}/{name}", errors, depth + 1); break;
                case "patternProperties":
                    foreach (var (pattern, schema) in value!.AsObject())
                        foreach (var (name, member) in o)
                            if (Matches(pattern, name)) Check(schema, @base, member, $"{path}/{name}", errors, depth + 1);
                    break;
                case "additionalProperties":
                    foreach (var (name, member) in o)
                        if (rules["properties"]?.AsObject().ContainsKey(name) != true && rules["patternProperties"]?.AsObject().Any(p => Matches(p.Key, name)) != true)
                            Check(value, @base, member, $"{path}/{name}", errors, depth + 1);
                    break;
                case "propertyNames": foreach (var (name, _) in o) Check(value, @base, JsonValue.Create(name), $"{path}/{name}", errors, depth + 1); break;
                case "minProperties": Require(o.Count >= Number(value)); break;
                case "maxProperties": Require(o.Count <= Number(value)); break;
                case "dependencies":
                    foreach (var (name, needs) in value!.AsObject())
                    {
                        if (!o.ContainsKey(name)) continue;
                        if (needs is JsonArray names) Require(names.All(n => o.ContainsKey(n!.GetValue<string>())));
                        else Check(needs, @base, instance, path, errors, depth + 1);
                    }
                    break;
            }
        }

        void ArrayKeyword(JsonArray items)
        {
            switch (keyword)
            {
                case "items":
                    for (var i = 0; i < items.Count; i++)
                    {
                        if (value is not JsonArray each) Check(value, @base, items[i], $"{path}/{i}", errors, depth + 1);
                        else if (i < each.Count) Check(each[i], @base, items[i], $"{path}/{i}", errors, depth + 1);
                        else if (rules["additionalItems"] is { } rest) Check(rest, @base, items[i], $"{path}/{i}", errors, depth + 1);
                    }
                    break;
                case "minItems": Require(items.Count >= Number(value)); break;
                case "maxItems": Require(items.Count <= Number(value)); break;
                case "uniqueItems": Require(!value!.GetValue<bool>() || !items.Index().Any(x => items.Take(x.Index).Any(y => Same(x.Item, y)))); break;
                case "contains": Require(items.Any(item => Fits(value, item))); break;
            }
        }

        void ValueKeyword(JsonValue of)
        {
            if (of.GetValueKind() == JsonValueKind.String)
            {
                var text = of.GetValue<string>();
                var length = text.EnumerateRunes().Count();
                if (keyword == "minLength") Require(length >= Number(value));
                else if (keyword == "maxLength") Require(length <= Number(value));
                else if (keyword == "pattern") Require(Matches(value!.GetValue<string>(), text));
                else if (keyword == "format") Require(HasFormat(value!.GetValue<string>(), text));
            }
            else if (of.GetValueKind() == JsonValueKind.Number)
            {
                var number = Number(of);
                if (keyword == "minimum") Require(number >= Number(value));
                else if (keyword == "maximum") Require(number <= Number(value));
                else if (keyword == "exclusiveMinimum") Require(number > Number(value));
                else if (keyword == "exclusiveMaximum") Require(number < Number(value));
                else if (keyword == "multipleOf") Require(number % Number(value) == 0);
            }
        }
    }

    private (JsonNode Schema, Uri Base) Resolve(string reference, Uri @base)
    {
        var target = new Uri(@base, reference);
        var schema = byId.GetValueOrDefault(KeyOf(target)) ?? throw new InvalidOperationException($"the reference {reference} leads nowhere");
        foreach (var step in Uri.UnescapeDataString(target.Fragment).TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            schema = (schema is JsonArray a ? a[int.Parse(name, CultureInfo.InvariantCulture)] : schema[name]) ?? throw new InvalidOperationException($"the reference {reference} leads nowhere");
        }
        return (schema, bases.GetValueOrDefault(schema, target));
    }

    private static string KeyOf(Uri uri)
    {
        var text = uri.ToString();
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        return hash < 0 ? text : text[..hash];
    }

    private static bool IsOf(string type, JsonNode? instance) => type switch
    {
        "null" => instance is null,
        "object" => instance is JsonObject,
        "array" => instance is JsonArray,
        "boolean" => instance?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "string" => instance?.GetValueKind() == JsonValueKind.String,
        "number" => instance?.GetValueKind() == JsonValueKind.Number,
        "integer" => instance?.GetValueKind() == JsonValueKind.Number && decimal.Truncate(Number(instance)) == Number(instance),
        _ => throw new InvalidOperationException($"there is no type {type}"),
    };

    private static bool Same(JsonNode? one, JsonNode? other) =>
        one?.GetValueKind() == JsonValueKind.Number && other?.GetValueKind() == JsonValueKind.Number ? Number(one) == Number(other) : JsonNode.DeepEquals(one, other);

    private static decimal Number(JsonNode? node) => decimal.Parse(node!.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static bool Matches(string pattern, string text) => Regex.IsMatch(text, pattern, RegexOptions.None, PatternPatience);

    private static bool HasFormat(string format, string text) => format switch
    {
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _) && text.Contains(':', StringComparison.Ordinal),
        "uri-reference" or "uri-template" => !text.Contains(' ', StringComparison.Ordinal) && Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _),
        "email" => text.Split('@') is [{ Length: > 0 }, { Length: > 0 }],
        "date-time" => Regex.IsMatch(text, @"^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$", RegexOptions.None, PatternPatience) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "regex" => IsPattern(text),
        // A format that nobody knows says nothing, as the standard has it.
        _ => true,
    };

    private static bool IsPattern(string text)
    {
        try
        {
            _ = new Regex(text, RegexOptions.None, PatternPatience);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private sealed class ByReference : IEqualityComparer<JsonNode>
    {
        public static readonly ByReference Instance = new();

        public bool Equals(JsonNode? x, JsonNode? y) => ReferenceEquals(x, y);

        public int GetHashCode(JsonNode obj) => RuntimeHelpers.GetHashCode(obj);
    }
}
