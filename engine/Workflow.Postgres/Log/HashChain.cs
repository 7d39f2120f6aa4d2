using System.Buffers;
using System.Globalization;
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

    public static string HashOf(
        string streamId, Guid eventId, long version, string type, DateTimeOffset timestamp,
        JsonElement actor, JsonElement commandId, JsonElement data, string? previousHash)
    {
        // The names already stand in canonical order.
        var bytes = new ArrayBufferWriter<byte>(512);
        bytes.Write("{\"actor\":"u8);
        CanonicalJson.Write(actor, bytes);
        bytes.Write(",\"commandId\":"u8);
        CanonicalJson.Write(commandId, bytes);
        bytes.Write(",\"data\":"u8);
        CanonicalJson.Write(data, bytes);
        bytes.Write(",\"eventId\":"u8);
        CanonicalJson.WriteString(eventId.ToString("D"), bytes);
        bytes.Write(",\"previousHash\":"u8);
        if (previousHash is null) bytes.Write("null"u8);
        else CanonicalJson.WriteString(previousHash, bytes);
        bytes.Write(",\"streamId\":"u8);
        CanonicalJson.WriteString(streamId, bytes);
        bytes.Write(",\"timestamp\":"u8);
        CanonicalJson.WriteString(timestamp.ToUniversalTime().ToString(InstantFormat, CultureInfo.InvariantCulture), bytes);
        bytes.Write(",\"type\":"u8);
        CanonicalJson.WriteString(type, bytes);
        bytes.Write(",\"version\":"u8);
        bytes.Write(Encoding.ASCII.GetBytes(version.ToString(CultureInfo.InvariantCulture)));
        bytes.Write("}"u8);
        return Convert.ToHexStringLower(SHA256.HashData(bytes.WrittenSpan));
    }

    /// <summary>An event's id, the same whoever computes it: a version-8 UUID from stream, version and place within its command.</summary>
    /// <param name="ordinal">from 0 within the events of one command</param>
    public static Guid EventId(string streamId, long version, int ordinal)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{streamId}\n{version}\n{ordinal}");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
