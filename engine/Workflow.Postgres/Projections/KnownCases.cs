using Workflow.Core.Cases;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Runtime;

namespace Workflow.Postgres.Projections;

/// <summary>A case as it was derived last.</summary>
/// <param name="Version">up to which it was read</param>
/// <param name="Pinned">what was loaded for it; when the case is given another, it is derived anew</param>
/// <param name="Rows">those that stand in the generation that is read</param>
internal sealed record KnownCase(long Version, PinnedRef Pinned, CaseTally Tally, DerivedCase Rows)
{
    /// <summary>Events that it takes up; the tally goes on while the record stands.</summary>
    public int Events { get; } = Tally.Events;
}

/// <summary>
/// Cases that were derived lately, so that only what is new has to be read and gone through, and only rows that have changed are written.
/// Two generations: what was not used while the younger one filled up is dropped. Not for use by two at once.
/// </summary>
internal sealed class KnownCases
{
    /// <summary>Events gone through for the cases of one generation.</summary>
    internal const int EventsMax = 40_000;

    private Dictionary<string, KnownCase> _young = new(StringComparer.Ordinal);
    private Dictionary<string, KnownCase> _old = new(StringComparer.Ordinal);
    private int _youngEvents;

    public KnownCase? Find(string id) => _young.GetValueOrDefault(id) ?? _old.GetValueOrDefault(id);

    /// <param name="known">null when it could not be derived</param>
    public void Keep(string id, KnownCase? known)
    {
        Forget(id);
        if (known is null) return;
        if (_youngEvents + known.Events > EventsMax) (_old, _young, _youngEvents) = (_young, new(StringComparer.Ordinal), 0);
        _young[id] = known;
        _youngEvents += known.Events;
    }

    public void Forget(string id)
    {
        if (_young.Remove(id, out var known)) _youngEvents -= known.Events;
        _old.Remove(id);
    }

    /// <summary>Nothing is known any more: another node may have written, or what was written may not be committed.</summary>
    public void Clear() => (_young, _old, _youngEvents) = (new(StringComparer.Ordinal), new(StringComparer.Ordinal), 0);
}
