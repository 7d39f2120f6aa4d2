using System.Globalization;
using Npgsql;
using Workflow.Core.Cases;
using Workflow.Core.Catalog;
using Workflow.Postgres.Log;
using Workflow.Postgres.Maintenance;
using Workflow.Postgres.Projections;
using Workflow.Samples.Api;

namespace Workflow.Faults.Rounds;

/// <summary>
/// Holds the clients' records against the log after a round: the part of the log that the round wrote, and every stream
/// that it touched as a whole. Whoever is wrong is complained of by name.
/// </summary>
internal sealed class Audit(Site site, Records records, Receiver receiver, Followers followers, Tally tally)
{
    // A dead server's leases on timers and subscriptions run for 15 s, and what failed meanwhile waits a little longer.
    private static readonly TimeSpan LeasePatience = TimeSpan.FromSeconds(90);
    private static readonly Patience Patience = new(TimeSpan.FromMinutes(2));
    private const int RebuildTries = 5;

    private static readonly string[] CaseTables = ["case_row", "case_watch", "task_row", "timer", "job", "case_wait", "incident"];

    private readonly Rebuild _rebuild = new(site.Database, [new CaseStreams(), .. CatalogKinds.All], new EventJson());
    private readonly Dictionary<string, List<string>> _toldByCase = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _delivered = new(StringComparer.Ordinal);

    // Timers that were due when they were looked at last, and since when they have been seen.
    private readonly Dictionary<string, DateTimeOffset> _dueSeen = new(StringComparer.Ordinal);
    private int _logChecked;
    private int _feedChecked;
    private long _checkedUpTo = followers.Start;

    /// <summary>After a round, when everything runs again and nobody works.</summary>
    public async Task RoundAsync(CancellationToken ct)
    {
        long head = await HeadAsync(ct);
        await FollowersAsync(head, ct);
        var touched = await ColumnAsync("select distinct stream_id from mt_events where seq_id > $1 and seq_id <= $2", ct, _checkedUpTo, head);
        await CommandsAsync(records.TakeCommands(), ct);
        await ComplainOfAsync(EventsOfCommandsTorn, ct, _checkedUpTo, head);
        await ComplainOfAsync(StreamsBroken, ct, [touched.ToArray()]);
        await ComplainOfAsync(PositionsBackwards, ct, [touched.ToArray()]);
        await ComplainOfAsync(TwiceInALife, ct, [touched.ToArray()]);
        await ComplainOfAsync(OpinionsTwice, ct, [touched.ToArray()]);
        await ChainsAsync(touched, ct);
        await DerivedAsync(touched, ct);
        MessagesInOrder(isEnd: false);
        await SilencesAsync(isEnd: false, ct);
        await OverdueAsync(ct);
        _checkedUpTo = head;
    }

    /// <summary>
    /// A timer that is due has fired by a later round's audit. Its instant alone says nothing: a case whose own clock was moved on a moment ago
    /// has a timer that fell due days ago.
    /// </summary>
    private async Task OverdueAsync(CancellationToken ct)
    {
        var due = (await ColumnAsync("select format('a timer of %s is due since %s', stream_id, due_at) from timer where due_at <= clock_timestamp()", ct)).ToHashSet(StringComparer.Ordinal);
        foreach (string fired in _dueSeen.Keys.Except(due, StringComparer.Ordinal).ToList()) _dueSeen.Remove(fired);
        foreach (string timer in due)
            if (!_dueSeen.TryAdd(timer, DateTimeOffset.UtcNow) && _dueSeen[timer] < DateTimeOffset.UtcNow - LeasePatience) tally.Complain(timer);
    }

    /// <summary>Once at the end, with the time that leases need: nothing that is due or to be sent is left.</summary>
    public async Task EndAsync(CancellationToken ct)
    {
        await UntilAsync("every timer that is due has fired", async () =>
            (await ColumnAsync("select stream_id from timer where due_at <= clock_timestamp()", ct)).Count == 0, ct);
        // A silence may fall due while this is looked at, and be told at once: the log is read until nothing has come to it meanwhile.
        long head;
        do
        {
            head = await HeadAsync(ct);
            await FollowersAsync(head, ct);
            await UntilAsync("every message was delivered", () => Task.FromResult(_toldByCase.All(of => receiver.Of(of.Key).Count >= of.Value.Count)), ct);
        }
        while (await HeadAsync(ct) != head);

        MessagesInOrder(isEnd: true);
        await SilencesAsync(isEnd: true, ct);
        foreach (string order in (string[])["verify", "rebuild"]) await OrderAsync(order, ct);
        tally.Count("events", await HeadAsync(ct));
    }

