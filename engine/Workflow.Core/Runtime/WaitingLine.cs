namespace Workflow.Core.Runtime;

/// <summary>A command that has not been answered yet, with everybody who waits for its answer.</summary>
internal sealed class Waiting(Envelope envelope)
{
    public Envelope Envelope { get; } = envelope;
    public string StreamId { get; } = envelope.Command.StreamId;
    public bool IsOfPeople => Envelope.Priority == CommandPriority.People;
    public bool IsTimer => Envelope.Priority == CommandPriority.Timer;

    /// <summary>The engine's own next step in its stream.</summary>
    public bool IsOwnStep { get; init; }

    /// <summary>Tickets of the senders; none for the engine's own commands.</summary>
    public List<long> Tickets { get; } = [];

    /// <summary>The same id with another body, arrived meanwhile: judged when this one is.</summary>
    public List<(Envelope Envelope, long Ticket)> Rivals { get; } = [];

    public int Conflicts { get; set; }
    public int Failures { get; set; }
}

/// <summary>
/// Commands ready to be decided, by priority. Within one, the streams take turns, one command a turn, and each stream's commands
/// keep their order: twenty thousand that wait for one large case are no queue for the others. A stream that is being written is held:
/// its commands are kept here and have no turn until it is released.
/// </summary>
internal sealed class WaitingLine
{
    private readonly Rank[] _byPriority = [.. Enum.GetValues<CommandPriority>().Select(_ => new Rank())];
    private readonly HashSet<string> _held = new(StringComparer.Ordinal);

    /// <summary>Commands that may have their turn now.</summary>
    public int Ready => _byPriority.Sum(r => r.Ready);

    /// <summary>Those of people among them.</summary>
    public int People => _byPriority[(int)CommandPriority.People].Ready;

    public bool IsHeld(string streamId) => _held.Contains(streamId);

    public void Hold(string streamId)
    {
        _held.Add(streamId);
        foreach (var rank in _byPriority) rank.Hold(streamId);
    }

    public void Release(string streamId)
    {
        _held.Remove(streamId);
        foreach (var rank in _byPriority) rank.Release(streamId);
    }

    public void AddLast(Waiting waiting) => RankOf(waiting).Add(waiting, first: false, IsHeld(waiting.StreamId));

    /// <summary>Puts back what was already at its turn, before all others and in its own order.</summary>
    public void AddFirst(IReadOnlyList<Waiting> again)
    {
        for (int i = again.Count - 1; i >= 0; i--) RankOf(again[i]).Add(again[i], first: true, IsHeld(again[i].StreamId));
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

        public int Ready { get; private set; }

        public void Add(Waiting waiting, bool first, bool isHeld)
        {
            if (!_byStream.TryGetValue(waiting.StreamId, out var turn))
            {
                turn = new((waiting.StreamId, new LinkedList<Waiting>()));
                _byStream.Add(waiting.StreamId, turn);
                if (!isHeld) _turns.AddLast(turn);
            }

            if (first && !isHeld)
            {
                _turns.Remove(turn);
                _turns.AddFirst(turn);
            }

            if (first) turn.Value.Queue.AddFirst(waiting);
            else turn.Value.Queue.AddLast(waiting);
            if (!isHeld) Ready++;
        }

        public void Hold(string streamId)
        {
            if (!_byStream.TryGetValue(streamId, out var turn)) return;
            _turns.Remove(turn);
            Ready -= turn.Value.Queue.Count;
        }

        public void Release(string streamId)
        {
            if (!_byStream.TryGetValue(streamId, out var turn)) return;
            _turns.AddLast(turn);
            Ready += turn.Value.Queue.Count;
        }

        public Waiting? Take()
        {
            if (_turns.First is not { } turn) return null;
            var (streamId, queue) = turn.Value;
            var waiting = queue.First!.Value;
            queue.RemoveFirst();
            Ready--;
            _turns.RemoveFirst();
            if (queue.Count > 0) _turns.AddLast(turn);
            else _byStream.Remove(streamId);
            return waiting;
        }
    }
}
