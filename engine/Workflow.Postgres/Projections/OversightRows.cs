using System.Collections.Immutable;
using Npgsql;
using Workflow.Core.Cases.Supervision;

namespace Workflow.Postgres.Projections;

/// <summary>What becomes of the rows of one case.</summary>
/// <param name="Before">the rows that stand there; null when that is not known</param>
/// <param name="Now">those that are to; null for a case that cannot be derived</param>
/// <param name="IsNew">no rows stand there</param>
internal sealed record CaseChange(string Id, DerivedCase? Before, DerivedCase? Now, bool IsNew = false);

/// <summary>Brings the rows of some cases to what follows now: all of a case's rows when it is not known what stands there, otherwise those that changed.</summary>
/// <remarks>
/// Rows that go are found one by one in an inner query of their own, by a generation that is no constant. How many rows a generation has the
/// planner seldom knows, least of all of one that is being made; what it then took for a short way was reading the whole generation each time.
/// </remarks>
internal static class OversightRows
{
    private static readonly string[] Tables = ["case_figure", "step_figure", "case_status", "card"];

    private static readonly string[] ForgetSql = [.. Tables.Select(table => Gone(table, "$2::text[]", "stream_id"))];
    private static readonly string DoneSql = Gone("stale_case", "$2::text[]", "stream_id");
    private static readonly string StepsGone = Gone("step_figure", "$2::text[], $3::bigint[]", "stream_id", "task_id");
    private static readonly string CardsGone = Gone("card", "$2::text[], $3::text[]", "stream_id", "card_id");
    private static readonly string StatusesGone = Gone("case_status", "$2::text[], $3::int[]", "stream_id", "ordinal");

    private static readonly Rows Figures = new(
        "case_figure", "generation, stream_id",
        "region text, joint_item text, lead_department text, status smallint, filed_at timestamptz, ended_at timestamptz, in_time boolean, in_statutory boolean, days numeric, "
        + "intake_minutes int, supplements int, returns int, by_rule boolean, rating smallint, withdrawn boolean", "stream_id text");

    private static readonly Rows Steps = new(
        "step_figure", "generation, stream_id, task_id",
        "region text, joint_item text, kind text, department text, service_item text, opened_at timestamptz, closed_at timestamptz, due_at timestamptz, overdue boolean, minutes int, "
        + "handover_minutes int, silence boolean, clock_offset interval", "stream_id text, task_id bigint");

    private static readonly Rows Cards = new(
        "card", "generation, stream_id, card_id",
        "rule text, colour smallint, subject text, region text, joint_item text, department text, service_item text, at timestamptz, shown_at timestamptz, standing smallint", "stream_id text, card_id text");

    private static readonly Rows Statuses = new(
        "case_status", "generation, stream_id, ordinal", "item text, department text, code smallint, at timestamptz, version bigint", "stream_id text, ordinal int");

    /// <summary>The statements that do it, in one transaction with what else the caller has to say.</summary>
    public static void AddTo(NpgsqlBatch batch, int generation, List<CaseChange> changes)
    {
        List<string> all = [];
        List<DerivedCase> figures = [], figuresChanged = [];
        Changed<long, StepFact> steps = new();
        Changed<string, DerivedCardRow> cards = new();
        Changed<int, StatusEntry> statuses = new();
        foreach (var (id, before, now, isNew) in changes)
        {
            var known = before is not null && now is not null && now.IsComparableTo(before) ? before : null;
            if (known is null && !isNew) all.Add(id);
            if (now is null) continue;
            if (known is null) figures.Add(now);
            else if (known.Fact != now.Fact) figuresChanged.Add(now);
            steps.Take(now, known?.Steps ?? [], now.Steps, (step, _) => step.TaskId);
            cards.Take(now, known?.Cards ?? [], now.Cards, (card, _) => card.Card.Id);
            statuses.Take(now, known?.Statuses ?? [], now.Statuses, (_, index) => index + 1);
        }

        if (all.Count > 0)
            foreach (string sql in ForgetSql) batch.BatchCommands.Add(Keys(sql, generation, all));
        steps.AddGone(batch, StepsGone, generation);
        cards.AddGone(batch, CardsGone, generation);
        statuses.AddGone(batch, StatusesGone, generation);
        Add(batch, Figures.Insert, generation, figures, FigureColumns);
        Add(batch, Figures.Update, generation, figuresChanged, FigureColumns);
        Add(batch, Steps.Insert, generation, steps.Come, StepColumns);
        Add(batch, Steps.Update, generation, steps.Change, StepColumns);
        Add(batch, Cards.Insert, generation, cards.Come, CardColumns);
        Add(batch, Cards.Update, generation, cards.Change, CardColumns);
        Add(batch, Statuses.Insert, generation, statuses.Come, StatusColumns);
        Add(batch, Statuses.Update, generation, statuses.Change, StatusColumns);
    }

