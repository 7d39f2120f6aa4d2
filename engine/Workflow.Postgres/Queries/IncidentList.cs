using Npgsql;
using NpgsqlTypes;

namespace Workflow.Postgres.Queries;

/// <summary>An open incident with the case that it stands in.</summary>
public sealed record IncidentFound(
    string CaseId, long Incident, string CaseNumber, string? Title, string Region, string JointItem, string Definition, int DefinitionVersion, string Element,
    string Code, string Detail, string Cause, DateTimeOffset RaisedAt, long Position, string? Run);

/// <summary>Open incidents of one cause.</summary>
/// <param name="Example">the oldest of them</param>
/// <param name="Run">id of a bulk retry of this cause that is under way and that the caller may see; null when there is none</param>
public sealed record IncidentGroup(
    string Cause, string Definition, string Element, string Code, string Pattern, long Incidents, long Cases, DateTimeOffset Oldest, DateTimeOffset Newest,
    IncidentFound Example, IReadOnlyList<(string JointItem, string Region, long Incidents)> Parts, string? Run);

/// <summary>Open incidents (异常), one by one and by their cause, as far as the caller oversees them. Written with the events, so as new as the last commit.</summary>
public sealed class IncidentList(NpgsqlDataSource database)
{
    public const int MaxLimit = 200;

    /// <summary>Joint items and regions of a group that are counted apart at most, the largest first.</summary>
    public const int PartsMax = 20;

    /// <param name="Region">beginning of the division codes</param>
    public sealed record Filter(string? Cause = null, string? Region = null, string? JointItem = null, string? Definition = null, string? Element = null, string? Code = null, string? CaseId = null);

    private const string GroupsSql = """
        with seen as (
          select i.* from incident i
          where exists (select from unnest($1::text[], $2::text[]) as part (low, high) where i.region between part.low and part.high)
            and ($3::text is null or i.cause = $3) and ($4::text is null or i.joint_item = $4) and ($5::text is null or i.definition = $5)
            and ($6::text is null or i.element = $6) and ($7::text is null or i.code = $7) and ($8::text is null or i.stream_id = $8)
        ), page as (
          select cause, count(*) as incidents, count(distinct stream_id) as cases, min(raised_at) as oldest, max(raised_at) as newest
          from seen group by cause
          having $9::bigint is null or (count(*), cause) < ($9, $10)
          order by count(*) desc, cause desc limit $11
        ), part as (
          select s.cause, s.joint_item, s.region, count(*) as incidents, row_number() over (partition by s.cause order by count(*) desc, s.joint_item, s.region) as place
          from seen s where s.cause in (select cause from page) group by s.cause, s.joint_item, s.region
        )
        select p.cause, e.definition, e.element, e.code, e.pattern, p.incidents, p.cases, p.oldest, p.newest,
          e.stream_id, e.incident, e.case_number, c.title, e.region, e.joint_item, e.definition_version, e.detail, e.raised_at, e.position,
          (select array_agg(joint_item order by place) from part where part.cause = p.cause and place <= $12),
          (select array_agg(region order by place) from part where part.cause = p.cause and place <= $12),
          (select array_agg(incidents order by place) from part where part.cause = p.cause and place <= $12),
          (select r.id from retry_run r where r.cause = p.cause and r.ended_at is null
             and exists (select from unnest(r.scope) as of (prefix) join unnest($1::text[], $2::text[]) as mine (low, high) on rpad(of.prefix, 6, '0') >= mine.low and rpad(of.prefix, 6, '9') <= mine.high)
           order by r.started_at desc limit 1)
        from page p
        cross join lateral (select * from seen s where s.cause = p.cause order by s.raised_at, s.stream_id, s.incident limit 1) e
        left join case_row c on c.stream_id = e.stream_id
        order by p.incidents desc, p.cause desc
        """;

