using Npgsql;
using NpgsqlTypes;
using Workflow.Core.Cases.Supervision;

namespace Workflow.Postgres.Projections;

/// <summary>Brings the rows of some cases to what follows now: all of a case's rows when it is not known what stands there, otherwise those that changed.</summary>
internal static class OversightRows
{
    private const string ForgetSql =
        """
        with figures as (delete from case_figure where generation = $1 and stream_id = any ($2)),
          steps as (delete from step_figure where generation = $1 and stream_id = any ($2)),
          statuses as (delete from case_status where generation = $1 and stream_id = any ($2))
        delete from card where generation = $1 and stream_id = any ($2)
        """;

    private const string DoneSql = "delete from stale_case where generation = $1 and stream_id = any ($2)";
    private const string FiguresGone = "delete from case_figure where generation = $1 and stream_id = any ($2)";
    private const string StepsGone =
        "delete from step_figure s using unnest($2::text[], $3::bigint[]) as gone (stream_id, task_id) where s.generation = $1 and s.stream_id = gone.stream_id and s.task_id = gone.task_id";
    private const string CardsGone =
        "delete from card c using unnest($2::text[], $3::text[]) as gone (stream_id, card_id) where c.generation = $1 and c.stream_id = gone.stream_id and c.card_id = gone.card_id";
    private const string StatusesGone =
        "delete from case_status s using unnest($2::text[], $3::int[]) as gone (stream_id, ordinal) where s.generation = $1 and s.stream_id = gone.stream_id and s.ordinal = gone.ordinal";

