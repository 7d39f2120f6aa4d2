namespace Workflow.Core.Runtime;

/// <summary>Which streams are read next: one load at a time. Streams too long for one read come in pieces, others in between.</summary>
internal sealed class StreamReads(int streamsPerLoad)
{
    private readonly LinkedList<string> _wanted = new();
    private readonly Dictionary<string, LoadedStream> _halfRead = new(StringComparer.Ordinal);
    private bool _isLoading;

    public void Want(string streamId) => _wanted.AddLast(streamId);

    /// <summary>Null while one is under way, and when nothing is wanted.</summary>
    /// <param name="cache">what is kept of a stream, old or not, is what the rest is folded onto</param>
    public BatchOutput.Load? Next(StreamCache cache)
    {
        if (_isLoading || _wanted.Count == 0) return null;
        var requests = new List<LoadRequest>();
        while (requests.Count < streamsPerLoad && _wanted.First is { } first)
        {
            _wanted.RemoveFirst();
            requests.Add(new LoadRequest(first.Value, _halfRead.GetValueOrDefault(first.Value) ?? cache.Peek(first.Value)));
        }

        _isLoading = true;
        return new BatchOutput.Load(requests);
    }

    /// <summary>The load that was under way has ended, with or without what it was to bring.</summary>
    public void Ended() => _isLoading = false;

    /// <summary>True when it is the whole stream; of a piece the rest is wanted.</summary>
    public bool Took(LoadedStream stream)
    {
        if (stream.HasMore)
        {
            _halfRead[stream.StreamId] = stream;
            _wanted.AddLast(stream.StreamId);
            return false;
        }

        _halfRead.Remove(stream.StreamId);
        return true;
    }

    public void Failed(string streamId) => _halfRead.Remove(streamId);
}
