using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workflow.Feel;

namespace Workflow.Postgres.Log;

/// <summary>
/// A FEEL value as stored: null, booleans, strings, lists and contexts as they are; whole numbers within ±(2^53−1) as
/// numbers, other numbers <c>{"$decimal":"86.5"}</c>, dates <c>{"$date":"2026-03-02"}</c>, likewise <c>$time</c>,
/// <c>$dateTime</c> and <c>$duration</c> (of either kind) as FEEL writes them, ranges
/// <c>{"$range":[low, is low included, high, is high included]}</c>; a context that itself has an entry beginning with '$' as
/// <c>{"$context":{…}}</c>. A function is code, and cannot be stored.
/// </summary>
internal sealed class FeelValueJson : JsonConverter<Value>
{
    private const long Largest = (1L << 53) - 1;

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
        var ahead = reader;
        ahead.Read();
        bool isTagged = ahead.TokenType == JsonTokenType.PropertyName && ahead.GetString()!.StartsWith('$');
        return isTagged ? ReadTagged(ref reader) : ReadEntries(ref reader);
    }

    private static Value ReadTagged(ref Utf8JsonReader reader)
    {
        reader.Read();
        string tag = reader.GetString()!;
        reader.Read();
        Value value = tag switch
        {
            "$decimal" => Decimal128.TryParse(reader.GetString()!, out var number) ? new Value.Number(number) : throw new JsonException("'$decimal' is not a number"),
            "$date" => FeelDate.TryParse(reader.GetString()!, out var day) ? new Value.Date(day) : throw new JsonException("'$date' is not a day"),
            "$time" => FeelTime.TryParse(reader.GetString()!, out var time) ? new Value.Time(time) : throw new JsonException("'$time' is not a time"),
            "$dateTime" => FeelDateTime.TryParse(reader.GetString()!, out var both) ? new Value.DateTime(both) : throw new JsonException("'$dateTime' is not a date and time"),
            "$duration" => ReadDuration(reader.GetString()!),
            "$range" => ReadRange(ref reader),
            "$context" => ReadEntries(ref reader),
            _ => throw new JsonException($"a value is tagged '{tag}', which this version does not know"),
        };
        reader.Read();
        return reader.TokenType == JsonTokenType.EndObject ? value : throw new JsonException($"'{tag}' does not stand alone");
    }

    // The two kinds have no text in common: even nothing at all is PT0S or P0M.
    private static Value ReadDuration(string text)
    {
        if (YearMonthDuration.TryParse(text, out var months)) return new Value.YearMonth(months);
        return DayTimeDuration.TryParse(text, out var duration) ? new Value.DayTime(duration) : throw new JsonException("'$duration' is not a duration");
    }

    private static Value.Range ReadRange(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("'$range' is not a range");
        return ReadList(ref reader).Items is [var low, Value.Boolean lowIncluded, var high, Value.Boolean highIncluded, .. { Length: <= 1 } written]
            ? new(low, lowIncluded.Is, high, highIncluded.Is) { Comparator = written is [Value.Text comparator] ? comparator.Is : null } : throw new JsonException("'$range' is not a range");
    }

    /// <summary>The members of an object as entries, whatever their names; the reader stands at its start and is left at its end.</summary>
    private static Value.Context ReadEntries(ref Utf8JsonReader reader)
    {
        // The database keeps no order of members: sorted, a reloaded case decides as a live one.
        var entries = new SortedDictionary<string, Value>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            reader.Read();
            entries[name] = Read(ref reader);
        }

        return Value.Context.Of(entries);
    }

    internal static void Write(Utf8JsonWriter writer, Value value)
    {
        switch (value)
        {
            case Value.NullValue: writer.WriteNullValue(); break;
            case Value.Boolean { Is: var truth }: writer.WriteBooleanValue(truth); break;
            case Value.Text { Is: var text }: writer.WriteStringValue(text); break;
            case Value.Number { Is: var number }: WriteNumber(writer, number); break;
            case Value.Date { Is: var day }: WriteTagged(writer, "$date", day.ToString()); break;
            case Value.Time { Is: var time }: WriteTagged(writer, "$time", time.ToString()); break;
            case Value.DateTime { Is: var both }: WriteTagged(writer, "$dateTime", both.ToString()); break;
            case Value.DayTime { Is: var duration }: WriteTagged(writer, "$duration", duration.ToString()); break;
            case Value.YearMonth { Is: var duration }: WriteTagged(writer, "$duration", duration.ToString()); break;
            case Value.Range range:
                writer.WriteStartObject();
                writer.WritePropertyName("$range");
                WriteList(writer, range.Comparator is { } comparator
                    ? [range.Low, range.LowIncluded, range.High, range.HighIncluded, comparator] : [range.Low, range.LowIncluded, range.High, range.HighIncluded]);
                writer.WriteEndObject();
                break;
            case Value.List { Items: var items }: WriteList(writer, items); break;
            case Value.Context context: WriteContext(writer, context); break;
            default: throw new JsonException($"a {value.GetType().Name} cannot be stored");
        }
    }

    internal static void WriteContext(Utf8JsonWriter writer, Value.Context context)
    {
        bool isWrapped = context.Entries.Any(entry => entry.Key.StartsWith('$'));
        if (isWrapped)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("$context");
        }

        writer.WriteStartObject();
        foreach (var (name, entry) in context.Entries.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            writer.WritePropertyName(name);
            Write(writer, entry);
        }

        writer.WriteEndObject();
        if (isWrapped) writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, ImmutableArray<Value> items)
    {
        writer.WriteStartArray();
        foreach (var item in items) Write(writer, item);
        writer.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter writer, Decimal128 number)
    {
        if (number.TryToInt64(out var whole) && whole is <= Largest and >= -Largest) writer.WriteNumberValue(whole);
        else WriteTagged(writer, "$decimal", number.ToString());
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
