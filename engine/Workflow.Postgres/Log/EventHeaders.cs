using System.Text.Json;
using Workflow.Core.Runtime;

namespace Workflow.Postgres.Log;

/// <summary>What stands in mt_events.headers: who, by which command, and the chain. Actor, command id and correlation are the same for all events of a command.</summary>
internal sealed class EventHeaders
{
    private static readonly byte[] s_hash = [.. ",\"hash\":\""u8], s_previous = [.. "\",\"previousHash\":"u8];

    private readonly byte[] _bytes;

    private EventHeaders(byte[] bytes, byte[] who) => (_bytes, Who) = (bytes, who);

    /// <summary>What is hashed of it, see <see cref="HashChain.WhoOf"/>.</summary>
    public byte[] Who { get; }

    public static EventHeaders Of(Envelope envelope)
    {
        var (by, id) = (envelope.Command.By, envelope.Id);
        var bytes = new System.Buffers.ArrayBufferWriter<byte>(384);
        Range actor, commandId;
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WritePropertyName("actor");
            int start = At(json);
            json.WriteStartObject();
            json.WriteString("department", by.Department);
            json.WriteString("id", by.Id);
            json.WriteNumber("kind", (int)by.Kind);
            json.WriteString("region", by.Region);
            if (by.Role is { } role) json.WriteNumber("role", (int)role);
            else json.WriteNull("role");
            json.WriteEndObject();
            actor = start..At(json);
            json.WritePropertyName("commandId");
            start = At(json);
            json.WriteStartObject();
            json.WriteString("id", id.Id);
            json.WriteString("principal", id.Principal);
            json.WriteString("source", id.Source);
            json.WriteEndObject();
            commandId = start..At(json);
            json.WriteString("correlation", envelope.Correlation);
            json.WriteEndObject();
        }

        return new EventHeaders(bytes.WrittenSpan.ToArray(), HashChain.WhoOf(bytes.WrittenSpan[actor], bytes.WrittenSpan[commandId]));
    }

    private static int At(Utf8JsonWriter json) => (int)(json.BytesCommitted + json.BytesPending);

    /// <summary>The same object with the chain's two members at its end.</summary>
    public byte[] WithHash(byte[]? previousHash, byte[] hash)
    {
        int length = _bytes.Length + s_hash.Length + s_previous.Length + HashChain.HexLength + (previousHash is null ? 4 : HashChain.HexLength + 2);
        byte[] whole = new byte[length];
        int at = 0;
        Add(_bytes.AsSpan(0, _bytes.Length - 1));
        Add(s_hash);
        Add(hash);
        Add(s_previous);
        if (previousHash is null)
        {
            Add("null"u8);
        }
        else
        {
            Add("\""u8);
            Add(previousHash);
            Add("\""u8);
        }

        Add("}"u8);
        return whole;

        void Add(ReadOnlySpan<byte> part)
        {
            part.CopyTo(whole.AsSpan(at));
            at += part.Length;
        }
    }
}
