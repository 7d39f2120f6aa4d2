using Npgsql;
using NpgsqlTypes;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Catalog.Oversight;
using Workflow.Core.Deadlines;

namespace Workflow.Postgres.Queries;

/// <summary>A card with the case that shows it.</summary>
/// <param name="ShownAt">real time; <paramref name="At"/> is the case's own</param>
public sealed record CardRow(
    string CaseId, string CaseNumber, string Title, string Id, CardRuleKind Rule, Card Card, string Subject, string Region, string JointItem, string Department,
    string? ServiceItem, DateTimeOffset At, DateTimeOffset ShownAt, CardStanding Standing);

/// <summary>The page "cards" (红黄牌): newest first, as far as the caller oversees or has to answer for them.</summary>
public sealed class CardList(NpgsqlDataSource database)
{
    public const int MaxLimit = 200;

    // A card to come is no card yet: only those whose instant has passed, in real time.
    private const string Sql = """
        select c.stream_id, r.case_number, r.title, c.card_id, c.rule, c.colour, c.subject, c.region, c.joint_item, c.department, c.service_item, c.at, c.shown_at, c.standing
        from card c
        join case_row r on r.stream_id = c.stream_id
        where c.generation = (select generation from projection where name = 'Oversight')
          and c.shown_at <= $1
          and (exists (select from unnest($2::text[], $3::text[]) as part (low, high) where c.region between part.low and part.high)
            or exists (select from unnest($4::text[], $5::text[]) as mine (region, department) where mine.region = c.region and mine.department = c.department))
          and ($6::text is null or c.region like $6)
          and ($7::text is null or c.department = $7)
          and ($8::text is null or c.joint_item = $8)
          and ($9::text is null or c.rule = $9)
          and ($10::smallint is null or c.colour = $10)
          and ($11::smallint is null or c.standing = $11)
          and ($12::timestamptz is null or c.at >= $12) and ($13::timestamptz is null or c.at < $13)
          and ($14::timestamptz is null or (c.shown_at, c.stream_id || '/' || c.card_id) < ($14, $15))
        order by c.shown_at desc, c.stream_id || '/' || c.card_id desc
        limit $16
        """;

    /// <param name="Region">beginning of the division codes</param>
    public sealed record Filter(
        string? Region, string? Department, string? JointItem, CardRuleKind? Rule, Card? Card, CardStanding? Standing, DateTimeOffset? From, DateTimeOffset? Before);

    public async Task<(List<CardRow> Rows, Cursor? Next)> ReadAsync(Scope scope, Filter filter, DateTimeOffset now, Cursor? after, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(limit is >= 1 and <= MaxLimit, true, nameof(limit));
        var spans = RegionSpans.Of([.. scope.RegionPrefixes, .. scope.Regions], null);
        await using var command = database.CreateCommand(Sql);
        var p = command.Parameters;
        p.Add(new() { Value = now.ToUniversalTime() });
        p.Add(new() { Value = spans.Lows });
        p.Add(new() { Value = spans.Highs });
        p.Add(new() { Value = scope.DepartmentRegions });
        p.Add(new() { Value = scope.DepartmentCodes });
        p.Add(Optional(filter.Region is { } prefix ? prefix + "%" : null, NpgsqlDbType.Text));
        p.Add(Optional(filter.Department, NpgsqlDbType.Text));
        p.Add(Optional(filter.JointItem, NpgsqlDbType.Text));
        p.Add(Optional(filter.Rule?.ToString(), NpgsqlDbType.Text));
        p.Add(Optional((short?)filter.Card, NpgsqlDbType.Smallint));
        p.Add(Optional((short?)filter.Standing, NpgsqlDbType.Smallint));
        p.Add(Optional(filter.From, NpgsqlDbType.TimestampTz));
        p.Add(Optional(filter.Before, NpgsqlDbType.TimestampTz));
        p.Add(Optional(after?.At, NpgsqlDbType.TimestampTz));
        p.Add(new() { Value = after?.StreamId ?? "" });
        p.Add(new() { Value = limit + 1 });
        List<CardRow> rows = [];
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct))
            rows.Add(new(
                r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), Enum.Parse<CardRuleKind>(r.GetString(4)), (Card)r.GetInt16(5), r.GetString(6), r.GetString(7),
                r.GetString(8), r.GetString(9), r.IsDBNull(10) ? null : r.GetString(10), r.GetFieldValue<DateTimeOffset>(11), r.GetFieldValue<DateTimeOffset>(12), (CardStanding)r.GetInt16(13)));
        if (rows.Count <= limit) return (rows, null);
        rows.RemoveAt(limit);
        return (rows, new Cursor(rows[^1].ShownAt, $"{rows[^1].CaseId}/{rows[^1].Id}", 0));
    }

    private static NpgsqlParameter Optional(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
