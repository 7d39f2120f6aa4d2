using Npgsql;
using Workflow.Core.Runtime;
using Workflow.Postgres.Log;
using StreamReader = Workflow.Postgres.Log.StreamReader;

namespace Workflow.Postgres.Projections;

/// <summary>
/// Makes the derived tables again (case_row with case_watch, task_row, timer, job, incident, case_wait, document) by folding every stream. In slices, each under
/// the writer's lock: nodes write on between two of them, and every row is right from its slice on, because appends keep
/// it right. What leases and failed tries were noted on timers and jobs is forgotten.
/// </summary>
public sealed class Rebuild(NpgsqlDataSource database, IReadOnlyList<StreamKind> kinds, EventJson json)
{
    /// <summary>Streams folded while the writer waits: some thousand events, a fraction of a second.</summary>
    public const int SliceStreams = 100;

    /// <param name="progress">streams done so far, and how many there were at the start</param>
    /// <returns>streams that could not be folded, with the reason; their rows are left as they were</returns>
    /// <exception cref="InvalidOperationException">another process is rebuilding</exception>
    public async Task<IReadOnlyList<(string StreamId, string Detail)>> RunAsync(IProgress<(long Done, long All)>? progress, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        if (await ScalarAsync(connection, $"select pg_try_advisory_lock({AdvisoryLocks.Class}, {AdvisoryLocks.Rebuild})", ct) is not true)
            throw new InvalidOperationException("another process is rebuilding the derived tables");
        try
        {
            return await RunAsync(connection, progress, ct);
        }
        finally
        {
            if (connection.State == System.Data.ConnectionState.Open)
                await ScalarAsync(connection, $"select pg_advisory_unlock({AdvisoryLocks.Class}, {AdvisoryLocks.Rebuild})", CancellationToken.None);
        }
    }

    /// <summary>The same for the rows of some streams alone; documents that no stream makes any more stay.</summary>
    /// <returns>those that could not be folded, with the reason; their rows are left as they were</returns>
    public async Task<IReadOnlyList<(string StreamId, string Detail)>> RunSomeAsync(IReadOnlyList<string> streamIds, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var byName = kinds.ToDictionary(kind => kind.Name, StringComparer.Ordinal);
        var reader = new StreamReader(database, byName, json);
        var failed = new List<(string StreamId, string Detail)>();
        foreach (string[] slice in streamIds.Chunk(SliceStreams)) await RebuildAsync(connection, reader, byName, [.. slice], [], failed, ct);
        return failed;
    }

    private async Task<IReadOnlyList<(string StreamId, string Detail)>> RunAsync(NpgsqlConnection connection, IProgress<(long Done, long All)>? progress, CancellationToken ct)
    {
        var byName = kinds.ToDictionary(kind => kind.Name, StringComparer.Ordinal);
        var reader = new StreamReader(database, byName, json);
        var failed = new List<(string StreamId, string Detail)>();
        long all = (long)(await ScalarAsync(connection, "select count(*) from mt_streams", ct))!;
        var stale = await DocumentsAsync(connection, ct);
        string last = "";
        for (long done = 0; ;)
        {
            var slice = await NextSliceAsync(connection, last, ct);
            if (slice.Count == 0) break;
            await RebuildAsync(connection, reader, byName, slice, stale, failed, ct);
            last = slice[^1];
            progress?.Report((done += slice.Count, all));
        }

        if (failed.Count == 0) await RemoveStaleAsync(connection, stale, ct);
        return failed;
    }

    private static async Task RebuildAsync(
        NpgsqlConnection connection, StreamReader reader, Dictionary<string, StreamKind> byName, List<string> slice,
        HashSet<(string Kind, string Id)> stale, List<(string StreamId, string Detail)> failed, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ScalarAsync(connection, WriterSql.Lock, ct);

        // Nobody commits events now, so what another connection reads is what these rows have to say.
        var known = slice.FindAll(id => byName.ContainsKey(StreamKind.NameOf(id)));
        failed.AddRange(slice.Except(known, StringComparer.Ordinal).Select(id => (id, "its kind is not known to this version")));
        var (loaded, unreadable) = await reader.ReadAsync([.. known.Select(id => new LoadRequest(id, null))], long.MaxValue, ct);
        failed.AddRange(unreadable);

        var rows = new DerivedRows();
        foreach (var stream in loaded)
        {
            var kind = byName[StreamKind.NameOf(stream.StreamId)];
            var changes = new RowChanges();
            kind.Project(stream.StreamId, kind.Empty, stream.State, null, changes);
            rows.Add(1, changes);
            stale.ExceptWith(changes.Documents.Select(document => (document.Kind, document.Id)));
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        string[] ids = [.. loaded.Select(stream => stream.StreamId)];
        foreach (string sql in DeleteRows) batch.BatchCommands.Add(new(sql) { Parameters = { new() { Value = ids } } });
        batch.BatchCommands.Add(new("select set_config('onego.accepted', '{t}', true)"));
        rows.AddTo(batch);
        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private static readonly string[] DeleteRows =
    [
        "delete from case_row where stream_id = any ($1)",
        "delete from task_row where stream_id = any ($1)",
        "delete from timer where stream_id = any ($1)",
        "delete from job where stream_id = any ($1)",
        "delete from case_wait where stream_id = any ($1)",
        "delete from incident where stream_id = any ($1)",
    ];

    private static readonly string[] DeleteOrphans =
    [
        "delete from case_row where not exists (select from mt_streams where id = stream_id)",
        "delete from case_watch w where not exists (select from case_row c where c.stream_id = w.stream_id and (not c.ended or c.card > 0))",
        "delete from task_row where not exists (select from mt_streams where id = stream_id)",
        "delete from timer where not exists (select from mt_streams where id = stream_id)",
        "delete from job where not exists (select from mt_streams where id = stream_id)",
        "delete from case_wait where not exists (select from mt_streams where id = stream_id)",
        "delete from incident where not exists (select from mt_streams where id = stream_id)",
    ];

    /// <summary>Rows of streams that do not exist, and documents that were there at the start and that no stream makes.</summary>
    private static async Task RemoveStaleAsync(NpgsqlConnection connection, HashSet<(string Kind, string Id)> stale, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new(WriterSql.Lock));
        foreach (string sql in DeleteOrphans) batch.BatchCommands.Add(new(sql));
        batch.BatchCommands.Add(new("delete from document using unnest($1, $2) as stale (kind, id) where document.kind = stale.kind and document.id = stale.id")
        {
            Parameters = { new() { Value = stale.Select(s => s.Kind).ToArray() }, new() { Value = stale.Select(s => s.Id).ToArray() } },
        });
        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task<HashSet<(string Kind, string Id)>> DocumentsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select kind, id from document", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new HashSet<(string, string)>();
        while (await reader.ReadAsync(ct)) found.Add((reader.GetString(0), reader.GetString(1)));
        return found;
    }

    private static async Task<List<string>> NextSliceAsync(NpgsqlConnection connection, string last, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select id from mt_streams where id > $1 order by id limit $2", connection);
        command.Parameters.Add(new() { Value = last });
        command.Parameters.Add(new() { Value = SliceStreams });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var ids = new List<string>();
        while (await reader.ReadAsync(ct)) ids.Add(reader.GetString(0));
        return ids;
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(ct);
    }
}