    private static void Add<TRow>(NpgsqlBatch batch, string sql, int generation, List<TRow> rows, Func<List<TRow>, NpgsqlParameter[]> columnsOf)
    {
        if (rows.Count == 0) return;
        var command = new NpgsqlBatchCommand(sql) { Parameters = { new() { Value = generation } } };
        foreach (var column in columnsOf(rows)) command.Parameters.Add(column);
        batch.BatchCommands.Add(command);
    }

    /// <summary>These cases wait no more.</summary>
    public static NpgsqlBatchCommand Settled(int generation, List<string> cases) => Keys(DoneSql, generation, cases);

    private static NpgsqlBatchCommand Keys(string sql, int generation, List<string> cases) => new(sql) { Parameters = { new() { Value = generation }, new() { Value = cases.ToArray() } } };

    private static string Gone(string table, string arrays, params string[] key) =>
        $"""
        delete from {table} where ctid = any (array(
          select found.ctid from unnest({arrays}) as gone ({string.Join(", ", key)}),
            lateral (select r.ctid from {table} r where r.generation = (select $1::int) and {string.Join(" and ", key.Select(k => $"r.{k} = gone.{k}"))} offset 0) found))
        """;

    /// <summary>The statements that write rows of a table.</summary>
    private sealed class Rows
    {
        public Rows(string table, string key, string columns, string keyColumns)
        {
            string[] all = [.. $"{keyColumns}, {columns}".Split(", ")];
            // Side by side in the list of what is selected they are not laid aside first, as they are behind "from".
            Insert = $"""
                insert into {table} (generation, {string.Join(", ", all.Select(NameOf))})
                select $1, {string.Join(", ", all.Select((column, i) => $"unnest(${i + 2}::{column.Split(' ')[1]}[])"))}
                """;
            Update = $"""
                {Insert}
                on conflict ({key}) do update set {string.Join(", ", columns.Split(", ").Select(NameOf).Select(name => $"{name} = excluded.{name}"))}
                """;
        }

        public string Insert { get; }

        /// <summary>Finds its rows by the table's key, whatever the planner thinks of them.</summary>
        public string Update { get; }

        private static string NameOf(string column) => column.Split(' ')[0];
    }

    /// <summary>Rows of one table that go, by their key in the case, those that come, and those that change.</summary>
    private sealed class Changed<TKey, TRow> where TKey : notnull where TRow : class, IEquatable<TRow>
    {
        private readonly List<string> _cases = [];
        private readonly List<TKey> _keys = [];

        public List<(DerivedCase Of, TRow Row, TKey Key)> Come { get; } = [];

        public List<(DerivedCase Of, TRow Row, TKey Key)> Change { get; } = [];

        public void Take(DerivedCase of, ImmutableArray<TRow> before, ImmutableArray<TRow> now, Func<TRow, int, TKey> keyOf)
        {
            if (before == now) return;
            // Most rows stand where they stood.
            int same = 0;
            for (; same < before.Length && same < now.Length; same++)
            {
                var key = keyOf(now[same], same);
                if (!EqualityComparer<TKey>.Default.Equals(keyOf(before[same], same), key)) break;
                if (!now[same].Equals(before[same])) Change.Add((of, now[same], key));
            }

            var old = new Dictionary<TKey, TRow>();
            for (int i = same; i < before.Length; i++) old.Add(keyOf(before[i], i), before[i]);
            for (int i = same; i < now.Length; i++)
            {
                var key = keyOf(now[i], i);
                if (!old.Remove(key, out var was)) Come.Add((of, now[i], key));
                else if (!was.Equals(now[i])) Change.Add((of, now[i], key));
            }

            foreach (var key in old.Keys)
            {
                _cases.Add(of.StreamId);
                _keys.Add(key);
            }
        }

