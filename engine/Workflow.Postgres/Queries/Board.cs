using Npgsql;
using NpgsqlTypes;

namespace Workflow.Postgres.Queries;

/// <summary>Open cases that have all of these in common.</summary>
/// <param name="Status">code of the exchange standard</param>
/// <param name="Card">0 none, 1 yellow, 2 red</param>
public sealed record OpenCases(short Status, string JointItem, short Card, int Count);

/// <summary>What lies on one department of one region.</summary>
/// <param name="NameJson">its name in two languages as published; null when it was never defined</param>
/// <param name="Open">open tasks, claimed ones among them</param>
/// <param name="NextDueAt">the earliest due instant of these tasks, which may have passed; null when no clock runs</param>
public sealed record DepartmentLoad(
    string Region, string Department, string? NameJson, int Open, int Claimed, int Yellow, int Red, DateTimeOffset OldestOpenedAt, DateTimeOffset? NextDueAt);

/// <param name="FiledToday">cases filed on the day asked for</param>
/// <param name="Ratings">how many cases were given each level, from 1 to 5</param>
/// <param name="JointItemNames">names as published, in two languages, by code</param>
public sealed record BoardRows(
    IReadOnlyList<OpenCases> Cases, IReadOnlyList<DepartmentLoad> Departments, int FiledToday, int ConcludedToday, int[] Ratings,
    IReadOnlyDictionary<string, string> JointItemNames);

/// <summary>The page "board" (督办看板): what is open in the regions that somebody oversees, and how much lies where.</summary>
/// <param name="database">those of <see cref="PageReads"/>: whoever counts half a million rows for one takes no second processor from all others</param>
public sealed class Board(NpgsqlDataSource database)
{
    /// <summary>Departments with open tasks that one answer lists; those with the most work stand first.</summary>
    public const int MaxDepartments = 1000;

    private const int Levels = 5;

    // $1, $2 spans of division codes · $3 joint item · $4 most departments, or the day
    private const string Cases = """
        select c.status, c.joint_item, c.card, count(*)::int
        from unnest($1::text[], $2::text[]) as part (low, high)
        join case_watch c on c.region between part.low and part.high
        where not c.ended and ($3::text is null or c.joint_item = $3)
        group by c.status, c.joint_item, c.card
        order by c.status, c.joint_item, c.card
        """;

    // From one department to the next along task_row_opened; each is counted in the narrowest index that knows what is counted, and its
    // first row in an order is its earliest. The index that has it all is twice as wide, and a city has half a million active tasks.
    private const string Departments = """
        with recursive place as (
          (select part.high, t.region, t.department
           from unnest($1::text[], $2::text[]) as part (low, high)
           cross join lateral (select region, department from task_row where state in (0, 1) and region between part.low and part.high order by region, department limit 1) t)
          union all
          select p.high, t.region, t.department
          from place p
          cross join lateral (
            select region, department from task_row
            where state in (0, 1) and (region, department) > (p.region, p.department) and region <= p.high order by region, department limit 1) t
        )
        select load.region, load.department, d.json ->> 'name', load.open, held.claimed, marked.yellow, marked.red, oldest.at, next.at
        from (
          select p.region, p.department, counted.open
          from place p
          cross join lateral (select count(*)::int as open from task_row t where t.region = p.region and t.department = p.department and t.state in (0, 1)) counted
          order by counted.open desc, p.region, p.department
          limit $4
        ) load
        cross join lateral (select count(*)::int as claimed from task_row t where t.region = load.region and t.department = load.department and t.state = 1) held
        cross join lateral (
          select count(*) filter (where t.card = 1)::int as yellow, count(*) filter (where t.card = 2)::int as red
          from task_row t
          where t.region = load.region and t.department = load.department and t.state in (0, 1) and (t.card > 0 or t.urged_at is not null)) marked
        cross join lateral (
          select t.opened_at as at from task_row t where t.region = load.region and t.department = load.department and t.state in (0, 1)
          order by t.opened_at, t.stream_id, t.task_id limit 1) oldest
        cross join lateral (
          select t.due_at as at from task_row t where t.region = load.region and t.department = load.department and t.state in (0, 1)
          order by coalesce(t.due_at, 'infinity'), t.stream_id, t.task_id limit 1) next
        left join document d on d.kind = 'department' and d.id = load.region || '.' || load.department
        order by marked.red desc, marked.yellow desc, load.open desc, load.region, load.department
        """;

