using System.Diagnostics.CodeAnalysis;

namespace Workflow.Core.Runtime;

/// <summary>
/// Committed stream states, the least recently used dropped first. Never trusted: whatever is decided on them is
/// checked against the version in the log when it is written.
/// </summary>
public sealed class StreamCache(int capacity)
{
    private sealed record Entry(LoadedStream Stream, bool IsStale, bool IsAwaited, bool IsPassing);

    private readonly Dictionary<string, LinkedListNode<Entry>> _byId = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byUse = new();

    public int Count => _byId.Count;

    /// <summary>Times that a state to decide on was there, since the start.</summary>
    public long Hits { get; private set; }

    /// <summary>Times that it was not, or was old.</summary>
    public long Misses { get; private set; }

    /// <summary>The state to decide on, unless it is known to be old.</summary>
    public bool TryUse(string streamId, [NotNullWhen(true)] out LoadedStream? stream)
    {
        stream = null;
        if (!_byId.TryGetValue(streamId, out var node) || node.Value.IsStale)
        {
            Misses++;
            return false;
        }

        Hits++;
        if (node.Value.IsAwaited) node.Value = node.Value with { IsAwaited = false };
        _byUse.Remove(node);
        _byUse.AddFirst(node);
        stream = node.Value.Stream;
        return true;
    }

    /// <summary>What is kept of a stream, old or not: a base to fold newer events onto.</summary>
    public LoadedStream? Peek(string streamId) => _byId.TryGetValue(streamId, out var node) ? node.Value.Stream : null;

    /// <summary>Keeps a committed state. An older one than is kept changes nothing.</summary>
    /// <param name="isAwaited">commands wait for it: it stays until it was used once</param>
    /// <param name="isPassing">nobody but timers has asked for it so far</param>
    public void Put(LoadedStream stream, bool isAwaited = false, bool isPassing = false)
    {
        if (_byId.TryGetValue(stream.StreamId, out var node))
        {
            if (stream.Head.Version >= node.Value.Stream.Head.Version) node.Value = new Entry(stream, IsStale: false, isAwaited, isPassing && node.Value.IsPassing);
            return;
        }

        _byId[stream.StreamId] = _byUse.AddFirst(new Entry(stream, IsStale: false, isAwaited, isPassing));
        DropLeastUsed();
    }

    /// <summary>It was read for timers and is of no use to anybody else, as far as is known.</summary>
    public bool IsPassing(string streamId) => _byId.TryGetValue(streamId, out var node) && node.Value.IsPassing;

    public void MarkStale(string streamId)
    {
        if (_byId.TryGetValue(streamId, out var node)) node.Value = node.Value with { IsStale = true };
    }

    public void Forget(string streamId)
    {
        if (_byId.Remove(streamId, out var node)) _byUse.Remove(node);
    }

    private void DropLeastUsed()
    {
        var node = _byUse.Last;
        while (_byId.Count > capacity && node is not null)
        {
            var before = node.Previous;
            if (!node.Value.IsAwaited) { _byId.Remove(node.Value.Stream.StreamId); _byUse.Remove(node); }
            node = before;
        }
    }
}
