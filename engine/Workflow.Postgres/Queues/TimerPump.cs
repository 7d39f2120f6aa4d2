using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Runtime;
using Workflow.Postgres.Log;

namespace Workflow.Postgres.Queues;

/// <summary>
/// Fires timers that are due by the database's time. Every node runs one; a short lease decides which of them hands a
/// timer over, and firing twice is harmless, because firing is an ordinary idempotent command. A stream has one row, for
/// the next instant at which anything of it is due; the row moves on or goes in the transaction in which the command is
/// accepted. One that brought something about and still stands there (more was due than one command does) is free at
/// once; one that brought nothing about is tried again, after a growing pause.
/// </summary>
/// <param name="submit">the node's way in; its answer comes after the commit</param>
/// <param name="owner">names this process among all that ever ran; written to the rows it holds</param>
public sealed class TimerPump(NpgsqlDataSource database, Func<Envelope, CancellationToken, Task<Answer>> submit, string owner)
{
    /// <summary>Streams claimed at once; day limits expire together, so many lots may follow one another.</summary>
    public const int BatchMax = 128;

    /// <summary>
    /// Streams handed over and not yet answered: the next lot is claimed and read while the one before is being written, so that
    /// the writer never waits for the pump. Not more: what stands in the line is alive at each garbage collection, and people wait for those.
    /// </summary>
    private const int HandedOverMax = 4 * BatchMax;

    /// <summary>After this long another node may fire what a dead one had claimed.</summary>
    public static readonly TimeSpan LeaseLength = TimeSpan.FromSeconds(15);

    /// <summary>Behind the wake-ups: finds leases that ran out. What other nodes set is told by the change feed, which has a poll of its own.</summary>
    public static readonly TimeSpan SlowPoll = TimeSpan.FromSeconds(5);

    // A busy database wakes the pump at every commit; it looks at most so often. Known due times are kept exactly.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    private readonly Wakeup _wakeup = new();

    /// <summary>To be called when something was committed, by whichever node: it may have set a timer.</summary>
    public void Wake() => _wakeup.Pulse();

