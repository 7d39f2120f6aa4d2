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

/// <summary>Commands ready to be decided, by priority, first come first served within one.</summary>
internal sealed class WaitingLine
{
    private readonly LinkedList<Waiting>[] _byPriority = [.. Enum.GetValues<CommandPriority>().Select(_ => new LinkedList<Waiting>())];

    public bool IsEmpty => _byPriority.All(line => line.Count == 0);

    public void AddLast(Waiting waiting) => LineOf(waiting).AddLast(waiting);

    /// <summary>Puts back what was already at its turn, before all others and in its own order.</summary>
    public void AddFirst(IReadOnlyList<Waiting> again)
    {
        for (int i = again.Count - 1; i >= 0; i--) LineOf(again[i]).AddFirst(again[i]);
    }

    /// <summary>Takes the next command. <paramref name="lowerFirst"/> looks at the lower priorities first, in their order.</summary>
    public Waiting? Take(bool lowerFirst)
    {
        if (lowerFirst && TakeFrom(1, _byPriority.Length) is { } lower) return lower;
        return TakeFrom(0, _byPriority.Length);
    }

    private Waiting? TakeFrom(int first, int end)
    {
        for (int i = first; i < end; i++)
        {
            if (_byPriority[i].First is not { } node) continue;
            _byPriority[i].RemoveFirst();
            return node.Value;
        }

        return null;
    }

    private LinkedList<Waiting> LineOf(Waiting waiting) => _byPriority[(int)waiting.Envelope.Priority];
}
