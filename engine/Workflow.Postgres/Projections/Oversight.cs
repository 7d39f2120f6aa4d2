using Npgsql;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Catalog.Oversight;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;

namespace Workflow.Postgres.Projections;

/// <summary>
/// Figures, cards and status codes of every case, always what its whole history says. Near the log's head each event is taken in as it
/// comes, by cases that are known from the event before. Where much is to be done at once, or rules have changed, the statement only notes
/// which cases that reaches, and each is derived once.
/// </summary>
/// <param name="pinned">what a case was started with</param>
/// <param name="rules">the rules that reach a region, as published now</param>
public sealed class Oversight(
    Histories histories, Func<PinnedRef, CancellationToken, ValueTask<object>> pinned, Func<string, CancellationToken, ValueTask<CardRuleBook>> rules)
{
    public const string Name = "Oversight";

    /// <summary>Noted cases derived in one transaction: some thousand events.</summary>
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

    private readonly KnownCases _known = new();
    private readonly Dictionary<string, CardRuleBook> _books = new(StringComparer.Ordinal);
    private long _since;

    public Projection Projection => new(Name, AdvisoryLocks.Oversight, ApplySql, ClearSql, SettleAsync, FollowAsync, ForgetAt);

    private void ForgetAt(long head)
    {
        _since = head;
        Forget();
    }

    private void Forget()
    {
        _known.Clear();
        _books.Clear();
    }

    /// <summary>Goes on with the cases of a part of the log, as far as it is known what they were; false when rules were published in it, which reach other cases too.</summary>
    private async Task<bool> FollowAsync(NpgsqlConnection connection, ProjectionPart part, CancellationToken ct)
    {
        try
        {
            var news = await histories.ReadPartAsync(connection, part.After, part.UpTo, ct);
            if (news.Values.Any(n => n.Events is [CardRulesPublished, ..]))
            {
                Forget();
                return false;
            }

            // What was filed since this node went on by itself, nobody has derived.
            HashSet<string> filed = part.After < _since ? [] : [.. news.Where(n => n.Value.First == 1).Select(n => n.Key)];
            List<(string, long)> unknown = [.. news.Where(n => n.Value.First > (_known.Find(n.Key)?.Version ?? 0) + 1).Select(n => (n.Key, 0L))];
            if (unknown.Count > 0)
            {
                foreach (var (id, whole) in await histories.ReadOnAsync(connection, unknown, part.UpTo, ct))
                {
                    _known.Forget(id);
                    news[id] = whole;
                }
            }

            List<(CaseChange Change, KnownCase? Now)> cases = [];
            foreach (var (id, of) in news) cases.Add(await ChangeAsync(connection, id, _known.Find(id), of, filed.Contains(id), part.UpTo, ct));
            await WriteAsync(connection, part, cases, settled: false, ct);
            foreach (var (change, now) in cases) _known.Keep(change.Id, now);
            return true;
        }
        catch
        {
            Forget();
            throw;
        }
    }

    /// <summary>Derives the cases that wait longest; false when none was left.</summary>
    private async Task<bool> SettleAsync(NpgsqlConnection connection, ProjectionPart part, CancellationToken ct)
    {
        try
        {
            var waiting = await WaitingAsync(connection, part.Generation, ct);
            if (waiting.Count == 0) return false;
            // What is made beside the rows that are read is made once, case by case.
            KnownCase? KnownOf(string id) => part.IsRebuild ? null : _known.Find(id);
            var news = await histories.ReadOnAsync(connection, [.. waiting.Select(id => (id, KnownOf(id)?.Version ?? 0))], part.UpTo, ct);
            List<(CaseChange Change, KnownCase? Now)> cases = [];
            foreach (var id in waiting) cases.Add(await ChangeAsync(connection, id, KnownOf(id), news.GetValueOrDefault(id), isNew: false, part.UpTo, ct));
            await WriteAsync(connection, part, cases, settled: true, ct);
            if (part.IsRebuild) return true;
            foreach (var (change, now) in cases) _known.Keep(change.Id, now);
            return true;
        }
        catch
        {
            Forget();
            throw;
        }
    }

    private static async Task WriteAsync(NpgsqlConnection connection, ProjectionPart part, List<(CaseChange Change, KnownCase? Now)> cases, bool settled, CancellationToken ct)
    {
        // One transaction: a batch outside of any is one.
        await using var batch = new NpgsqlBatch(connection);
        OversightRows.AddTo(batch, part.Generation, [.. cases.Select(c => c.Change)]);
        batch.BatchCommands.Add(settled ? OversightRows.Settled(part.Generation, [.. cases.Select(c => c.Change.Id)]) : part.Done());
        await batch.PrepareAsync(ct);
        await batch.ExecuteNonQueryAsync(ct);
    }

    private async Task<(CaseChange Change, KnownCase? Now)> ChangeAsync(
        NpgsqlConnection connection, string id, KnownCase? known, CaseNews? news, bool isNew, long upTo, CancellationToken ct)
    {
        try
        {
            var now = news is null ? known : known is null ? await WholeAsync(id, news, ct) : await GoOnAsync(connection, id, known, news, upTo, ct);
            return (new(id, known?.Rows, now?.Rows, isNew), now);
        }
        catch (Exception damaged) when (damaged is not (OperationCanceledException or NpgsqlException))
        {
            // A case that cannot be folded has no rows here; it must not stop all others. The log's check names it.
            return (new(id, null, null, isNew), null);
        }
    }

    private async Task<KnownCase?> GoOnAsync(NpgsqlConnection connection, string id, KnownCase known, CaseNews news, long upTo, CancellationToken ct)
    {
        if (news.Events is null) return null;
        var region = known.Tally.State.Region;
        foreach (var happened in news.Behind(known.Version)) known.Tally.Take(happened);
        var state = known.Tally.State;
        if (ReferenceEquals(state.Pinned, known.Pinned) && state.Region == region) return known with { Version = Math.Max(known.Version, news.Last), Rows = DerivedCase.Of(id, known.Tally) };
        // What was derived before follows from another content: all of it anew.
        var whole = await histories.ReadOnAsync(connection, [(id, 0)], upTo, ct);
        return whole.TryGetValue(id, out var all) ? await WholeAsync(id, all, ct) : null;
    }

    private async Task<KnownCase?> WholeAsync(string id, CaseNews all, CancellationToken ct)
    {
        if (all.Events is not { Count: > 0 } events) return null;
        if (events[0] is ApplicationFiled filed && await TallyAsync(filed.Pinned, filed.Region) is var first && ReferenceEquals(first.State.Pinned, filed.Pinned) && first.State.Region == filed.Region)
            return new(all.Last, filed.Pinned, first, DerivedCase.Of(id, first));
        // The content that counts is the last that the case was given.
        var state = events.Aggregate(CaseState.Empty, (s, e) => (CaseState)s.Evolve(e));
        if (state.Pinned is null) return null;
        var last = await TallyAsync(state.Pinned, state.Region);
        return new(all.Last, last.State.Pinned!, last, DerivedCase.Of(id, last));

        async Task<CaseTally> TallyAsync(PinnedRef versions, string region)
        {
            var tally = new CaseTally((Pinned)await pinned(versions, ct), await BookAsync(region, ct));
            foreach (var happened in events) tally.Take(happened);
            return tally;
        }
    }

    /// <summary>Kept until rules are published: that stands in the log, too.</summary>
    private async ValueTask<CardRuleBook> BookAsync(string region, CancellationToken ct) =>
        _books.TryGetValue(region, out var book) ? book : _books[region] = await rules(region, ct);

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
