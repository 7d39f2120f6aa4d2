using System.Diagnostics.Metrics;
using Workflow.Core.Runtime;
using Workflow.Postgres.Log;

namespace Workflow.Postgres.Figures;

/// <summary>
/// What one node counts of its own work since it started. Written on the hot path by additions alone; read at any time, by whoever
/// shows or exports it. A reading is not one instant: its members may be a command apart.
/// </summary>
public sealed class NodeFigures : IDisposable
{
    /// <summary>Of gauges that belong to one node; begins with "Workflow.", as everything that is exported does.</summary>
    public const string MeterName = "Workflow.Node";

    private readonly NodeSettings _settings;
    private readonly Meter _meter = new(MeterName);
    private readonly Lock _commitLock = new();
    private long _accepted, _rejected, _failed, _oldest, _cacheHits, _cacheMisses;
    private CommitFigures _commits;

    internal NodeFigures(NodeSettings settings, Func<int> waiting)
    {
        _settings = settings;
        _meter.CreateObservableGauge("onego.queue.depth", waiting, "{command}", "Commands taken and not yet answered");
        _meter.CreateObservableGauge("onego.queue.age", () => OldestAge.TotalMilliseconds, "ms", "Age of the oldest command that is not yet answered");
        _meter.CreateObservableCounter("onego.commands", Outcomes, "{command}", "Commands answered, by outcome");
        _meter.CreateObservableCounter("onego.writer.conflicts", () => Commits().Conflicts, "{stream}", "Streams that another node had moved; their commands are decided again");
        _meter.CreateObservableCounter("onego.writer.failures", () => Commits().Failures, "{batch}", "Batches that were rolled back or lost");
        _meter.CreateObservableCounter("onego.cache.lookups", Lookups, "{lookup}", "Stream states looked for in the writer's cache, by outcome");
    }

    /// <summary>Age of the oldest command that is not yet answered; zero when none waits.</summary>
    public TimeSpan OldestAge => Interlocked.Read(ref _oldest) is > 0 and var since ? _settings.Time.GetElapsedTime(since) : TimeSpan.Zero;

    public FiguresReading Read()
    {
        CommitFigures commits;
        lock (_commitLock)
        {
            commits = _commits;
            _commits.LongestMs = 0;
        }

        return new FiguresReading(
            Interlocked.Read(ref _accepted), Interlocked.Read(ref _rejected), Interlocked.Read(ref _failed),
            commits.Batches, commits.Commands, commits.TotalMs, commits.LongestMs, commits.LockWaitMs, commits.Conflicts, commits.Failures,
            Interlocked.Read(ref _cacheHits), Interlocked.Read(ref _cacheMisses));
    }

    internal void Answered(Answer answer, long takenAt)
    {
        switch (answer)
        {
            case Answer.Accepted: Interlocked.Increment(ref _accepted); break;
            case Answer.Failed: Interlocked.Increment(ref _failed); break;
            default: Interlocked.Increment(ref _rejected); break;
        }

        if (WriterMetrics.Answered.Enabled) WriterMetrics.Answered.Record(_settings.Time.GetElapsedTime(takenAt).TotalMilliseconds);
    }

    /// <param name="takenAt">timestamp of the oldest command unanswered; 0 when none is</param>
    internal void OldestIs(long takenAt) => Interlocked.Exchange(ref _oldest, takenAt);

    internal void CacheIs((long Hits, long Misses) cache)
    {
        Interlocked.Exchange(ref _cacheHits, cache.Hits);
        Interlocked.Exchange(ref _cacheMisses, cache.Misses);
    }

    internal void LockWaited(TimeSpan waited)
    {
        WriterMetrics.LockWait.Record(waited.TotalMilliseconds);
        lock (_commitLock) _commits.LockWaitMs += waited.TotalMilliseconds;
    }

    internal void Committed(int commands, TimeSpan took, BatchInput result)
    {
        WriterMetrics.Commit.Record(took.TotalMilliseconds);
        WriterMetrics.BatchSize.Record(commands);
        int conflicts = (result as BatchInput.Committed)?.Verdicts.Count(v => v.Moved) ?? 0;
        bool isFailure = result is not BatchInput.Committed;
        lock (_commitLock)
        {
            _commits.Batches++;
            _commits.Commands += commands;
            _commits.TotalMs += took.TotalMilliseconds;
            _commits.LongestMs = Math.Max(_commits.LongestMs, took.TotalMilliseconds);
            _commits.Conflicts += conflicts;
            if (isFailure) _commits.Failures++;
        }
    }

    private CommitFigures Commits()
    {
        lock (_commitLock) return _commits;
    }

    private IEnumerable<Measurement<long>> Outcomes() =>
    [
        new(Interlocked.Read(ref _accepted), new KeyValuePair<string, object?>("outcome", "accepted")),
        new(Interlocked.Read(ref _rejected), new KeyValuePair<string, object?>("outcome", "rejected")),
        new(Interlocked.Read(ref _failed), new KeyValuePair<string, object?>("outcome", "failed")),
    ];

    private IEnumerable<Measurement<long>> Lookups() =>
    [
        new(Interlocked.Read(ref _cacheHits), new KeyValuePair<string, object?>("outcome", "hit")),
        new(Interlocked.Read(ref _cacheMisses), new KeyValuePair<string, object?>("outcome", "miss")),
    ];

    public void Dispose() => _meter.Dispose();

    private struct CommitFigures
    {
        public long Batches, Commands, Conflicts, Failures;
        public double TotalMs, LongestMs, LockWaitMs;
    }
}

/// <summary>Totals since the node started; what happened in a while is the difference of two readings.</summary>
/// <param name="Rejected">refused by a case, or the same id with another body</param>
/// <param name="Failed">neither: the node was full, the database away, or something is broken</param>
/// <param name="Batches">commits tried</param>
/// <param name="BatchedCommands">commands in them; one that is tried again counts again</param>
/// <param name="CommitMs">time of all commits together, milliseconds</param>
/// <param name="LongestCommitMs">the longest since the reading before</param>
/// <param name="LockWaitMs">part of it spent waiting for the writer's lock</param>
/// <param name="Conflicts">streams that another node had moved</param>
/// <param name="Failures">commits that were rolled back or lost</param>
public readonly record struct FiguresReading(
    long Accepted, long Rejected, long Failed, long Batches, long BatchedCommands, double CommitMs, double LongestCommitMs, double LockWaitMs, long Conflicts, long Failures,
    long CacheHits, long CacheMisses);
