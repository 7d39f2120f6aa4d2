using System.Text.Encodings.Web;
using System.Text.Json;
using Workflow.Feel;
using Workflow.Postgres.Log;

namespace Workflow.Postgres.Correlation;

/// <summary>What of a message is for the receiving case alone; outside the log it is kept sealed.</summary>
/// <param name="Key">correlation key; null for a message without one, and for signals</param>
public sealed record MessageContent(string? Key, Value.Context Payload)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new FeelValueJson(), new FeelContextJson() },
    };

    /// <summary>Written as values of a case are, so that a day stays a day.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    /// <exception cref="JsonException">not written by <see cref="ToBytes"/></exception>
    public static MessageContent Of(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize<MessageContent>(bytes, Options)!;
}
