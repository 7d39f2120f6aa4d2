using Npgsql;

namespace Workflow.Postgres.Secrets;

/// <summary>The secrets that integrators sign with, sealed by the caller; which of them hold is said by the account's stream.</summary>
public sealed class SigningSecrets(NpgsqlDataSource database)
{
    /// <summary>Sets a secret; false when there is one of that id, which then stays.</summary>
    public async Task<bool> AddAsync(string account, string id, string sealedSecret, CancellationToken ct)
    {
        await using var command = database.CreateCommand("insert into signing_secret (account, id, sealed) values ($1, $2, $3) on conflict (account, id) do nothing");
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = sealedSecret });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    public async Task<List<(string Id, string Sealed)>> ReadAsync(string account, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select id, sealed from signing_secret where account = $1 order by created_at desc");
        command.Parameters.Add(new() { Value = account });
        var secrets = new List<(string, string)>();
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct)) secrets.Add((r.GetString(0), r.GetString(1)));
        return secrets;
    }

    public async Task RemoveAsync(string account, string id, CancellationToken ct)
    {
        await using var command = database.CreateCommand("delete from signing_secret where account = $1 and id = $2");
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = id });
        await command.ExecuteNonQueryAsync(ct);
    }
}