    /// <param name="cases">with the rows that stand there, null when that is not known, and those that are to; a case that cannot be derived has none</param>
    public static async Task WriteAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int generation, List<(string Id, DerivedCase? Before, DerivedCase? Now)> cases, CancellationToken ct)
    {
        List<string> all = [], figuresGone = [];
        List<DerivedCase> figures = [];
        Changed<long, StepFact> steps = new();
        Changed<string, DerivedCardRow> cards = new();
        Changed<int, StatusEntry> statuses = new();
        foreach (var (id, before, now) in cases)
        {
            var known = before is not null && now is not null && now.IsComparableTo(before) ? before : null;
            if (known is null) all.Add(id);
            if (now is null) continue;
            if (known is null || known.Fact != now.Fact)
            {
                if (known is not null) figuresGone.Add(id);
                figures.Add(now);
            }
            steps.Take(now, known?.Steps, now.Steps, (step, _) => step.TaskId);
            cards.Take(now, known?.Cards, now.Cards, (card, _) => card.Card.Id);
            statuses.Take(now, known?.Statuses, now.Statuses, (_, index) => index + 1);
        }

        await using (var batch = new NpgsqlBatch(connection, transaction))
        {
            Add(batch, DoneSql, generation, [.. cases.Select(c => c.Id)]);
            if (all.Count > 0) Add(batch, ForgetSql, generation, [.. all]);
            if (figuresGone.Count > 0) Add(batch, FiguresGone, generation, [.. figuresGone]);
            steps.AddGone(batch, StepsGone, generation);
            cards.AddGone(batch, CardsGone, generation);
            statuses.AddGone(batch, StatusesGone, generation);
            await batch.ExecuteNonQueryAsync(ct);
        }
        if (figures.Count > 0) await FiguresAsync(connection, generation, figures, ct);
        if (steps.Come.Count > 0) await StepsAsync(connection, generation, steps.Come, ct);
        if (cards.Come.Count > 0) await CardsAsync(connection, generation, cards.Come, ct);
        if (statuses.Come.Count > 0) await StatusesAsync(connection, generation, statuses.Come, ct);
    }

    private static void Add(NpgsqlBatch batch, string sql, int generation, string[] ids) =>
        batch.BatchCommands.Add(new(sql) { Parameters = { new() { Value = generation }, new() { Value = ids } } });

    /// <summary>Rows of one table that go, by their key in the case, and those that come; one that changes does both.</summary>
    private sealed class Changed<TKey, TRow> where TKey : notnull where TRow : IEquatable<TRow>
    {
        private readonly List<string> _cases = [];
        private readonly List<TKey> _keys = [];

        public List<(DerivedCase Of, TRow Row, TKey Key)> Come { get; } = [];

        public void Take(DerivedCase of, IReadOnlyList<TRow>? before, IReadOnlyList<TRow> now, Func<TRow, int, TKey> keyOf)
        {
            var old = (before ?? []).Index().ToDictionary(b => keyOf(b.Item, b.Index), b => b.Item);
            foreach (var (index, row) in now.Index())
            {
                var key = keyOf(row, index);
                if (old.Remove(key, out var was))
                {
                    if (was.Equals(row)) continue;
                    Go(of, key);
                }
                Come.Add((of, row, key));
            }
            foreach (var key in old.Keys) Go(of, key);
        }

        private void Go(DerivedCase of, TKey key)
        {
            _cases.Add(of.StreamId);
            _keys.Add(key);
        }

        public void AddGone(NpgsqlBatch batch, string sql, int generation)
        {
            if (_keys.Count > 0) batch.BatchCommands.Add(new(sql) { Parameters = { new() { Value = generation }, new() { Value = _cases.ToArray() }, new() { Value = _keys.ToArray() } } });
        }
    }

    private static async Task FiguresAsync(NpgsqlConnection connection, int generation, List<DerivedCase> derived, CancellationToken ct)
    {
        await using var rows = await connection.BeginBinaryImportAsync(
            """
            copy case_figure (generation, stream_id, region, joint_item, lead_department, status, filed_at, ended_at, in_time, in_statutory, days, intake_minutes, supplements, returns, by_rule, rating, withdrawn)
            from stdin (format binary)
            """, ct);
        foreach (var (id, _, fact, _, _, _) in derived)
        {
            await rows.StartRowAsync(ct);
            await rows.WriteAsync(generation, ct);
            await rows.WriteAsync(id, ct);
            await rows.WriteAsync(fact.Region, ct);
            await rows.WriteAsync(fact.JointItem, ct);
            await rows.WriteAsync(fact.LeadDepartment, ct);
            await rows.WriteAsync((short)fact.Status, ct);
            await rows.WriteAsync(fact.FiledAt.ToUniversalTime(), NpgsqlDbType.TimestampTz, ct);
            await WriteAsync(rows, fact.EndedAt?.ToUniversalTime(), NpgsqlDbType.TimestampTz, ct);
            await WriteAsync(rows, fact.InTime, NpgsqlDbType.Boolean, ct);
            await WriteAsync(rows, fact.InStatutory, NpgsqlDbType.Boolean, ct);
            await WriteAsync(rows, fact.Days, NpgsqlDbType.Numeric, ct);
            await WriteAsync(rows, fact.IntakeMinutes, NpgsqlDbType.Integer, ct);
            await rows.WriteAsync(fact.Supplements, ct);
            await rows.WriteAsync(fact.Returns, ct);
            await rows.WriteAsync(fact.ByRule, ct);
            await WriteAsync(rows, (short?)fact.Rating, NpgsqlDbType.Smallint, ct);
            await rows.WriteAsync(fact.Withdrawn, ct);
        }
        await rows.CompleteAsync(ct);
    }

    private static async Task StepsAsync(NpgsqlConnection connection, int generation, List<(DerivedCase Of, StepFact Row, long Key)> come, CancellationToken ct)
    {
        await using var rows = await connection.BeginBinaryImportAsync(
            """
            copy step_figure (generation, stream_id, task_id, region, joint_item, kind, department, service_item, opened_at, closed_at, due_at, overdue, minutes, handover_minutes, silence, clock_offset)
            from stdin (format binary)
            """, ct);
        foreach (var (of, step, _) in come)
        {
            await rows.StartRowAsync(ct);
            await rows.WriteAsync(generation, ct);
            await rows.WriteAsync(of.StreamId, ct);
            await rows.WriteAsync(step.TaskId, ct);
            await rows.WriteAsync(of.Fact.Region, ct);
            await rows.WriteAsync(of.Fact.JointItem, ct);
            await rows.WriteAsync(step.Kind.ToString().ToLowerInvariant(), ct);
            await rows.WriteAsync(step.Department, ct);
            await WriteAsync(rows, step.ServiceItem, ct);
            await rows.WriteAsync(step.OpenedAt.ToUniversalTime(), NpgsqlDbType.TimestampTz, ct);
            await WriteAsync(rows, step.ClosedAt?.ToUniversalTime(), NpgsqlDbType.TimestampTz, ct);
            await WriteAsync(rows, step.DueAt?.ToUniversalTime(), NpgsqlDbType.TimestampTz, ct);
            await rows.WriteAsync(step.IsOverdue, ct);
            await WriteAsync(rows, step.Minutes, NpgsqlDbType.Integer, ct);
            await WriteAsync(rows, step.HandoverMinutes, NpgsqlDbType.Integer, ct);
            await rows.WriteAsync(step.BySilence, ct);
            await rows.WriteAsync(of.ClockOffset, NpgsqlDbType.Interval, ct);
        }
        await rows.CompleteAsync(ct);
    }

    private static async Task CardsAsync(NpgsqlConnection connection, int generation, List<(DerivedCase Of, DerivedCardRow Row, string Key)> come, CancellationToken ct)
    {
        await using var rows = await connection.BeginBinaryImportAsync(
            """
            copy card (generation, stream_id, card_id, rule, colour, subject, region, joint_item, department, service_item, at, shown_at, standing)
            from stdin (format binary)
            """, ct);
        foreach (var (of, (card, shownAt, standing), _) in come)
        {
            await rows.StartRowAsync(ct);
            await rows.WriteAsync(generation, ct);
            await rows.WriteAsync(of.StreamId, ct);
            await rows.WriteAsync(card.Id, ct);
            await rows.WriteAsync(card.Rule.ToString(), ct);
            await rows.WriteAsync((short)card.Card, ct);
            await rows.WriteAsync(card.Subject, ct);
            await rows.WriteAsync(of.Fact.Region, ct);
            await rows.WriteAsync(of.Fact.JointItem, ct);
            await rows.WriteAsync(card.Department, ct);
            await WriteAsync(rows, card.ServiceItem, ct);
            await rows.WriteAsync(card.At.ToUniversalTime(), NpgsqlDbType.TimestampTz, ct);
            await rows.WriteAsync(shownAt.ToUniversalTime(), NpgsqlDbType.TimestampTz, ct);
            await rows.WriteAsync(standing, ct);
        }
        await rows.CompleteAsync(ct);
    }

    private static async Task StatusesAsync(NpgsqlConnection connection, int generation, List<(DerivedCase Of, StatusEntry Row, int Key)> come, CancellationToken ct)
    {
        await using var rows = await connection.BeginBinaryImportAsync(
            "copy case_status (generation, stream_id, ordinal, item, department, code, at, version) from stdin (format binary)", ct);
        foreach (var (of, entry, ordinal) in come)
        {
            await rows.StartRowAsync(ct);
            await rows.WriteAsync(generation, ct);
            await rows.WriteAsync(of.StreamId, ct);
            await rows.WriteAsync(ordinal, ct);
            await WriteAsync(rows, entry.Item, ct);
            await WriteAsync(rows, entry.Department, ct);
            await rows.WriteAsync((short)entry.Code, ct);
            await rows.WriteAsync(entry.At.ToUniversalTime(), NpgsqlDbType.TimestampTz, ct);
            await rows.WriteAsync(entry.Version, ct);
        }
        await rows.CompleteAsync(ct);
    }

    private static Task WriteAsync<T>(NpgsqlBinaryImporter rows, T? value, NpgsqlDbType type, CancellationToken ct) where T : struct =>
        value is { } some ? rows.WriteAsync(some, type, ct) : rows.WriteNullAsync(ct);

    private static Task WriteAsync(NpgsqlBinaryImporter rows, string? value, CancellationToken ct) =>
        value is null ? rows.WriteNullAsync(ct) : rows.WriteAsync(value, ct);
}
