using System.Diagnostics.Metrics;

namespace Workflow.Postgres.Log;

/// <summary>What the writer measures of itself, for any listener (OpenTelemetry, the benchmarks).</summary>
public static class WriterMetrics
{
    public const string MeterName = "OneGo.Writer";

    private static readonly Meter Meter = new(MeterName);

    /// <summary>From handing a batch to the writer until its verdict, milliseconds.</summary>
    internal static readonly Histogram<double> Commit = Meter.CreateHistogram<double>("onego.writer.commit", "ms");

    /// <summary>Commands in a batch.</summary>
    internal static readonly Histogram<int> BatchSize = Meter.CreateHistogram<int>("onego.writer.batch", "{command}");

    /// <summary>Streams that another node had moved, so that their commands were decided again.</summary>
    internal static readonly Counter<int> Conflicts = Meter.CreateCounter<int>("onego.writer.conflicts", "{stream}");

    /// <summary>Batches that were rolled back or lost.</summary>
    internal static readonly Counter<int> Failures = Meter.CreateCounter<int>("onego.writer.failures", "{batch}");
}
