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
    /// <summary>Streams claimed at once; day limits expire together, so many rounds may follow without a pause.</summary>
    public const int BatchMax = 500;

    /// <summary>After this long another node may fire what a dead one had claimed.</summary>
    public static readonly TimeSpan LeaseLength = TimeSpan.FromSeconds(15);

    // Behind the wake-ups: catches leases that ran out, and timers written by a node whose notice was lost.
    private static readonly TimeSpan SlowPoll = TimeSpan.FromSeconds(5);

    // A busy database wakes the pump at every commit; it looks at most so often. Known due times are kept exactly.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    private readonly Wakeup _wakeup = new();

    /// <summary>To be called when something was committed, by whichever node: it may have set a timer.</summary>
    public void Wake() => _wakeup.Pulse();

    /// <summary>Fires timers until cancelled; survives losses of the database.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        int troubles = 0;
        try
        {
            while (!ct.IsCancellationRequested)
            {
                var next = _wakeup.Next;
                TimeSpan pause;
                try
                {
                    var round = await FireDueAsync(ct);
                    troubles = 0;
                    if (round.Claimed == BatchMax) continue;
                    pause = Shortest(await UntilNextDueAsync(ct), round.SoonestRetry);
                }
                catch (NpgsqlException)
                {
                    pause = Backoff.OfQueues.After(++troubles);
                }

                if (pause <= ShortestPause)
                {
                    await Task.Delay(Longest(pause, TimeSpan.FromMilliseconds(1)), ct);
                    continue;
                }

                await Task.Delay(ShortestPause, ct);
                await Wakeup.WaitAsync(next, pause - ShortestPause, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Stopping.
        }
        finally
        {
            await ReleaseAllAsync();
        }
    }

    /// <summary>One round: claims what is due, hands it over, waits for the answers.</summary>
    public async Task<Round> FireDueAsync(CancellationToken ct)
    {
        var due = await ClaimAsync(ct);
        if (due.Count == 0) return new Round(0, null);
        bool[] isVain = await Task.WhenAll(due.Select(timer => IsVainAsync(timer, ct)));
        TimeSpan[] pauses = [.. due.Select((timer, i) => isVain[i] ? Backoff.OfQueues.After(timer.Attempts) : TimeSpan.Zero)];
        await ReleaseAsync(due, pauses, ct);
        return new Round(due.Count, isVain.Contains(true) ? pauses.Where((_, i) => isVain[i]).Min() : null);
    }

    /// <param name="Claimed">timers handed over in this round</param>
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

    private async Task<List<Due>> ClaimAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            with due as (
              select stream_id from timer
              where due_at <= clock_timestamp() and (lease_until is null or lease_until <= clock_timestamp())
              order by due_at
              limit $1
              for update skip locked)
            update timer
            set lease_until = clock_timestamp() + $2, lease_owner = $3, attempts = attempts + 1
            from due
            where timer.stream_id = due.stream_id
            returning timer.stream_id, timer.due_at, timer.attempts, clock_timestamp() - timer.due_at
            """);
        command.Parameters.Add(new() { Value = BatchMax });
        command.Parameters.Add(new() { Value = LeaseLength });
        command.Parameters.Add(new() { Value = owner });
        var due = new List<Due>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            due.Add(new Due(reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetInt32(2)));
            WriterMetrics.TimerDelay.Record(reader.GetTimeSpan(3).TotalMilliseconds);
        }

        due.Sort((a, b) => a.DueAt.CompareTo(b.DueAt));
        return due;
    }

    /// <summary>Rows that moved on or went are not touched: their due instant, or their owner, is another.</summary>
    private async Task ReleaseAsync(List<Due> due, TimeSpan[] pauses, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            update timer
            set lease_until = clock_timestamp() + held.pause, lease_owner = null
            from unnest($1, $2, $3) as held (stream_id, due_at, pause)
            where timer.stream_id = held.stream_id and timer.due_at = held.due_at and timer.lease_owner = $4
            """);
        command.Parameters.Add(new() { Value = due.ConvertAll(timer => timer.StreamId).ToArray() });
        command.Parameters.Add(new() { Value = due.ConvertAll(timer => timer.DueAt).ToArray() });
        command.Parameters.Add(new() { Value = pauses });
        command.Parameters.Add(new() { Value = owner });
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<TimeSpan> UntilNextDueAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand("select min(due_at) - clock_timestamp() from timer where due_at > clock_timestamp()");
        return await command.ExecuteScalarAsync(ct) is TimeSpan until ? Shortest(until, SlowPoll) : SlowPoll;
    }

    private async Task ReleaseAllAsync()
    {
        try
        {
            await using var command = database.CreateCommand("update timer set lease_until = null, lease_owner = null where due_at <= clock_timestamp() and lease_owner = $1");
            command.Parameters.Add(new() { Value = owner });
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or ObjectDisposedException)
        {
            // The leases run out by themselves.
        }
    }

    private static TimeSpan Shortest(TimeSpan a, TimeSpan? b) => b is { } other && other < a ? other : a;

    private static TimeSpan Longest(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
