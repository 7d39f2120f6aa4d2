using Npgsql;
using NpgsqlTypes;
using Workflow.Core.Cases.Supervision;

namespace Workflow.Postgres.Projections;

/// <summary>Replaces the rows of some cases, all of them at once.</summary>
internal static class OversightRows
{
    private const string ForgetSql =
        """
        with stale as (delete from stale_case where generation = $1 and stream_id = any ($2)),
          figures as (delete from case_figure where generation = $1 and stream_id = any ($2)),
          steps as (delete from step_figure where generation = $1 and stream_id = any ($2)),
          statuses as (delete from case_status where generation = $1 and stream_id = any ($2))
        delete from card where generation = $1 and stream_id = any ($2)
        """;

    /// <param name="waiting">the cases whose rows go</param>
    /// <param name="derived">the rows that come; a case that cannot be derived has none</param>
    public static async Task WriteAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int generation, List<string> waiting, List<DerivedCase> derived, CancellationToken ct)
    {
        await using (var forget = new NpgsqlCommand(ForgetSql, connection, transaction) { Parameters = { new() { Value = generation }, new() { Value = waiting.ToArray() } } })
            await forget.ExecuteNonQueryAsync(ct);
        await FiguresAsync(connection, generation, derived, ct);
        await StepsAsync(connection, generation, derived, ct);
        await CardsAsync(connection, generation, derived, ct);
        await StatusesAsync(connection, generation, derived, ct);
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

    private static async Task StepsAsync(NpgsqlConnection connection, int generation, List<DerivedCase> derived, CancellationToken ct)
    {
        await using var rows = await connection.BeginBinaryImportAsync(
            """
            copy step_figure (generation, stream_id, task_id, region, joint_item, kind, department, service_item, opened_at, closed_at, due_at, overdue, minutes, handover_minutes, silence, clock_offset)
            from stdin (format binary)
            """, ct);
        foreach (var of in derived)
        foreach (var step in of.Steps)
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
            await rows.WriteAsync(of.State.ClockOffset, NpgsqlDbType.Interval, ct);
        }
        await rows.CompleteAsync(ct);
    }

    private static async Task CardsAsync(NpgsqlConnection connection, int generation, List<DerivedCase> derived, CancellationToken ct)
    {
        await using var rows = await connection.BeginBinaryImportAsync(
            """
            copy card (generation, stream_id, card_id, rule, colour, subject, region, joint_item, department, service_item, at, shown_at, standing)
            from stdin (format binary)
            """, ct);
        foreach (var of in derived)
        foreach (var card in of.Cards)
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
            await rows.WriteAsync((card.At - of.State.ClockOffset).ToUniversalTime(), NpgsqlDbType.TimestampTz, ct);
            await rows.WriteAsync((short)of.State.CardsSaid.GetValueOrDefault(card.Id, CardSaid.Nothing).Standing, ct);
        }
        await rows.CompleteAsync(ct);
    }

    private static async Task StatusesAsync(NpgsqlConnection connection, int generation, List<DerivedCase> derived, CancellationToken ct)
    {
        await using var rows = await connection.BeginBinaryImportAsync(
            "copy case_status (generation, stream_id, ordinal, item, department, code, at, version) from stdin (format binary)", ct);
        foreach (var of in derived)
        foreach (var (index, entry) in of.Statuses.Index())
        {
            await rows.StartRowAsync(ct);
            await rows.WriteAsync(generation, ct);
            await rows.WriteAsync(of.StreamId, ct);
            await rows.WriteAsync(index + 1, ct);
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
