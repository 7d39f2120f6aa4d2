using System.Collections.Immutable;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Runtime;

namespace Workflow.Postgres.Projections;

/// <summary>
/// Cases that were derived lately: their histories, so that only what is new has to be read and folded, and their rows, so
/// that only what has changed is written. Two generations: what was not used while the younger one filled up is dropped. Not for use by two at once.
/// </summary>
internal sealed class KnownCases
{
    /// <summary>Steps of one generation; one keeps some hundred bytes, because states share what did not change.</summary>
    internal const int StepsMax = 20_000;

    private sealed record Known(long Version, ImmutableArray<CaseStep> Steps, int Generation = 0, DerivedCase? Written = null);

    private Dictionary<string, Known> _young = new(StringComparer.Ordinal);
    private Dictionary<string, Known> _old = new(StringComparer.Ordinal);
    private int _youngSteps;

    /// <summary>Version up to which the case is known; 0 when nothing is.</summary>
    public long VersionOf(string id) => Find(id)?.Version ?? 0;

    /// <summary>The rows that stand in a generation of the projection; null when that is not known.</summary>
    public DerivedCase? WrittenOf(string id, int generation) => Find(id) is { Written: { } written } known && known.Generation == generation ? written : null;

    /// <summary>The whole history, with what was read behind the known version; null when this version cannot read all of it.</summary>
    public ImmutableArray<CaseStep>? StepsOf(string id, Dictionary<string, (long Version, List<Event>? Events)> news)
    {
        var before = Find(id);
        Forget(id);
        if (!news.TryGetValue(id, out var read)) return before is null ? null : Keep(id, before).Steps;
        if (read.Events is null) return null;
        var steps = CaseSteps.On(before?.Steps ?? [], read.Events);
        return Keep(id, before is null ? new Known(read.Version, steps) : before with { Version = read.Version, Steps = steps }).Steps;
    }

    /// <summary>These rows are committed.</summary>
    public void Wrote(int generation, List<DerivedCase> derived)
    {
        foreach (var one in derived)
            if (_young.TryGetValue(one.StreamId, out var known)) _young[one.StreamId] = known with { Generation = generation, Written = one };
    }

    /// <summary>Nothing is known any more: another node may have written, or what was written may not be committed.</summary>
    public void Clear() => (_young, _old, _youngSteps) = (new(StringComparer.Ordinal), new(StringComparer.Ordinal), 0);

    private Known Keep(string id, Known known)
    {
        if (_youngSteps + known.Steps.Length > StepsMax) (_old, _young, _youngSteps) = (_young, new(StringComparer.Ordinal), 0);
        _young[id] = known;
        _youngSteps += known.Steps.Length;
        return known;
    }

    private Known? Find(string id) => _young.GetValueOrDefault(id) ?? _old.GetValueOrDefault(id);

    private void Forget(string id)
    {
        if (_young.Remove(id, out var known)) _youngSteps -= known.Steps.Length;
        _old.Remove(id);
    }
}
