using System.Diagnostics.Metrics;

namespace Workflow.Postgres.Log;

/// <summary>What the writer and the queues measure of themselves, for any listener (OpenTelemetry, the benchmarks). Without one, a measurement costs a comparison.</summary>
public static class WriterMetrics
{
    /// <summary>Begins with "Workflow.", as everything that is exported does.</summary>
    public const string MeterName = "Workflow.Writer";

    private static readonly Meter Meter = new(MeterName);

    /// <summary>From handing a batch to the writer until its verdict, milliseconds.</summary>
    internal static readonly Histogram<double> Commit = Meter.CreateHistogram<double>("onego.writer.commit", "ms", "From handing a batch to the writer until its verdict");

    /// <summary>Commands in a batch.</summary>
    internal static readonly Histogram<int> BatchSize = Meter.CreateHistogram<int>("onego.writer.batch", "{command}", "Commands in a batch");

    /// <summary>How long a batch waited in the database for the writer's lock, milliseconds.</summary>
    internal static readonly Histogram<double> LockWait = Meter.CreateHistogram<double>("onego.writer.lock_wait", "ms", "Wait of a batch for the lock that orders all writers");

    /// <summary>From taking a command to its answer, milliseconds.</summary>
    internal static readonly Histogram<double> Answered = Meter.CreateHistogram<double>("onego.command.duration", "ms", "From taking a command to its answer");

    /// <summary>Age of the oldest event when a projection took it in, milliseconds.</summary>
    internal static readonly Histogram<double> ProjectionDelay = Meter.CreateHistogram<double>("onego.projection.delay", "ms", "Age of the oldest event of a step when a projection had taken it in");

    /// <summary>How long after its due time a timer was handed to a node, milliseconds.</summary>
    internal static readonly Histogram<double> TimerDelay = Meter.CreateHistogram<double>("onego.timer.delay", "ms", "How long after its due time a timer was fired");
}
