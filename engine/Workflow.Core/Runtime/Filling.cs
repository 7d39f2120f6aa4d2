namespace Workflow.Core.Runtime;

/// <summary>How one batch is filled from the line: people first, places and events kept for the rest, no stream more than its share while others wait.</summary>
/// <param name="lowerMax">commands of lower priorities that it may hold; few while people are at work, so that nobody waits for a long commit</param>
internal sealed class Filling(WaitingLine line, BatchLimits limits, int lowerMax)
{
    private int _lower;
    private int _commands, _events, _lowerEvents, _bytes;
    private bool _isEnoughOfPeople;

    /// <summary>The next command; null when the batch is full or nobody waits.</summary>
    /// <param name="drafts">what the batch holds so far</param>
    public Waiting? Next(Dictionary<string, Draft> drafts)
    {
        if (_commands >= limits.CommandsPerBatch || _events >= limits.EventsPerBatch || _bytes >= limits.BytesPerBatch) return null;
        bool mayTakeLower = _lowerEvents < limits.LowerEventsPerBatch && _lower < lowerMax;
        bool isLowersTurn = _isEnoughOfPeople || _commands >= limits.CommandsPerBatch - limits.PlacesForLower;
        if (mayTakeLower && isLowersTurn && line.TakeLower() is { } lower) return lower;
        if (!_isEnoughOfPeople && line.TakePeople() is { } waiting)
        {
            if (drafts.Count <= 1 || drafts.GetValueOrDefault(waiting.StreamId) is not { } draft || draft.Members.Count < limits.CommandsOfOneStream) return waiting;
            // The streams take turns, so every other has had as many: what is left is for the next batch.
            line.AddFirst([waiting]);
            _isEnoughOfPeople = true;
        }

        return mayTakeLower ? line.TakeLower() : null;
    }

    public void Took(Waiting waiting, int events)
    {
        _commands++;
        _events += events;
        if (!waiting.IsOfPeople) (_lower, _lowerEvents) = (_lower + 1, _lowerEvents + events);
        _bytes += waiting.Envelope.Size;
    }
}
