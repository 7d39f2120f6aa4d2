using Npgsql;

namespace Workflow.Postgres.Queries;

/// <summary>A copy (抄送) of a case, with who took note of it.</summary>
public sealed record CopyRow(
    string StreamId, long Copy, string CaseNumber, string Region, string Title, string Department, string? To, string Note, string By, DateTimeOffset SentAt, string? ReadBy, DateTimeOffset? ReadAt);

/// <summary>The page "copies": cases that were sent to somebody to read, newest first.</summary>
public sealed class Copies(NpgsqlDataSource database)
{
    /// <summary>Copies given at most; what was read long ago is found on its case.</summary>
    public const int MaxRows = 200;

    // $1, $2 region and department of each grant · $3 account · $4 those read as well · $5 limit
    private const string Sql = """
        select e.stream_id, (e.data ->> 'Copy')::bigint, c.case_number, c.region, c.title, e.data ->> 'Department', e.data ->> 'To', e.data ->> 'Note', e.data ->> 'Officer',
               (e.data ->> 'At')::timestamptz, noted.officer, noted.at
        from mt_events e
        join case_row c on c.stream_id = e.stream_id
        left join lateral (
          select r.data ->> 'Officer' as officer, (r.data ->> 'At')::timestamptz as at from mt_events r
          where r.type = 'copy_read' and r.stream_id = e.stream_id and r.data -> 'Copy' = e.data -> 'Copy'
          limit 1) noted on true
        where e.type = 'copy_sent'
          and exists (select from unnest($1::text[], $2::text[]) as part (region, department) where part.region = c.region and part.department = e.data ->> 'Department')
          and (e.data ->> 'To' is null or e.data ->> 'To' = $3)
          and ($4 or noted.officer is null)
        order by e.seq_id desc
        limit $5
        """;

    /// <param name="parts">region and department of those whose copies are asked for</param>
    /// <param name="readToo">also those that were taken note of</param>
    public async Task<List<CopyRow>> ReadAsync(IReadOnlyList<(string Region, string Department)> parts, string account, bool readToo, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = parts.Select(p => p.Region).ToArray() });
        command.Parameters.Add(new() { Value = parts.Select(p => p.Department).ToArray() });
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = readToo });
        command.Parameters.Add(new() { Value = MaxRows });
        await using var r = await command.ExecuteReaderAsync(ct);
        List<CopyRow> rows = [];
        while (await r.ReadAsync(ct))
            rows.Add(new(r.GetString(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), Text(6), r.GetString(7), r.GetString(8),
                r.GetFieldValue<DateTimeOffset>(9), Text(10), r.IsDBNull(11) ? null : r.GetFieldValue<DateTimeOffset>(11)));
        return rows;

        string? Text(int column) => r.IsDBNull(column) ? null : r.GetString(column);
    }
}
