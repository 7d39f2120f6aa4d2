using Npgsql;
using NpgsqlTypes;

namespace Workflow.Postgres.Queries;

/// <summary>One time that an element was worked on.</summary>
/// <param name="Department">null for an automated step</param>
/// <param name="ClosedAt">null while it is open</param>
/// <param name="Cancelled">it ended without being done</param>
public sealed record WorkedStep(string Element, string? Department, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt, bool Cancelled);

/// <summary>The cases that the heat of one version of a definition is made of.</summary>
/// <param name="Definition">key of the definition that they run on</param>
/// <param name="StreamIds">the newest of them, at most <see cref="Heat.MaxCases"/></param>
/// <param name="HasMore">there are older ones that were not looked at</param>
public sealed record HeatCases(string Definition, int Version, string[] StreamIds, bool HasMore);

/// <summary>The page "heat" (热力图): how long the steps of the newest cases of a joint item took.</summary>
public sealed class Heat(NpgsqlDataSource database)
{
    /// <summary>Cases looked at for one answer, the newest; more would say the same and cost more.</summary>
    public const int MaxCases = 2000;

    // Versions stand in a case's first event. $1, $2 spans of division codes · $3 joint item · $4, $5 filed from and before · $6 limit
    private const string Newest = """
        select c.stream_id, e.data -> 'Pinned' ->> 'Definition', (e.data -> 'Pinned' ->> 'DefinitionVersion')::int
        from case_row c
        join mt_events e on e.stream_id = c.stream_id and e.version = 1
        where c.joint_item = $3
          and exists (select from unnest($1::text[], $2::text[]) as part (low, high) where c.region between part.low and part.high)
          and ($4::timestamptz is null or c.filed_at >= $4) and ($5::timestamptz is null or c.filed_at < $5)
        order by c.filed_at desc, c.stream_id desc
        limit $6
        """;

    private const string Tasks = """
        select t.element, t.department, t.opened_at, t.closed_at, t.state = 3
        from unnest($1::text[]) as of_case (id)
        join task_row t on t.stream_id = of_case.id
        where t.kind <> 'intake'
        """;

    private const string Jobs = """
        select opened.data ->> 'Element', null, (opened.data ->> 'At')::timestamptz, closed.timestamp, false
        from unnest($1::text[]) as of_case (id)
        join mt_events opened on opened.stream_id = of_case.id and opened.type = 'job_opened'
        left join lateral (
          select c.timestamp from mt_events c
          where c.stream_id = opened.stream_id and c.type = 'job_closed' and c.version > opened.version and c.data -> 'Activity' = opened.data -> 'Activity'
          order by c.version limit 1) closed on true
        """;

    /// <param name="prefixes">beginnings of the division codes whose cases count</param>
    /// <param name="version">of the definition; null for the one that the newest case runs on</param>
    /// <returns>null when there is no such case among the newest</returns>
    public async Task<HeatCases?> FindAsync(
        IEnumerable<string> prefixes, string jointItem, int? version, DateTimeOffset? from, DateTimeOffset? before, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var newest = await NewestAsync(connection, RegionSpans.Of(prefixes, null), jointItem, from, before, ct);
        var hasMore = newest.Count > MaxCases;
        if (hasMore) newest.RemoveAt(MaxCases);
        if (newest.Find(c => version is null || c.Version == version) is not { Definition: { } definition } first) return null;
        return new(definition, first.Version, [.. newest.Where(c => c.Version == first.Version && c.Definition == definition).Select(c => c.StreamId)], hasMore);
    }

    /// <summary>Every time that somebody worked on these cases, intake left out, which stands before the flow.</summary>
    /// <param name="automated">the definition has automated steps too; they stand in the log alone</param>
    public async Task<List<WorkedStep>> StepsAsync(string[] streamIds, bool automated, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        List<WorkedStep> steps = [];
        await ReadStepsAsync(connection, Tasks, streamIds, steps, ct);
        if (automated) await ReadStepsAsync(connection, Jobs, streamIds, steps, ct);
        return steps;
    }

    private static async Task<List<(string StreamId, string Definition, int Version)>> NewestAsync(
        NpgsqlConnection connection, RegionSpans spans, string jointItem, DateTimeOffset? from, DateTimeOffset? before, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Newest, connection)
        {
            Parameters =
            {
                new() { Value = spans.Lows }, new() { Value = spans.Highs }, new() { Value = jointItem },
                new() { Value = (object?)from ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                new() { Value = (object?)before ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                new() { Value = MaxCases + 1 },
            },
        };
        List<(string, string, int)> cases = [];
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct)) cases.Add((r.GetString(0), r.GetString(1), r.GetInt32(2)));
        return cases;
    }

    private static async Task ReadStepsAsync(NpgsqlConnection connection, string sql, string[] cases, List<WorkedStep> steps, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = cases } } };
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct))
            steps.Add(new(r.GetString(0), r.IsDBNull(1) ? null : r.GetString(1), r.GetFieldValue<DateTimeOffset>(2),
                r.IsDBNull(3) ? null : r.GetFieldValue<DateTimeOffset>(3), r.GetBoolean(4)));
    }
}
