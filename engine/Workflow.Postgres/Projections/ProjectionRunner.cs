using Npgsql;
using Workflow.Postgres.Queues;

namespace Workflow.Postgres.Projections;

/// <summary>
/// Keeps the asynchronous projections up with the log, each by itself (<see cref="ProjectionWorker"/>). Every node runs one;
/// the one that holds a projection's lock works, another takes over when it is gone.
/// </summary>
public sealed class ProjectionRunner(NpgsqlDataSource database, IReadOnlyList<Projection> projections)
{
    /// <summary>Positions taken in at once.</summary>
    public const int BatchPositions = 2_000;

    /// <summary>Behind the wake-ups, which come from a change feed with a poll of its own.</summary>
    public static readonly TimeSpan SlowPoll = TimeSpan.FromSeconds(10);

    private readonly Wakeup _wakeup = new();

    /// <summary>To be called when something was committed, by whichever node.</summary>
    public void Wake() => _wakeup.Pulse();

    /// <summary>Works until cancelled; survives losses of the database. When one projection breaks in another way, all end, and who called begins again.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAll(projections.Select(async projection =>
        {
            try
            {
                await WorkerOf(projection).RunAsync(end.Token);
            }
            finally
            {
                await end.CancelAsync();
            }
        }));
    }

    /// <summary>Brings all projections up to the log's head as it is now, those aside that another node holds: then false.</summary>
    public async Task<bool> CatchUpAsync(CancellationToken ct) =>
        (await Task.WhenAll(projections.Select(projection => WorkerOf(projection).CatchUpAsync(ct)))).All(isDone => isDone);

    private ProjectionWorker WorkerOf(Projection projection) => new(database, projection, _wakeup);

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
        return await ProgressAsync(connection, [.. projections.Select(p => p.Name)], ct);
    }

    internal static async Task<List<ProjectionProgress>> ProgressAsync(NpgsqlConnection connection, string[] names, CancellationToken ct)
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
        command.Parameters.Add(new() { Value = names });
        await command.PrepareAsync(ct);
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
}
