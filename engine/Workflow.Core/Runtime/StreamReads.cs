namespace Workflow.Core.Runtime;

/// <summary>
/// Which streams are read next: one load at a time for what people wait for, and one for all others, so that nobody waits until a hundred timers' cases
/// are read. Streams too long for one read come in pieces, others in between.
/// </summary>
internal sealed class StreamReads(int streamsPerLoad)
{
    private readonly Lane _people = new();
    private readonly Lane _others = new();
    private readonly Dictionary<string, LoadedStream> _halfRead = new(StringComparer.Ordinal);

    private sealed class Lane
    {
        public LinkedList<string> Wanted { get; } = new();
        public Dictionary<string, LinkedListNode<string>> Places { get; } = new(StringComparer.Ordinal);
        public HashSet<string> UnderWay { get; } = new(StringComparer.Ordinal);
    }

    public void Want(string streamId, bool isForPeople)
    {
        var lane = isForPeople ? _people : _others;
        lane.Places.Add(streamId, lane.Wanted.AddLast(streamId));
    }

    /// <summary>Somebody waits for it now, if it is not being read already.</summary>
    public void Hurry(string streamId)
    {
        if (!_others.Places.Remove(streamId, out var place)) return;
        _others.Wanted.Remove(place);
        Want(streamId, isForPeople: true);
    }

    /// <summary>What may be read beside what is under way.</summary>
    /// <param name="cache">what is kept of a stream, old or not, is what the rest is folded onto</param>
    /// <param name="mayReadAhead">what nobody waits for is read too</param>
    public IEnumerable<BatchOutput.Load> Next(StreamCache cache, bool mayReadAhead)
    {
        if (Next(_people, cache) is { } people) yield return people;
        if (mayReadAhead && Next(_others, cache) is { } others) yield return others;
    }

    private BatchOutput.Load? Next(Lane lane, StreamCache cache)
    {
        if (lane.UnderWay.Count > 0 || lane.Wanted.Count == 0) return null;
        var requests = new List<LoadRequest>();
        while (requests.Count < streamsPerLoad && lane.Wanted.First is { Value: var streamId } first)
        {
            lane.Wanted.Remove(first);
            lane.Places.Remove(streamId);
            lane.UnderWay.Add(streamId);
            requests.Add(new LoadRequest(streamId, _halfRead.GetValueOrDefault(streamId) ?? cache.Peek(streamId)));
        }

        return new BatchOutput.Load(requests);
    }

    /// <summary>It has come. True when it is the whole stream; of a piece the rest is wanted.</summary>
    public bool Took(LoadedStream stream, bool isForPeople)
    {
        Ended(stream.StreamId);
        if (stream.HasMore)
        {
            _halfRead[stream.StreamId] = stream;
            Want(stream.StreamId, isForPeople);
            return false;
        }

        _halfRead.Remove(stream.StreamId);
        return true;
    }

    public void Failed(string streamId)
    {
        Ended(streamId);
        _halfRead.Remove(streamId);
    }

    private void Ended(string streamId)
    {
        if (!_people.UnderWay.Remove(streamId)) _others.UnderWay.Remove(streamId);
    }
}
