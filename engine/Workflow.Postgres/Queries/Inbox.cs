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

    // What every page shows, and what it may be narrowed by.
    // $1, $2 departments · $3 claimed by · $4 kind · $5 states · $6 joint item · $7 to $10 where the last page ended
    // · $11 limit and one more · $12 reader · $13 card · $14 urged · $15 service item · $16 number's beginning · $17 part of name or title
    // · $18 rank at which the last page ended
    private const string Columns = """
        t.stream_id, t.task_id, t.case_number, t.region, t.department, t.kind, t.title, t.element, t.state, t.assignee,
        t.opened_at, t.closed_at, t.due_at, t.card, t.personal, t.joint_item, t.service_item, t.urged_at
        """;

    private const string Filters = """
        ($3::text is null or t.assignee = $3)
          and ($4::text is null or t.kind = $4)
          and t.state = any($5::smallint[])
          and ($6::text is null or t.joint_item = $6)
          and ($13::smallint is null or t.card = $13)
          and (not $14::boolean or t.urged_at is not null)
          and ($15::text is null or t.service_item = $15)
        """;

    private const string Text = """
        ($16::text is null or t.case_number ^@ $16)
          and ($17::text is null or strpos(t.personal, $17) > 0 or strpos(t.title, $17) > 0)
        """;

    // Active tasks: department by department along the covering index, which alone is read until a page's keys are known;
    // only the page's own rows are looked up. Its predicate has to stand in the text, or no plan may use the index. A number
    // begins with its region, so that another region's number finds nothing without a search.
    private const string Keys = "t.stream_id, t.task_id, t.due_at, t.opened_at, t.card, t.urged_at";
    private const string Walk = $"""
        with page as (
          select {Columns}
          from (
            select t.*
            from unnest($1::text[], $2::text[]) as d (region, department)
            cross join lateral (
              select {Keys} from task_row t
              where t.region = d.region and t.department = d.department and t.state in (0, 1) and ($16::text is null or d.region ^@ left($16, 6))
                and {Filters} and {Text} and
        """;

    // A name of two or more characters, or a whole number: the cases first, by their own indexes, then their tasks; beside
    // them the tasks whose title holds the text.
    private const string Found = $"""
        with found as materialized (
          select c.stream_id from case_row c where c.region = any($1::text[]) and c.case_number ^@ $16
          union all
          select c.stream_id from case_row c
          where c.region = any($1::text[]) and string_to_array(c.personal, null) @> string_to_array($17::text, null) and strpos(c.personal, $17) > 0
        ), page as (
          select {Columns}
          from (
            select t.* from (
              select {Keys}
              from found
              join task_row t using (stream_id)
              join unnest($1::text[], $2::text[]) as d (region, department) on d.region = t.region and d.department = t.department
              where t.state in (0, 1) and {Filters}
              union
              select t.*
              from unnest($1::text[], $2::text[]) as d (region, department)
              cross join lateral (
                select {Keys} from task_row t
                where t.region = d.region and t.department = d.department and t.state in (0, 1) and strpos(t.title, $17) > 0 and {Filters} and
        """;

    // Tasks that are over, or over and active ones: few ask for them, and no index has all of their orders.
    private const string Any = $"""
        with page as (
          select {Columns}
          from task_row t
          join unnest($1::text[], $2::text[]) as d (region, department) on d.region = t.region and d.department = t.department
          where {Filters} and {Text} and
        """;

    // Names shown are written to read_log in the same statement: nobody reads one unseen.
    private const string Noted = """
        insert into read_log (at, actor, stream_id, what)
        select distinct now(), $12::text, stream_id, 'name' from shown where personal is not null
        """;

    private const string Due = "coalesce(due_at, 'infinity'), stream_id, task_id";
    private const string AfterDue = "(not $7::boolean or (coalesce(t.due_at, 'infinity'), t.stream_id, t.task_id) > (coalesce($8::timestamptz, 'infinity'), $9::text, $10::bigint))";
    private const string Newest = "opened_at desc, stream_id desc, task_id desc";
    private const string AfterNewest = "(not $7::boolean or (t.opened_at, t.stream_id, t.task_id) < ($8::timestamptz, $9::text, $10::bigint))";
    private const string Oldest = "opened_at, stream_id, task_id";
    private const string AfterOldest = "(not $7::boolean or (t.opened_at, t.stream_id, t.task_id) > ($8::timestamptz, $9::text, $10::bigint))";

    // What was urged first, then red cards, then yellow ones; among equals what is due first.
    private const string Worst = "-(card + case when urged_at is null then 0 else 3 end), coalesce(due_at, 'infinity'), stream_id, task_id";
    private const string AfterWorst = """
        (not $7::boolean
          or (-(t.card + case when t.urged_at is null then 0 else 3 end), coalesce(t.due_at, 'infinity'), t.stream_id, t.task_id)
           > (-$18::int, coalesce($8::timestamptz, 'infinity'), $9::text, $10::bigint))
        """;

    private const string WalkDue = $"{Walk} {AfterDue} order by {Due} limit $11) t order by {Due} limit $11) k join task_row t using (stream_id, task_id)) {EndDue}";
    private const string WalkNewest = $"{Walk} {AfterNewest} order by {Newest} limit $11) t order by {Newest} limit $11) k join task_row t using (stream_id, task_id)) {EndNewest}";
    private const string WalkOldest = $"{Walk} {AfterOldest} order by {Oldest} limit $11) t order by {Oldest} limit $11) k join task_row t using (stream_id, task_id)) {EndOldest}";
    private const string WalkWorst = $"{Walk} {AfterWorst} order by {Worst} limit $11) t order by {Worst} limit $11) k join task_row t using (stream_id, task_id)) {EndWorst}";

    private const string FoundDue = $"{Found} {AfterDue} order by {Due} limit $11) t) t where {AfterDue} order by {Due} limit $11) k join task_row t using (stream_id, task_id)) {EndDue}";
    private const string FoundNewest = $"{Found} {AfterNewest} order by {Newest} limit $11) t) t where {AfterNewest} order by {Newest} limit $11) k join task_row t using (stream_id, task_id)) {EndNewest}";
    private const string FoundOldest = $"{Found} {AfterOldest} order by {Oldest} limit $11) t) t where {AfterOldest} order by {Oldest} limit $11) k join task_row t using (stream_id, task_id)) {EndOldest}";
    private const string FoundWorst = $"{Found} {AfterWorst} order by {Worst} limit $11) t) t where {AfterWorst} order by {Worst} limit $11) k join task_row t using (stream_id, task_id)) {EndWorst}";

    private const string AnyDue = $"{Any} {AfterDue} order by {Due} limit $11) {EndDue}";
    private const string AnyNewest = $"{Any} {AfterNewest} order by {Newest} limit $11) {EndNewest}";
    private const string AnyOldest = $"{Any} {AfterOldest} order by {Oldest} limit $11) {EndOldest}";
    private const string AnyWorst = $"{Any} {AfterWorst} order by {Worst} limit $11) {EndWorst}";

    private const string EndDue = $", shown as (select * from page order by {Due} limit $11 - 1), noted as ({Noted}) select * from page order by {Due}";
    private const string EndNewest = $", shown as (select * from page order by {Newest} limit $11 - 1), noted as ({Noted}) select * from page order by {Newest}";
    private const string EndOldest = $", shown as (select * from page order by {Oldest} limit $11 - 1), noted as ({Noted}) select * from page order by {Oldest}";
    private const string EndWorst = $", shown as (select * from page order by {Worst} limit $11 - 1), noted as ({Noted}) select * from page order by {Worst}";

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
        await using var command = database.CreateCommand(StatementOf(filter, sort));
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

    private static string StatementOf(Filter filter, Sort sort)
    {
        if (!filter.States.All(state => state <= 1)) return sort switch { Sort.Due => AnyDue, Sort.Opened => AnyOldest, Sort.Received => AnyNewest, _ => AnyWorst };
        return filter.Text.IsNarrow
            ? sort switch { Sort.Due => FoundDue, Sort.Opened => FoundOldest, Sort.Received => FoundNewest, _ => FoundWorst }
            : sort switch { Sort.Due => WalkDue, Sort.Opened => WalkOldest, Sort.Received => WalkNewest, _ => WalkWorst };
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

    /// <summary>
    /// So much was typed that few cases can be meant: two characters of a name, or a number as far as its day. Looking those
    /// cases up then costs less than going along a list until a page is full.
    /// </summary>
    internal bool IsNarrow => NumberPrefix is { Length: >= 13 } || Part is { Length: >= 2 };
}
