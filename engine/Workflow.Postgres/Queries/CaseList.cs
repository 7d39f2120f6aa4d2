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

    // One branch for each way to be entitled, each walking its own index in the list's order; a single condition of them
    // all would read every case of the database (300,000 cases: 500 ms instead of 5 to 30). Names shown are written to
    // read_log in the same statement: nobody reads one unseen. An applicant's own are its own.
    // $1 account · $2 regions · $3 prefixes · $4 those with names · $5, $6 departments · $7 to $11, $16 filters
    // · $12, $13 where the last page ended · $14 limit and one more, which tells of a next page · $15 reader
    // · $17 only open cases · $18, $19 filed from and before
    private const string Sql = """
        with mine as (
          (select c.stream_id, c.filed_at from case_row c
           where c.applicant_account = $1
             and ($7::text is null or c.region like $7)
             and ($8::smallint[] is null or c.status = any($8))
             and ($9::text is null or c.joint_item = $9)
             and ($10::smallint is null or c.card = $10)
             and ($11::text is null or c.case_number ^@ $11)
             and (not $17::boolean or c.status in (1, 3, 6, 7, 8, 9, 10))
             and ($18::timestamptz is null or c.filed_at >= $18) and ($19::timestamptz is null or c.filed_at < $19)
             and ($12::timestamptz is null or (c.filed_at, c.stream_id) < ($12, $13::text))
             and ($16::text is null or (string_to_array(c.personal, null) @> string_to_array($16, null) and strpos(c.personal, $16) > 0))
           order by c.filed_at desc, c.stream_id desc limit $14)
          union
          (select c.stream_id, c.filed_at
           from unnest($2::text[]) as whole (region)
           cross join lateral (
             select c.stream_id, c.filed_at from case_row c
             where c.region = whole.region
               and ($7::text is null or c.region like $7)
               and ($8::smallint[] is null or c.status = any($8))
               and ($9::text is null or c.joint_item = $9)
               and ($10::smallint is null or c.card = $10)
               and ($11::text is null or c.case_number ^@ $11)
               and (not $17::boolean or c.status in (1, 3, 6, 7, 8, 9, 10))
               and ($18::timestamptz is null or c.filed_at >= $18) and ($19::timestamptz is null or c.filed_at < $19)
               and ($12::timestamptz is null or (c.filed_at, c.stream_id) < ($12, $13::text))
               and ($16::text is null or (string_to_array(c.personal, null) @> string_to_array($16, null) and strpos(c.personal, $16) > 0))
             order by c.filed_at desc, c.stream_id desc limit $14) c)
          union
          (select c.stream_id, c.filed_at from case_row c
           where cardinality($3::text[]) > 0 and c.region like any($3)
             and ($7::text is null or c.region like $7)
             and ($8::smallint[] is null or c.status = any($8))
             and ($9::text is null or c.joint_item = $9)
             and ($10::smallint is null or c.card = $10)
             and ($11::text is null or c.case_number ^@ $11)
             and (not $17::boolean or c.status in (1, 3, 6, 7, 8, 9, 10))
             and ($18::timestamptz is null or c.filed_at >= $18) and ($19::timestamptz is null or c.filed_at < $19)
             and ($12::timestamptz is null or (c.filed_at, c.stream_id) < ($12, $13::text))
             and ($16::text is null or (string_to_array(c.personal, null) @> string_to_array($16, null) and strpos(c.personal, $16) > 0 and c.region like any($4::text[])))
           order by c.filed_at desc, c.stream_id desc limit $14)
          union
          (select c.stream_id, c.filed_at
           from unnest($5::text[], $6::text[]) as part (region, department)
           cross join lateral (
             select c.stream_id, c.filed_at from case_row c
             where c.region = part.region and part.department = any(c.departments)
               and ($7::text is null or c.region like $7)
               and ($8::smallint[] is null or c.status = any($8))
               and ($9::text is null or c.joint_item = $9)
               and ($10::smallint is null or c.card = $10)
               and ($11::text is null or c.case_number ^@ $11)
               and (not $17::boolean or c.status in (1, 3, 6, 7, 8, 9, 10))
               and ($18::timestamptz is null or c.filed_at >= $18) and ($19::timestamptz is null or c.filed_at < $19)
               and ($12::timestamptz is null or (c.filed_at, c.stream_id) < ($12, $13::text))
               and ($16::text is null or (string_to_array(c.personal, null) @> string_to_array($16, null) and strpos(c.personal, $16) > 0))
             order by c.filed_at desc, c.stream_id desc limit $14) c)
        ), page as (
          select c.stream_id, c.case_number, c.region, c.joint_item, c.title, c.status, c.applicant_account, c.filed_at, c.changed_at,
                 c.due_at, c.card, c.departments, c.test_clock, c.version,
                 case when c.applicant_account = $1 or c.region = any($2) or c.region like any($4)
                           or exists (select from unnest($5::text[], $6::text[]) as part (region, department)
                                      where part.region = c.region and part.department = any(c.departments))
                      then c.personal end as personal
          from (select stream_id from mine order by filed_at desc, stream_id desc limit $14) found
          join case_row c using (stream_id)
        ), noted as (
          insert into read_log (at, actor, stream_id, what)
          select now(), $15, stream_id, 'name'
          from (select * from page order by filed_at desc, stream_id desc limit $14 - 1) shown
          where personal is not null and applicant_account is distinct from $1
        )
        select * from page order by filed_at desc, stream_id desc
        """;

    // One walk over the open cases in the order of their due instants; the entitlement is asked row by row, for there are
    // as many of them as there is work under way. Parameters as above.
    private const string OpenByDue = """
        with page as (
          select c.stream_id, c.case_number, c.region, c.joint_item, c.title, c.status, c.applicant_account, c.filed_at, c.changed_at,
                 c.due_at, c.card, c.departments, c.test_clock, c.version, case when named.seen then c.personal end as personal
          from case_row c
          cross join lateral (
            select c.applicant_account = $1 or c.region = any($2) or c.region like any($4::text[])
                   or exists (select from unnest($5::text[], $6::text[]) as part (region, department)
                              where part.region = c.region and part.department = any(c.departments)) as seen) named
          where not c.ended
            and (coalesce(named.seen, false) or c.region like any($3))
            and ($7::text is null or c.region like $7)
            and ($8::smallint[] is null or c.status = any($8))
            and ($9::text is null or c.joint_item = $9)
            and ($10::smallint is null or c.card = $10)
            and ($11::text is null or c.case_number ^@ $11)
            and ($13::text is null or (coalesce(c.due_at, 'infinity'), c.stream_id) > (coalesce($12::timestamptz, 'infinity'), $13::text))
            and ($16::text is null or (string_to_array(c.personal, null) @> string_to_array($16, null) and strpos(c.personal, $16) > 0 and named.seen))
            and ($18::timestamptz is null or c.filed_at >= $18) and ($19::timestamptz is null or c.filed_at < $19)
          order by coalesce(c.due_at, 'infinity'), c.stream_id
          limit $14
        ), noted as (
          insert into read_log (at, actor, stream_id, what)
          select now(), $15, stream_id, 'name'
          from (select * from page order by coalesce(due_at, 'infinity'), stream_id limit $14 - 1) shown
          where personal is not null and applicant_account is distinct from $1
        )
        select * from page order by coalesce(due_at, 'infinity'), stream_id
        """;

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
        await using var command = database.CreateCommand(sort == Sort.Due ? OpenByDue : Sql);
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
        p.Add(new() { Value = (object?)after?.At ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        p.Add(new() { Value = (object?)after?.StreamId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        p.Add(new() { Value = limit + 1 });
        p.Add(new() { Value = reader });
        p.Add(new() { Value = (object?)filter.Text.Part ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        p.Add(new() { Value = filter.Open });
        p.Add(new() { Value = (object?)filter.FiledFrom ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        p.Add(new() { Value = (object?)filter.FiledBefore ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        var rows = new List<CaseRow>(limit + 1);
        await using var read = await command.ExecuteReaderAsync(ct);
        while (await read.ReadAsync(ct)) rows.Add(RowOf(read));
        if (rows.Count <= limit) return (rows, null);
        rows.RemoveAt(limit);
        return (rows, new Cursor(sort == Sort.Due ? rows[^1].DueAt : rows[^1].FiledAt, rows[^1].StreamId, 0));
    }

    private static CaseRow RowOf(NpgsqlDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetInt16(5), r.GetString(6),
        r.IsDBNull(14) ? null : r.GetString(14), r.GetFieldValue<DateTimeOffset>(7), r.GetFieldValue<DateTimeOffset>(8),
        r.IsDBNull(9) ? null : r.GetFieldValue<DateTimeOffset>(9), r.GetInt16(10), r.GetFieldValue<string[]>(11), r.GetBoolean(12), r.GetInt64(13));
}
