using Npgsql;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queues;

namespace Workflow.Postgres.Projections;

/// <summary>
/// Keeps the asynchronous projections up with the log. Every node runs one; the one that holds the lock works, another
/// takes over when it is gone. A batch's rows and its progress are one transaction, on the connection that holds the lock:
/// losing the lock loses the batch.
/// </summary>
public sealed class ProjectionRunner(NpgsqlDataSource database, IReadOnlyList<Projection> projections)
{
    /// <summary>Positions applied in one transaction.</summary>
    public const int BatchPositions = 2_000;

    /// <summary>Behind the wake-ups, which come from a change feed with a poll of its own.</summary>
    public static readonly TimeSpan SlowPoll = TimeSpan.FromSeconds(10);

    /// <summary>How often a node that does not hold the lock looks whether it is free.</summary>
    private static readonly TimeSpan BetweenLocks = TimeSpan.FromSeconds(5);

    // Commits come in bursts; one batch takes them all.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);

    private readonly Wakeup _wakeup = new();

    /// <summary>To be called when something was committed, by whichever node.</summary>
    public void Wake() => _wakeup.Pulse();

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

    /// <summary>Brings all projections up to the log's head as it is now, when no other node holds the lock; false when one does.</summary>
    public async Task<bool> CatchUpAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await UnderLockAsync(
            connection,
            async () =>
            {
                while (await StepAsync(connection, ct)) { }
            },
            ct);
    }

    /// <summary>
    /// Asks for a new generation from position 0. Whichever node runs the projections makes it beside the old one, which
    /// is read until the new one has caught up; a node that dies is taken over where it stood.
    /// </summary>
    public async Task AskForRebuildAsync(string name, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            insert into projection (name, generation, rebuilding) values ($1, 1, 2)
            on conflict (name) do update set rebuilding = coalesce(projection.rebuilding, projection.generation + 1)
            """);
        command.Parameters.Add(new() { Value = name });
        await command.ExecuteNonQueryAsync(ct);
        _wakeup.Pulse();
    }

    /// <summary>Waits until the projection contains a position; false when it does not within the given time.</summary>
    public async Task<bool> WaitForAsync(string name, long position, TimeSpan patience, CancellationToken ct)
    {
        long until = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        for (int pause = 5; ; pause = Math.Min(pause * 2, 200))
        {
            await using var command = database.CreateCommand("select last_seq_id >= $2 from mt_event_progression where name = $1 || ':All'");
            command.Parameters.Add(new() { Value = name });
            command.Parameters.Add(new() { Value = position });
            if (await command.ExecuteScalarAsync(ct) is true) return true;
            if (Environment.TickCount64 + pause > until) return false;
            await Task.Delay(pause, ct);
        }
    }

    /// <summary>How far each projection has come; one statement.</summary>
    public async Task<IReadOnlyList<ProjectionProgress>> ProgressAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await ProgressAsync(connection, ct);
    }

    private async Task WorkAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var next = _wakeup.Next;
            if (await StepAsync(connection, ct)) continue;
            await Task.Delay(ShortestPause, ct);
            await Wakeup.WaitAsync(next, SlowPoll, ct);
        }
    }

    /// <summary>One batch of each projection that is behind; false when none was.</summary>
    private async Task<bool> StepAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        bool worked = false;
        foreach (var progress in await ProgressAsync(connection, ct))
        {
            var projection = projections.Single(p => p.Name == progress.Name);
            if (progress.Lag > 0)
            {
                using var watch = await ProjectionWatch.BeginAsync(connection, progress, ct);
                await ApplyAsync(connection, projection, progress.Generation, $"{progress.Name}:All", progress.Position, progress.Head, ct);
                worked = true;
            }

            if (projection.Settle is { } settle && await settle(connection, progress.Generation, ct)) worked = true;
            if (progress.Rebuilding is not { } rebuilding) continue;
            if (rebuilding.Position < progress.Head)
                await ApplyAsync(connection, projection, rebuilding.Generation, $"{progress.Name}:Rebuild:All", rebuilding.Position, progress.Head, ct);
            else if (projection.Settle is not { } rest || !await rest(connection, rebuilding.Generation, ct) && progress.Lag == 0)
                await SwapAsync(connection, projection, progress.Generation, rebuilding.Generation, ct);
            worked = true;
        }

        return worked;
    }

    private async Task<List<ProjectionProgress>> ProgressAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        // Positions are committed in their order, so everything up to the greatest one that is seen is there.
        await using var command = new NpgsqlCommand(
            """
            select wanted.name, coalesce(live.last_seq_id, 0), (select coalesce(max(seq_id), 0) from mt_events),
              coalesce(projection.generation, 1), projection.rebuilding, coalesce(again.last_seq_id, 0)
            from unnest($1) as wanted (name)
            left join projection using (name)
            left join mt_event_progression live on live.name = wanted.name || ':All'
            left join mt_event_progression again on again.name = wanted.name || ':Rebuild:All'
            """,
            connection);
        command.Parameters.Add(new() { Value = projections.Select(p => p.Name).ToArray() });
        var found = new List<ProjectionProgress>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(new ProjectionProgress(
                reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt32(3),
                reader.IsDBNull(4) ? null : (reader.GetInt32(4), reader.GetInt64(5))));
        }

        return found;
    }

    private static async Task ApplyAsync(
        NpgsqlConnection connection, Projection projection, int generation, string progressName, long from, long head, CancellationToken ct)
    {
        long to = Math.Min(from + BatchPositions, head);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                new("insert into projection (name, generation) values ($1, 1) on conflict do nothing") { Parameters = { new() { Value = projection.Name } } },
                new(projection.Apply) { Parameters = { new() { Value = generation }, new() { Value = from }, new() { Value = to } } },
                new(
                    """
                    insert into mt_event_progression (name, last_seq_id, last_updated) values ($1, $2, transaction_timestamp())
                    on conflict (name) do update set last_seq_id = excluded.last_seq_id, last_updated = excluded.last_updated
                    """) { Parameters = { new() { Value = progressName }, new() { Value = to } } },
            },
        };
        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task SwapAsync(NpgsqlConnection connection, Projection projection, int old, int made, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                new("update projection set generation = $2, rebuilding = null where name = $1") { Parameters = { new() { Value = projection.Name }, new() { Value = made } } },
                new("delete from mt_event_progression where name = $1 || ':Rebuild:All'") { Parameters = { new() { Value = projection.Name } } },
                new(projection.Clear) { Parameters = { new() { Value = old } } },
            },
        };
        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Does the work when this connection gets the lock; false when another one has it.</summary>
    private async Task<bool> UnderLockAsync(NpgsqlConnection connection, Func<Task> work, CancellationToken ct)
    {
        await using var take = new NpgsqlCommand($"select pg_try_advisory_lock({AdvisoryLocks.Class}, {AdvisoryLocks.Projections})", connection);
        if (await take.ExecuteScalarAsync(ct) is not true) return false;
        try
        {
            foreach (var projection in projections) projection.TakenOver?.Invoke();
            await work();
            return true;
        }
        finally
        {
            // A pooled connection would keep it until its next use; a broken one has lost it.
            if (connection.State == System.Data.ConnectionState.Open)
            {
                await using var giveBack = new NpgsqlCommand($"select pg_advisory_unlock({AdvisoryLocks.Class}, {AdvisoryLocks.Projections})", connection);
                await giveBack.ExecuteNonQueryAsync(CancellationToken.None);
            }
        }
    }
}
