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
    // $1, $2 departments · $3 claimed by · $4 kind · $5 states · $6 joint item · $7 to $10 where the last page ended: rank, instant,
    // stream, task · $11 limit and one more · $12 reader · $13 card · $14 urged · $15 service item · $16, $17 number's beginning, and what
    // comes after all that begin so · $18 part of name or title · $19 whether any of $3 to $6 and $13 to $15 leaves active tasks out
    private const string Columns = """
        t.stream_id, t.task_id, t.case_number, t.region, t.department, t.kind, t.title, t.element, t.state, t.assignee,
        t.opened_at, t.closed_at, t.due_at, t.card, t.personal, t.joint_item, t.service_item, t.urged_at
        """;

    // The same of active tasks, which were never closed: all of it stands in their index, and the table is not looked at.
    private const string ActiveColumns = """
        t.stream_id, t.task_id, t.case_number, t.region, t.department, t.kind, t.title, t.element, t.state, t.assignee,
        t.opened_at, null::timestamptz as closed_at, t.due_at, t.card, t.personal, t.joint_item, t.service_item, t.urged_at
        """;

    // Most pages have none of these, and a search goes through nine thousand entries: one look at $19 spares seven at each.
    private const string Filters = """
        (not $19::boolean or (
          ($3::text is null or t.assignee = $3)
          and ($4::text is null or t.kind = $4)
          and t.state = any($5::smallint[])
          and ($6::text is null or t.joint_item = $6)
          and ($13::smallint is null or t.card = $13)
          and (not $14::boolean or t.urged_at is not null)
          and ($15::text is null or t.service_item = $15)))
        """;

    private const string Text = """
        ($16::text is null or t.case_number ^@ $16)
          and ($18::text is null or strpos(t.personal, $18) > 0 or strpos(t.title, $18) > 0)
        """;

    // An order, and the rows of it that come after the last page; before the first page stands the least of places.
    private const string Due = "coalesce(due_at, 'infinity'), stream_id, task_id";
    private const string AfterDue = "(coalesce(t.due_at, 'infinity'), t.stream_id, t.task_id) > (coalesce($8::timestamptz, 'infinity'), $9::text, $10::bigint)";
    private const string Newest = "opened_at desc, stream_id desc, task_id desc";
    private const string AfterNewest = "(t.opened_at, t.stream_id, t.task_id) < (coalesce($8::timestamptz, 'infinity'), $9::text, $10::bigint)";
    private const string Oldest = "opened_at, stream_id, task_id";
    private const string AfterOldest = "(t.opened_at, t.stream_id, t.task_id) > ($8::timestamptz, $9::text, $10::bigint)";

    // What was urged first, then red cards, then yellow ones; among equals what is due first.
    private const string Worst = "-(card + case when urged_at is null then 0 else 3 end), coalesce(due_at, 'infinity'), stream_id, task_id";
    private const string AfterWorst = """
        (-(t.card + case when t.urged_at is null then 0 else 3 end), coalesce(t.due_at, 'infinity'), t.stream_id, t.task_id)
           > (-$7::int, coalesce($8::timestamptz, 'infinity'), $9::text, $10::bigint)
        """;

    // Those of no rank come last, in the order of their index.
    private const string Unmarked = "t.card = 0 and t.urged_at is null";
    private const string AfterUnmarked = """
        (coalesce(t.due_at, 'infinity'), t.stream_id, t.task_id)
           > (case when $7::int > 0 then '-infinity' else coalesce($8::timestamptz, 'infinity') end, $9::text, $10::bigint)
        """;

    // Department by department along an index of active tasks: task_row_active has whatever a page shows, is chosen or sorted by.
    // An index's predicate has to stand in the text, or no plan may use it. A number begins with its region, so that another
    // region's number finds nothing without a search.
    private const string Departments = "with page as (select t.* from unnest($1::text[], $2::text[]) as d (region, department) cross join lateral (";
    private const string OfDepartment = "from task_row t where t.region = d.region and t.department = d.department and t.state in (0, 1)";
    private const string Walk = $"select {ActiveColumns} {OfDepartment} and ($16::text is null or d.region ^@ left($16, 6)) and {Filters} and {Text}";

    // Few are urged or have a card, and task_row_marked has only those.
    private const string Marked = "(t.card > 0 or t.urged_at is not null)";

    // Its rows are sorted: with "offset 0" behind it no index that has the order, but not the columns, takes its place.
    private const string Sorted = "select * from (";

    private const string WalkDue = $"{Departments} {Walk} and {AfterDue} order by {Due} limit $11) t order by {Due} limit $11) {EndDue}";
    private const string WalkNewest = $"{Departments} {Sorted} {Walk} and {AfterNewest} offset 0) u order by {Newest} limit $11) t order by {Newest} limit $11) {EndNewest}";
    private const string WalkOldest = $"{Departments} {Sorted} {Walk} and {AfterOldest} offset 0) u order by {Oldest} limit $11) t order by {Oldest} limit $11) {EndOldest}";
    private const string WalkWorst = $"""
        {Departments}
          select * from (
            ({Walk} and {Marked} and {AfterWorst} order by {Worst} limit $11) union all ({Walk} and {Unmarked} and {AfterUnmarked} order by {Due} limit $11)) u
          order by {Worst} limit $11) t order by {Worst} limit $11) {EndWorst}
        """;

    private const string MarkedDue = $"{Departments} {Walk} and {Marked} and {AfterDue} order by {Due} limit $11) t order by {Due} limit $11) {EndDue}";
    private const string MarkedNewest = $"{Departments} {Sorted} {Walk} and {Marked} and {AfterNewest} offset 0) u order by {Newest} limit $11) t order by {Newest} limit $11) {EndNewest}";
    private const string MarkedOldest = $"{Departments} {Sorted} {Walk} and {Marked} and {AfterOldest} offset 0) u order by {Oldest} limit $11) t order by {Oldest} limit $11) {EndOldest}";
    private const string MarkedWorst = $"{Departments} {Walk} and {Marked} and {AfterWorst} order by {Worst} limit $11) t order by {Worst} limit $11) {EndWorst}";

    // All active tasks by their opening: task_row_opened has that order, and a page's own rows are looked up.
    private const string OpenedNewest = $"{Departments} select {Columns} {OfDepartment} and {AfterNewest} order by {Newest} limit $11) t order by {Newest} limit $11) {EndNewest}";
    private const string OpenedOldest = $"{Departments} select {Columns} {OfDepartment} and {AfterOldest} order by {Oldest} limit $11) t order by {Oldest} limit $11) {EndOldest}";

    // A whole number: its cases first, then their tasks. The bounds are those that a plan for any number can take to the index;
    // without an order of their own the rows are looked up case by case, whatever the planner believes of the sizes.
    private const string Found = $"""
        with page as (
          select {Columns}
          from (select stream_id from case_row where case_number ~>=~ $16::text and case_number ~<~ $17::text offset 0) found
          cross join lateral (select * from task_row of_case where of_case.stream_id = found.stream_id offset 0) t
          join unnest($1::text[], $2::text[]) as d (region, department) on d.region = t.region and d.department = t.department
          where t.state in (0, 1) and {Filters} and
        """;

    private const string FoundDue = $"{Found} {AfterDue} order by {Due} limit $11) {EndDue}";
    private const string FoundNewest = $"{Found} {AfterNewest} order by {Newest} limit $11) {EndNewest}";
    private const string FoundOldest = $"{Found} {AfterOldest} order by {Oldest} limit $11) {EndOldest}";
    private const string FoundWorst = $"{Found} {AfterWorst} order by {Worst} limit $11) {EndWorst}";

    // Tasks that are over, state by state: task_row_closed has each by its opening. In another order all of them are read.
    private const string Over = $"""
        with page as (
          select t.*
          from unnest($1::text[], $2::text[]) as d (region, department)
          cross join unnest($5::smallint[]) as s (over)
          cross join lateral (
            select {Columns} from task_row t
            where t.region = d.region and t.department = d.department and t.state = s.over and t.state in (2, 3) and {Filters} and {Text} and
        """;

    private const string OverDue = $"{Over} {AfterDue} order by {Due} limit $11) t order by {Due} limit $11) {EndDue}";
    private const string OverNewest = $"{Over} {AfterNewest} order by {Newest} limit $11) t order by {Newest} limit $11) {EndNewest}";
    private const string OverOldest = $"{Over} {AfterOldest} order by {Oldest} limit $11) t order by {Oldest} limit $11) {EndOldest}";
    private const string OverWorst = $"{Over} {AfterWorst} order by {Worst} limit $11) t order by {Worst} limit $11) {EndWorst}";

    // Names shown are noted in the same statement, a page in one row: nobody reads one unseen.
    private const string Note = "insert into list_read (at, actor, streams) select now(), $12::text, array_agg(distinct stream_id)";
    private const string Named = "where personal is not null having count(*) > 0";
    private const string EndDue = $", noted as ({Note} from (select * from page order by {Due} limit $11 - 1) shown {Named}) select * from page order by {Due}";
    private const string EndNewest = $", noted as ({Note} from (select * from page order by {Newest} limit $11 - 1) shown {Named}) select * from page order by {Newest}";
    private const string EndOldest = $", noted as ({Note} from (select * from page order by {Oldest} limit $11 - 1) shown {Named}) select * from page order by {Oldest}";
    private const string EndWorst = $", noted as ({Note} from (select * from page order by {Worst} limit $11 - 1) shown {Named}) select * from page order by {Worst}";

    private const int MoreThanAnyRank = 100;
    private static readonly Filter Everything = new(null, null, [], null, null, false, null, default);

    // Nearly all tasks are nobody's or another's, without a card and not urged: those are what is left of each kind, counted in the narrow
    // index task_row_opened, after the marked ones (task_row_marked) and the account's own (task_row_claimed, looked up: they are few).
    private const string Counted = """
        with few as (
          select t.kind, t.card, coalesce(t.assignee = $3, false) as mine, t.urged_at is not null as urged, count(*) as tasks
          from unnest($1::text[], $2::text[]) as d (region, department)
          cross join lateral (
            select t.kind, t.card, t.assignee, t.urged_at from task_row t
            where t.region = d.region and t.department = d.department and t.state in (0, 1) and (t.card > 0 or t.urged_at is not null)
            union all
            select t.kind, t.card, t.assignee, t.urged_at from task_row t
            where t.region = d.region and t.department = d.department and t.state = 1 and t.assignee = $3 and t.card = 0 and t.urged_at is null) t
          group by 1, 2, 3, 4
        ), whole as (
          select t.kind, count(*) as tasks
          from unnest($1::text[], $2::text[]) as d (region, department)
          cross join lateral (
            select t.kind from task_row t where t.region = d.region and t.department = d.department and t.state in (0, 1)
            order by t.opened_at, t.stream_id, t.task_id offset 0) t
          group by 1
        )
        select kind, card, mine, urged, tasks from few
        union all
        select w.kind, 0::smallint, false, false, w.tasks - coalesce(f.tasks, 0)::bigint
        from whole w left join (select kind, sum(tasks) as tasks from few group by 1) f using (kind)
        where w.tasks > coalesce(f.tasks, 0)
        """;

    /// <param name="Assignee">only tasks claimed by this account; null for all</param>
    /// <param name="States">of active tasks (0 open, 1 claimed) or of those that are over (2 done, 3 cancelled), each once</param>
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
        p.Add(new() { Value = (int?)after?.Rank ?? MoreThanAnyRank });
        // Null is the end of time, where tasks without a due instant stand.
        p.Add(new() { Value = (object?)(after is null && sort != Sort.Received ? DateTimeOffset.MinValue : after?.At) ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        p.Add(new() { Value = after?.StreamId ?? "" });
        p.Add(new() { Value = after?.Number ?? 0 });
        p.Add(new() { Value = limit + 1 });
        p.Add(new() { Value = reader });
        p.Add(new() { Value = (object?)filter.Card ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Smallint });
        p.Add(new() { Value = filter.Urged });
        p.Add(new() { Value = (object?)filter.ServiceItem ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        p.Add(new() { Value = (object?)filter.Text.NumberPrefix ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        p.Add(new() { Value = (object?)filter.Text.NumberEnd ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        p.Add(new() { Value = (object?)filter.Text.Part ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        p.Add(new() { Value = !IsAllActive(filter with { Text = default }) });
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
        bool isOver = filter.States.All(state => state > 1);
        if (!isOver && filter.States.Any(state => state > 1)) throw new ArgumentException("Active tasks and those that are over are not listed together.", nameof(filter));
        if (isOver) return sort switch { Sort.Due => OverDue, Sort.Opened => OverOldest, Sort.Received => OverNewest, _ => OverWorst };
        if (filter.Text.IsOneDay) return sort switch { Sort.Due => FoundDue, Sort.Opened => FoundOldest, Sort.Received => FoundNewest, _ => FoundWorst };
        if (filter.Urged || filter.Card > 0) return sort switch { Sort.Due => MarkedDue, Sort.Opened => MarkedOldest, Sort.Received => MarkedNewest, _ => MarkedWorst };
        bool isWhole = IsAllActive(filter);
        return sort switch
        {
            Sort.Due => WalkDue,
            Sort.Opened => isWhole ? OpenedOldest : WalkOldest,
            Sort.Received => isWhole ? OpenedNewest : WalkNewest,
            _ => WalkWorst,
        };
    }

    private static bool IsAllActive(Filter filter) => filter == Everything with { States = filter.States } && filter.States is [0, 1];

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

    /// <summary>The least text above all numbers that begin so; a number is of letters and digits of ASCII and "-".</summary>
    internal string? NumberEnd => NumberPrefix is { } prefix ? prefix[..^1] + (char)(prefix[^1] + 1) : null;

    /// <summary>A number as far as its day was typed. Looking its few cases up then costs less than going along a list until a page is full.</summary>
    internal bool IsOneDay => NumberPrefix is { Length: >= 13 };
}
