using Npgsql;
using NpgsqlTypes;

namespace Workflow.Postgres.Queries;

/// <summary>One reading of personal data.</summary>
/// <param name="What">"case", "material {file id}", "name"</param>
public sealed record Reading(DateTimeOffset At, string Account, string What);

/// <summary>The page "readings": who read personal data of a case, newest first; and where a case belongs, however damaged its log is.</summary>
public sealed class Readings(NpgsqlDataSource database)
{
    public const int MaxLimit = 200;

    // Readings of one instant are told apart by who and what, joined by a character that no account has.
    // Names shown in a list stand in list_read, a page in one row.
    private const string Sql = """
        select at, actor, what
        from (
          select at, actor, what from read_log where stream_id = $1
          union all
          select at, actor, 'name' from list_read where streams @> array[$1::text]) r
        where $2::timestamptz is null or (at, actor || '|' || what) < ($2, $3)
        order by at desc, actor || '|' || what desc
        limit $4
        """;

    /// <returns>at most <paramref name="limit"/> rows, and where the next page begins</returns>
    public async Task<(List<Reading> Rows, Cursor? Next)> ReadAsync(string streamId, Cursor? after, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(limit is >= 1 and <= MaxLimit, true, nameof(limit));
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = streamId });
        command.Parameters.Add(new() { Value = (object?)after?.At ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = after?.StreamId ?? "" });
        command.Parameters.Add(new() { Value = limit + 1 });
        List<Reading> rows = [];
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct)) rows.Add(new(r.GetFieldValue<DateTimeOffset>(0), r.GetString(1), r.GetString(2)));
        if (rows.Count <= limit) return (rows, null);
        rows.RemoveAt(limit);
        return (rows, new Cursor(rows[^1].At, $"{rows[^1].Account}|{rows[^1].What}", 0));
    }

    /// <summary>Division code of a case; null when there is none. Asked of the list's row, so that a stream that cannot be folded is found too.</summary>
    public async Task<string?> RegionOfAsync(string caseId, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select region from case_row where stream_id = $1");
        command.Parameters.Add(new() { Value = caseId });
        return await command.ExecuteScalarAsync(ct) as string;
    }
}
