using Npgsql;
using Workflow.Postgres.Embedded;
using Xunit;

namespace Workflow.Faults;

/// <summary>What the database itself holds after the faults, asked past the server.</summary>
internal static class Ledger
{
    private static readonly string[] DerivedTables = ["case_row", "case_watch", "task_row", "timer", "job", "case_wait", "document", "case_daily"];

    public static async Task<NpgsqlDataSource> OpenAsync(ServerProcess server) =>
        NpgsqlDataSource.Create(await EmbeddedPostgres.FindRunningAsync(Path.Combine(server.Data, "postgres")) ?? throw new InvalidOperationException("no database runs"));

    /// <summary>Everything that was acknowledged is there, once; the chain is whole; every derived row follows from the log.</summary>
    public static async Task AssertWholeAsync(ServerProcess server, NpgsqlDataSource database, IReadOnlyCollection<string> acknowledged, CancellationToken ct)
    {
        string[] keys = [.. acknowledged.Distinct(StringComparer.Ordinal)];
        Assert.Empty(await ColumnAsync(database,
            "select key || ': ' || count(command.id) from unnest($1) as key left join command on command.id = key and source = 'http' group by key having count(command.id) <> 1", ct, keys));
        Assert.Empty(await ColumnAsync(database,
            """
            select format('%s: %s times %s', stream_id, count(*), type) from mt_events
            where type in ('application_filed', 'case_accepted', 'case_decided', 'case_concluded', 'case_delivered')
            group by stream_id, type having count(*) <> 1
            """, ct));
        Assert.Empty(await ColumnAsync(database,
            "select format('%s: task %s has %s opinions', stream_id, data ->> 'TaskId', count(*)) from mt_events where type = 'opinion_recorded' group by stream_id, data ->> 'TaskId' having count(*) <> 1", ct));

        var (exitCode, said) = await server.OrderAsync("verify");
        Assert.True(exitCode == 0, said);

        var before = await DumpAsync(database, ct);
        (exitCode, said) = await server.OrderAsync("rebuild");
        Assert.True(exitCode == 0, said);
        await UntilRebuiltAsync(database, ct);
        Assert.Equal(before, await DumpAsync(database, ct));
    }

    private static async Task UntilRebuiltAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        while ((await ColumnAsync(database, "select name from projection where rebuilding is not null", ct)).Count > 0) await Task.Delay(50, ct);
    }

    /// <summary>All derived rows as text; leases, tries and generations aside, once the asynchronous ones have caught up.</summary>
    private static async Task<List<string>> DumpAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        while ((await ColumnAsync(database, "select name from mt_event_progression where last_seq_id < (select max(seq_id) from mt_events)", ct)).Count > 0) await Task.Delay(50, ct);
        var dump = new List<string>();
        foreach (string table in DerivedTables)
        {
            dump.Add(table);
            dump.AddRange(await ColumnAsync(database,
                $"select (to_jsonb(t) - array['lease_until', 'lease_owner', 'attempts', 'worker', 'tries', 'generation'])::text as row from {table} t order by row", ct));
        }

        return dump;
    }

    public static async Task<List<string>> ColumnAsync(NpgsqlDataSource database, string sql, CancellationToken ct, params IReadOnlyList<string[]> arrays)
    {
        await using var command = database.CreateCommand(sql);
        foreach (string[] array in arrays) command.Parameters.Add(new() { Value = array });
        var found = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found.Add(reader.GetString(0));
        return found;
    }
}
