using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workflow.Feel;

namespace Workflow.Postgres.Log;

/// <summary>
/// A FEEL value as stored: null, booleans, strings, lists and contexts as they are; whole numbers within ±(2^53−1) as
/// numbers, other numbers <c>{"$decimal":"86.5"}</c>, dates <c>{"$date":"2026-03-02"}</c>; a context that itself has an
/// entry beginning with '$' as <c>{"$context":{…}}</c>.
/// </summary>
internal sealed class FeelValueJson : JsonConverter<Value>
{
    private const decimal Largest = (1L << 53) - 1;

    public override bool HandleNull => true;

    public override bool CanConvert(Type typeToConvert) => typeToConvert == typeof(Value);

    public override Value Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public override void Write(Utf8JsonWriter writer, Value value, JsonSerializerOptions options) => Write(writer, value);

    internal static Value Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => Value.Null,
        JsonTokenType.True => Value.True,
        JsonTokenType.False => Value.False,
        JsonTokenType.Number => new Value.Number(reader.GetInt64()),
        JsonTokenType.String => new Value.Text(reader.GetString()!),
        JsonTokenType.StartArray => ReadList(ref reader),
        _ => ReadObject(ref reader),
    };

    private static Value.List ReadList(ref Utf8JsonReader reader)
    {
        var items = ImmutableArray.CreateBuilder<Value>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(Read(ref reader));
        return new Value.List(items.DrainToImmutable());
    }

    private static Value ReadObject(ref Utf8JsonReader reader)
    {
        var entries = ReadEntries(ref reader);
        if (entries.Count != 1 || !entries.Keys[0].StartsWith('$')) return ContextOf(entries);
        return (entries.Keys[0], entries.Values[0]) switch
        {
            ("$decimal", Value.Text text) => new Value.Number(decimal.Parse(text.Is, NumberStyles.Float, CultureInfo.InvariantCulture)),
            ("$date", Value.Text text) => new Value.Date(DateOnly.ParseExact(text.Is, "yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("$context", Value.Context inner) => inner,
            var (tag, _) => throw new JsonException($"a value is tagged '{tag}', which this version does not know"),
        };
    }

    internal static Value.Context ContextOf(IEnumerable<KeyValuePair<string, Value>> entries) => new(Value.Context.Empty.Entries.AddRange(entries));

    /// <summary>The members of an object, the reader standing at its start.</summary>
    internal static SortedList<string, Value> ReadEntries(ref Utf8JsonReader reader)
    {
        var entries = new SortedList<string, Value>(StringComparer.Ordinal);
        bool isRaw = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            reader.Read();
            isRaw = name == "$context" && reader.TokenType == JsonTokenType.StartObject;
            // Inside "$context" an entry's own '$' names are names, not tags.
            entries[name] = isRaw ? ContextOf(ReadEntries(ref reader)) : Read(ref reader);
        }

        return entries;
    }

    internal static void Write(Utf8JsonWriter writer, Value value)
    {
        switch (value)
        {
            case Value.NullValue: writer.WriteNullValue(); break;
            case Value.Boolean { Is: var truth }: writer.WriteBooleanValue(truth); break;
            case Value.Text { Is: var text }: writer.WriteStringValue(text); break;
            case Value.Number { Is: var number }: WriteNumber(writer, number); break;
            case Value.Date { Is: var day }: WriteTagged(writer, "$date", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)); break;
            case Value.List { Items: var items }:
                writer.WriteStartArray();
                foreach (var item in items) Write(writer, item);
                writer.WriteEndArray();
                break;
            case Value.Context context: WriteContext(writer, context); break;
            default: throw new JsonException($"a {value.GetType().Name} cannot be stored");
        }
    }

    internal static void WriteContext(Utf8JsonWriter writer, Value.Context context)
    {
        bool isWrapped = context.Entries.Keys.Any(name => name.StartsWith('$'));
        if (isWrapped)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("$context");
        }

        writer.WriteStartObject();
        foreach (var (name, entry) in context.Entries)
        {
            writer.WritePropertyName(name);
            Write(writer, entry);
        }

        writer.WriteEndObject();
        if (isWrapped) writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, decimal number)
    {
        if (decimal.Truncate(number) == number && number is <= Largest and >= -Largest) writer.WriteNumberValue((long)number);
        else WriteTagged(writer, "$decimal", number.ToString(CultureInfo.InvariantCulture));
    }

    private static void WriteTagged(Utf8JsonWriter writer, string tag, string text)
    {
        writer.WriteStartObject();
        writer.WriteString(tag, text);
        writer.WriteEndObject();
    }
}

/// <summary>The same where a member is declared as a context.</summary>
internal sealed class FeelContextJson : JsonConverter<Value.Context>
{
    public override Value.Context Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        FeelValueJson.Read(ref reader) as Value.Context ?? throw new JsonException("a context is expected");

    public override void Write(Utf8JsonWriter writer, Value.Context value, JsonSerializerOptions options) => FeelValueJson.WriteContext(writer, value);
}
