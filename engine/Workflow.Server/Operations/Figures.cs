using System.Diagnostics.Metrics;
using Npgsql;
using Workflow.Contracts;
using Workflow.Postgres;
using Workflow.Postgres.Figures;
using Workflow.Postgres.Queries;
using Workflow.Server.Brokers;

namespace Workflow.Server.Operations;

/// <summary>
/// This node's last quarter of an hour, and what the database knows. The node's own figures cost no statement and are taken all the time;
/// the database is asked when somebody looks, or when figures are exported, and at most every two seconds.
/// </summary>
internal sealed class Figures : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReadingKept = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private const int SamplesKept = 180;

    private readonly Node node;
    private readonly Admission admission;
    private readonly Broker broker;
    private readonly PlatformFigures platform;
    private readonly TimeProvider time;
    private readonly DateTimeOffset since;
    private readonly Meter meter = new(Admission.MeterName);
    private readonly SemaphoreSlim reading = new(1, 1);
    private readonly Lock gate = new();
    private readonly Queue<MetricsSample> samples = new();
    private readonly Instrument exported;
    private FiguresReading before;
    private long refusedBefore;
    private (PlatformReading? Reading, long At) known;

    public Figures(Node node, Admission admission, Broker broker, NpgsqlDataSource database, TimeProvider time)
    {
        (this.node, this.admission, this.broker, this.time, platform) = (node, admission, broker, time, new PlatformFigures(database));
        since = time.GetUtcNow();
        exported = meter.CreateObservableGauge("onego.projection.lag", () => Known<long>(p => p.Projections.Select(x => new Measurement<long>(x.Behind, new KeyValuePair<string, object?>("projection", x.Name)))),
            "{event}", "Events that a projection has still to take in");
        meter.CreateObservableGauge("onego.timers.due", () => Known<long>(p => [new Measurement<long>(p.Timers.Due)]), "{timer}", "Timers due and not yet fired, on all nodes");
        meter.CreateObservableGauge("onego.timers.late", () => Known<double>(p => [new Measurement<double>(p.Timers.LateMs)]), "ms", "How late the most overdue timer is");
        meter.CreateObservableGauge("onego.jobs.waiting", () => Known<long>(p => [new Measurement<long>(p.Jobs.Waiting)]), "{job}", "Automated steps that a worker could take");
        meter.CreateObservableGauge("onego.deliveries.behind", () => Known<long>(p => p.Deliveries.Select(d => new Measurement<long>(d.Behind, new KeyValuePair<string, object?>("subscription", d.Subscription)))),
            "{position}", "Positions of the log between a subscription and the end");
        meter.CreateObservableGauge("onego.deliveries.held", () => Known<long>(p => [new Measurement<long>(p.Deliveries.Sum(d => d.HeldCases))]), "{case}", "Cases that wait behind a message that could not be delivered");
        meter.CreateObservableGauge("onego.writer.waiting_for_lock", () => Known<long>(p => [new Measurement<long>(p.WaitingForLock)]), "{node}", "Nodes whose commit waits for the writer's lock");
    }

    /// <summary>The samples of the last 15 minutes, oldest first.</summary>
    public IReadOnlyList<MetricsSample> History
    {
        get { lock (gate) return [.. samples]; }
    }

    public NodeMetrics OfNode()
    {
        FiguresReading now;
        lock (gate) now = before;
        var lookups = now.CacheHits + now.CacheMisses;
        return new NodeMetrics(
            node.Name, since, node.Waiting, Math.Round(node.Figures.OldestAge.TotalMilliseconds, 1), now.Accepted, now.Rejected, now.Failed, now.Conflicts, now.Failures,
            lookups == 0 ? null : Math.Round((double)now.CacheHits / lookups, 4), Environment.WorkingSet, broker.State,
            [.. admission.Lines.Select(l => new LineMetrics(l.Name, l.UnderWay, Math.Round(l.PerSecond, 1), l.Refused))]);
    }

    /// <summary>As the database stood within the last two seconds; null when it does not answer.</summary>
    public async Task<PlatformReading?> PlatformAsync(CancellationToken ct)
    {
        await reading.WaitAsync(ct);
        try
        {
            if (known.Reading is not null && time.GetElapsedTime(known.At) < ReadingKept) return known.Reading;
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(Patience);
            known = (await platform.ReadAsync(patience.Token), time.GetTimestamp());
            return known.Reading;
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException || (away is OperationCanceledException && !ct.IsCancellationRequested))
        {
            known = default;
            return null;
        }
        finally
        {
            reading.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        before = node.Figures.Read();
        using var timer = new PeriodicTimer(Every, time);
        var sampled = time.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (exported.Enabled) await PlatformAsync(stoppingToken);
                Sample(time.GetElapsedTime(sampled).TotalSeconds);
                sampled = time.GetTimestamp();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private void Sample(double seconds)
    {
        var now = node.Figures.Read();
        var refused = admission.Lines.Sum(l => l.Refused);
        lock (gate)
        {
            var batches = now.Batches - before.Batches;
            samples.Enqueue(new MetricsSample(
                time.GetUtcNow(), Rate(now.Accepted + now.Rejected + now.Failed - before.Accepted - before.Rejected - before.Failed), Rate(refused - refusedBefore),
                PerBatch(now.BatchedCommands - before.BatchedCommands), PerBatch(now.CommitMs - before.CommitMs), batches == 0 ? null : Math.Round(now.LongestCommitMs, 1), PerBatch(now.LockWaitMs - before.LockWaitMs),
                node.Waiting, Math.Round(node.Figures.OldestAge.TotalMilliseconds, 1), Fresh(Every * 2)?.Projections.Select(p => p.Behind).DefaultIfEmpty(0).Max()));
            if (samples.Count > SamplesKept) samples.Dequeue();
            (before, refusedBefore) = (now, refused);

            double? PerBatch(double sum) => batches == 0 ? null : Math.Round(sum / batches, 2);
        }

        double Rate(long count) => seconds <= 0 ? 0 : Math.Round(count / seconds, 2);
    }

    private PlatformReading? Fresh(TimeSpan atMost) => known is ({ } reading, var at) && time.GetElapsedTime(at) < atMost ? reading : null;

    private IEnumerable<Measurement<T>> Known<T>(Func<PlatformReading, IEnumerable<Measurement<T>>> of) where T : struct => Fresh(Every * 3) is { } reading ? of(reading) : [];

    public override void Dispose()
    {
        meter.Dispose();
        reading.Dispose();
        base.Dispose();
    }
}
