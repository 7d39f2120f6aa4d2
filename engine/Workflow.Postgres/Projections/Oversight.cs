using Npgsql;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Catalog.Oversight;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;

namespace Workflow.Postgres.Projections;

/// <summary>
/// Figures, cards and status codes of every case. The statement only notes which cases have changed, or are reached by rules
/// that have; each is then derived anew from its whole history, so that rows never depend on what stood there before.
/// </summary>
/// <param name="pinned">what a case was started with</param>
/// <param name="rules">the rules that reach a region, as published now</param>
public sealed class Oversight(
    Histories histories, Func<PinnedRef, CancellationToken, ValueTask<object>> pinned, Func<string, CancellationToken, ValueTask<CardRuleBook>> rules)
{
    public const string Name = "Oversight";

    /// <summary>Cases derived in one transaction: some thousand events. Smaller slices cost more than the other projections gain by them.</summary>
    public const int SliceCases = 100;

    private const string ApplySql =
        """
        insert into stale_case (generation, stream_id, position)
        select $1, touched.stream_id, max(touched.position)
        from (
          select e.stream_id, e.seq_id as position
          from mt_events e
          where e.seq_id > $2 and e.seq_id <= $3 and e.stream_id like 'case-%'
          union all
          select c.stream_id, e.seq_id
          from mt_events e
          join case_row c on c.region like regexp_replace(e.data ->> 'Region', '(00)+$', '') || '%'
          where e.seq_id > $2 and e.seq_id <= $3 and e.type = 'card_rules_published'
        ) touched
        group by touched.stream_id
        on conflict (generation, stream_id) do update set position = greatest(stale_case.position, excluded.position)
        """;

    private const string ClearSql =
        """
        with stale as (delete from stale_case where generation = $1),
          figures as (delete from case_figure where generation = $1),
          steps as (delete from step_figure where generation = $1),
          statuses as (delete from case_status where generation = $1)
        delete from card where generation = $1
        """;

    // A case that moves often is read once and gone on with.
    private readonly KnownCases _known = new();

    public Projection Projection => new(Name, ApplySql, ClearSql, SettleAsync, _known.Clear);

    /// <summary>Derives the cases that wait longest; false when none was left.</summary>
    private async Task<bool> SettleAsync(NpgsqlConnection connection, int generation, CancellationToken ct)
    {
        try
        {
            var waiting = await WaitingAsync(connection, generation, ct);
            if (waiting.Count == 0) return false;
            var news = await histories.ReadOnAsync(connection, [.. waiting.Select(id => (id, _known.VersionOf(id)))], ct);
            var books = new Dictionary<string, CardRuleBook>(StringComparer.Ordinal);
            List<(string Id, DerivedCase? Before, DerivedCase? Now)> cases = [];
            foreach (var id in waiting)
            {
                var before = _known.WrittenOf(id, generation);
                cases.Add((id, before, await DeriveAsync(id, news, books, ct)));
            }
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await OversightRows.WriteAsync(connection, transaction, generation, cases, ct);
            await transaction.CommitAsync(ct);
            _known.Wrote(generation, [.. cases.Select(c => c.Now).OfType<DerivedCase>()]);
            return true;
        }
        catch
        {
            _known.Clear();
            throw;
        }
    }

    private async Task<DerivedCase?> DeriveAsync(
        string id, Dictionary<string, (long Version, List<Event>? Events)> news, Dictionary<string, CardRuleBook> books, CancellationToken ct)
    {
        try
        {
            if (_known.StepsOf(id, news) is not { IsEmpty: false } steps) return null;
            var state = steps[^1].After;
            if (state.Pinned is not { } versions) return null;
            var content = (Pinned)await pinned(versions, ct);
            if (!books.TryGetValue(state.Region, out var book)) books[state.Region] = book = await rules(state.Region, ct);
            return DerivedCase.Of(id, state, CaseFacts.Of(steps, content), CaseFacts.StepsOf(steps, content), Cards.Derive(steps, content, book), StatusCodes.Derive(steps));
        }
        catch (Exception damaged) when (damaged is not (OperationCanceledException or NpgsqlException))
        {
            // A case that cannot be folded has no rows here; it must not stop all others. The log's check names it.
            return null;
        }
    }

    private static async Task<List<string>> WaitingAsync(NpgsqlConnection connection, int generation, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select stream_id from stale_case where generation = $1 order by position, stream_id limit $2", connection)
        {
            Parameters = { new() { Value = generation }, new() { Value = SliceCases } },
        };
        List<string> ids = [];
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct)) ids.Add(r.GetString(0));
        return ids;
    }
}
