using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Xml.Linq;
using Workflow.Contracts.Messages;
using Workflow.Server.Http;

namespace Workflow.Server.Tests.Published;

/// <summary>
/// The published schemas, made of the records themselves: members and types, what may be null or absent, and the limits
/// that the server's own check reads from the same attributes; descriptions are the records' comments.
/// </summary>
internal static class ContractSchemas
{
    public const string Draft = "http://json-schema.org/draft-07/schema#";

    private static readonly Lazy<Dictionary<string, XElement>> Comments = new(() =>
        XDocument.Load(Path.Combine(AppContext.BaseDirectory, "Workflow.Contracts.xml")).Descendants("member").ToDictionary(m => (string)m.Attribute("name")!, StringComparer.Ordinal));

    /// <summary>The schema of one type's data, without the head that makes it a document.</summary>
    public static JsonObject DataOf(MessageType type)
    {
        var isCommand = MessageTypes.Commands.Contains(type);
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            NumberHandling = JsonNumberHandling.Strict, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
            // What is asked must be known to the last member; who is told may be told more one day.
            UnmappedMemberHandling = isCommand ? JsonUnmappedMemberHandling.Disallow : JsonUnmappedMemberHandling.Skip,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        };
        var exporter = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = (context, node) => Limited(context, node, isCommand) };
        var schema = options.GetJsonSchemaAsNode(type.Data, exporter).AsObject();
        var head = new JsonObject { ["title"] = type.Summary.En, ["description"] = type.Summary.Zh };
        foreach (var (name, value) in schema.ToList())
        {
            if (name is "description") continue;
            schema.Remove(name);
            head[name] = value;
        }
        // A record stands for itself wherever it is used, so nothing refers to a place that the document around it moves.
        return head;
    }

    /// <summary>The same as a document of its own.</summary>
    public static JsonObject DocumentOf(MessageType type)
    {
        var document = new JsonObject { ["$schema"] = Draft, ["$id"] = type.Schema };
        foreach (var (name, value) in DataOf(type).ToList()) document[name] = value?.DeepClone();
        return document;
    }

    private static JsonNode Limited(JsonSchemaExporterContext context, JsonNode node, bool isCommand)
    {
        if (node is not JsonObject schema) return node;
        if (schema.ContainsKey("$ref")) throw new InvalidOperationException($"{context.TypeInfo.Type.Name} is used twice in one message: its schema would be a reference");
        if (Type("object") && context.PropertyInfo is null && Comment("T:" + context.TypeInfo.Type.FullName)?.Element("summary") is { } summary) schema["description"] = Text(summary);
        if (context.PropertyInfo is not { } member) return schema;

        var property = (PropertyInfo)member.AttributeProvider!;
        var limits = property.GetCustomAttributes<ValidationAttribute>().ToList();
        if (Type("string") && !schema.ContainsKey("format"))
        {
            var length = limits.OfType<StringLengthAttribute>().FirstOrDefault();
            if (length?.MinimumLength > 0) schema["minLength"] = length.MinimumLength;
            if (length is not null || isCommand) schema["maxLength"] = length?.MaximumLength ?? Shape.TextLengthMax;
            if (limits.OfType<RegularExpressionAttribute>().FirstOrDefault() is { } pattern) schema["pattern"] = pattern.Pattern;
            if (limits.OfType<AllowedValuesAttribute>().FirstOrDefault() is { } choices)
            {
                schema.Remove("maxLength");
                schema["enum"] = new JsonArray([.. choices.Values.Select(v => (JsonNode?)JsonValue.Create((string?)v)), .. Type("null") ? new JsonNode?[] { null } : []]);
            }
        }
        if (Type("array"))
        {
            var length = limits.OfType<LengthAttribute>().FirstOrDefault();
            if (length?.MinimumLength > 0) schema["minItems"] = length.MinimumLength;
            if (length is not null || isCommand) schema["maxItems"] = length?.MaximumLength ?? Shape.ItemsMax;
        }
        if (limits.OfType<RangeAttribute>().FirstOrDefault() is { } range)
        {
            schema["minimum"] = Convert.ToInt64(range.Minimum, CultureInfo.InvariantCulture);
            schema["maximum"] = Convert.ToInt64(range.Maximum, CultureInfo.InvariantCulture);
        }
        if (Comment("T:" + property.DeclaringType!.FullName)?.Elements("param").FirstOrDefault(p => (string?)p.Attribute("name") == property.Name) is { } param) schema["description"] = Text(param);
        return schema;

        bool Type(string name) => schema["type"] switch
        {
            JsonArray several => several.Any(t => (string?)t == name),
            JsonValue one => (string?)one == name,
            _ => false,
        };
    }

    private static XElement? Comment(string id) => Comments.Value.GetValueOrDefault(id);

    private static string Text(XElement comment) => string.Join(' ', comment.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