    private const string ItemsSql = """
        select i.stream_id, i.incident, i.case_number, c.title, i.region, i.joint_item, i.definition, i.definition_version, i.element, i.code, i.detail, i.cause,
          i.raised_at, i.position,
          (select t.run_id from retry_item t where t.stream_id = i.stream_id and t.incident = i.incident and t.state in ('waiting', 'sending', 'under-way', 'still-running'))
        from incident i
        left join case_row c on c.stream_id = i.stream_id
        where exists (select from unnest($1::text[], $2::text[]) as part (low, high) where i.region between part.low and part.high)
          and ($3::text is null or i.cause = $3) and ($4::text is null or i.joint_item = $4) and ($5::text is null or i.definition = $5)
          and ($6::text is null or i.element = $6) and ($7::text is null or i.code = $7) and ($8::text is null or i.stream_id = $8)
          and ($9::timestamptz is null or (i.raised_at, i.stream_id, i.incident) > ($9, $10, $11))
        order by i.raised_at, i.stream_id, i.incident
        limit $12
        """;

    /// <summary>The largest group first.</summary>
    public async Task<(List<IncidentGroup> Groups, Cursor? Next)> GroupsAsync(IEnumerable<string> prefixes, Filter filter, Cursor? after, int limit, CancellationToken ct)
    {
        await using var command = CommandOf(GroupsSql, prefixes, filter, limit);
        var p = command.Parameters;
        p.Add(Optional(after?.Number, NpgsqlDbType.Bigint));
        p.Add(new() { Value = after?.StreamId ?? "" });
        p.Add(new() { Value = limit + 1 });
        p.Add(new() { Value = PartsMax });
        List<IncidentGroup> groups = [];
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct))
        {
            var (cause, definition, element, code) = (r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3));
            var example = new IncidentFound(
                r.GetString(9), r.GetInt64(10), r.GetString(11), r.IsDBNull(12) ? null : r.GetString(12), r.GetString(13), r.GetString(14), definition, r.GetInt32(15), element, code,
                r.GetString(16), cause, r.GetFieldValue<DateTimeOffset>(17), r.GetInt64(18), null);
            var (items, regions, counts) = (r.GetFieldValue<string[]>(19), r.GetFieldValue<string[]>(20), r.GetFieldValue<long[]>(21));
            groups.Add(new(
                cause, definition, element, code, r.GetString(4), r.GetInt64(5), r.GetInt64(6), r.GetFieldValue<DateTimeOffset>(7), r.GetFieldValue<DateTimeOffset>(8),
                example, [.. items.Zip(regions, counts)], r.IsDBNull(22) ? null : r.GetString(22)));
        }
        if (groups.Count <= limit) return (groups, null);
        groups.RemoveAt(limit);
        return (groups, new Cursor(null, groups[^1].Cause, groups[^1].Incidents));
    }

    /// <summary>The oldest incident first.</summary>
    public async Task<(List<IncidentFound> Rows, Cursor? Next)> ReadAsync(IEnumerable<string> prefixes, Filter filter, Cursor? after, int limit, CancellationToken ct)
    {
        await using var command = CommandOf(ItemsSql, prefixes, filter, limit);
        var p = command.Parameters;
        p.Add(Optional(after?.At, NpgsqlDbType.TimestampTz));
        p.Add(new() { Value = after?.StreamId ?? "" });
        p.Add(new() { Value = after?.Number ?? 0 });
        p.Add(new() { Value = limit + 1 });
        List<IncidentFound> rows = [];
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct))
        {
            rows.Add(new(
                r.GetString(0), r.GetInt64(1), r.GetString(2), r.IsDBNull(3) ? null : r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6), r.GetInt32(7),
                r.GetString(8), r.GetString(9), r.GetString(10), r.GetString(11), r.GetFieldValue<DateTimeOffset>(12), r.GetInt64(13), r.IsDBNull(14) ? null : r.GetString(14)));
        }
        if (rows.Count <= limit) return (rows, null);
        rows.RemoveAt(limit);
        return (rows, new Cursor(rows[^1].RaisedAt, rows[^1].CaseId, rows[^1].Incident));
    }

    private NpgsqlCommand CommandOf(string sql, IEnumerable<string> prefixes, Filter filter, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(limit is >= 1 and <= MaxLimit, true, nameof(limit));
        var spans = RegionSpans.Of(prefixes, filter.Region);
        var command = database.CreateCommand(sql);
        var p = command.Parameters;
        p.Add(new() { Value = spans.Lows });
        p.Add(new() { Value = spans.Highs });
        foreach (var narrowed in (string?[])[filter.Cause, filter.JointItem, filter.Definition, filter.Element, filter.Code, filter.CaseId]) p.Add(Optional(narrowed, NpgsqlDbType.Text));
        return command;
    }

    private static NpgsqlParameter Optional(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
