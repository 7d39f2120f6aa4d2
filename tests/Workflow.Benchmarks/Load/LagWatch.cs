using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Workflow.Postgres;
using Workflow.Postgres.Projections;

namespace Workflow.Benchmarks.Load;

/// <summary>
/// From the notice of a commit until a projection's rows contain it. For daily counts that is their place in the log, asked
/// every few milliseconds; for what is derived case by case it is the commit of the slice that took the case, by then or later.
/// </summary>
internal sealed class LagWatch(OwnPostgres postgres)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly ConcurrentQueue<(long Position, long At)> _daily = new();
    private readonly Dictionary<string, List<(long After, long At)>> _byCase = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly ConcurrentBag<double> _dailyLags = [];
    private readonly ConcurrentBag<double> _caseLags = [];

    public void Clear()
    {
        _dailyLags.Clear();
        _caseLags.Clear();
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"lag p50/p99 CaseDaily {Rounds.Percentile(_dailyLags, 0.5):F0}/{Rounds.Percentile(_dailyLags, 0.99):F0} ms, Oversight {Rounds.Percentile(_caseLags, 0.5):F0}/{Rounds.Percentile(_caseLags, 0.99):F0} ms");

    /// <summary>The same projection, which also tells which cases it has derived up to which position.</summary>
    public Projection Watching(Projection of) => of with
    {
        Settle = async (connection, generation, ct) =>
        {
            var stale = await StaleAsync(connection, generation, ct);
            bool worked = await of.Settle!(connection, generation, ct);
            if (!worked) return false;
            long now = Stopwatch.GetTimestamp();
            var left = (await StaleAsync(connection, generation, ct)).ToDictionary(s => s.StreamId, StringComparer.Ordinal);
            lock (_lock)
                foreach (var (id, position) in stale)
                    if (!left.ContainsKey(id)) Reached(id, position, now);
            return true;
        },
    };

    public async Task FollowAsync(Node node, CancellationToken ct)
    {
        try
        {
            var asking = AskAsync(ct);
            long before = node.Position;
            await foreach (var change in node.ChangesAsync(null, ct))
            {
                long now = Stopwatch.GetTimestamp();
                _daily.Enqueue((change.Position, now));
                lock (_lock)
                {
                    foreach (string id in change.StreamIds)
                    {
                        if (!_byCase.TryGetValue(id, out var waiting)) _byCase[id] = waiting = [];
                        waiting.Add((before, now));
                    }
                }

                before = change.Position;
            }

            await asking;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private void Reached(string id, long position, long now)
    {
        if (!_byCase.TryGetValue(id, out var waiting)) return;
        // A notice names its commit's last position, so the case's own lies behind the commit before.
        foreach (var (_, at) in waiting.Where(w => w.After < position)) _caseLags.Add(Stopwatch.GetElapsedTime(at, now).TotalMilliseconds);
        waiting.RemoveAll(w => w.After < position);
        if (waiting.Count == 0) _byCase.Remove(id);
    }

    private async Task AskAsync(CancellationToken ct)
    {
        await using var connection = await postgres.Database.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand("select last_seq_id from mt_event_progression where name = 'CaseDaily:All'", connection);
        while (true)
        {
            long place = await command.ExecuteScalarAsync(ct) as long? ?? 0;
            long now = Stopwatch.GetTimestamp();
            while (_daily.TryPeek(out var next) && next.Position <= place && _daily.TryDequeue(out next)) _dailyLags.Add(Stopwatch.GetElapsedTime(next.At, now).TotalMilliseconds);
            await Task.Delay(Pause, ct);
        }
    }

    private static async Task<List<(string StreamId, long Position)>> StaleAsync(NpgsqlConnection connection, int generation, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select stream_id, position from stale_case where generation = $1 order by position, stream_id limit 1000", connection) { Parameters = { new() { Value = generation } } };
        List<(string, long)> found = [];
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct)) found.Add((r.GetString(0), r.GetInt64(1)));
        return found;
    }
}