    private async Task OrderAsync(string order, CancellationToken ct)
    {
        var before = await WholeAsync(ct);
        var (exitCode, said) = await site.Servers[0].OrderAsync(order);
        if (exitCode != 0) tally.Complain($"{order} ended with {exitCode}: {said}");
        await UntilAsync($"what {order} asked for is done", async () => (await ColumnAsync("select name from projection where rebuilding is not null", ct)).Count == 0, ct);
        var after = await WholeAsync(ct);
        foreach (string row in before.Except(after, StringComparer.Ordinal).Take(5)) tally.Complain($"after {order} no longer there: {row}");
        foreach (string row in after.Except(before, StringComparer.Ordinal).Take(5)) tally.Complain($"only there after {order}: {row}");
    }

    private async Task<List<string>> WholeAsync(CancellationToken ct)
    {
        await UntilAsync("the asynchronous views have caught up", async () =>
            (await ColumnAsync("select name from mt_event_progression where last_seq_id < (select max(seq_id) from mt_events)", ct)).Count == 0, ct);
        return [.. await RowsAsync("true", ct), .. await ColumnAsync("select 'case_daily ' || (to_jsonb(t) - 'generation')::text from case_daily t", ct), .. await ColumnAsync("select 'document ' || to_jsonb(t)::text from document t", ct)];
    }

    // What the clients were told

    private async Task CommandsAsync(IReadOnlyCollection<Sent> sent, CancellationToken ct)
    {
        var stored = new Dictionary<(string Account, string Key), (string StreamId, long Version, long Position)>();
        await using (var command = site.Database.CreateCommand(
            """
            select c.principal, c.id, c.stream_id, c.version, c.position
            from unnest($1, $2) as asked (principal, id) join command c on c.principal = asked.principal and c.source = 'http' and c.id = asked.id
            """))
        {
            command.Parameters.Add(new() { Value = sent.Select(s => s.Account).ToArray() });
            command.Parameters.Add(new() { Value = sent.Select(s => s.Key).ToArray() });
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) stored.Add((reader.GetString(0), reader.GetString(1)), (reader.GetString(2), reader.GetInt64(3), reader.GetInt64(4)));
        }

