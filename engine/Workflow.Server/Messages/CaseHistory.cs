using Workflow.Core.Cases;
using Workflow.Postgres.Log;
using Workflow.Postgres.Queries;

namespace Workflow.Server.Messages;

/// <summary>
/// Cases as they stood after one of their commands, so that an event told again, months later, says the same. Folded
/// without the case's key: nothing personal can be told by mistake.
/// </summary>
internal sealed class CaseHistory(EventFeed feed, EventJson json)
{
    /// <summary>Readers move forward, so the last state of a case is mostly the base of the next; then the cache starts anew.</summary>
    private const int KeptMax = 2_000;

    private readonly Dictionary<string, Kept> kept = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <param name="From">a version that the last command folded wrote; all from there to the state's own are that command's</param>
    private sealed record Kept(long From, CaseState State);

    /// <summary>The case as it stood after the command that wrote this version of it.</summary>
    public async Task<CaseState> AfterAsync(string caseId, long version, CancellationToken ct)
    {
        Kept? known;
        lock (gate) known = kept.GetValueOrDefault(caseId);
        if (known is not null && known.From <= version && version <= known.State.Version) return known.State;

        var state = known is not null && known.State.Version < version ? known.State : CaseState.Empty;
        foreach (var stored in await feed.ReadCommandAsync(caseId, state.Version, version, ct))
            state = (CaseState)state.Evolve(json.Read(caseId, stored.Alias, stored.Data, key: null));
        lock (gate)
        {
            if (kept.Count >= KeptMax) kept.Clear();
            kept[caseId] = new Kept(version, state);
        }
        return state;
    }
}
