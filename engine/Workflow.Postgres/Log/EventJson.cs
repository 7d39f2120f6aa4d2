using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workflow.Core.Cases;
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

    private const string PartsMember = "Parts";
    private const string TypeMember = "Type";
    private const string EventMember = "Event";

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

    /// <summary>The name under which an event that was read is stored, also one that this version does not know.</summary>
    public string NameOf(Event read) => read is UnknownEvent unknown ? unknown.Alias : AliasOf(read);

    internal byte[] Write(Event happened, PersonalScope personal)
    {
        using (personal.Enter())
            return happened is CaseAdvanced advanced ? WriteParts(advanced) : JsonSerializer.SerializeToUtf8Bytes(happened, happened.GetType(), Options);
    }

    /// <summary>The parts one by one, each with its stored name first: PostgreSQL's jsonb puts shorter member names before longer ones.</summary>
    private byte[] WriteParts(CaseAdvanced advanced)
    {
        var bytes = new ArrayBufferWriter<byte>(1_024);
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = Options.Encoder, SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WriteStartArray(PartsMember);
            foreach (var part in advanced.Parts)
            {
                json.WriteStartObject();
                json.WriteString(TypeMember, AliasOf(part));
                json.WritePropertyName(EventMember);
                JsonSerializer.Serialize(json, part, part.GetType(), Options);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Writes an event of a stream that keeps nothing personal, or whose personal values are to be left out.</summary>
    public byte[] Write(Event happened) => Write(happened, new PersonalScope("", CaseKey.Erased));

    internal Event Read(string alias, ReadOnlySpan<byte> json, PersonalScope personal)
    {
        if (!_byAlias.TryGetValue(alias, out var type)) return new UnknownEvent(alias);
        using (personal.Enter())
            return type == typeof(CaseAdvanced) ? ReadParts(json) : (Event)(JsonSerializer.Deserialize(json, type, Options) ?? throw new JsonException($"event '{alias}' is null"));
    }

    /// <summary>A row of several with a part that this version does not know is not known as a whole.</summary>
    private Event ReadParts(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var parts = ImmutableArray.CreateBuilder<Event>();
        Expect(ref reader, JsonTokenType.StartObject);
        Expect(ref reader, JsonTokenType.PropertyName, PartsMember);
        Expect(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            Expect(ref reader, JsonTokenType.PropertyName, TypeMember);
            Expect(ref reader, JsonTokenType.String);
            string alias = reader.GetString()!;
            Expect(ref reader, JsonTokenType.PropertyName, EventMember);
            reader.Read();
            if (!_byAlias.TryGetValue(alias, out var type)) return new UnknownEvent(alias);
            parts.Add((Event)(JsonSerializer.Deserialize(ref reader, type, Options) ?? throw new JsonException($"event '{alias}' is null")));
            Expect(ref reader, JsonTokenType.EndObject);
        }

        return new CaseAdvanced(parts.DrainToImmutable());
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token, string? name = null)
    {
        if (!reader.Read() || reader.TokenType != token || (name is not null && !reader.ValueTextEquals(name))) throw new JsonException($"a row of several events has no {name ?? token.ToString()} at byte {reader.TokenStartIndex}");
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
