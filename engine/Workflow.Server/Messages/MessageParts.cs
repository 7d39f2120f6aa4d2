using System.Text.Json;
using Workflow.Contracts.Messages;
using Workflow.Server.Http;

namespace Workflow.Server.Messages;

/// <summary>One message of what arrived, by itself: as it is kept when it cannot be taken, and as it was read.</summary>
/// <param name="ContentType">media type of <paramref name="Bytes"/></param>
/// <param name="Event">null when it is no event</param>
/// <param name="Code">why it is none</param>
internal sealed record MessagePart(
    ReadOnlyMemory<byte> Bytes, string? ContentType, IReadOnlyList<KeyValuePair<string, string>> Headers,
    CloudEvent? Event, string? Id, string? Source, string? Type, string? Code, IReadOnlyList<FieldError> Errors);

/// <summary>Takes what arrived apart: each message of a batch is read, refused and kept for itself.</summary>
internal static class MessageParts
{
    /// <summary>Bytes of one message; files never travel in messages.</summary>
    public const int MessageBytesMax = 256 * 1024;

    /// <summary>Bytes of everything that arrives at once.</summary>
    public const int BytesMax = JsonDoor.MaxBytes;

    /// <summary>Messages of one batch.</summary>
    public const int BatchMax = 100;

    public static IReadOnlyList<MessagePart> Of(Arrival arrival)
    {
        var bare = MediaTypeOf(arrival.ContentType);
        if (arrival.Body.Length > BytesMax) return [Refused(arrival, "message-too-large", ("limit", $"{BytesMax}"))];
        if (bare == CloudEventJson.MediaType) return [Structured(arrival.Body, arrival)];
        if (bare == CloudEventJson.BatchMediaType) return Batch(arrival);
        if (CloudEventHeaders.AreBinary(arrival.Headers.Select(h => h.Key))) return [Binary(arrival)];
        return [Refused(arrival, "message-media-type")];
    }

