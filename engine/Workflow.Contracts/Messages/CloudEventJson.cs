using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Workflow.Contracts.Messages;

/// <summary>CloudEvents as JSON: one (structured) and several (batch).</summary>
public static class CloudEventJson
{
    public const string MediaType = "application/cloudevents+json";
    public const string BatchMediaType = "application/cloudevents-batch+json";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads one event; null with the reasons when it is none.</summary>
    public static (CloudEvent? Event, IReadOnlyList<EventFault> Faults) Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) return (null, [new EventFault("$", "field-type", "object")]);
        var faults = new List<EventFault>();
        var attributes = new CloudEventRules.Attributes(faults);
        JsonElement? data = null;
        byte[]? binary = null;
        foreach (var member in json.EnumerateObject())
        {
            // Null means that the attribute is not there.
            if (member.Value.ValueKind == JsonValueKind.Null) continue;
            switch (member.Name)
            {
                case "data":
                    data = member.Value.Clone();
                    break;
                case "data_base64":
                    binary = Base64(member.Value, faults);
                    break;
                case var name when CloudEventRules.IsCore(name):
                    if (member.Value.ValueKind == JsonValueKind.String) attributes.Core(name, member.Value.GetString()!);
                    else faults.Add(new("$." + name, "field-type", "string"));
                    break;
                default:
                    Extension(member, attributes, faults);
                    break;
            }
        }
        if (data is not null && binary is not null) faults.Add(new("$.data_base64", "one-of-two", "data"));
        var read = attributes.ToEvent();
        return read is null ? (null, faults) : (read with { Data = data, Binary = binary }, []);
    }

    /// <summary>Reads a batch whole; null with the reasons, each beginning with "$[index]", when one of it is no event.</summary>
    public static (IReadOnlyList<CloudEvent>? Events, IReadOnlyList<EventFault> Faults) ReadBatch(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array) return (null, [new EventFault("$", "field-type", "array")]);
        var (events, faults) = (new List<CloudEvent>(), new List<EventFault>());
        foreach (var (index, item) in json.EnumerateArray().Index())
        {
            var (read, wrong) = Read(item);
            if (read is not null) events.Add(read);
            faults.AddRange(wrong.Select(f => f with { Member = $"$[{index}]{f.Member[1..]}" }));
        }
        return faults.Count == 0 ? (events, faults) : (null, faults);
    }

    public static byte[] Write(CloudEvent written) => Write(json => WriteTo(json, written));

    public static byte[] WriteBatch(IEnumerable<CloudEvent> written) => Write(json =>
    {
        json.WriteStartArray();
        foreach (var one in written) WriteTo(json, one);
        json.WriteEndArray();
    });

    public static void WriteTo(Utf8JsonWriter json, CloudEvent written)
    {
        json.WriteStartObject();
        json.WriteString("specversion", CloudEvent.SpecVersion);
        json.WriteString("id", written.Id);
        json.WriteString("source", written.Source);
        json.WriteString("type", written.Type);
        if (written.Subject is not null) json.WriteString("subject", written.Subject);
        if (written.Time is { } time) json.WriteString("time", CloudEventRules.TextOf(time));
        if (written.DataContentType is not null) json.WriteString("datacontenttype", written.DataContentType);
        if (written.DataSchema is not null) json.WriteString("dataschema", written.DataSchema);
        foreach (var (name, value) in written.Extensions)
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }
        if (written.Data is { } data)
        {
            json.WritePropertyName("data");
            data.WriteTo(json);
        }
        else if (written.Binary is not null)
        {
            json.WriteBase64String("data_base64", written.Binary);
        }
        json.WriteEndObject();
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Plain)) write(json);
        return bytes.WrittenSpan.ToArray();
    }

    private static byte[]? Base64(JsonElement value, List<EventFault> faults)
    {
        if (value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out var bytes)) return bytes;
        faults.Add(new("$.data_base64", "field-format", "base64"));
        return null;
    }

    private static void Extension(JsonProperty member, CloudEventRules.Attributes attributes, List<EventFault> faults)
    {
        var path = CloudEventRules.IsExtensionName(member.Name) ? "$." + member.Name : $"$['{member.Name}']";
        var value = member.Value;
        if (path[1] != '.') faults.Add(new(path, "field-unknown"));
        else if (value.ValueKind is JsonValueKind.True or JsonValueKind.False || (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _))) attributes.Extension(member.Name, value.Clone());
        else if (value.ValueKind != JsonValueKind.String) faults.Add(new(path, "field-type", "string, boolean or integer of 32 bits"));
        else if (!CloudEventRules.IsText(value.GetString()!)) faults.Add(new(path, "field-format", "no control characters"));
        else attributes.Extension(member.Name, value.Clone());
    }
}
