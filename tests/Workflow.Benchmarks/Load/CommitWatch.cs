using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Workflow.Postgres.Log;

namespace Workflow.Benchmarks.Load;

/// <summary>How long the writer's commits take, and how many commands they carry, as the writer itself measures it.</summary>
internal sealed class CommitWatch : IDisposable
{
    private readonly MeterListener _listener = new();

    public CommitWatch()
    {
        _listener.InstrumentPublished = (instrument, listener) => { if (instrument.Meter.Name == WriterMetrics.MeterName) listener.EnableMeasurementEvents(instrument); };
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) =>
        {
            if (instrument.Name != "onego.writer.commit") return;
            long now = Stopwatch.GetTimestamp();
            Times.Add(value);
            Spans.Add((now - (long)(value / 1000 * Stopwatch.Frequency), now));
        });
        _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => { if (instrument.Name == "onego.writer.batch") Sizes.Add(value); });
        _listener.Start();
    }

    public ConcurrentBag<double> Times { get; } = [];

    /// <summary>The same as timestamps of <see cref="Stopwatch"/>.</summary>
    public ConcurrentBag<(long Start, long End)> Spans { get; } = [];

    public ConcurrentBag<double> Sizes { get; } = [];

    public void Clear()
    {
        Times.Clear();
        Spans.Clear();
        Sizes.Clear();
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Times.Count} commits, median {Rounds.Percentile(Times, 0.5):F1} ms, p99 {Rounds.Percentile(Times, 0.99):F1} ms, median batch {Rounds.Percentile(Sizes, 0.5):F0} commands");

    public void Dispose() => _listener.Dispose();
}
