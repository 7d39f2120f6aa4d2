using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workflow.Core.Cases;

namespace Workflow.Postgres.Log;

/// <summary>The stream whose events are being written or read, and its key. A key is made when the first personal value needs one.</summary>
internal sealed class PersonalScope(string streamId, CaseKey? key)
{
    // Converters get no context of a call. Serialising is synchronous, so the thread that enters is the one that leaves.
    [ThreadStatic]
    private static PersonalScope? s_current;

    public static PersonalScope Current => s_current ?? throw new InvalidOperationException("personal values are written and read within a scope");

    public CaseKey? Key { get; private set; } = key;

    /// <summary>True once <see cref="Key"/> was made here and has to be stored with the events.</summary>
    public bool IsNewKey { get; private set; }

    /// <summary>From here on nothing personal of this stream can be read or written.</summary>
    public void Erase() => (Key, IsNewKey) = (CaseKey.Erased, false);

    public string? Seal(string value)
    {
        if (Key is null) (Key, IsNewKey) = (CaseKey.Create(), true);
        return Key.Seal(value, streamId);
    }

    public string? Open(string text) => (Key ?? CaseKey.Erased).Open(text, streamId);

    public Leave Enter()
    {
        var outer = s_current;
        s_current = this;
        return new Leave(outer);
    }

    public readonly ref struct Leave(PersonalScope? outer)
    {
        public void Dispose() => s_current = outer;
    }
}

internal sealed class PersonalJson : JsonConverter<Personal>
{
    public override bool HandleNull => true;

    public override Personal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? Personal.Erased : new Personal(PersonalScope.Current.Open(reader.GetString()!));

    public override void Write(Utf8JsonWriter writer, Personal value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value is { } open ? PersonalScope.Current.Seal(open) : null);
}

/// <summary>Decimals are strings: jsonb would keep them, but no reader in between might.</summary>
internal sealed class DecimalJson : JsonConverter<decimal>
{
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        decimal.Parse(reader.GetString()!, NumberStyles.Number, CultureInfo.InvariantCulture);

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
}

/// <summary>Time spans are whole microseconds.</summary>
internal sealed class DurationJson : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TimeSpan.FromTicks(checked(reader.GetInt64() * TimeSpan.TicksPerMicrosecond));

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        WholeNumberJson.Write(writer, value.Ticks / TimeSpan.TicksPerMicrosecond);
}

/// <summary>Instants are UTC text, cut to microseconds.</summary>
internal sealed class InstantJson : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset().ToUniversalTime();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[InstantText.Length];
        InstantText.Write(value, text);
        writer.WriteStringValue(text);
    }
}

internal sealed class WholeNumberJson : JsonConverter<long>
{
    private const long Largest = (1L << 53) - 1;

    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetInt64();

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => Write(writer, value);

    public static void Write(Utf8JsonWriter writer, long value)
    {
        if (value is > Largest or < -Largest) throw new JsonException($"{value} is beyond 2^53-1 and cannot be stored as a number");
        writer.WriteNumberValue(value);
    }
}

/// <summary>Binary fractions have no place in the log: jsonb and canonical JSON need not agree on their digits.</summary>
internal sealed class NoFractionJson : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw Refused();
    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => throw Refused();
    private static JsonException Refused() => new("an event holds no double: use decimal");
}
