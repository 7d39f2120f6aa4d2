using System.Collections.Immutable;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Runtime;

namespace Workflow.Postgres.Projections;

/// <summary>
/// Histories that were gone through lately, so that only what is new of a case has to be read and folded. Two generations: what
/// was not used while the younger one filled up is dropped. Not for use by two at once.
/// </summary>
internal sealed class KnownSteps
{
    /// <summary>Steps of one generation; one keeps some hundred bytes, because states share what did not change.</summary>
    internal const int StepsMax = 20_000;

    private sealed record Known(long Version, ImmutableArray<CaseStep> Steps);

    private Dictionary<string, Known> _young = new(StringComparer.Ordinal);
    private Dictionary<string, Known> _old = new(StringComparer.Ordinal);
    private int _youngSteps;
    private int _backend;

    /// <summary>Over another connection the database may be another: one that was restored to an earlier instant.</summary>
    /// <param name="backend">process id of the connection that reads from now on</param>
    public void ReadBy(int backend)
    {
        if (backend == _backend) return;
        (_young, _old, _youngSteps, _backend) = (new(StringComparer.Ordinal), new(StringComparer.Ordinal), 0, backend);
    }

    /// <summary>Version up to which the case is known; 0 when nothing is.</summary>
    public long VersionOf(string id) => Find(id)?.Version ?? 0;

    /// <summary>The whole history, with what was read behind the known version; null when this version cannot read all of it.</summary>
    public ImmutableArray<CaseStep>? StepsOf(string id, Dictionary<string, (long Version, List<Event>? Events)> news)
    {
        var before = Find(id);
        Forget(id);
        var now = !news.TryGetValue(id, out var read) ? before
            : read.Events is null ? null
            : new Known(read.Version, CaseSteps.On(before?.Steps ?? [], read.Events));
        if (now is null) return null;
        if (_youngSteps + now.Steps.Length > StepsMax) (_old, _young, _youngSteps) = (_young, new(StringComparer.Ordinal), 0);
        _young[id] = now;
        _youngSteps += now.Steps.Length;
        return now.Steps;
    }

    private Known? Find(string id) => _young.GetValueOrDefault(id) ?? _old.GetValueOrDefault(id);

    private void Forget(string id)
    {
        if (_young.Remove(id, out var known)) _youngSteps -= known.Steps.Length;
        _old.Remove(id);
    }
}
