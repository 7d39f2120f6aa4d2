using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workflow.Core.Runtime;

namespace Workflow.Postgres.Log;

/// <summary>
/// Events as they are stored: System.Text.Json, PascalCase members, enums as integers, nulls written, no type tags.
/// Numbers are integers up to 2^53−1; decimals are strings, time spans whole microseconds, instants UTC text with six
/// digits; FEEL values as <see cref="FeelValueJson"/> says; personal values sealed under the case's key.
/// </summary>
/// <remarks>
/// Written for ever, so a member is only ever added: one that this version does not know is ignored, one that is
/// missing gets its type's default. An alias that this version does not know reads as <see cref="UnknownEvent"/>.
/// </remarks>
public sealed class EventJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        // Chinese stays readable; jsonb keeps characters, not escapes, anyway.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        IgnoreReadOnlyProperties = true,
        Converters =
        {
            new FeelValueJson(), new FeelContextJson(), new PersonalJson(), new DecimalJson(), new DurationJson(), new InstantJson(),
            new WholeNumberJson(), new NoFractionJson(),
        },
    };

    private readonly FrozenDictionary<string, Type> _byAlias;
    private readonly FrozenDictionary<Type, string> _byType;

    /// <param name="names">all events that may stand in this log; those of the product by default</param>
    public EventJson(IEnumerable<(string Alias, Type Type)>? names = null)
    {
        var known = (names ?? EventNames.Known).ToList();
        _byAlias = known.ToFrozenDictionary(e => e.Alias, e => e.Type, StringComparer.Ordinal);
        _byType = known.ToFrozenDictionary(e => e.Type, e => e.Alias);
    }

    public string AliasOf(Event happened) =>
        _byType.TryGetValue(happened.GetType(), out string? alias) ? alias
        : throw new InvalidOperationException($"{happened.GetType().Name} has no stored name: add it to the event names");

    internal byte[] Write(Event happened, PersonalScope personal)
    {
        using (personal.Enter()) return JsonSerializer.SerializeToUtf8Bytes(happened, happened.GetType(), Options);
    }

    /// <summary>Writes an event of a stream that keeps nothing personal, or whose personal values are to be left out.</summary>
    public byte[] Write(Event happened) => Write(happened, new PersonalScope("", CaseKey.Erased));

    internal Event Read(string alias, ReadOnlySpan<byte> json, PersonalScope personal)
    {
        if (!_byAlias.TryGetValue(alias, out var type)) return new UnknownEvent(alias);
        using (personal.Enter())
            return (Event)(JsonSerializer.Deserialize(json, type, Options) ?? throw new JsonException($"event '{alias}' is null"));
    }

    /// <param name="key">the stream's key; null when it has none: then personal values read as erased</param>
    public Event Read(string streamId, string alias, ReadOnlySpan<byte> json, byte[]? key) =>
        Read(alias, json, new PersonalScope(streamId, key is null ? CaseKey.Erased : CaseKey.Of(key)));
}

/// <summary>
/// An event written by a newer version. It can be listed, but its stream is neither folded further nor decided on
/// here: that state would be wrong. A newer node does it.
/// </summary>
public sealed record UnknownEvent(string Alias) : Event;
