namespace Workflow.Core.Runtime;

/// <summary>A command that has not been answered yet, with everybody who waits for its answer.</summary>
internal sealed class Waiting(Envelope envelope)
{
    public Envelope Envelope { get; } = envelope;
    public string StreamId { get; } = envelope.Command.StreamId;

    /// <summary>Tickets of the senders; none for the engine's own commands.</summary>
    public List<long> Tickets { get; } = [];

    /// <summary>The same id with another body, arrived meanwhile: judged when this one is.</summary>
    public List<(Envelope Envelope, long Ticket)> Rivals { get; } = [];

    public int Conflicts { get; set; }
    public int Failures { get; set; }
}

/// <summary>
/// Commands ready to be decided, by priority. Within one, the streams take turns, one command a turn, and each stream's commands
/// keep their order: twenty thousand that wait for one large case are no queue for the others.
/// </summary>
internal sealed class WaitingLine
{
    private readonly Rank[] _byPriority = [.. Enum.GetValues<CommandPriority>().Select(_ => new Rank())];

    public void AddLast(Waiting waiting) => RankOf(waiting).QueueOf(waiting.StreamId, first: false).AddLast(waiting);

    /// <summary>Puts back what was already at its turn, before all others and in its own order.</summary>
    public void AddFirst(IReadOnlyList<Waiting> again)
    {
        for (int i = again.Count - 1; i >= 0; i--) RankOf(again[i]).QueueOf(again[i].StreamId, first: true).AddFirst(again[i]);
    }

    /// <summary>People's next command; null when none waits.</summary>
    public Waiting? TakePeople() => _byPriority[(int)CommandPriority.People].Take();

    /// <summary>The next command of the lower priorities, in their order.</summary>
    public Waiting? TakeLower()
    {
        for (int i = (int)CommandPriority.People + 1; i < _byPriority.Length; i++)
            if (_byPriority[i].Take() is { } waiting) return waiting;
        return null;
    }

    private Rank RankOf(Waiting waiting) => _byPriority[(int)waiting.Envelope.Priority];

    private sealed class Rank
    {
        private readonly LinkedList<(string StreamId, LinkedList<Waiting> Queue)> _turns = new();
        private readonly Dictionary<string, LinkedListNode<(string StreamId, LinkedList<Waiting> Queue)>> _byStream = new(StringComparer.Ordinal);

        public LinkedList<Waiting> QueueOf(string streamId, bool first)
        {
            if (!_byStream.TryGetValue(streamId, out var turn))
            {
                turn = new((streamId, new LinkedList<Waiting>()));
                _byStream.Add(streamId, turn);
                if (first) _turns.AddFirst(turn);
                else _turns.AddLast(turn);
            }
            else if (first)
            {
                _turns.Remove(turn);
                _turns.AddFirst(turn);
            }

            return turn.Value.Queue;
        }

        public Waiting? Take()
        {
            if (_turns.First is not { } turn) return null;
            var (streamId, queue) = turn.Value;
            var waiting = queue.First!.Value;
            queue.RemoveFirst();
            _turns.RemoveFirst();
            if (queue.Count > 0) _turns.AddLast(turn);
            else _byStream.Remove(streamId);
            return waiting;
        }
    }
}
