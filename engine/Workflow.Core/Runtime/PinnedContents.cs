namespace Workflow.Core.Runtime;

/// <summary>Pinned contents in memory, and the streams whose commands wait for one.</summary>
internal sealed class PinnedContents(int capacity)
{
    private readonly Dictionary<PinnedRef, object> _known = [];
    private readonly Dictionary<PinnedRef, List<string>> _awaited = [];

    public bool TryGet(PinnedRef pin, out object? content) => _known.TryGetValue(pin, out content);

    /// <summary>True when it has to be asked for: nobody waits for it yet.</summary>
    public bool Await(PinnedRef pin, string streamId)
    {
        bool isFirst = !_awaited.TryGetValue(pin, out var streams);
        if (isFirst) _awaited.Add(pin, streams = []);
        streams!.Add(streamId);
        return isFirst;
    }

    /// <summary>The streams that waited for it.</summary>
    public List<string> Loaded(PinnedRef pin, object content)
    {
        // Contents are few and immutable; when there are too many, all are dropped and those in use come back.
        if (_known.Count >= capacity) _known.Clear();
        _known[pin] = content;
        return Failed(pin);
    }

    /// <summary>The streams that waited in vain.</summary>
    public List<string> Failed(PinnedRef pin) => _awaited.Remove(pin, out var streams) ? streams : [];
}
