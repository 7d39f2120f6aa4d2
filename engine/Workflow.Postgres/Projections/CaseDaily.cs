using Npgsql;
using Workflow.Postgres.Queries;

namespace Workflow.Postgres.Projections;

/// <summary>One line of the board: what happened on a day.</summary>
/// <param name="Day">in the calendar's zone</param>
/// <param name="Department">"" for what belongs to the whole case</param>
public sealed record CaseDailyRow(
    DateOnly Day, string Region, string JointItem, string Department, int Filed, int Accepted, int Concluded, int Opinions, int Yellow, int Red);

/// <summary>Counts per day, region, joint item and department; feeds the board.</summary>
public sealed class CaseDaily(NpgsqlDataSource database)
{
    public const int MaxRows = 20_000;

    // Each event's filing is looked up by itself: joined as tables, a planner without statistics goes through the whole log
    // for every portion, for seconds, and holds back what others may clear away meanwhile.
    // China keeps one offset all year, and every calendar of the product is of that zone (WorkCalendar.ZoneOffset).
    // Card values are those of Deadlines.Card: 1 yellow, 2 red. A card on a review's clock belongs to the review's department.
    private const string ApplySql =
        """
        insert into case_daily (generation, day, region, joint_item, department, filed, accepted, concluded, opinions, yellow, red)
        select $1, (happened.at at time zone interval '8 hours')::date, happened.region, happened.joint_item, happened.department,
          count(*) filter (where happened.type = 'application_filed'),
          count(*) filter (where happened.type = 'case_accepted'),
          count(*) filter (where happened.type = 'case_concluded'),
          count(*) filter (where happened.type = 'opinion_recorded'),
          count(*) filter (where happened.card = 1),
          count(*) filter (where happened.card = 2)
        from (
          select event.type, (event.data ->> 'At')::timestamptz as at, filed.region, filed.joint_item,
            case when event.type = 'card_shown' then (event.data ->> 'Card')::int end as card,
            case event.type
              when 'opinion_recorded' then event.data ->> 'Department'
              when 'card_shown' then coalesce(
                (select opened.data ->> 'Department' from single_event opened
                 where opened.stream_id = event.stream_id and opened.type = 'task_opened'
                   and 'task-' || (opened.data ->> 'TaskId') = event.data ->> 'Clock'), '')
              else '' end as department
          from mt_events event
          cross join lateral (
            select first.data ->> 'Region' as region, first.data -> 'Pinned' ->> 'JointItem' as joint_item from mt_events first
            where first.stream_id = event.stream_id and first.version = 1 and first.type = 'application_filed' offset 0
          ) filed
          where event.seq_id > $2 and event.seq_id <= $3
            and event.type in ('application_filed', 'case_accepted', 'case_concluded', 'opinion_recorded', 'card_shown')
        ) happened
        group by 2, 3, 4, 5
        on conflict (generation, day, region, joint_item, department) do update set
          filed = case_daily.filed + excluded.filed,
          accepted = case_daily.accepted + excluded.accepted,
          concluded = case_daily.concluded + excluded.concluded,
          opinions = case_daily.opinions + excluded.opinions,
          yellow = case_daily.yellow + excluded.yellow,
          red = case_daily.red + excluded.red
        """;

    public static Projection Projection { get; } = new("CaseDaily", AdvisoryLocks.CaseDaily, ApplySql, "delete from case_daily where generation = $1");

    /// <summary>The lines of the days from <paramref name="from"/> to <paramref name="to"/>, both included, that the scope may see.</summary>
    /// <param name="jointItem">only this one; null for all</param>
    public async Task<IReadOnlyList<CaseDailyRow>> ReadAsync(Scope scope, DateOnly from, DateOnly to, string? jointItem, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            select day, region, joint_item, department, filed, accepted, concluded, opinions, yellow, red
            from case_daily
            where generation = (select generation from projection where name = 'CaseDaily')
              and day between $1 and $2
              and ($3 is null or joint_item = $3)
              and (region = any ($4) or region like any ($5)
                or exists (select from unnest($6::text[], $7::text[]) as mine (region, department)
                           where mine.region = case_daily.region and mine.department = case_daily.department))
            order by day, region, joint_item, department
            limit $8
            """);
        command.Parameters.Add(new() { Value = from });
        command.Parameters.Add(new() { Value = to });
        command.Parameters.Add(new() { Value = (object?)jointItem ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = scope.Regions.ToArray() });
        command.Parameters.Add(new() { Value = Scope.Patterns(scope.RegionPrefixes) });
        command.Parameters.Add(new() { Value = scope.DepartmentRegions });
        command.Parameters.Add(new() { Value = scope.DepartmentCodes });
        command.Parameters.Add(new() { Value = MaxRows });
        var rows = new List<CaseDailyRow>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new CaseDailyRow(
                reader.GetFieldValue<DateOnly>(0), reader.GetString(1), reader.GetString(2), reader.GetString(3),
                reader.GetInt32(4), reader.GetInt32(5), reader.GetInt32(6), reader.GetInt32(7), reader.GetInt32(8), reader.GetInt32(9)));
        }

        return rows;
    }
}
