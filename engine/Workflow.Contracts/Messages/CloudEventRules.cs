using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Workflow.Contracts.Messages;

/// <summary>The specification's rules for attributes, the same for JSON and for headers.</summary>
internal static partial class CloudEventRules
{
    /// <summary>Collects the attributes of one event as they are read, by name, in their canonical text form.</summary>
    internal sealed class Attributes(List<EventFault> faults)
    {
        private readonly Dictionary<string, string> _core = new(StringComparer.Ordinal);
        private readonly Dictionary<string, JsonElement> _extensions = new(StringComparer.Ordinal);

        public void Core(string name, string value) => _core[name] = value;

        public void Extension(string name, JsonElement value) => _extensions[name] = value;

        public CloudEvent? ToEvent()
        {
            var id = Required("id");
            var source = Required("source");
            var type = Required("type");
            if (Required("specversion") is { } version && version != CloudEvent.SpecVersion) faults.Add(new("$.specversion", "field-choice", CloudEvent.SpecVersion));
            if (source is not null && !Uri.TryCreate(source, UriKind.RelativeOrAbsolute, out _)) faults.Add(new("$.source", "field-format", "URI reference"));
            var subject = Optional("subject");
            var contentType = Optional("datacontenttype");
            if (contentType is not null && !MediaType().IsMatch(contentType)) faults.Add(new("$.datacontenttype", "field-format", "media type"));
            var schema = Optional("dataschema");
            if (schema is not null && !Uri.TryCreate(schema, UriKind.Absolute, out _)) faults.Add(new("$.dataschema", "field-format", "absolute URI"));
            DateTimeOffset? time = null;
            if (Optional("time") is { } text && (time = Instant(text)) is null) faults.Add(new("$.time", "field-format", "instant (RFC 3339)"));
            return faults.Count > 0 ? null
                : new CloudEvent(id!, source!, type!) { Subject = subject, Time = time, DataContentType = contentType, DataSchema = schema, Extensions = _extensions };
        }

        private string? Required(string name)
        {
            if (_core.ContainsKey(name)) return Optional(name);
            if (!faults.Exists(f => f.Member == "$." + name)) faults.Add(new("$." + name, "field-required"));
            return null;
        }

        private string? Optional(string name)
        {
            if (!_core.TryGetValue(name, out var value)) return null;
            if (value.Length > 0 && IsText(value)) return value;
            faults.Add(new("$." + name, "field-format", value.Length == 0 ? "not empty" : "no control characters"));
            return null;
        }
    }

    public static bool IsCore(string name) => name is "id" or "source" or "type" or "specversion" or "subject" or "time" or "datacontenttype" or "dataschema";

    public static bool IsExtensionName(string name) => name.Length > 0 && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9'));

    /// <summary>Neither control characters nor halves of surrogate pairs nor code points that are no characters.</summary>
    public static bool IsText(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsControl(c) || c is >= '\ufdd0' and <= '\ufdef' or '\ufffe' or '\uffff') return false;
            if (!char.IsSurrogate(c)) continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(c, text[i + 1]) || (char.ConvertToUtf32(c, text[i + 1]) & 0xfffe) == 0xfffe) return false;
            i++;
        }
        return true;
    }

    /// <summary>RFC 3339, seconds and offset included; null when it is none.</summary>
    public static DateTimeOffset? Instant(string text) =>
        Rfc3339().IsMatch(text) && DateTimeOffset.TryParse(ToSevenDigits(text), CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant) ? instant : null;

    public static string TextOf(DateTimeOffset instant) => instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    public static string CanonicalOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };

    public static bool IsJson(string? mediaType)
    {
        if (mediaType is null) return true;
        var end = mediaType.IndexOf(';', StringComparison.Ordinal);
        var bare = (end < 0 ? mediaType : mediaType[..end]).Trim();
        return bare.EndsWith("/json", StringComparison.OrdinalIgnoreCase) || bare.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }

    // Instants are kept to 100 nanoseconds; more digits are legal and cut.
    private static string ToSevenDigits(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0) return text;
        var end = dot + 1;
        while (char.IsAsciiDigit(text[end])) end++;
        return end - dot > 8 ? text[..(dot + 8)] + text[end..] : text;
    }

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})\z", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Rfc3339();

    [GeneratedRegex(@"^[!#$%&'*+.^_`|~0-9A-Za-z-]+/[!#$%&'*+.^_`|~0-9A-Za-z-]+[ \t]*(;.*)?\z", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex MediaType();
}
