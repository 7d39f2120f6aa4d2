using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Workflow.Postgres.Log;

/// <summary>
/// Tamper evidence (存证). The hash of an event is SHA-256, as lower-case hex, over the canonical JSON (RFC 8785) of
/// <c>{actor, commandId, data, eventId, previousHash, streamId, timestamp, type, version}</c>: what is stored of each,
/// timestamp as UTC with six digits of a second and "Z", and the hash of the stream's event before (null for the first).
/// </summary>
public static class HashChain
{
    /// <summary>How the instant of an event is written wherever it is hashed or stored as text.</summary>
    public const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>Hex digits of a hash.</summary>
    internal const int HexLength = 2 * SHA256.HashSizeInBytes;

    public static string HashOf(
        string streamId, Guid eventId, long version, string type, DateTimeOffset timestamp,
        JsonElement actor, JsonElement commandId, JsonElement data, string? previousHash)
    {
        byte[] who = WhoOf(JsonMarshal.GetRawUtf8Value(actor), JsonMarshal.GetRawUtf8Value(commandId));
        byte[] hash = HashOf(streamId, eventId, version, type, timestamp, who, JsonMarshal.GetRawUtf8Value(data), previousHash is null ? null : Encoding.UTF8.GetBytes(previousHash));
        return Encoding.ASCII.GetString(hash);
    }

    /// <summary>What is hashed of a command, the same for all its events: the beginning of the canonical text.</summary>
    internal static byte[] WhoOf(ReadOnlySpan<byte> actor, ReadOnlySpan<byte> commandId)
    {
        // The names already stand in canonical order.
        var text = CanonicalText.Empty();
        text.Raw("{\"actor\":"u8);
        text.Json(actor);
        text.Raw(",\"commandId\":"u8);
        text.Json(commandId);
        return text.Written.ToArray();
    }

    /// <returns>the hex digits</returns>
    /// <param name="who">of <see cref="WhoOf"/></param>
    /// <param name="data">the event's JSON as its row holds it: what is hashed is what the bytes say when read again, not what was meant</param>
    internal static byte[] HashOf(
        string streamId, Guid eventId, long version, string type, DateTimeOffset timestamp, ReadOnlySpan<byte> who, ReadOnlySpan<byte> data, byte[]? previousHash)
    {
        var text = CanonicalText.Empty();
        text.Raw(who);
        text.Raw(",\"data\":"u8);
        text.Json(data);
        text.Raw(",\"eventId\":"u8);
        text.Id(eventId);
        text.Raw(",\"previousHash\":"u8);
        if (previousHash is null) text.Raw("null"u8);
        else text.String(Encoding.UTF8.GetString(previousHash));
        text.Raw(",\"streamId\":"u8);
        text.String(streamId);
        text.Raw(",\"timestamp\":"u8);
        text.Instant(timestamp);
        text.Raw(",\"type\":"u8);
        text.String(type);
        text.Raw(",\"version\":"u8);
        text.Number(version);
        text.Raw("}"u8);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text.Written, hash);
        byte[] hex = new byte[HexLength];
        Convert.TryToHexStringLower(hash, hex, out _);
        return hex;
    }

    /// <summary>An event's id, the same whoever computes it: a version-8 UUID from stream, version and place within its command.</summary>
    /// <param name="ordinal">from 0 within the events of one command</param>
    public static Guid EventId(string streamId, long version, int ordinal)
    {
        var name = CanonicalText.Empty();
        name.Plain(streamId);
        name.Raw("\n"u8);
        name.Number(version);
        name.Raw("\n"u8);
        name.Number(ordinal);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(name.Written, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
