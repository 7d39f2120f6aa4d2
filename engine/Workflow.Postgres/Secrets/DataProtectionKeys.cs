using Npgsql;

namespace Workflow.Postgres.Secrets;

/// <summary>The keys that protect cookies, shared by all nodes of a database. The framework asks for them synchronously.</summary>
public sealed class DataProtectionKeys(NpgsqlDataSource database)
{
    public IReadOnlyList<string> ReadAll()
    {
        using var command = database.CreateCommand("select xml from data_protection_key order by id");
        using var read = command.ExecuteReader();
        List<string> all = [];
        while (read.Read()) all.Add(read.GetString(0));
        return all;
    }

    public void Add(string id, string xml)
    {
        using var command = database.CreateCommand("insert into data_protection_key (id, xml) values ($1, $2) on conflict (id) do nothing");
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = xml });
        command.ExecuteNonQuery();
    }

    /// <summary>Runs what it is given while no other node does the same.</summary>
    /// <param name="make">told the database's time</param>
    public async Task AloneAsync(Action<DateTimeOffset> make, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var take = new NpgsqlCommand("select pg_advisory_xact_lock($1, $2)", connection)
        {
            Parameters = { new() { Value = AdvisoryLocks.Class }, new() { Value = AdvisoryLocks.CookieKeys } },
        }) await take.ExecuteNonQueryAsync(ct);
        await using var ask = new NpgsqlCommand("select clock_timestamp()", connection);
        make(new DateTimeOffset((DateTime)(await ask.ExecuteScalarAsync(ct))!));
        await transaction.CommitAsync(ct);
    }
}
