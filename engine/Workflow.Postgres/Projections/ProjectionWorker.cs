using Npgsql;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queues;

namespace Workflow.Postgres.Projections;

/// <summary>
/// Keeps one projection up with the log, on a connection of its own that holds the projection's lock: none waits for another. Rows and their
/// progress are one transaction on that connection, so losing the lock loses what was under way.
/// </summary>
internal sealed class ProjectionWorker(NpgsqlDataSource database, Projection projection, Wakeup wakeup)
{
    /// <summary>Positions behind the head from which on events are noted first: cases are then derived once, not at each of their events.</summary>
    private const int FollowMax = 20_000;

    /// <summary>How often a node that does not hold the lock looks whether it is free.</summary>
    private static readonly TimeSpan BetweenLocks = TimeSpan.FromSeconds(5);

    /// <summary>From one look at the log to the next: what comes in between is taken in at once, and a case that moves often is written once.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private static readonly string Take =
        $"""
        select case when not pg_try_advisory_lock_shared({AdvisoryLocks.Class}, {AdvisoryLocks.Projections}) then false
          when pg_try_advisory_lock({AdvisoryLocks.Class}, $1) then true
          else not pg_advisory_unlock_shared({AdvisoryLocks.Class}, {AdvisoryLocks.Projections}) end
        """;

    // Whether something may wait that was noted; asked of the database only then.
    private bool _isNoted;

