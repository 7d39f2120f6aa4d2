using Npgsql;
using NpgsqlTypes;

namespace Workflow.Postgres.Queries;

/// <summary>Broken promises by their applicants' keyed hashes, mandates by account, and the cases that an agent handles.</summary>
public sealed class Promises(NpgsqlDataSource database)
{
    public const int MaxRows = 200;

    /// <summary>Documents of kind "credit" that still count, the newest first.</summary>
    public Task<List<string>> BrokenAsync(string trustKey, CancellationToken ct) => ReadAsync(
        """
        select json::text from document
        where kind = 'credit' and json ->> 'trustKey' = $1 and json ->> 'restoredAt' is null
        order by json ->> 'until' desc limit $2
        """, trustKey, ct);

    /// <summary>Documents of kind "mandate" that the account gave, has, or took down at a window, the newest first.</summary>
    public Task<List<string>> MandatesAsync(string account, CancellationToken ct) => ReadAsync(
        """
        select json::text from document
        where kind = 'mandate' and (json -> 'given' ->> 'principal' = $1 or json -> 'given' ->> 'agent' = $1 or json -> 'given' ->> 'by' = $1)
        order by json -> 'given' ->> 'at' desc limit $2
        """, account, ct);

    /// <summary>Documents of kind "agency": cases that the account handles by a mandate that was not revoked, the newest first.</summary>
    public Task<List<string>> AgencyAsync(string account, CancellationToken ct) => ReadAsync(
        """
        select c.json::text from document c
        join document m on m.kind = 'mandate' and m.id = c.json ->> 'mandate' and m.json ->> 'revoked' is null
        where c.kind = 'agency' and c.json ->> 'agent' = $1
        order by c.json ->> 'filedAt' desc limit $2
        """, account, ct);

    private async Task<List<string>> ReadAsync(string sql, string key, CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = key, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = MaxRows });
        var rows = new List<string>();
        await using var read = await command.ExecuteReaderAsync(ct);
        while (await read.ReadAsync(ct)) rows.Add(read.GetString(0));
        return rows;
    }
}
