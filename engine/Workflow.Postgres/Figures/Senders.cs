using System.Diagnostics.CodeAnalysis;
using Workflow.Core.Runtime;

namespace Workflow.Postgres.Figures;

/// <summary>Who waits for an answer, in the order of coming. Used by the node's loop alone.</summary>
internal sealed class Senders
{
    private readonly Dictionary<long, LinkedListNode<Sender>> _byTicket = [];
    private readonly LinkedList<Sender> _inOrder = new();
    private long _lastTicket;

    public int Count => _byTicket.Count;

    /// <summary>Timestamp at which the longest waiting one was taken; 0 when nobody waits.</summary>
    public long OldestSince => _inOrder.First?.Value.TakenAt ?? 0;

    public IEnumerable<Sender> All => _inOrder;

    /// <returns>the ticket under which the answer comes</returns>
    public long Add(Sender sender)
    {
        _byTicket.Add(++_lastTicket, _inOrder.AddLast(sender));
        return _lastTicket;
    }

    public bool Remove(long ticket, [NotNullWhen(true)] out Sender? sender)
    {
        sender = null;
        if (!_byTicket.Remove(ticket, out var node)) return false;
        _inOrder.Remove(node);
        sender = node.Value;
        return true;
    }
}

/// <summary>One who waits.</summary>
/// <param name="takenAt">timestamp of the node's time provider</param>
internal sealed class Sender(long takenAt) : TaskCompletionSource<Answer>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public long TakenAt => takenAt;
}
