using Npgsql;
using NpgsqlTypes;
using Workflow.Core.Catalog.Oversight;

namespace Workflow.Postgres.Queries;

/// <summary>By what indicators are told apart.</summary>
public enum IndicatorGroup { All, Region, JointItem, Department, Item }

/// <summary>The length of a period; None: the whole time asked for is one.</summary>
public enum IndicatorPeriod { None, Day, Week, Month }

/// <summary>The sums of one group in one period.</summary>
/// <param name="Key">division code, joint item, "region/department" or "jointItem/serviceItem"; "" for all</param>
/// <param name="Period">its first day; null when the whole time is one</param>
public sealed record IndicatorLine(string Key, DateOnly? Period, IndicatorSums Sums);

/// <summary>The page "indicators" (效能指标): sums over the figures of cases, steps and cards.</summary>
public sealed class IndicatorSet(NpgsqlDataSource database)
{
    public const int MaxLines = 5_000;

    // China keeps one offset all year, and every calendar of the product is of that zone (WorkCalendar.ZoneOffset). A case counts
    // for every department and every service item that had a task of it.
    // $1, $2 spans of division codes · $3 joint item · $4, $5 first instant and first one after · $6 group · $7 period · $8 limit
    private const string Cases = """
        with live as (select generation from projection where name = 'Oversight')
        select k.key, k.period, count(*), count(in_time), count(*) filter (where in_time), count(*) filter (where in_statutory), coalesce(sum(days), 0),
          count(intake_minutes), coalesce(sum(intake_minutes), 0), sum(supplements), sum(returns), count(*) filter (where by_rule),
          count(rating), coalesce(sum(rating), 0), count(*) filter (where rating >= 4), count(*) filter (where withdrawn)
        from live
        join case_figure c on c.generation = live.generation
        cross join lateral (
          select g.key, case when $7 = 'none' then null else date_trunc($7, c.ended_at at time zone interval '8 hours')::date end as period
          from (
            select case $6 when 'region' then c.region when 'jointItem' then c.joint_item else '' end as key where $6 in ('all', 'region', 'jointItem')
            union
            select case $6 when 'department' then c.region || '/' || s.department else c.joint_item || '/' || s.service_item end
            from step_figure s
            where $6 in ('department', 'item') and s.generation = c.generation and s.stream_id = c.stream_id and ($6 = 'department' or s.service_item is not null)
          ) g
        ) k
        where c.ended_at >= $4 and c.ended_at < $5 and ($3::text is null or c.joint_item = $3)
          and exists (select from unnest($1::text[], $2::text[]) as part (low, high) where c.region between part.low and part.high)
        group by 1, 2
        order by 1, 2
        limit $8
        """;

    // $9 now, in real time: an open step whose time is over by then is overdue
    private const string Steps = """
        with live as (select generation from projection where name = 'Oversight')
        select case $6 when 'region' then s.region when 'jointItem' then s.joint_item when 'department' then s.region || '/' || s.department when 'item' then s.joint_item || '/' || s.service_item else '' end,
          case when $7 = 'none' then null else date_trunc($7, coalesce(s.closed_at, s.due_at) at time zone interval '8 hours')::date end,
          count(*), count(*) filter (where s.overdue or s.closed_at is null), count(minutes), coalesce(sum(minutes), 0), count(handover_minutes), coalesce(sum(handover_minutes), 0),
          count(*) filter (where kind = 'review' and minutes is not null), count(*) filter (where silence)
        from live
        join step_figure s on s.generation = live.generation
        where coalesce(s.closed_at, s.due_at) >= $4 and coalesce(s.closed_at, s.due_at) < $5
          and (s.minutes is not null or (s.closed_at is null and s.due_at - s.clock_offset <= $9))
          and ($3::text is null or s.joint_item = $3) and ($6 <> 'item' or s.service_item is not null)
          and exists (select from unnest($1::text[], $2::text[]) as part (low, high) where s.region between part.low and part.high)
        group by 1, 2
        order by 1, 2
        limit $8
        """;

