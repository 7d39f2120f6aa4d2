using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Workflow.Postgres.Queries;

/// <summary>
/// Where a page ended: the sort key of its last row. Opaque to callers; a changed one is at worst another place in
/// the same list, for the scope is never in it.
/// </summary>
/// <param name="At">instant of the last row; null sorts last (no due date)</param>
/// <param name="Rank">what goes before the instant in lists that are sorted by more; 0 to 100</param>
public readonly record struct Cursor(DateTimeOffset? At, string StreamId, long Number, byte Rank = 0)
{
    private const int HeadBytes = 17;
    private const int MaxStreamIdBytes = 200;
    private const int MaxRank = 100;

    public override string ToString()
    {
        var id = Encoding.UTF8.GetBytes(StreamId);
        var bytes = new byte[HeadBytes + id.Length];
        bytes[0] = (byte)((Rank << 1) | (At is null ? 0 : 1));
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), At?.UtcTicks ?? 0);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(9), Number);
        id.CopyTo(bytes.AsSpan(HeadBytes));
        return Base64Url.EncodeToString(bytes);
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out Cursor? cursor)
    {
        cursor = null;
        if (text.Length > 400 || !Base64Url.IsValid(text)) return false;
        var bytes = Base64Url.DecodeFromChars(text);
        if (bytes.Length is <= HeadBytes or > HeadBytes + MaxStreamIdBytes || bytes[0] >> 1 > MaxRank) return false;
        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(1));
        if (ticks < 0 || ticks > DateTimeOffset.MaxValue.UtcTicks) return false;
        var id = bytes.AsSpan(HeadBytes);
        if (id.ContainsAnyExceptInRange((byte)0x20, (byte)0x7e)) return false;
        cursor = new((bytes[0] & 1) == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero), Encoding.ASCII.GetString(id), BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(9)), (byte)(bytes[0] >> 1));
        return true;
    }
}
