using System.Collections.Concurrent;
using Workflow.Core.Cases;
using Workflow.Core.Runtime;
using Workflow.Server.Catalog;
using Workflow.Server.Http;

namespace Workflow.Server.Live;

/// <summary>Changed cases as they stood at a position, read once however many browsers listen.</summary>
internal sealed class LiveCases(ReadStream read, PinnedLoader pinned)
{
    private const int KeptMax = 5_000;

    private readonly ConcurrentDictionary<string, (long Position, Task<(CaseState, Pinned)?> Read)> recent = new(StringComparer.Ordinal);

    /// <summary>The case as it stood at the position or later; null when the stream is no filed case.</summary>
    public Task<(CaseState State, Pinned Pinned)?> AtAsync(string streamId, long position)
    {
        if (recent.TryGetValue(streamId, out var known) && known.Position >= position && !known.Read.IsFaulted) return known.Read;
        if (recent.Count >= KeptMax) recent.Clear();
        // Not the listener's own cancellation: others share the answer.
        var reading = ReadAsync(streamId);
        recent[streamId] = (position, reading);
        return reading;
    }

    private async Task<(CaseState, Pinned)?> ReadAsync(string streamId)
    {
        var (state, _) = await read(streamId, CancellationToken.None);
        return state is CaseState { Pinned: { } pin } found ? (found, (Pinned)await pinned.LoadAsync(pin, CancellationToken.None)) : null;
    }
}
