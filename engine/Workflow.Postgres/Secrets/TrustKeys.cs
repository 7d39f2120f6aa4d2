using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Workflow.Postgres.Secrets;

/// <summary>The keyed hash by which people and organisations are known where their id numbers must not stand.</summary>
public sealed class TrustKeys(NpgsqlDataSource database)
{
    /// <summary>Hex digits of a hash: 128 bits of an HMAC-SHA-256.</summary>
    public const int Length = 32;

    private byte[]? key;

    /// <param name="idNumber">resident id or credit code, in whatever case it was typed</param>
    public async ValueTask<string> OfAsync(string idNumber, CancellationToken ct)
    {
        // The key never changes, so reading it twice at once does no harm.
        key ??= await ReadAsync(ct);
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes("trust/" + idNumber.Trim().ToUpperInvariant())))[..Length];
    }

    private async Task<byte[]> ReadAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand("select key from trust_key");
        return (byte[])(await command.ExecuteScalarAsync(ct) ?? throw new InvalidOperationException("the table trust_key is empty"));
    }
}
