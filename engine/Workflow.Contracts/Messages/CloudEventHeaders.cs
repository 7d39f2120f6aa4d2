using System.Text;
using System.Text.Json;

namespace Workflow.Contracts.Messages;

/// <summary>
/// CloudEvents in binary mode: attributes in headers beginning with "ce-" (HTTP) or "cloudEvents:" (AMQP), the data as it is.
/// </summary>
public static class CloudEventHeaders
{
    public const string HttpPrefix = "ce-";

    /// <summary>True when these headers carry an event in binary mode.</summary>
    public static bool AreBinary(IEnumerable<string> names, string prefix = HttpPrefix) =>
        names.Any(n => string.Equals(n, prefix + "specversion", StringComparison.OrdinalIgnoreCase));

    /// <param name="headers">all headers; those that are no attributes are left alone</param>
    /// <param name="contentType">media type of the body; it becomes datacontenttype</param>
    public static (CloudEvent? Event, IReadOnlyList<EventFault> Faults) Read(
        IEnumerable<KeyValuePair<string, string>> headers, string? contentType, ReadOnlyMemory<byte> body, string prefix = HttpPrefix)
    {
        var faults = new List<EventFault>();
        var attributes = new CloudEventRules.Attributes(faults);
        foreach (var (header, text) in headers)
        {
            if (!header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) continue;
            var name = header[prefix.Length..].ToLowerInvariant();
            var value = prefix == HttpPrefix ? Decode(text) : text;
            if (value is null) faults.Add(new("$." + name, "field-format", "percent-encoded UTF-8"));
            else if (name == "datacontenttype") faults.Add(new("$.datacontenttype", "field-unknown"));
            else if (CloudEventRules.IsCore(name)) attributes.Core(name, value);
            else if (!CloudEventRules.IsExtensionName(name)) faults.Add(new($"$['{name}']", "field-unknown"));
            else if (!CloudEventRules.IsText(value)) faults.Add(new("$." + name, "field-format", "no control characters"));
            else attributes.Extension(name, JsonSerializer.SerializeToElement(value));
        }
        if (!string.IsNullOrEmpty(contentType)) attributes.Core("datacontenttype", contentType);
        if (attributes.ToEvent() is not { } read) return (null, faults);
        return body.IsEmpty ? (read, []) : WithData(read, body);
    }

    /// <summary>The headers of an event, for HTTP percent-encoded; the body's media type is <see cref="CloudEvent.DataContentType"/>.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Write(CloudEvent written, string prefix = HttpPrefix)
    {
        yield return Header("specversion", CloudEvent.SpecVersion);
        yield return Header("id", written.Id);
        yield return Header("source", written.Source);
        yield return Header("type", written.Type);
        if (written.Subject is not null) yield return Header("subject", written.Subject);
        if (written.Time is { } time) yield return Header("time", CloudEventRules.TextOf(time));
        if (written.DataSchema is not null) yield return Header("dataschema", written.DataSchema);
        foreach (var (name, value) in written.Extensions) yield return Header(name, CloudEventRules.CanonicalOf(value));

        KeyValuePair<string, string> Header(string name, string value) => new(prefix + name, prefix == HttpPrefix ? Encode(value) : value);
    }

    /// <summary>The body of an event in binary mode.</summary>
    public static byte[] BodyOf(CloudEvent written) =>
        written.Binary ?? (written.Data is not { } data ? []
            : !CloudEventRules.IsJson(written.DataContentType) && data.ValueKind == JsonValueKind.String ? Encoding.UTF8.GetBytes(data.GetString()!)
            : Encoding.UTF8.GetBytes(data.GetRawText()));

    private static (CloudEvent?, IReadOnlyList<EventFault>) WithData(CloudEvent read, ReadOnlyMemory<byte> body)
    {
        if (CloudEventRules.IsJson(read.DataContentType))
        {
            try
            {
                using var document = JsonDocument.Parse(body);
                return (read with { Data = document.RootElement.Clone() }, []);
            }
            catch (JsonException)
            {
                return (null, [new EventFault("$.data", "json-malformed")]);
            }
        }
        if (!read.DataContentType!.StartsWith("text/", StringComparison.OrdinalIgnoreCase)) return (read with { Binary = body.ToArray() }, []);
        return System.Text.Unicode.Utf8.IsValid(body.Span)
            ? (read with { Data = JsonSerializer.SerializeToElement(Encoding.UTF8.GetString(body.Span)) }, [])
            : (read with { Binary = body.ToArray() }, []);
    }

    // Printable ASCII but space, quote and percent stays; everything else is the percent-encoding of its UTF-8.
    private static string Encode(string value)
    {
        if (value.All(c => c is > ' ' and <= '~' and not '"' and not '%')) return value;
        var text = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(value))
        {
            if (b is > (byte)' ' and <= (byte)'~' and not (byte)'"' and not (byte)'%') text.Append((char)b);
            else text.Append('%').Append(b.ToString("X2"));
        }
        return text.ToString();
    }

    private static string? Decode(string value)
    {
        // Older senders quote; the specification asks receivers to take that.
        if (value is ['"', .. var inner, '"']) value = inner.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
        if (!value.Contains('%', StringComparison.Ordinal)) return value;
        var bytes = new List<byte>(value.Length);
        for (var at = 0; at < value.Length;)
        {
            var percent = value.IndexOf('%', at);
            var end = percent < 0 ? value.Length : percent;
            bytes.AddRange(Encoding.UTF8.GetBytes(value, at, end - at));
            if (percent < 0) break;
            if (percent + 2 >= value.Length || !char.IsAsciiHexDigit(value[percent + 1]) || !char.IsAsciiHexDigit(value[percent + 2])) return null;
            bytes.Add(Convert.ToByte(value.Substring(percent + 1, 2), 16));
            at = percent + 3;
        }
        var decoded = bytes.ToArray();
        return System.Text.Unicode.Utf8.IsValid(decoded) ? Encoding.UTF8.GetString(decoded) : null;
    }
}