    /// <summary>Fires timers until cancelled; survives losses of the database.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        int troubles = 0;
        var lots = new List<Task<Round>>();
        try
        {
            while (!ct.IsCancellationRequested)
            {
                var next = _wakeup.Next;
                TimeSpan pause;
                try
                {
                    TimeSpan? retry = null;
                    foreach (var done in lots.FindAll(lot => lot.IsCompleted)) retry = Shortest((await done).SoonestRetry, retry);
                    lots.RemoveAll(lot => lot.IsCompleted);
                    var (due, untilNext) = await ClaimAsync(ct);
                    if (due.Count > 0) lots.Add(HandOverAsync(due, ct));
                    troubles = 0;
                    if (due.Count == BatchMax)
                    {
                        if (lots.Count * BatchMax >= HandedOverMax) await Task.WhenAny(lots);
                        continue;
                    }

                    pause = Shortest(Shortest(untilNext, retry), SlowPoll) ?? SlowPoll;
                }
                catch (NpgsqlException)
                {
                    lots.RemoveAll(lot => lot.IsCompleted);
                    pause = Backoff.OfQueues.After(++troubles);
                }

                await RestAsync(pause, next, lots, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Stopping.
        }
        finally
        {
            await ((Task)Task.WhenAll(lots)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ReleaseAllAsync();
        }
    }

    /// <summary>Rests until the next is due, until something was committed, or until a lot is answered: its vain ones have a pause of their own.</summary>
    private static async Task RestAsync(TimeSpan pause, Task next, List<Task<Round>> lots, CancellationToken ct)
    {
        if (pause <= ShortestPause)
        {
            await Task.Delay(pause > TimeSpan.FromMilliseconds(1) ? pause : TimeSpan.FromMilliseconds(1), ct);
            return;
        }

        await Task.Delay(ShortestPause, ct);
        await Wakeup.WaitAsync(lots.Count == 0 ? next : Task.WhenAny([next, .. lots]), pause - ShortestPause, ct);
    }

    /// <summary>One lot: claims what is due, hands it over, waits for the answers.</summary>
    public async Task<Round> FireDueAsync(CancellationToken ct)
    {
        var (due, _) = await ClaimAsync(ct);
        return due.Count == 0 ? new Round(0, null) : await HandOverAsync(due, ct);
    }

    private async Task<Round> HandOverAsync(List<Due> due, CancellationToken ct)
    {
        bool[] isVain = await Task.WhenAll(due.Select(timer => IsVainAsync(timer, ct)));
        TimeSpan[] pauses = [.. due.Select((timer, i) => isVain[i] ? Backoff.OfQueues.After(timer.Attempts) : TimeSpan.Zero)];
        await ReleaseAsync(due, pauses, ct);
        return new Round(due.Count, isVain.Contains(true) ? pauses.Where((_, i) => isVain[i]).Min() : null);
    }

    /// <param name="Claimed">timers handed over in this lot</param>
    /// <param name="SoonestRetry">pause before the first of those that brought nothing about may be tried again; null when there is none</param>
    public readonly record struct Round(int Claimed, TimeSpan? SoonestRetry);

    private sealed record Due(string StreamId, DateTimeOffset DueAt, int Attempts);

    private async Task<bool> IsVainAsync(Due timer, CancellationToken ct)
    {
        // A later attempt is another command: the first may have been accepted without effect, a moment too early by its node's
        // clock, or with more still due at the same instant.
        string id = string.Create(CultureInfo.InvariantCulture, $"{timer.StreamId}/{timer.DueAt.UtcDateTime:O}/{timer.Attempts}");
        var command = new FireTimer { CaseId = timer.StreamId, By = Actor.System("timer") };
        var envelope = new Envelope(new CommandId("system", "timer", id), command, SHA256.HashData(Encoding.UTF8.GetBytes(id)), CommandPriority.Timer);
        try
        {
            return await submit(envelope, ct) is not Answer.Accepted { Events.Count: > 0 };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever is wrong with this case must not hold up the others; the timer comes back.
            return true;
        }
    }

    /// <summary>Claims a lot, earliest first, and tells when the next one of all that are not due yet will be; one statement.</summary>
    private async Task<(List<Due> Due, TimeSpan? UntilNext)> ClaimAsync(CancellationToken ct)
    {
        // Not clock_timestamp(): what may change from row to row is no bound of an index scan, and a million that wait would be read each time.
        // array(): of how many rows is not known to the planner, which takes it for a few and looks them up; for as many as a lot takes it would read the table.
        await using var command = database.CreateCommand(
            """
            with due as (
              select stream_id from timer
              where due_at <= statement_timestamp() and (lease_until is null or lease_until <= statement_timestamp())
              order by due_at
              limit $1
              for update skip locked),
            taken as (
              update timer
              set lease_until = statement_timestamp() + $2, lease_owner = $3, attempts = attempts + 1
              where stream_id = any (array(select stream_id from due))
              returning timer.stream_id, timer.due_at, timer.attempts)
            select stream_id, due_at, attempts, statement_timestamp() - due_at from taken
            union all
            select null, null, null, (select min(due_at) from timer where due_at > statement_timestamp()) - clock_timestamp()
            """);
        command.Parameters.Add(new() { Value = BatchMax });
        command.Parameters.Add(new() { Value = LeaseLength });
        command.Parameters.Add(new() { Value = owner });
        var (due, untilNext) = (new List<Due>(), default(TimeSpan?));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            if (reader.IsDBNull(0))
            {
                untilNext = reader.IsDBNull(3) ? null : reader.GetTimeSpan(3);
                continue;
            }

            due.Add(new Due(reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetInt32(2)));
            WriterMetrics.TimerDelay.Record(reader.GetTimeSpan(3).TotalMilliseconds);
        }

        due.Sort((a, b) => a.DueAt.CompareTo(b.DueAt));
        return (due, untilNext);
    }

    /// <summary>Rows that moved on or went are not touched: their due instant, or their owner, is another.</summary>
    private async Task ReleaseAsync(List<Due> due, TimeSpan[] pauses, CancellationToken ct)
    {
        // "is true" keeps the index over due instants out of it: with ten thousand at one instant each row would be sought among all of them.
        // array(): as above, it keeps the planner from reading the whole table.
        await using var command = database.CreateCommand(
            """
            update timer
            set lease_until = clock_timestamp() + held.pause, lease_owner = null
            from unnest($1, $2, $3) as held (stream_id, due_at, pause)
            where timer.stream_id = any (array(select unnest($1))) and timer.stream_id = held.stream_id and (timer.due_at = held.due_at) is true and timer.lease_owner = $4
            """);
        command.Parameters.Add(new() { Value = due.ConvertAll(timer => timer.StreamId).ToArray() });
        command.Parameters.Add(new() { Value = due.ConvertAll(timer => timer.DueAt).ToArray() });
        command.Parameters.Add(new() { Value = pauses });
        command.Parameters.Add(new() { Value = owner });
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task ReleaseAllAsync()
    {
        try
        {
            await using var command = database.CreateCommand("update timer set lease_until = null, lease_owner = null where due_at <= statement_timestamp() and lease_owner = $1");
            command.Parameters.Add(new() { Value = owner });
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or ObjectDisposedException)
        {
            // The leases run out by themselves.
        }
    }

    private static TimeSpan? Shortest(TimeSpan? a, TimeSpan? b) => a is null || b < a ? b : a;
}
