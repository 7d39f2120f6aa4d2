using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Workflow.Benchmarks.Approval;
using Workflow.Postgres;
using Workflow.Postgres.Log;

namespace Workflow.Benchmarks.FanOut;

/// <summary>What the other cases had while they were watched.</summary>
/// <param name="PerSecond">cases finished a second</param>
/// <param name="MedianCommit">of all commits meanwhile, milliseconds</param>
internal sealed record Watched(double PerSecond, double Offered, double P50, double P99, double MedianCommit)
{
    /// <summary>The 99th percentile of a decision, in median commits.</summary>
    public double Commits => P99 / MedianCommit;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{PerSecond:F1} of {Offered:F1} cases/s, decision p50 {P50:F1} p99 {P99:F1} ms, median commit {MedianCommit:F1} ms, p99 = {Commits:F1} commits");
}

/// <summary>Other cases, started at a fixed rate whatever becomes of those before (an open loop).</summary>
internal sealed class Neighbours : IDisposable
{
    private readonly Node _node;
    private readonly ConcurrentBag<double> _commits = [];
    private readonly MeterListener _listener = new();

    public Neighbours(Node node)
    {
        _node = node;
        _listener.InstrumentPublished = (instrument, listener) => { if (instrument.Meter.Name == WriterMetrics.MeterName) listener.EnableMeasurementEvents(instrument); };
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => { if (instrument.Name == "onego.writer.commit") _commits.Add(value); });
        _listener.Start();
    }

    /// <summary>Cases a second when nothing else runs and a few clients play one after another.</summary>
    public async Task<double> CapacityAsync(string connectionString, int clients, int seconds)
    {
        var runner = Runner();
        var options = new Options(Clients: clients, Rounds: 1, Seconds: seconds);
        return (await Rounds.RunAsync("other cases alone", options, connectionString, runner.PlayAsync))[0].PerSecond;
    }

    /// <summary>Offers cases until <paramref name="beside"/> is over.</summary>
    public async Task<Watched> WatchAsync(double perSecond, Task beside)
    {
        var (runner, clock, cases, finished) = (Runner(), Stopwatch.StartNew(), new List<Task>(), 0);
        _commits.Clear();
        for (int i = 0; !beside.IsCompleted; i++)
        {
            var wait = TimeSpan.FromSeconds(i / perSecond) - clock.Elapsed;
            if (wait > TimeSpan.Zero) await Task.Delay(wait);
            cases.Add(Task.Run(async () =>
            {
                await runner.PlayAsync();
                Interlocked.Increment(ref finished);
            }));
        }

        // What is finished within the time, of what was offered in it: what piles up does not count.
        var (elapsed, done) = (clock.Elapsed.TotalSeconds, finished);
        double[] commits = [.. _commits];
        await Task.WhenAll(cases);
        await beside;
        var decisions = runner.Decisions.Select(d => d.Milliseconds).ToList();
        return new Watched(done / elapsed, cases.Count / elapsed, Rounds.Percentile(decisions, 0.5), Rounds.Percentile(decisions, 0.99), Rounds.Percentile(commits, 0.5));
    }

    private CaseRunner Runner() => new(envelope => _node.SubmitAsync(envelope, CancellationToken.None));

    public void Dispose() => _listener.Dispose();
}
