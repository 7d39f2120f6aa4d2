namespace Workflow.Core.Runtime;

/// <summary>
/// What a node has read or written of streams, for whoever reads; apart from the batcher's cache, which belongs to its own loop. What only timers
/// moved is not kept: nobody has asked for it. For any thread.
/// </summary>
/// <param name="capacity">streams kept, the most recently used</param>
public sealed class SeenStreams(int capacity)
{
    private readonly StreamCache _cache = new(capacity);
    private readonly Lock _gate = new();

    /// <summary>What was last read or written of a stream, perhaps old; null when it is not at hand.</summary>
    public LoadedStream? Last(string streamId)
    {
        lock (_gate) return _cache.TryUse(streamId, out var stream) ? stream : _cache.Peek(streamId);
    }

    /// <summary>To be read from the log now, each onto what is at hand of it.</summary>
    public List<LoadRequest> ToRead(IReadOnlyList<string> streamIds)
    {
        lock (_gate) return [.. streamIds.Select(id => new LoadRequest(id, _cache.Peek(id)))];
    }

    /// <summary>
    /// Of what the batcher asks for, that which somebody has just read here, and the rest, to be read. What is at hand must be newer than what the
    /// batcher has: the same was refused to it, or is known to be old.
    /// </summary>
    public (List<LoadedStream> AtHand, List<LoadRequest> ToRead) Look(IReadOnlyList<LoadRequest> wanted)
    {
        List<LoadedStream> atHand = [];
        List<LoadRequest> toRead = [];
        lock (_gate)
        {
            foreach (var request in wanted)
            {
                // What comes in pieces goes on from its last piece.
                var seen = request.Known is not { HasMore: true } && _cache.Peek(request.StreamId) is { HasMore: false } last
                    && last.Head.Version > (request.Known?.Head.Version ?? 0) ? last : null;
                if (seen is not null && _cache.TryUse(request.StreamId, out _)) atHand.Add(seen);
                else toRead.Add(seen is null ? request : request with { Known = seen });
            }
        }

        return (atHand, toRead);
    }

    public void Saw(IReadOnlyList<LoadedStream> streams)
    {
        lock (_gate)
            foreach (var stream in streams)
                if (stream.Head.Version > 0) _cache.Put(stream);
    }

    /// <summary>What became of a batch of this node.</summary>
    public void Wrote(Batch batch, IReadOnlyList<ItemVerdict> verdicts)
    {
        lock (_gate)
        {
            for (int i = 0; i < verdicts.Count; i++)
            {
                var (item, verdict) = (batch.Items[i], verdicts[i]);
                // A base that loses may not be the log's at all (a restored database): nothing is folded onto it here.
                if (verdict.MustReload || verdict.Moved) _cache.Forget(item.StreamId);
                else if (verdict.Written && item.RowCount > 0 && (_cache.Peek(item.StreamId) is not null || item.Commands.Any(c => c.Envelope.Priority != CommandPriority.Timer)))
                    _cache.Put(new LoadedStream(item.StreamId, item.After, verdict.Head!));
            }
        }
    }

    /// <summary>Another node has written these.</summary>
    public void MarkStale(IReadOnlyList<string> streamIds)
    {
        lock (_gate)
            foreach (string streamId in streamIds) _cache.MarkStale(streamId);
    }
}