    private static IReadOnlyList<MessagePart> Batch(Arrival arrival)
    {
        if (!JsonDoor.TryRead(arrival.Body, out var document, out var refusal)) return [Refused(arrival, refusal)];
        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Array) return [Refused(arrival, "message-invalid") with { Errors = [new FieldError("$", "field-type", ("expected", "array"))] }];
            if (document.RootElement.GetArrayLength() is var count && count > BatchMax) return [Refused(arrival, "message-batch-too-long", ("limit", $"{BatchMax}"))];
            // Each by its own text, so that what is wrong with one says nothing of its neighbours.
            return [.. document.RootElement.EnumerateArray().Select(item => Structured(System.Text.Encoding.UTF8.GetBytes(item.GetRawText()), arrival))];
        }
    }

    private static MessagePart Structured(ReadOnlyMemory<byte> bytes, Arrival arrival)
    {
        var part = new MessagePart(bytes, CloudEventJson.MediaType, Kept(arrival), null, null, null, null, null, []);
        if (bytes.Length > MessageBytesMax) return part with { Code = "message-too-large", Errors = [], Type = null };
        if (!JsonDoor.TryRead(bytes, out var document, out var refusal)) return Refused(arrival, refusal) with { Bytes = bytes, ContentType = CloudEventJson.MediaType };
        using (document)
        {
            part = part with { Id = TextOf(document.RootElement, "id"), Source = TextOf(document.RootElement, "source"), Type = TextOf(document.RootElement, "type") };
            List<FieldError> errors = [.. JsonCheck.Faults(bytes.Span).Select(f => new FieldError(f.Path, f.Code))];
            if (errors.Count > 0) return part with { Code = "message-invalid", Errors = errors };
            var (read, faults) = CloudEventJson.Read(document.RootElement);
            return read is null ? part with { Code = "message-invalid", Errors = [.. faults.Select(ErrorOf)] } : part with { Event = read };
        }
    }

    private static MessagePart Binary(Arrival arrival)
    {
        var part = new MessagePart(arrival.Body, arrival.ContentType, Kept(arrival), null, HeaderOf(arrival, "ce-id"), HeaderOf(arrival, "ce-source"), HeaderOf(arrival, "ce-type"), null, []);
        if (arrival.Body.Length > MessageBytesMax) return part with { Code = "message-too-large" };
        if (!arrival.Body.IsEmpty && (arrival.ContentType is null || MediaTypeOf(arrival.ContentType).EndsWith("json", StringComparison.Ordinal)))
        {
            if (!JsonDoor.TryRead(arrival.Body, out var document, out var refusal)) return Refused(arrival, refusal) with { Id = part.Id, Source = part.Source, Type = part.Type };
            document.Dispose();
            List<FieldError> errors = [.. JsonCheck.Faults(arrival.Body.Span).Select(f => new FieldError("$.data" + f.Path[1..], f.Code))];
            if (errors.Count > 0) return part with { Code = "message-invalid", Errors = errors };
        }
        var (read, faults) = CloudEventHeaders.Read(arrival.Headers, arrival.ContentType, arrival.Body);
        return read is null ? part with { Code = "message-invalid", Errors = [.. faults.Select(ErrorOf)] } : part with { Event = read };
    }

    /// <summary>What is kept of the headers: the event's own, and by which signature it came; never a secret.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Kept(Arrival arrival) =>
        [.. arrival.Headers.Where(h => h.Key.StartsWith(CloudEventHeaders.HttpPrefix, StringComparison.OrdinalIgnoreCase)
            || h.Key.Equals(Signatures.IdHeader, StringComparison.OrdinalIgnoreCase) || h.Key.Equals(Signatures.TimestampHeader, StringComparison.OrdinalIgnoreCase))
            .Take(HeadersMax).Select(h => new KeyValuePair<string, string>(Clean(h.Key.ToLowerInvariant()), Clean(h.Value)))];

    private const int HeadersMax = 40;
    private const int HeaderLengthMax = 2_000;

    private static MessagePart Refused(Arrival arrival, string code, params (string Name, string Value)[] values) =>
        new(arrival.Body, arrival.ContentType, Kept(arrival), null, null, null, null, code, values.Length == 0 ? [] : [new FieldError("$", code, values)]);

    private static MessagePart Refused(Arrival arrival, JsonRefusal refusal) =>
        Refused(arrival, refusal.Code, ("line", $"{refusal.Line}"), ("column", $"{refusal.Column}"));

    private static FieldError ErrorOf(EventFault fault) => fault.Code switch
    {
        "field-choice" => new(fault.Member, fault.Code, ("choices", fault.Expected ?? "")),
        "field-type" => new(fault.Member, fault.Code, ("expected", fault.Expected ?? "")),
        "field-format" => new(fault.Member, fault.Code, ("pattern", fault.Expected ?? "")),
        "one-of-two" => new(fault.Member, fault.Code, ("other", fault.Expected ?? "")),
        _ => new(fault.Member, fault.Code),
    };

    private static string MediaTypeOf(string? contentType)
    {
        if (contentType is null) return "";
        var end = contentType.IndexOf(';', StringComparison.Ordinal);
        return (end < 0 ? contentType : contentType[..end]).Trim().ToLowerInvariant();
    }

    private static string? HeaderOf(Arrival arrival, string name) =>
        arrival.Headers.FirstOrDefault(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value is { Length: > 0 } value ? Clean(value) : null;

    // Of a message that is refused anyway: only what can be kept and shown.
    private static string? TextOf(JsonElement json, string name)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String) return null;
        try
        {
            return Clean(value.GetString()!);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair has no text.
            return null;
        }
    }

    private static string Clean(string text)
    {
        var cut = text.Length > HeaderLengthMax ? text[..HeaderLengthMax] : text;
        return new string([.. cut.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\ufffd' : c)]);
    }
}
