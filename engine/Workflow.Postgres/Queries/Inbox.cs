using Npgsql;
using NpgsqlTypes;
using Workflow.Core.Runtime;

namespace Workflow.Postgres.Queries;

/// <summary>The page "inbox" (待办箱): tasks of the caller's departments, or those it has claimed.</summary>
public sealed class Inbox(NpgsqlDataSource database)
{
    public const int MaxLimit = 200;

    /// <summary>What the list is sorted by. Only <see cref="Opened"/> never changes while a list is read page by page.</summary>
    public enum Sort { Due, Opened, Received, Priority }

    // Which rows a page is made of; the index by department, state and due instant bounds what is read of the table.
    // $1, $2 departments · $3 claimed by · $4 kind · $5 states · $6 joint item · $7 to $10 where the last page ended
    // · $11 limit and one more · $12 reader · $13 card · $14 urged · $15 service item · $16 number's beginning · $17 part of name or title
    // · $18 rank at which the last page ended
    private const string Rows = """
        select t.stream_id, t.task_id, t.case_number, t.region, t.department, t.kind, t.title, t.element, t.state, t.assignee,
               t.opened_at, t.closed_at, t.due_at, t.card, t.personal, t.joint_item, t.service_item, t.urged_at,
               t.card + case when t.urged_at is null then 0 else 3 end as rank
        from task_row t
        join unnest($1::text[], $2::text[]) as d(region, department) on d.region = t.region and d.department = t.department
        where ($3::text is null or t.assignee = $3)
          and ($4::text is null or t.kind = $4)
          and t.state = any($5::smallint[])
          and ($6::text is null or t.joint_item = $6)
          and ($13::smallint is null or t.card = $13)
          and (not $14::boolean or t.urged_at is not null)
          and ($15::text is null or t.service_item = $15)
          and ($16::text is null or t.case_number ^@ $16)
          and ($17::text is null or strpos(t.personal, $17) > 0 or strpos(t.title, $17) > 0)
        """;

    // Names shown are written to read_log in the same statement: nobody reads one unseen.
    private const string Noted = """
        insert into read_log (at, actor, stream_id, what)
        select distinct now(), $12::text, stream_id, 'name' from shown where personal is not null
        """;

    private const string DueFirst = $"""
        with page as (
            {Rows}
              and (not $7::boolean or (coalesce(t.due_at, 'infinity'), t.stream_id, t.task_id) > (coalesce($8::timestamptz, 'infinity'), $9::text, $10::bigint))
            order by coalesce(t.due_at, 'infinity'), t.stream_id, t.task_id
            limit $11
        ), shown as (select * from page order by coalesce(due_at, 'infinity'), stream_id, task_id limit $11 - 1), noted as ({Noted})
        select * from page order by coalesce(due_at, 'infinity'), stream_id, task_id
        """;

    private const string NewestFirst = $"""
        with page as (
            {Rows}
              and (not $7::boolean or (t.opened_at, t.stream_id, t.task_id) < ($8::timestamptz, $9::text, $10::bigint))
            order by t.opened_at desc, t.stream_id desc, t.task_id desc
            limit $11
        ), shown as (select * from page order by opened_at desc, stream_id desc, task_id desc limit $11 - 1), noted as ({Noted})
        select * from page order by opened_at desc, stream_id desc, task_id desc
        """;

    private const string OldestFirst = $"""
        with page as (
            {Rows}
              and (not $7::boolean or (t.opened_at, t.stream_id, t.task_id) > ($8::timestamptz, $9::text, $10::bigint))
            order by t.opened_at, t.stream_id, t.task_id
            limit $11
        ), shown as (select * from page order by opened_at, stream_id, task_id limit $11 - 1), noted as ({Noted})
        select * from page order by opened_at, stream_id, task_id
        """;

    // What was urged first, then red cards, then yellow ones; among equals what is due first.
    private const string WorstFirst = $"""
        with page as (
            {Rows}
              and (not $7::boolean
                   or (-(t.card + case when t.urged_at is null then 0 else 3 end), coalesce(t.due_at, 'infinity'), t.stream_id, t.task_id)
                    > (-$18::int, coalesce($8::timestamptz, 'infinity'), $9::text, $10::bigint))
            order by -(t.card + case when t.urged_at is null then 0 else 3 end), coalesce(t.due_at, 'infinity'), t.stream_id, t.task_id
            limit $11
        ), shown as (select * from page order by -rank, coalesce(due_at, 'infinity'), stream_id, task_id limit $11 - 1), noted as ({Noted})
        select * from page order by -rank, coalesce(due_at, 'infinity'), stream_id, task_id
        """;

