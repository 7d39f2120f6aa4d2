using System.Diagnostics;

namespace Workflow.Benchmarks.Load;

/// <summary>Stretches of time in which something was going on (timestamps of <see cref="Stopwatch"/>).</summary>
internal sealed class Spans(IEnumerable<(long Start, long End)> spans)
{
    private static readonly Comparer<(long Start, long End)> Ended = Comparer<(long Start, long End)>.Create((a, b) => a.End.CompareTo(b.End));
    private readonly List<(long Start, long End)> _byEnd = [.. spans.OrderBy(s => s.End)];

    /// <summary>How much of the time between two instants they cover, milliseconds, and how many of them ended in it.</summary>
    public (double Total, int Count) Within(long began, long ended)
    {
        int first = _byEnd.BinarySearch((0, began), Ended);
        var (covered, upTo, count) = (TimeSpan.Zero, began, 0);
        for (int i = first < 0 ? ~first : first; i < _byEnd.Count && _byEnd[i].Start < ended; i++)
        {
            long from = Math.Max(_byEnd[i].Start, upTo), to = Math.Min(_byEnd[i].End, ended);
            if (to > from) (covered, upTo) = (covered + Stopwatch.GetElapsedTime(from, to), to);
            if (_byEnd[i].End <= ended) count++;
        }

        return (covered.TotalMilliseconds, count);
    }
}
