using Npgsql;
using NpgsqlTypes;
using Workflow.Core.Runtime;

namespace Workflow.Postgres.Queries;

/// <summary>The page "inbox" (待办箱): tasks of the caller's departments, or those it has claimed.</summary>
public sealed class Inbox(NpgsqlDataSource database)
{
    public const int MaxLimit = 200;

    /// <summary>What the list is sorted by. Only <see cref="Opened"/> never changes while a list is read page by page.</summary>
    public enum Sort { Due, Opened, Received }

    // $1, $2 departments · $3 claimed by · $4 kind · $5 states · $6 joint item · $7 to $10 where the last page ended · $11 limit and one more · $12 reader
    private const string DueFirst = """
        with page as (
            select t.stream_id, t.task_id, t.case_number, t.region, t.department, t.kind, t.title, t.element, t.state, t.assignee,
                   t.opened_at, t.closed_at, t.due_at, t.card, t.personal, t.joint_item
            from task_row t
            join unnest($1::text[], $2::text[]) as d(region, department) on d.region = t.region and d.department = t.department
            where ($3::text is null or t.assignee = $3)
              and ($4::text is null or t.kind = $4)
              and t.state = any($5::smallint[])
              and ($6::text is null or t.joint_item = $6)
              and (not $7::boolean
                   or (coalesce(t.due_at, 'infinity'), t.stream_id, t.task_id) > (coalesce($8::timestamptz, 'infinity'), $9::text, $10::bigint))
            order by coalesce(t.due_at, 'infinity'), t.stream_id, t.task_id
            limit $11
        ), noted as (
            insert into read_log (at, actor, stream_id, what)
            select distinct now(), $12::text, stream_id, 'name'
            from (select * from page order by coalesce(due_at, 'infinity'), stream_id, task_id limit $11 - 1) shown
            where personal is not null
        )
        select * from page order by coalesce(due_at, 'infinity'), stream_id, task_id
        """;

    private const string NewestFirst = """
        with page as (
            select t.stream_id, t.task_id, t.case_number, t.region, t.department, t.kind, t.title, t.element, t.state, t.assignee,
                   t.opened_at, t.closed_at, t.due_at, t.card, t.personal, t.joint_item
            from task_row t
            join unnest($1::text[], $2::text[]) as d(region, department) on d.region = t.region and d.department = t.department
            where ($3::text is null or t.assignee = $3)
              and ($4::text is null or t.kind = $4)
              and t.state = any($5::smallint[])
              and ($6::text is null or t.joint_item = $6)
              and (not $7::boolean or (t.opened_at, t.stream_id, t.task_id) < ($8::timestamptz, $9::text, $10::bigint))
            order by t.opened_at desc, t.stream_id desc, t.task_id desc
            limit $11
        ), noted as (
            insert into read_log (at, actor, stream_id, what)
            select distinct now(), $12::text, stream_id, 'name'
            from (select * from page order by opened_at desc, stream_id desc, task_id desc limit $11 - 1) shown
            where personal is not null
        )
        select * from page order by opened_at desc, stream_id desc, task_id desc
        """;

    private const string OldestFirst = """
        with page as (
            select t.stream_id, t.task_id, t.case_number, t.region, t.department, t.kind, t.title, t.element, t.state, t.assignee,
                   t.opened_at, t.closed_at, t.due_at, t.card, t.personal, t.joint_item
            from task_row t
            join unnest($1::text[], $2::text[]) as d(region, department) on d.region = t.region and d.department = t.department
            where ($3::text is null or t.assignee = $3)
              and ($4::text is null or t.kind = $4)
              and t.state = any($5::smallint[])
              and ($6::text is null or t.joint_item = $6)
              and (not $7::boolean or (t.opened_at, t.stream_id, t.task_id) > ($8::timestamptz, $9::text, $10::bigint))
            order by t.opened_at, t.stream_id, t.task_id
            limit $11
        ), noted as (
            insert into read_log (at, actor, stream_id, what)
            select distinct now(), $12::text, stream_id, 'name'
            from (select * from page order by opened_at, stream_id, task_id limit $11 - 1) shown
            where personal is not null
        )
        select * from page order by opened_at, stream_id, task_id
        """;

    /// <param name="Assignee">only tasks claimed by this account; null for all</param>
    /// <param name="States">0 open, 1 claimed, 2 done, 3 cancelled</param>
    public sealed record Filter(string? Assignee, string? Kind, short[] States, string? JointItem);

    /// <returns>at most <paramref name="limit"/> rows of the scope's departments, and where the next page begins</returns>
    public async Task<(List<TaskRow> Rows, Cursor? Next)> ReadAsync(
        Scope scope, Filter filter, Sort sort, Cursor? after, int limit, string reader, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(limit is >= 1 and <= MaxLimit, true, nameof(limit));
        await using var command = database.CreateCommand(sort switch { Sort.Due => DueFirst, Sort.Opened => OldestFirst, _ => NewestFirst });
        var p = command.Parameters;
        p.Add(new() { Value = scope.DepartmentRegions });
        p.Add(new() { Value = scope.DepartmentCodes });
        p.Add(new() { Value = (object?)filter.Assignee ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        p.Add(new() { Value = (object?)filter.Kind ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        p.Add(new() { Value = filter.States });
        p.Add(new() { Value = (object?)filter.JointItem ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        p.Add(new() { Value = after is not null });
        p.Add(new() { Value = (object?)after?.At ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        p.Add(new() { Value = after?.StreamId ?? "" });
        p.Add(new() { Value = after?.Number ?? 0 });
        p.Add(new() { Value = limit + 1 });
        p.Add(new() { Value = reader });
        var rows = new List<TaskRow>(limit + 1);
        await using var read = await command.ExecuteReaderAsync(ct);
        while (await read.ReadAsync(ct)) rows.Add(RowOf(read));
        if (rows.Count <= limit) return (rows, null);
        rows.RemoveAt(limit);
        var last = rows[^1];
        return (rows, new Cursor(sort == Sort.Due ? last.DueAt : last.OpenedAt, last.StreamId, last.TaskId));
    }

    private static TaskRow RowOf(NpgsqlDataReader r) => new(
        r.GetString(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6), r.GetString(7),
        r.GetInt16(8), r.IsDBNull(9) ? null : r.GetString(9), r.GetFieldValue<DateTimeOffset>(10),
        r.IsDBNull(11) ? null : r.GetFieldValue<DateTimeOffset>(11), r.IsDBNull(12) ? null : r.GetFieldValue<DateTimeOffset>(12),
        r.GetInt16(13), r.IsDBNull(14) ? null : r.GetString(14), r.GetString(15));
}