    // The same of one joint item, which only the wide index knows.
    private const string DepartmentsOfItem = """
        select load.region, load.department, d.json ->> 'name', load.open, load.claimed, load.yellow, load.red, load.oldest, load.next_due
        from (
          select t.region, t.department, count(*)::int as open, count(*) filter (where t.state = 1)::int as claimed,
                 count(*) filter (where t.card = 1)::int as yellow, count(*) filter (where t.card = 2)::int as red,
                 min(t.opened_at) as oldest, min(t.due_at) as next_due
          from unnest($1::text[], $2::text[]) as part (low, high)
          join task_row t on t.region between part.low and part.high
          where t.state in (0, 1) and t.joint_item = $3::text
          group by t.region, t.department
          order by count(*) desc, t.region, t.department
          limit $4
        ) load
        left join document d on d.kind = 'department' and d.id = load.region || '.' || load.department
        order by load.red desc, load.yellow desc, load.open desc, load.region, load.department
        """;

    private const string Today = """
        select coalesce(sum(filed), 0)::int, coalesce(sum(concluded), 0)::int
        from case_daily
        where generation = (select generation from projection where name = 'CaseDaily') and day = $4
          and exists (select from unnest($1::text[], $2::text[]) as part (low, high) where region between part.low and part.high)
          and ($3::text is null or joint_item = $3)
        """;

    private const string Ratings = """
        select c.rating, count(*)::int
        from unnest($1::text[], $2::text[]) as part (low, high)
        join case_row c on c.region between part.low and part.high
        where c.rating is not null and ($3::text is null or c.joint_item = $3)
        group by c.rating
        """;

    private const string Names = """
        select d.id, d.json -> 'item' ->> 'name' from document d where d.kind = 'jointitem' and d.id = any($1)
        """;

    /// <param name="prefixes">beginnings of the division codes that the caller oversees</param>
    /// <param name="within">only below this beginning; null for all of them</param>
    /// <param name="today">day of the calendar's zone that "today" is</param>
    public async Task<BoardRows> ReadAsync(IEnumerable<string> prefixes, string? within, string? jointItem, DateOnly today, CancellationToken ct)
    {
        var spans = RegionSpans.Of(prefixes, within);
        await using var connection = await database.OpenConnectionAsync(ct);
        List<OpenCases> cases = [];
        List<DepartmentLoad> departments = [];
        var (filed, concluded, ratings) = (0, 0, new int[Levels]);

        await using (var batch = new NpgsqlBatch(connection) { BatchCommands = { Of(Cases), Of(jointItem is null ? Departments : DepartmentsOfItem, MaxDepartments), Of(Today, today), Of(Ratings) } })
        await using (var r = await batch.ExecuteReaderAsync(ct))
        {
            while (await r.ReadAsync(ct)) cases.Add(new(r.GetInt16(0), r.GetString(1), r.GetInt16(2), r.GetInt32(3)));
            await r.NextResultAsync(ct);
            while (await r.ReadAsync(ct))
                departments.Add(new(r.GetString(0), r.GetString(1), r.IsDBNull(2) ? null : r.GetString(2), r.GetInt32(3), r.GetInt32(4), r.GetInt32(5), r.GetInt32(6),
                    r.GetFieldValue<DateTimeOffset>(7), r.IsDBNull(8) ? null : r.GetFieldValue<DateTimeOffset>(8)));
            await r.NextResultAsync(ct);
            if (await r.ReadAsync(ct)) (filed, concluded) = (r.GetInt32(0), r.GetInt32(1));
            await r.NextResultAsync(ct);
            while (await r.ReadAsync(ct)) ratings[r.GetInt16(0) - 1] = r.GetInt32(1);
        }
        return new(cases, departments, filed, concluded, ratings, await NamesAsync(connection, cases.Select(c => c.JointItem), ct));

        NpgsqlBatchCommand Of(string sql, object? more = null)
        {
            var command = new NpgsqlBatchCommand(sql);
            command.Parameters.Add(new() { Value = spans.Lows });
            command.Parameters.Add(new() { Value = spans.Highs });
            command.Parameters.Add(new() { Value = (object?)jointItem ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
            if (more is not null) command.Parameters.Add(new() { Value = more });
            return command;
        }
    }

    private static async Task<Dictionary<string, string>> NamesAsync(NpgsqlConnection connection, IEnumerable<string> codes, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Names, connection) { Parameters = { new() { Value = codes.Distinct(StringComparer.Ordinal).ToArray() } } };
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct))
            if (!r.IsDBNull(1)) names[r.GetString(0)] = r.GetString(1);
        return names;
    }
}
