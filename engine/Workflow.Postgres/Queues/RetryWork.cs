using Npgsql;
using NpgsqlTypes;
using Workflow.Core.Runtime;
using Workflow.Postgres.Log;
using Workflow.Postgres.Queries;

namespace Workflow.Postgres.Queues;

/// <summary>An item whose retry is to be sent.</summary>
public sealed record RetryToSend(int Ordinal, string CaseId, long Incident);

/// <summary>An item whose case has moved on since it was judged last.</summary>
/// <param name="Version">version of the case up to which it was judged</param>
/// <param name="IsResolved">the incident itself was closed by then</param>
public sealed record RetryToJudge(int Ordinal, string CaseId, long Incident, long? Activity, long[] Tokens, string Element, string Code, long Version, bool IsResolved);

/// <summary>What an item comes to.</summary>
/// <param name="State">one of <see cref="RetryItemStates"/></param>
public sealed record RetrySettled(int Ordinal, string State, long Version, bool IsResolved, string? NextCode = null, string? NextDetail = null, string? NextCause = null);

/// <summary>
/// The work behind bulk retries (批量重试): which runs are this node's, what of them is next, what became of what was sent. Every step is
/// one statement and may be done again; a node that dies is followed by another where it stood.
/// </summary>
public sealed class RetryWork(NpgsqlDataSource database, EventJson json, string node)
{
    /// <summary>Items judged at once.</summary>
    public const int JudgedMax = 200;

    /// <summary>Runs that one node works on at the same time.</summary>
    private const int RunsMax = 20;

    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    /// <summary>What may tell something about tokens that stood still; about an activity everything that names it.</summary>
    private static readonly string[] TokenEvents = ["incident_raised", "incident_resolved", "incident_skipped", "element_passed", "join_awaited", "activity_started"];

