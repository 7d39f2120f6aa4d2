namespace Workflow.Core.Runtime;

/// <summary>A batch whose outcome is not known.</summary>
/// <param name="HasPeople">somebody waits for it; false when it holds nothing but commands of lower priorities</param>
internal sealed record InFlight(Batch Batch, List<List<Waiting>> Members, bool IsSuspect, bool HasPeople);

/// <summary>The batches that are being written, in the order of their ids; the log may have them in another.</summary>
internal sealed class Outstanding(BatchLimits limits)
{
    private readonly List<InFlight> _batches = [];

    public int Count => _batches.Count;

    public void Add(Batch batch, List<List<Waiting>> members, bool isSuspect) =>
        _batches.Add(new InFlight(batch, members, isSuspect, members.Exists(m => m.Exists(w => w.IsOfPeople))));

    public bool HasPeople => _batches.Exists(b => b.HasPeople);

    public InFlight? Find(long batchId) => _batches.Find(b => b.Batch.Id == batchId);

    /// <summary>Its outcome is known; null when it is none of these.</summary>
    public InFlight? Take(long batchId)
    {
        var ended = Find(batchId);
        if (ended is not null) _batches.Remove(ended);
        return ended;
    }

    /// <summary>
    /// Another batch is worth its own commit only when enough wait for it, and suspects stand alone. While somebody waits only people's is cut beside
    /// another, and beside those of lower priorities at once: whoever waits, waits for what is left of those and for nothing else.
    /// </summary>
    public bool MayAdd(WaitingLine line, bool somebodyWaits)
    {
        if (_batches is not [.., var last]) return true;
        if (_batches.Count >= limits.BatchesAtOnce || last.IsSuspect) return false;
        int ready = somebodyWaits ? line.People : line.Ready;
        if (somebodyWaits && ready > 0 && !HasPeople) return true;
        return ready >= Math.Min(limits.CommandsPerBatch, Math.Max(limits.EnoughForNext, (int)(limits.ShareForNext * last.Members.Sum(m => m.Count))));
    }
}