        foreach (var one in sent)
        {
            bool isThere = stored.TryGetValue((one.Account, one.Key), out var found);
            switch (one.Fate)
            {
                case Fate.Acknowledged when !isThere:
                    tally.Complain($"{one.Step} ({one.Key}) was acknowledged at {one.CaseId} {one.Version} and is not in the log");
                    break;
                case Fate.Acknowledged when (found.StreamId, found.Version, found.Position) != (one.CaseId, one.Version, one.Position):
                    tally.Complain($"{one.Step} ({one.Key}) was acknowledged at {one.CaseId} {one.Version}/{one.Position} and stands at {found}");
                    break;
                case Fate.Refused when isThere:
                    tally.Complain($"{one.Step} ({one.Key}) was refused ({one.Code}) and stands at {found}");
                    break;
                case Fate.Unknown when isThere:
                    tally.Count("unknown but done");
                    // Its case is one that nobody knows of; it is still a case.
                    if (one.Step == "file") records.Open.TryAdd(found.StreamId, 0);
                    break;
            }
        }
    }

    private const string EventsOfCommandsTorn =
        """
        select format('%s of %s (%s) wrote %s rows between versions %s and %s, and was accepted at %s', w.id, w.stream_id, w.principal, w.rows, w.first, w.last, c.version)
        from (
          select stream_id, headers -> 'commandId' ->> 'principal' as principal, headers -> 'commandId' ->> 'source' as source, headers -> 'commandId' ->> 'id' as id,
            count(*) as rows, min(version) as first, max(version) as last
          from mt_events where seq_id > $1 and seq_id <= $2 group by 1, 2, 3, 4) w
        left join command c on c.principal = w.principal and c.source = w.source and c.id = w.id and c.stream_id = w.stream_id
        where w.rows <> w.last - w.first + 1 or c.version is distinct from w.last
        """;

    private const string StreamsBroken =
        """
        select format('%s is at version %s and has %s rows from %s to %s', s.id, s.version, e.rows, e.first, e.last)
        from mt_streams s cross join lateral (select count(*) as rows, min(version) as first, max(version) as last from mt_events where stream_id = s.id) e
        where s.id = any ($1) and (e.rows <> s.version or e.first <> 1 or e.last <> s.version)
        """;

    private const string PositionsBackwards =
        """
        select format('%s version %s stands at %s, its predecessor at %s', stream_id, version, seq_id, before)
        from (select stream_id, version, seq_id, lag(seq_id) over (partition by stream_id order by version) as before from mt_events where stream_id = any ($1)) e
        where seq_id <= before
        """;

    private const string TwiceInALife =
        """
        select format('%s: %s times %s', stream_id, count(*), type) from mt_events
        where stream_id = any ($1) and type in ('application_filed', 'case_accepted', 'case_concluded', 'case_delivered', 'case_withdrawn')
        group by stream_id, type having count(*) > 1
        """;

    private const string OpinionsTwice =
        """
        select format('%s: task %s has %s opinions', stream_id, data ->> 'TaskId', count(*)) from mt_events
        where stream_id = any ($1) and type = 'opinion_recorded' group by stream_id, data ->> 'TaskId' having count(*) > 1
        """;

    // Readers and receivers

    private async Task FollowersAsync(long head, CancellationToken ct)
    {
        await UntilAsync($"the reader of the log has come to {head}", () => Task.FromResult(followers.Reached(head)), ct);
        var seen = followers.Log(_logChecked);
        var stored = new List<Place>();
        await using (var command = site.Database.CreateCommand("select seq_id, stream_id, version, type from mt_events where seq_id > $1 and seq_id <= $2 order by seq_id"))
        {
            command.Parameters.Add(new() { Value = _logChecked == 0 ? followers.Start : followers.Log(_logChecked - 1)[0].Position });
            command.Parameters.Add(new() { Value = head });
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) stored.Add(new(reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), reader.GetString(3)));
        }

        if (stored.Where((place, i) => i >= seen.Count || seen[i] != place).FirstOrDefault() is { } missed) tally.Complain($"a reader of the log missed {missed}");
        _logChecked += stored.Count;

        var typeOf = Catalogue.Told.ToDictionary(t => t.Alias, t => t.Type, StringComparer.Ordinal);
        List<(string CaseId, string Type)> expected = [.. stored.Where(p => typeOf.ContainsKey(p.Type)).Select(p => (p.StreamId, typeOf[p.Type]))];
        await UntilAsync($"the feed has told of {head}", () => Task.FromResult(followers.Feed(_feedChecked).Count >= expected.Count), ct);
        var told = followers.Feed(_feedChecked);
        for (int i = 0; i < expected.Count; i++)
        {
            if (i < told.Count && (told[i].CaseId, told[i].Type) == expected[i]) continue;
            tally.Complain($"the feed told {(i < told.Count ? told[i] : "nothing")} where {expected[i]} stands in the log");
            break;
        }

        foreach (var one in told.Take(expected.Count))
        {
            if (_toldByCase.TryGetValue(one.CaseId, out var ids)) ids.Add(one.Id);
            else _toldByCase.Add(one.CaseId, [one.Id]);
        }

        _feedChecked += expected.Count;
        tally.Count("feed events", expected.Count);
    }

    /// <summary>Of each case, what came so far came in the order of the log, from the first on.</summary>
    private void MessagesInOrder(bool isEnd)
    {
        foreach (var (caseId, told) in _toldByCase)
        {
            if (_delivered.GetValueOrDefault(caseId) == told.Count) continue;
            var got = receiver.Of(caseId);
            int common = Math.Min(got.Count, told.Count);
            if (!got.Take(common).SequenceEqual(told.Take(common), StringComparer.Ordinal))
                tally.Complain($"{caseId}: messages came as {string.Join(' ', got)}, the log has {string.Join(' ', told)}");
            else if (got.Count == told.Count) _delivered[caseId] = told.Count;
            else if (isEnd) tally.Complain($"{caseId}: {got.Count} messages came of {told.Count}: {string.Join(' ', got.Skip(common))} {string.Join(' ', told.Skip(common))}");
        }
    }

    private async Task SilencesAsync(bool isEnd, CancellationToken ct)
    {
        var ripe = records.Silent.Values.Where(s => isEnd || s.DueAt < DateTimeOffset.UtcNow - LeasePatience).ToList();
        if (ripe.Count == 0) return;
        var accepted = (await ColumnAsync("select stream_id from mt_events where stream_id = any ($1) and type = 'case_accepted' and (data ->> 'BySilence')::boolean", ct, [ripe.Select(s => s.CaseId).ToArray()])).ToHashSet(StringComparer.Ordinal);
        foreach (var silence in ripe)
        {
            records.Silent.TryRemove(silence.CaseId, out _);
            if (!accepted.Contains(silence.CaseId)) tally.Complain($"{silence.CaseId} fell silent at {silence.DueAt:O} and is not accepted");
        }
    }

    // The log itself, and what follows from it

    private async Task ChainsAsync(List<string> touched, CancellationToken ct)
    {
        foreach (string streamId in touched)
        {
            if (await new Verification(site.Database).RunOneAsync(streamId, ct) is not { IsIntact: false } broken) continue;
            tally.Complain($"{streamId}: {broken.Findings[0].What} at version {broken.Findings[0].Version}: {broken.Findings[0].Detail}");
        }
    }

    private async Task DerivedAsync(List<string> touched, CancellationToken ct)
    {
        for (int tried = 1; ; tried++)
        {
            long head = await HeadAsync(ct);
            var before = await RowsAsync("stream_id = any ($1)", ct, [touched.ToArray()]);
            foreach (var (streamId, detail) in await _rebuild.RunSomeAsync(touched, ct)) tally.Complain($"{streamId} cannot be folded: {detail}");
            var after = await RowsAsync("stream_id = any ($1)", ct, [touched.ToArray()]);
            // A timer may fire meanwhile.
            if (await HeadAsync(ct) != head && tried < RebuildTries) continue;
            foreach (string row in before.Except(after, StringComparer.Ordinal).Take(5)) tally.Complain($"not in the rebuilt tables: {row}");
            foreach (string row in after.Except(before, StringComparer.Ordinal).Take(5)) tally.Complain($"only in the rebuilt tables: {row}");
            tally.Count("streams rebuilt", touched.Count);
            return;
        }
    }

    /// <summary>Derived rows as text; leases, tries and generations aside.</summary>
    private async Task<List<string>> RowsAsync(string which, CancellationToken ct, params object[] values)
    {
        var rows = new List<string>();
        foreach (string table in CaseTables)
        {
            rows.AddRange(await ColumnAsync(
                $"select '{table} ' || (to_jsonb(t) - array['lease_until', 'lease_owner', 'attempts', 'worker', 'tries', 'generation'])::text from {table} t where {which}", ct, values));
        }

        return rows;
    }

    private async Task<long> HeadAsync(CancellationToken ct)
    {
        await using var command = site.Database.CreateCommand("select max(seq_id) from mt_events");
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task ComplainOfAsync(string sql, CancellationToken ct, params object[] values)
    {
        foreach (string wrong in (await ColumnAsync(sql, ct, values)).Take(10)) tally.Complain(wrong);
    }

    private async Task<List<string>> ColumnAsync(string sql, CancellationToken ct, params object[] values)
    {
        await using var command = site.Database.CreateCommand(sql);
        foreach (object value in values) command.Parameters.Add(new() { Value = value });
        var found = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found.Add(reader.GetString(0));
        return found;
    }

    private async Task UntilAsync(string awaited, Func<Task<bool>> holds, CancellationToken ct)
    {
        var until = Patience.Begin();
        while (!await holds())
        {
            ct.ThrowIfCancellationRequested();
            if (await until.AgainAsync()) continue;
            tally.Complain(string.Create(CultureInfo.InvariantCulture, $"waited {Patience.Limit.TotalSeconds:0} s in vain until {awaited}"));
            return;
        }
    }
}