    /// <summary>Works until cancelled; survives losses of the database.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        int troubles = 0;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(ct);
                if (await UnderLockAsync(connection, () => WorkAsync(connection, ct), ct)) troubles = 0;
                await Task.Delay(BetweenLocks, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (NpgsqlException)
            {
                await Task.Delay(Backoff.OfQueues.After(++troubles), ct).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    /// <summary>Comes up to the log's head as it is now, unless another node holds the lock: then false.</summary>
    public async Task<bool> CatchUpAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await UnderLockAsync(
            connection,
            async () =>
            {
                while (await StepAsync(connection, ct) != Step.Idle) { }
            },
            ct);
    }

    private async Task WorkAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var (next, began) = (wakeup.Next, Environment.TickCount64);
            if (await StepAsync(connection, ct) == Step.MoreIsThere) continue;
            var pause = Pace - TimeSpan.FromMilliseconds(Environment.TickCount64 - began);
            if (pause > TimeSpan.Zero) await Task.Delay(pause, ct);
            await Wakeup.WaitAsync(next, ProjectionRunner.SlowPoll, ct);
        }
    }

    private enum Step { Idle, UpToHead, MoreIsThere }

    /// <summary>Takes in the next part of the log, and a slice of what was noted or is to be made anew.</summary>
    private async Task<Step> StepAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var progress = (await ProjectionRunner.ProgressAsync(connection, [projection.Name], ct))[0];
        var step = Step.Idle;
        if (progress.Lag > 0)
        {
            var part = new ProjectionPart(projection.Name, progress.Generation, false, progress.Position, Math.Min(progress.Position + ProjectionRunner.BatchPositions, progress.Head));
            using var watch = await ProjectionWatch.BeginAsync(connection, projection.Name, part, ct);
            if (progress.Lag > FollowMax || projection.Follow is not { } follow || !await follow(connection, part, ct)) await NoteAsync(connection, part, progress.Head, ct);
            step = part.UpTo < progress.Head ? Step.MoreIsThere : Step.UpToHead;
            progress = progress with { Position = part.UpTo };
        }

        if (_isNoted)
        {
            _isNoted = await SettleAsync(connection, new(projection.Name, progress.Generation, false, progress.Position, progress.Position), ct);
            if (_isNoted) step = Step.MoreIsThere;
        }

        if (progress.Rebuilding is not { } rebuilding) return step;
        await RebuildAsync(connection, progress, rebuilding, ct);
        return Step.MoreIsThere;
    }

    /// <summary>The generation that is being made follows the one that is read, and takes its place where they meet.</summary>
    private async Task RebuildAsync(NpgsqlConnection connection, ProjectionProgress progress, (int Generation, long Position) rebuilding, CancellationToken ct)
    {
        var part = new ProjectionPart(
            projection.Name, rebuilding.Generation, true, rebuilding.Position, Math.Min(rebuilding.Position + ProjectionRunner.BatchPositions, progress.Position));
        if (rebuilding.Position < progress.Position) await ApplyAsync(connection, part, ct);
        else if (rebuilding.Position == progress.Position && !await SettleAsync(connection, part, ct)) await SwapAsync(connection, progress.Generation, rebuilding.Generation, progress.Head, ct);
    }

    private async Task<bool> SettleAsync(NpgsqlConnection connection, ProjectionPart part, CancellationToken ct) =>
        projection.Settle is { } settle && await settle(connection, part, ct);

    private async Task NoteAsync(NpgsqlConnection connection, ProjectionPart part, long head, CancellationToken ct)
    {
        await ApplyAsync(connection, part, ct);
        projection.Forget?.Invoke(head);
        _isNoted = projection.Settle is not null;
    }

    private Task ApplyAsync(NpgsqlConnection connection, ProjectionPart part, CancellationToken ct) => TogetherAsync(
        connection,
        [new(projection.Apply) { Parameters = { new() { Value = part.Generation }, new() { Value = part.After }, new() { Value = part.UpTo } } }, part.Done()],
        ct);

    private async Task SwapAsync(NpgsqlConnection connection, int old, int made, long head, CancellationToken ct)
    {
        await TogetherAsync(
            connection,
            [
                new("update projection set generation = $2, rebuilding = null where name = $1") { Parameters = { new() { Value = projection.Name }, new() { Value = made } } },
                new("delete from mt_event_progression where name = $1 || ':Rebuild:All'") { Parameters = { new() { Value = projection.Name } } },
                new(projection.Clear) { Parameters = { new() { Value = old } } },
            ],
            ct);
        projection.Forget?.Invoke(head);
    }

    /// <summary>One transaction: a batch outside of any is one.</summary>
    private static async Task TogetherAsync(NpgsqlConnection connection, NpgsqlBatchCommand[] commands, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in commands) batch.BatchCommands.Add(command);
        await batch.PrepareAsync(ct);
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Does the work when this connection gets the lock; false when another one has it.</summary>
    private async Task<bool> UnderLockAsync(NpgsqlConnection connection, Func<Task> work, CancellationToken ct)
    {
        await using var take = new NpgsqlCommand(Take, connection) { Parameters = { new() { Value = projection.Lock } } };
        if (await take.ExecuteScalarAsync(ct) is not true) return false;
        try
        {
            long head = await BeginAsync(connection, ct);
            projection.Forget?.Invoke(head);
            _isNoted = projection.Settle is not null;
            await work();
            return true;
        }
        finally
        {
            // A pooled connection would keep it until its next use; a broken one has lost it.
            if (connection.State == System.Data.ConnectionState.Open) await GiveBackAsync(connection);
        }
    }

    /// <summary>
    /// Rows and their progress are written together, so nothing is lost with the last of them but the work of making them again: their commits
    /// need not wait for the disk, on which the writer waits.
    /// </summary>
    private async Task<long> BeginAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await TogetherAsync(
            connection,
            [
                new("select set_config('synchronous_commit', 'off', false)"),
                new("insert into projection (name, generation) values ($1, 1) on conflict do nothing") { Parameters = { new() { Value = projection.Name } } },
            ],
            ct);
        await using var head = new NpgsqlCommand("select coalesce(max(seq_id), 0) from mt_events", connection);
        return (long)(await head.ExecuteScalarAsync(ct))!;
    }

    private async Task GiveBackAsync(NpgsqlConnection connection)
    {
        await using var giveBack = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("reset synchronous_commit"),
                new($"select pg_advisory_unlock({AdvisoryLocks.Class}, {projection.Lock}), pg_advisory_unlock_shared({AdvisoryLocks.Class}, {AdvisoryLocks.Projections})"),
            },
        };
        await giveBack.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