    // Standing 3: lifted; it counts no more.
    private const string Cards = """
        with live as (select generation from projection where name = 'Oversight')
        select case $6 when 'region' then c.region when 'jointItem' then c.joint_item when 'department' then c.region || '/' || c.department when 'item' then c.joint_item || '/' || c.service_item else '' end,
          case when $7 = 'none' then null else date_trunc($7, c.at at time zone interval '8 hours')::date end,
          count(*) filter (where colour = 1), count(*) filter (where colour = 2)
        from live
        join card c on c.generation = live.generation
        where c.at >= $4 and c.at < $5 and c.shown_at <= $9 and c.standing <> 3
          and ($3::text is null or c.joint_item = $3) and ($6 <> 'item' or c.service_item is not null)
          and exists (select from unnest($1::text[], $2::text[]) as part (low, high) where c.region between part.low and part.high)
        group by 1, 2
        order by 1, 2
        limit $8
        """;

    /// <param name="prefixes">beginnings of the division codes that count</param>
    /// <param name="within">only what lies below this beginning too; null for no narrowing</param>
    /// <param name="from">first instant of the time asked for; a case counts when it was answered, a step when it was done, a card when it was shown</param>
    /// <param name="before">the first instant after it</param>
    public async Task<List<IndicatorLine>> ReadAsync(
        IEnumerable<string> prefixes, string? within, string? jointItem, DateTimeOffset from, DateTimeOffset before, IndicatorGroup group, IndicatorPeriod period,
        DateTimeOffset now, CancellationToken ct)
    {
        var spans = RegionSpans.Of(prefixes, within);
        var lines = new SortedDictionary<(string, DateOnly?), IndicatorSums>();
        await using var connection = await database.OpenConnectionAsync(ct);
        await EachAsync(Cases, withNow: false, (sums, r) => sums with
        {
            Ended = r.GetInt64(2), Decided = r.GetInt64(3), InTime = r.GetInt64(4), InStatutory = r.GetInt64(5), Days = r.GetDecimal(6), Intakes = r.GetInt64(7), IntakeMinutes = r.GetInt64(8),
            Supplements = r.GetInt64(9), Returns = r.GetInt64(10), ByRule = r.GetInt64(11), Rated = r.GetInt64(12), RatingSum = r.GetInt64(13), Satisfied = r.GetInt64(14), Withdrawn = r.GetInt64(15),
        });
        await EachAsync(Steps, withNow: true, (sums, r) => sums with
        {
            Steps = r.GetInt64(2), OverdueSteps = r.GetInt64(3), Done = r.GetInt64(4), Minutes = r.GetInt64(5), Handovers = r.GetInt64(6), HandoverMinutes = r.GetInt64(7),
            Opinions = r.GetInt64(8), Silent = r.GetInt64(9),
        });
        await EachAsync(Cards, withNow: true, (sums, r) => sums with { Yellow = r.GetInt64(2), Red = r.GetInt64(3) });
        return [.. lines.Select(l => new IndicatorLine(l.Key.Item1, l.Key.Item2, l.Value))];

        async Task EachAsync(string sql, bool withNow, Func<IndicatorSums, NpgsqlDataReader, IndicatorSums> add)
        {
            await using var command = new NpgsqlCommand(sql, connection)
            {
                Parameters =
                {
                    new() { Value = spans.Lows }, new() { Value = spans.Highs }, new() { Value = (object?)jointItem ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                    new() { Value = from.ToUniversalTime() }, new() { Value = before.ToUniversalTime() },
                    new() { Value = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(group.ToString()) }, new() { Value = period.ToString().ToLowerInvariant() }, new() { Value = MaxLines },
                },
            };
            if (withNow) command.Parameters.Add(new() { Value = now.ToUniversalTime() });
            await using var r = await command.ExecuteReaderAsync(ct);
            while (await r.ReadAsync(ct))
            {
                (string, DateOnly?) key = (r.GetString(0), r.IsDBNull(1) ? null : r.GetFieldValue<DateOnly>(1));
                lines[key] = add(lines.GetValueOrDefault(key) ?? IndicatorSums.None, r);
            }
        }
    }
}