    private const string Counted = """
        select t.kind, t.card, coalesce(t.assignee = $3, false), t.urged_at is not null, count(*)
        from task_row t
        join unnest($1::text[], $2::text[]) as d(region, department) on d.region = t.region and d.department = t.department
        where t.state in (0, 1)
        group by 1, 2, 3, 4
        """;

    /// <param name="Assignee">only tasks claimed by this account; null for all</param>
    /// <param name="States">0 open, 1 claimed, 2 done, 3 cancelled</param>
    /// <param name="Card">0 none, 1 yellow, 2 red; null for all</param>
    /// <param name="Urged">only tasks that were urged</param>
    /// <param name="ServiceItem">only tasks of this service item; null for all</param>
    public sealed record Filter(string? Assignee, string? Kind, short[] States, string? JointItem, short? Card, bool Urged, string? ServiceItem, Search Text);

    /// <summary>How many of the active tasks of a scope are of one sort.</summary>
    public readonly record struct Count(string Kind, short Card, bool Mine, bool Urged, long Tasks);

    /// <returns>at most <paramref name="limit"/> rows of the scope's departments, and where the next page begins</returns>
    public async Task<(List<TaskRow> Rows, Cursor? Next)> ReadAsync(
        Scope scope, Filter filter, Sort sort, Cursor? after, int limit, string reader, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(limit is >= 1 and <= MaxLimit, true, nameof(limit));
        await using var command = database.CreateCommand(sort switch { Sort.Due => DueFirst, Sort.Opened => OldestFirst, Sort.Received => NewestFirst, _ => WorstFirst });
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
        p.Add(new() { Value = (object?)filter.Card ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Smallint });
        p.Add(new() { Value = filter.Urged });
        p.Add(new() { Value = (object?)filter.ServiceItem ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        p.Add(new() { Value = (object?)filter.Text.NumberPrefix ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        p.Add(new() { Value = (object?)filter.Text.Part ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        p.Add(new() { Value = (int)(after?.Rank ?? 0) });
        var rows = new List<TaskRow>(limit + 1);
        await using var read = await command.ExecuteReaderAsync(ct);
        while (await read.ReadAsync(ct)) rows.Add(RowOf(read));
        if (rows.Count <= limit) return (rows, null);
        rows.RemoveAt(limit);
        var last = rows[^1];
        var isByDue = sort is Sort.Due or Sort.Priority;
        return (rows, new Cursor(isByDue ? last.DueAt : last.OpenedAt, last.StreamId, last.TaskId, sort == Sort.Priority ? RankOf(last) : (byte)0));
    }

    /// <summary>The active tasks of a scope's departments, counted by sort; <paramref name="account"/> says whose are mine.</summary>
    public async Task<List<Count>> CountAsync(Scope scope, string account, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Counted);
        command.Parameters.Add(new() { Value = scope.DepartmentRegions });
        command.Parameters.Add(new() { Value = scope.DepartmentCodes });
        command.Parameters.Add(new() { Value = account });
        var counts = new List<Count>();
        await using var read = await command.ExecuteReaderAsync(ct);
        while (await read.ReadAsync(ct)) counts.Add(new(read.GetString(0), read.GetInt16(1), read.GetBoolean(2), read.GetBoolean(3), read.GetInt64(4)));
        return counts;
    }

    private static byte RankOf(TaskRow row) => (byte)(row.Card + (row.UrgedAt is null ? 0 : 3));

    private static TaskRow RowOf(NpgsqlDataReader r) => new(
        r.GetString(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6), r.GetString(7),
        r.GetInt16(8), r.IsDBNull(9) ? null : r.GetString(9), r.GetFieldValue<DateTimeOffset>(10),
        r.IsDBNull(11) ? null : r.GetFieldValue<DateTimeOffset>(11), r.IsDBNull(12) ? null : r.GetFieldValue<DateTimeOffset>(12),
        r.GetInt16(13), r.IsDBNull(14) ? null : r.GetString(14), r.GetString(15),
        r.IsDBNull(16) ? null : r.GetString(16), r.IsDBNull(17) ? null : r.GetFieldValue<DateTimeOffset>(17));
}

/// <summary>What somebody typed into a search field: the beginning of a case number, or a part of a name or title.</summary>
public readonly record struct Search(string? Text)
{
    // Numbers are division code, day and serial: they begin with a digit, which no name does.
    private bool IsNumber => Text is [>= '0' and <= '9', ..] && Text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    internal string? NumberPrefix => IsNumber ? Text!.ToUpperInvariant() : null;
    internal string? Part => IsNumber ? null : Text;
}
