using Npgsql;
using NpgsqlTypes;
using Workflow.Core.Runtime;

namespace Workflow.Postgres.Queries;

/// <summary>
/// The page "cases": newest first, or the open ones by due instant. What the first is sorted by never changes, so rows that
/// come in between disturb no page; in the second a case moves when its clock is stopped or runs on.
/// </summary>
public sealed class CaseList(NpgsqlDataSource database)
{
    public const int MaxLimit = 200;

    // $1 account · $2 regions · $3 prefixes · $4 those with names · $5, $6 departments · $7 to $11, $16 filters · $12, $13 where the
    // last page ended · $14 limit and one more, which tells of a next page · $15 reader · $17 only open cases · $18, $19 filed from
    // and before · $20 what comes after all numbers that begin like $11
    private const string Matches = """
        ($7::text is null or c.region like $7)
             and ($8::smallint[] is null or c.status = any($8))
             and ($9::text is null or c.joint_item = $9)
             and ($10::smallint is null or c.card = $10)
             and ($11::text is null or c.case_number ^@ $11)
             and (not $17::boolean or c.status in (1, 3, 6, 7, 8, 9, 10))
             and ($18::timestamptz is null or c.filed_at >= $18) and ($19::timestamptz is null or c.filed_at < $19)
        """;

    // An order, and the rows of it that come after the last page; before the first page stands the least of places.
    private const string Filed = "filed_at desc, stream_id desc";
    private const string AfterFiled = "(c.filed_at, c.stream_id) < (coalesce($12::timestamptz, 'infinity'), $13::text)";
    private const string Due = "coalesce(due_at, 'infinity'), stream_id";
    private const string AfterDue = "not c.ended and (coalesce(c.due_at, 'infinity'), c.stream_id) > (coalesce($12::timestamptz, 'infinity'), $13::text)";

    // Whose cases, and which of them are looked at: all, those of a partial index, those whose number or name is asked for. A plan is made
    // once for any parameters and prefers whatever has the list's order: what its index can be used for stands in the text, and
    // "offset 0" keeps the order away where few are found. case_row_name holds a name's characters and the region. What changes while a case
    // runs is indexed in case_watch alone.
    private const string Row = "select c.ctid as place, c.* from case_row c where";
    private const string Watched = """
        select c.ctid as place, o.stream_id, o.region, o.status, o.joint_item, o.card, o.filed_at, o.due_at, o.ended, c.case_number, c.departments
        from case_watch o join case_row c on c.stream_id = o.stream_id where
        """;
    private const string Own = $"{Row} c.applicant_account = $1 offset 0";
    private const string InRegion = $"{Row} c.region = part.region";
    private const string Carded = $"{Watched} o.region = part.region and o.card > 0";
    private const string OpenInRegion = $"{Watched} o.region = part.region and not o.ended";
    private const string Ended = $"{Row} c.region = part.region and c.ended";
    private const string Numbered = $"select * from ({Row} c.case_number ~>=~ $11::text and c.case_number ~<~ $20::text offset 0) c where c.region = part.region";
    private const string Named = $"select * from ({Row} (string_to_array(c.personal, null) || c.region) @> (string_to_array($16::text, null) || part.region) offset 0) c where strpos(c.personal, $16) > 0";
    private const string OpenBelowAny = $"{Watched} cardinality($3::text[]) > 0 and o.region like any($3) and not o.ended";
    private const string BelowAny = $"{Row} cardinality($3::text[]) > 0 and c.region like any($3)";
    private const string BelowNumbered = $"select * from ({Row} cardinality($3::text[]) > 0 and c.case_number ~>=~ $11::text and c.case_number ~<~ $20::text offset 0) c where c.region like any($3)";
    private const string BelowNamed = $"select * from ({Row} cardinality($4::text[]) > 0 and (string_to_array(c.personal, null) || c.region) @> string_to_array($16::text, null) offset 0) c where c.region like any($4::text[]) and strpos(c.personal, $16) > 0";

    private static readonly string ByFiled = Listed(Filed, AfterFiled, InRegion, BelowAny);
    private static readonly string ByFiledCarded = Listed(Filed, AfterFiled, Carded, BelowAny);
    private static readonly string ByFiledEnded = Listed(Filed, AfterFiled, Ended, BelowAny);
    private static readonly string ByFiledNumbered = Listed(Filed, AfterFiled, Numbered, BelowNumbered);
    private static readonly string ByFiledNamed = Listed(Filed, AfterFiled, Named, BelowNamed);
    private static readonly string OpenByDue = Listed(Due, AfterDue, OpenInRegion, OpenBelowAny);
    private static readonly string OpenByDueNumbered = Listed(Due, AfterDue, Numbered, BelowNumbered);
    private static readonly string OpenByDueNamed = Listed(Due, AfterDue, Named, BelowNamed);