        public void AddGone(NpgsqlBatch batch, string sql, int generation)
        {
            if (_keys.Count > 0) batch.BatchCommands.Add(new(sql) { Parameters = { new() { Value = generation }, new() { Value = _cases.ToArray() }, new() { Value = _keys.ToArray() } } });
        }
    }

    private static NpgsqlParameter[] FigureColumns(List<DerivedCase> rows) =>
    [
        Column(rows, r => r.StreamId), Column(rows, r => r.Fact.Region), Column(rows, r => r.Fact.JointItem), Column(rows, r => r.Fact.LeadDepartment), Column(rows, r => (short)r.Fact.Status),
        Column(rows, r => r.Fact.FiledAt.ToUniversalTime()), Column(rows, r => r.Fact.EndedAt?.ToUniversalTime()), Column(rows, r => r.Fact.InTime), Column(rows, r => r.Fact.InStatutory),
        Column(rows, r => r.Fact.Days), Column(rows, r => r.Fact.IntakeMinutes), Column(rows, r => r.Fact.Supplements), Column(rows, r => r.Fact.Returns), Column(rows, r => r.Fact.ByRule),
        Column(rows, r => (short?)r.Fact.Rating), Column(rows, r => r.Fact.Withdrawn),
    ];

    private static NpgsqlParameter[] StepColumns(List<(DerivedCase Of, StepFact Row, long Key)> rows) =>
    [
        Column(rows, r => r.Of.StreamId), Column(rows, r => r.Key), Column(rows, r => r.Of.Fact.Region), Column(rows, r => r.Of.Fact.JointItem), Column(rows, r => r.Row.Kind.ToString().ToLowerInvariant()),
        Column(rows, r => r.Row.Department), Column(rows, r => r.Row.ServiceItem), Column(rows, r => r.Row.OpenedAt.ToUniversalTime()), Column(rows, r => r.Row.ClosedAt?.ToUniversalTime()),
        Column(rows, r => r.Row.DueAt?.ToUniversalTime()), Column(rows, r => r.Row.IsOverdue), Column(rows, r => r.Row.Minutes), Column(rows, r => r.Row.HandoverMinutes), Column(rows, r => r.Row.BySilence),
        Column(rows, r => r.Of.ClockOffset),
    ];

    private static NpgsqlParameter[] CardColumns(List<(DerivedCase Of, DerivedCardRow Row, string Key)> rows) =>
    [
        Column(rows, r => r.Of.StreamId), Column(rows, r => r.Key), Column(rows, r => r.Row.Card.Rule.ToString()), Column(rows, r => (short)r.Row.Card.Card), Column(rows, r => r.Row.Card.Subject),
        Column(rows, r => r.Of.Fact.Region), Column(rows, r => r.Of.Fact.JointItem), Column(rows, r => r.Row.Card.Department), Column(rows, r => r.Row.Card.ServiceItem),
        Column(rows, r => r.Row.Card.At.ToUniversalTime()), Column(rows, r => r.Row.ShownAt.ToUniversalTime()), Column(rows, r => r.Row.Standing),
    ];

    private static NpgsqlParameter[] StatusColumns(List<(DerivedCase Of, StatusEntry Row, int Key)> rows) =>
    [
        Column(rows, r => r.Of.StreamId), Column(rows, r => r.Key), Column(rows, r => r.Row.Item), Column(rows, r => r.Row.Department), Column(rows, r => (short)r.Row.Code),
        Column(rows, r => r.Row.At.ToUniversalTime()), Column(rows, r => r.Row.Version),
    ];

    private static NpgsqlParameter Column<TRow, T>(List<TRow> rows, Func<TRow, T> of) => new NpgsqlParameter<T[]> { TypedValue = [.. rows.Select(of)] };
}
