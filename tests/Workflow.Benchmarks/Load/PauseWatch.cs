using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Tracing;

namespace Workflow.Benchmarks.Load;

/// <summary>When this process stood still for its garbage collector.</summary>
internal sealed class PauseWatch : EventListener
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";
    private const EventKeywords Collections = (EventKeywords)1;
    private const int SuspendBegins = 9, RestartEnds = 3;
    private long _began;

    public ConcurrentBag<(long Start, long End)> Spans { get; } = [];

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Runtime) EnableEvents(eventSource, EventLevel.Informational, Collections);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        // Told some moments later, by a thread of its own: the event knows when it was.
        long at = Stopwatch.GetTimestamp() - (long)((DateTime.UtcNow - eventData.TimeStamp).TotalSeconds * Stopwatch.Frequency);
        if (eventData.EventId == SuspendBegins) _began = at;
        else if (eventData.EventId == RestartEnds && _began != 0) (_, _began) = (Add(_began, at), 0);
    }

    private bool Add(long start, long end)
    {
        // A base class's constructor may tell of a pause before this one has run.
        Spans?.Add((start, end));
        return true;
    }
}