    /// <summary>
    /// One branch for each way to be entitled, each walking its own index in the list's order; a single condition of them all would read every
    /// case of the database (300,000 cases: 500 ms instead of 5 to 30). The branches say where their rows lie, which saves a second
    /// search for each. Names shown are noted in the same statement, a page in one row: nobody reads one unseen. An applicant's own are its own.
    /// </summary>
    private static string Listed(string order, string after, string inRegion, string below) => $"""
        with mine as (
          (select c.place, c.stream_id, c.filed_at, c.due_at from ({Own}) c
           where {Matches} and ($16::text is null or strpos(c.personal, $16) > 0) and {after}
           order by {order} limit $14)
          union
          (select c.*
           from unnest($2::text[]) as part (region)
           cross join lateral (
             select c.place, c.stream_id, c.filed_at, c.due_at from ({inRegion}) c
             where {Matches} and {after}
             order by {order} limit $14) c)
          union
          (select c.place, c.stream_id, c.filed_at, c.due_at from ({below}) c
           where {Matches} and {after}
           order by {order} limit $14)
          union
          (select c.*
           from unnest($5::text[], $6::text[]) as part (region, department)
           cross join lateral (
             select c.place, c.stream_id, c.filed_at, c.due_at from ({inRegion}) c
             where part.department = any(c.departments) and {Matches} and {after}
             order by {order} limit $14) c)
        ), page as (
          select c.stream_id, c.case_number, c.region, c.joint_item, c.title, c.status, c.applicant_account, c.filed_at, c.changed_at,
                 c.due_at, c.card, c.departments, c.test_clock, c.version,
                 case when c.applicant_account = $1 or c.region = any($2) or c.region like any($4::text[])
                           or exists (select from unnest($5::text[], $6::text[]) as part (region, department)
                                      where part.region = c.region and part.department = any(c.departments))
                      then c.personal end as personal
          from (select place from mine order by {order} limit $14) found
          join case_row c on c.ctid = found.place
        ), noted as (
          insert into list_read (at, actor, streams)
          select now(), $15::text, array_agg(stream_id)
          from (select * from page order by {order} limit $14 - 1) shown
          where personal is not null and applicant_account is distinct from $1
          having count(*) > 0
        )
        select * from page order by {order}
        """;

    // All others are ended: what the column of that name says.
    private static readonly short[] OpenStatuses = [1, 3, 6, 7, 8, 9, 10];

    /// <summary>What the list is sorted by.</summary>
    public enum Sort { Filed, Due }

    /// <param name="RegionPrefix">beginning of division codes; null for all that the scope allows</param>
    /// <param name="Text">beginning of a case number, or a part of the applicant's name where that may be seen</param>
    /// <param name="Open">only cases that have not ended; always so when sorted by due instant</param>
    /// <param name="FiledFrom">filed at this instant or later</param>
    /// <param name="FiledBefore">filed earlier than this instant</param>
    public sealed record Filter(
        string? RegionPrefix, short[]? Statuses, string? JointItem, short? Card, Search Text,
        bool Open = false, DateTimeOffset? FiledFrom = null, DateTimeOffset? FiledBefore = null);

    /// <returns>at most <paramref name="limit"/> rows, and where the next page begins</returns>
    public async Task<(List<CaseRow> Rows, Cursor? Next)> ReadAsync(
        Scope scope, Filter filter, Cursor? after, int limit, string reader, CancellationToken ct, Sort sort = Sort.Filed)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(limit is >= 1 and <= MaxLimit, true, nameof(limit));
        await using var command = database.CreateCommand(StatementOf(filter, sort));
        var p = command.Parameters;
        p.Add(new() { Value = (object?)scope.Account ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        p.Add(new() { Value = scope.Regions.ToArray() });
        p.Add(new() { Value = Scope.Patterns(scope.RegionPrefixes) });
        p.Add(new() { Value = Scope.Patterns(scope.NamedRegionPrefixes) });
        p.Add(new() { Value = scope.DepartmentRegions });
        p.Add(new() { Value = scope.DepartmentCodes });
        p.Add(new() { Value = filter.RegionPrefix is { } prefix ? prefix + "%" : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        p.Add(new() { Value = (object?)filter.Statuses ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint });
        p.Add(new() { Value = (object?)filter.JointItem ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        p.Add(new() { Value = (object?)filter.Card ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Smallint });
        p.Add(new() { Value = (object?)filter.Text.NumberPrefix ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        // Null is the end of time, where cases without a due instant stand.
        p.Add(new() { Value = (object?)(after is null && sort == Sort.Due ? DateTimeOffset.MinValue : after?.At) ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        p.Add(new() { Value = after?.StreamId ?? "" });
        p.Add(new() { Value = limit + 1 });
        p.Add(new() { Value = reader });
        p.Add(new() { Value = (object?)filter.Text.Part ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        p.Add(new() { Value = filter.Open });
        p.Add(new() { Value = (object?)filter.FiledFrom ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        p.Add(new() { Value = (object?)filter.FiledBefore ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        p.Add(new() { Value = (object?)filter.Text.NumberEnd ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        var rows = new List<CaseRow>(limit + 1);
        await using var read = await command.ExecuteReaderAsync(ct);
        while (await read.ReadAsync(ct)) rows.Add(RowOf(read));
        if (rows.Count <= limit) return (rows, null);
        rows.RemoveAt(limit);
        return (rows, new Cursor(sort == Sort.Due ? rows[^1].DueAt : rows[^1].FiledAt, rows[^1].StreamId, 0));
    }

    private static string StatementOf(Filter filter, Sort sort)
    {
        if (filter.Text.IsOneDay) return sort == Sort.Due ? OpenByDueNumbered : ByFiledNumbered;
        if (filter.Text.Part is not null) return sort == Sort.Due ? OpenByDueNamed : ByFiledNamed;
        if (sort == Sort.Due) return OpenByDue;
        if (filter.Card > 0) return ByFiledCarded;
        return filter.Statuses is { } statuses && !statuses.Any(OpenStatuses.Contains) ? ByFiledEnded : ByFiled;
    }

    private static CaseRow RowOf(NpgsqlDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetInt16(5), r.GetString(6),
        r.IsDBNull(14) ? null : r.GetString(14), r.GetFieldValue<DateTimeOffset>(7), r.GetFieldValue<DateTimeOffset>(8),
        r.IsDBNull(9) ? null : r.GetFieldValue<DateTimeOffset>(9), r.GetInt16(10), r.GetFieldValue<string[]>(11), r.GetBoolean(12), r.GetInt64(13));
}