    /// <summary>Claims the open runs that no other node holds, and keeps those that it has.</summary>
    public async Task<List<RetryRun>> ClaimAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand($"""
            update retry_run set lease_owner = $1, lease_until = clock_timestamp() + $2
            where id = any (array(
              select id from retry_run
              where ended_at is null and (lease_until is null or lease_until <= clock_timestamp() or lease_owner = $1)
              order by started_at limit $3 for update skip locked))
            returning {RetryRuns.Columns}
            """);
        command.Parameters.Add(new() { Value = node });
        command.Parameters.Add(new() { Value = Lease });
        command.Parameters.Add(new() { Value = RunsMax });
        List<RetryRun> runs = [];
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct)) runs.Add(RetryRuns.RunOf(r));
        return runs;
    }

    /// <summary>Gives up what this node holds, so that another goes on at once.</summary>
    public async Task ReleaseAllAsync()
    {
        try
        {
            await using var command = database.CreateCommand("update retry_run set lease_owner = null, lease_until = null where lease_owner = $1 and ended_at is null");
            command.Parameters.Add(new() { Value = node });
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or ObjectDisposedException)
        {
            // The leases run out by themselves.
        }
    }

    /// <summary>Items under way whose cases have events that were not judged yet, the longest under way first.</summary>
    public async Task<List<RetryToJudge>> MovedAsync(string run, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            select i.ordinal, i.stream_id, i.incident, i.activity, i.tokens, i.element, i.code, i.version, i.resolved
            from retry_item i join mt_streams s on s.id = i.stream_id
            where i.run_id = $1 and i.state in ('under-way', 'still-running') and s.version > i.version
            order by i.ordinal limit $2
            """);
        command.Parameters.Add(new() { Value = run });
        command.Parameters.Add(new() { Value = JudgedMax });
        List<RetryToJudge> moved = [];
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct))
            moved.Add(new(
                r.GetInt32(0), r.GetString(1), r.GetInt64(2), r.IsDBNull(3) ? null : r.GetInt64(3), r.GetFieldValue<long[]>(4), r.GetString(5), r.GetString(6), r.GetInt64(7), r.GetBoolean(8)));
        return moved;
    }

    /// <summary>The events that may say what became of each item, after the version it was judged to and up to another; by ordinal.</summary>
    public async Task<Dictionary<int, List<Event>>> EventsAsync(IReadOnlyList<(RetryToJudge Item, long UpTo)> items, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            select w.ordinal, e.stream_id, e.type, convert_to(e.data::text, 'UTF8')
            from unnest($1::int[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[]) as w (ordinal, stream_id, incident, activity, known, up_to)
            cross join lateral (
              select stream_id, version, ordinal, type, data from single_event
              where stream_id = w.stream_id and version > w.known and version <= w.up_to
                and case when w.activity is null then type = any ($7) else data ->> 'Activity' = w.activity::text or data ->> 'Incident' = w.incident::text end
              order by version, ordinal) e
            order by w.ordinal, e.version, e.ordinal
            """);
        var p = command.Parameters;
        p.Add(new() { Value = items.Select(i => i.Item.Ordinal).ToArray() });
        p.Add(new() { Value = items.Select(i => i.Item.CaseId).ToArray() });
        p.Add(new() { Value = items.Select(i => i.Item.Incident).ToArray() });
        p.Add(new NpgsqlParameter<long?[]> { TypedValue = [.. items.Select(i => i.Item.Activity)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        p.Add(new() { Value = items.Select(i => i.Item.Version).ToArray() });
        p.Add(new() { Value = items.Select(i => i.UpTo).ToArray() });
        p.Add(new() { Value = TokenEvents });
        Dictionary<int, List<Event>> events = [];
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct))
        {
            if (!events.TryGetValue(r.GetInt32(0), out var of)) events[r.GetInt32(0)] = of = [];
            of.Add(json.Read(r.GetString(1), r.GetString(2), r.GetFieldValue<byte[]>(3), key: null));
        }
        return events;
    }

    /// <summary>Writes down what items came to. One that has come to an end keeps it.</summary>
    public async Task SettleAsync(string run, IReadOnlyList<RetrySettled> settled, CancellationToken ct)
    {
        if (settled.Count == 0) return;
        await using var command = database.CreateCommand("""
            update retry_item i set state = case when s.state = 'under-way' then i.state else s.state end, version = greatest(i.version, s.version), resolved = i.resolved or s.resolved,
              settled_at = case when s.state = 'under-way' then i.settled_at else clock_timestamp() end,
              next_code = s.next_code, next_detail = s.next_detail, next_cause = s.next_cause
            from unnest($2::int[], $3::text[], $4::bigint[], $5::boolean[], $6::text[], $7::text[], $8::text[]) as s (ordinal, state, version, resolved, next_code, next_detail, next_cause)
            where i.run_id = $1 and i.ordinal = s.ordinal and i.state in ('sending', 'under-way', 'still-running')
            """);
        var p = command.Parameters;
        p.Add(new() { Value = run });
        p.Add(new() { Value = settled.Select(s => s.Ordinal).ToArray() });
        p.Add(new() { Value = settled.Select(s => s.State).ToArray() });
        p.Add(new() { Value = settled.Select(s => s.Version).ToArray() });
        p.Add(new() { Value = settled.Select(s => s.IsResolved).ToArray() });
        p.Add(Texts(settled.Select(s => s.NextCode)));
        p.Add(Texts(settled.Select(s => s.NextDetail)));
        p.Add(Texts(settled.Select(s => s.NextCause)));
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Retries that have had no end for as long as the run is patient count as still running from here on.</summary>
    public async Task LosePatienceAsync(RetryRun run, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            update retry_item set state = 'still-running', settled_at = clock_timestamp()
            where run_id = $1 and state = 'under-way' and sent_at + $2 * interval '1 second' <= clock_timestamp()
            """);
        command.Parameters.Add(new() { Value = run.Id });
        command.Parameters.Add(new() { Value = run.PatienceSeconds });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The next items to send, those first that a node which died had taken and perhaps not sent.</summary>
    public async Task<List<RetryToSend>> TakeAsync(string run, bool sampleOnly, long max, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            with next as (
              select run_id, ordinal from retry_item
              where run_id = $1 and (state = 'sending' or state = 'waiting' and (is_sample or not $2))
              order by state, ordinal limit $3 for update skip locked)
            update retry_item i set state = 'sending', sent_at = clock_timestamp() from next
            where i.run_id = next.run_id and i.ordinal = next.ordinal
            returning i.ordinal, i.stream_id, i.incident
            """);
        command.Parameters.Add(new() { Value = run });
        command.Parameters.Add(new() { Value = sampleOnly });
        command.Parameters.Add(new() { Value = max });
        List<RetryToSend> next = [];
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct)) next.Add(new(r.GetInt32(0), r.GetString(1), r.GetInt64(2)));
        return next;
    }

    /// <summary>The commands of these items were answered.</summary>
    public async Task SentAsync(string run, IEnumerable<int> ordinals, CancellationToken ct)
    {
        await using var command = database.CreateCommand("update retry_item set state = 'under-way' where run_id = $1 and ordinal = any ($2) and state = 'sending'");
        command.Parameters.Add(new() { Value = run });
        command.Parameters.Add(new() { Value = ordinals.ToArray() });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>True when the newest <see cref="RetryRun.HaltAfter"/> ends since the rest was released were none that healed.</summary>
    public async Task<bool> NothingHealsAsync(RetryRun run, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            select count(*) = $3 and bool_and(state in ('failed-again', 'still-running', 'refused'))
            from (select state from retry_item
                  where run_id = $1 and not is_sample and settled_at >= $2 and state in ('healed', 'failed-again', 'still-running', 'refused')
                  order by settled_at desc, ordinal desc limit $3) newest
            """);
        command.Parameters.Add(new() { Value = run.Id });
        command.Parameters.Add(new() { Value = (run.ReleasedAt ?? run.StartedAt).ToUniversalTime() });
        command.Parameters.Add(new() { Value = run.HaltAfter });
        return await command.ExecuteScalarAsync(ct) is true;
    }

    /// <summary>From one state to another; nothing happens when a person has moved it meanwhile.</summary>
    /// <param name="because">why it was halted; null for every other state</param>
    public async Task MoveAsync(RetryRun run, string to, string? because, CancellationToken ct)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new("""
            update retry_run set state = $3, halted_because = coalesce($4, halted_because),
              released_at = case when $3 = 'running' then transaction_timestamp() else released_at end,
              ended_at = case when $3 in ('ended', 'stopped') then transaction_timestamp() end
            where id = $1 and state = $2
            """)
        {
            Parameters =
            {
                new() { Value = run.Id }, new() { Value = run.State }, new() { Value = to }, new() { Value = (object?)because ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            },
        });
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>What a stopped run had not begun stays an incident.</summary>
    public async Task LeaveAsync(string run, CancellationToken ct)
    {
        await using var command = database.CreateCommand("update retry_item set state = 'left', settled_at = clock_timestamp() where run_id = $1 and state = 'waiting'");
        command.Parameters.Add(new() { Value = run });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlParameter Texts(IEnumerable<string?> values) => new NpgsqlParameter<string?[]> { TypedValue = [.. values], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}
