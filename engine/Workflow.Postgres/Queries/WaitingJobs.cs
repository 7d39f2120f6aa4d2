using Npgsql;
using NpgsqlTypes;

namespace Workflow.Postgres.Queries;

/// <summary>An automated step that is open, with what its worker said of the last try that failed.</summary>
/// <param name="Retries">tries left</param>
/// <param name="Failures">tries that failed</param>
/// <param name="NextAt">when it is offered next; null while a worker holds it or when it is offered already</param>
public sealed record WaitingJob(
    string CaseId, string CaseNumber, string Region, string JointItem, long Activity, string Type, string Element, int Retries, int Failures,
    DateTimeOffset? NextAt, DateTimeOffset? HeldUntil, DateTimeOffset? FailedAt, string? Code, string? Detail);

/// <summary>Automated steps that failed and are tried again, before they become incidents.</summary>
public sealed class WaitingJobs(NpgsqlDataSource database)
{
    public const int MaxLimit = 200;

    private const string Sql = """
        select j.stream_id, c.case_number, c.region, c.joint_item, j.activity, j.type, j.element, j.retries, j.tries,
          case when j.available_at > clock_timestamp() then j.available_at end, case when j.lease_until > clock_timestamp() then j.lease_until end,
          j.failed_at, j.last_code, j.last_detail
        from job j
        join case_row c on c.stream_id = j.stream_id
        where j.failed_at is not null
          and exists (select from unnest($1::text[], $2::text[]) as part (low, high) where c.region between part.low and part.high)
          and ($3::text is null or j.type = $3) and ($4::text is null or j.stream_id = $4)
          and ($5::timestamptz is null or (j.failed_at, j.stream_id, j.activity) < ($5, $6, $7))
        order by j.failed_at desc, j.stream_id desc, j.activity desc
        limit $8
        """;

    /// <summary>The one that failed last first.</summary>
    /// <param name="type">job type; null for all</param>
    /// <param name="caseId">null for all cases</param>
    public async Task<(List<WaitingJob> Rows, Cursor? Next)> ReadAsync(IEnumerable<string> prefixes, string? within, string? type, string? caseId, Cursor? after, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(limit is >= 1 and <= MaxLimit, true, nameof(limit));
        var spans = RegionSpans.Of(prefixes, within);
        await using var command = database.CreateCommand(Sql);
        var p = command.Parameters;
        p.Add(new() { Value = spans.Lows });
        p.Add(new() { Value = spans.Highs });
        p.Add(Optional(type, NpgsqlDbType.Text));
        p.Add(Optional(caseId, NpgsqlDbType.Text));
        p.Add(Optional(after?.At, NpgsqlDbType.TimestampTz));
        p.Add(new() { Value = after?.StreamId ?? "" });
        p.Add(new() { Value = after?.Number ?? 0 });
        p.Add(new() { Value = limit + 1 });
        List<WaitingJob> rows = [];
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct))
        {
            rows.Add(new(
                r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetInt64(4), r.GetString(5), r.GetString(6), r.GetInt32(7), r.GetInt32(8),
                Instant(r, 9), Instant(r, 10), Instant(r, 11), r.IsDBNull(12) ? null : r.GetString(12), r.IsDBNull(13) ? null : r.GetString(13)));
        }
        if (rows.Count <= limit) return (rows, null);
        rows.RemoveAt(limit);
        return (rows, new Cursor(rows[^1].FailedAt, rows[^1].CaseId, rows[^1].Activity));
    }

    private static DateTimeOffset? Instant(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetFieldValue<DateTimeOffset>(column);

    private static NpgsqlParameter Optional(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
