using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Workflow.Postgres;
using Workflow.Postgres.Projections;

namespace Workflow.Benchmarks.Load;

/// <summary>
/// From the notice of a commit until each projection's rows contain it: its place in the log, or, while cases wait that were noted only, the
/// place before the first of them. Asked every few milliseconds.
/// </summary>
internal sealed class LagWatch(OwnPostgres postgres)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly Follower _daily = new("CaseDaily");
    private readonly Follower _oversight = new(Oversight.Name);

    public void Clear()
    {
        _daily.Lags.Clear();
        _oversight.Lags.Clear();
    }

    public override string ToString() => $"lag p50/p99 {_daily}, {_oversight}";

    public async Task FollowAsync(Node node, CancellationToken ct)
    {
        var asking = AskAsync(ct);
        try
        {
            await foreach (var change in node.ChangesAsync(null, ct))
            {
                var told = (change.Position, Stopwatch.GetTimestamp());
                _daily.Told.Enqueue(told);
                _oversight.Told.Enqueue(told);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Stopping.
        }

        await asking;
    }

    private async Task AskAsync(CancellationToken ct)
    {
        await using var connection = await postgres.Database.OpenConnectionAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand(
            """
            select (select last_seq_id from mt_event_progression where name = 'CaseDaily:All'),
              coalesce((select min(position) - 1 from stale_case where generation = (select generation from projection where name = 'Oversight')), (select last_seq_id from mt_event_progression where name = 'Oversight:All'))
            """, connection);
        while (!ct.IsCancellationRequested)
        {
            await using (var r = await command.ExecuteReaderAsync(CancellationToken.None))
            {
                await r.ReadAsync(CancellationToken.None);
                _daily.HasComeTo(r.IsDBNull(0) ? 0 : r.GetInt64(0));
                _oversight.HasComeTo(r.IsDBNull(1) ? 0 : r.GetInt64(1));
            }

            await Task.Delay(Pause, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private sealed class Follower(string name)
    {
        public ConcurrentQueue<(long Position, long At)> Told { get; } = new();

        public ConcurrentBag<double> Lags { get; } = [];

        public void HasComeTo(long place)
        {
            long now = Stopwatch.GetTimestamp();
            while (Told.TryPeek(out var next) && next.Position <= place && Told.TryDequeue(out next)) Lags.Add(Stopwatch.GetElapsedTime(next.At, now).TotalMilliseconds);
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{name} {Rounds.Percentile(Lags, 0.5):F0}/{Rounds.Percentile(Lags, 0.99):F0} ms");
    }
}
