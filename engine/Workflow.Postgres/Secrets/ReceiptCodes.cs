using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Workflow.Postgres.Secrets;

/// <summary>
/// The code on a case's receipt: fifty bits of an HMAC under the case's own key. It is stored nowhere, so it cannot be read
/// out, and it is gone when the key is erased.
/// </summary>
public sealed class ReceiptCodes(NpgsqlDataSource database)
{
    /// <summary>Letters and digits of a code.</summary>
    public const int Length = 10;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static readonly byte[] NoKey = new byte[32];

    /// <summary>The code of a case; null once its key was erased.</summary>
    public async Task<string?> OfAsync(string caseId, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select key from case_key where stream_id = $1");
        command.Parameters.Add(new() { Value = caseId });
        return await command.ExecuteScalarAsync(ct) is byte[] key ? CodeOf(key, caseId) : null;
    }

    /// <summary>
    /// The case with this number, if the code is its own; null otherwise, and the same way and as slowly for a number that
    /// nobody has.
    /// </summary>
    public async Task<string?> FindAsync(string caseNumber, string code, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            select c.stream_id, k.key from case_row c left join case_key k using (stream_id) where c.case_number = $1
            """);
        command.Parameters.Add(new() { Value = caseNumber.Trim().ToUpperInvariant() });
        var (caseId, key) = ("", (byte[]?)null);
        await using (var read = await command.ExecuteReaderAsync(ct))
            if (await read.ReadAsync(ct)) (caseId, key) = (read.GetString(0), read.IsDBNull(1) ? null : read.GetFieldValue<byte[]>(1));
        var isRight = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(CodeOf(key ?? NoKey, caseId)), Typed(code));
        return isRight && key is not null ? caseId : null;
    }

    private static string CodeOf(byte[] key, string caseId)
    {
        var mac = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes("receipt/" + caseId));
        var bits = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(mac);
        return string.Create(Length, bits, (span, rest) =>
        {
            foreach (ref var place in span) (place, rest) = (Alphabet[(int)(rest >> 59)], rest << 5);
        });
    }

    /// <summary>As people type it: small letters, spaces and hyphens, and the letters that are read for digits.</summary>
    private static byte[] Typed(string code) =>
        [.. code.Where(c => c is not (' ' or '-')).Select(c => char.ToUpperInvariant(c) switch { 'O' => '0', 'I' or 'L' => '1', var plain => plain }).Select(c => c < 128 ? (byte)c : (byte)'?')];
}
