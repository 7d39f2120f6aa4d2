using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Workflow.Core.Bpmn;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Instant;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Calendars;
using Workflow.Core.Catalog.Definitions;
using Workflow.Core.Catalog.JointItems;
using Workflow.Core.Catalog.Rules;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Server.Http;

namespace Workflow.Server.Catalog;

/// <summary>
/// Makes what a case was started with out of the published versions. Versions never change, so what was made once is
/// kept; graphs and calendars are shared between joint items.
/// </summary>
public sealed class PinnedLoader
{
    private readonly ReadStream read;

    public PinnedLoader(ReadStream read) => (this.read, Called) = (read, new(this, read));

    /// <summary>The definitions that others call, as they are now.</summary>
    public CalledDefinitions Called { get; }

    /// <summary>More than this many versions in use at once is rare; then the cache starts anew.</summary>
    private const int KeptMax = 500;

    private readonly ConcurrentDictionary<PinnedRef, Pinned> made = new();
    private readonly ConcurrentDictionary<(string Key, int Version), ProcessGraph> graphs = new();
    private readonly ConcurrentDictionary<(string Code, int Version), WorkCalendar> calendars = new();
    private readonly ConcurrentDictionary<(string Code, int Version), PinnedDecision> decisions = new();

    public async ValueTask<object> LoadAsync(PinnedRef pin, CancellationToken cancelled)
    {
        if (made.TryGetValue(pin, out var known)) return known;
        var items = (JointItemState)(await read(JointItemStreams.IdOf(pin.JointItem), cancelled)).State;
        var item = items.Version(pin.JointItemVersion)?.Item ?? throw Missing("joint item", pin.JointItem, pin.JointItemVersion);
        var graph = await GraphAsync(pin.Definition, pin.DefinitionVersion, cancelled);
        var called = new Dictionary<(string, int), ProcessGraph>();
        foreach (var (definition, version) in pin.Called?.All ?? []) called[(definition, version)] = await GraphAsync(definition, version, cancelled);
        foreach (var one in called.Values.Prepend(graph)) await Called.KnowAsync(one, cancelled);
        var pinned = new Pinned(item, graph, await CalendarAsync(pin.Calendar, pin.CalendarVersion, cancelled))
        {
            Calls = Called.CallsWith(called),
            Called = [.. called.Values],
            RuleOfCalled = Called.RuleOf,
            Rules = await RulesAsync(pin.Rules, cancelled),
            Calendars = await CalendarsAsync(item, pin, cancelled),
        };
        if (made.Count >= KeptMax) made.Clear();
        return made.GetOrAdd(pin, pinned);
    }

    /// <summary>The calendars that departments have of their own, each in the version that the case has come to.</summary>
    private async ValueTask<FrozenDictionary<string, WorkCalendar>> CalendarsAsync(JointItem item, PinnedRef pin, CancellationToken cancelled)
    {
        var own = new Dictionary<string, WorkCalendar>(StringComparer.Ordinal);
        foreach (var (department, calendar) in item.Limits.Calendars)
            if (pin.VersionOf(calendar) is { } version) own[department] = await CalendarAsync(calendar, version, cancelled);
        return own.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public async ValueTask<WorkCalendar> CalendarAsync(string code, int version, CancellationToken cancelled)
    {
        if (calendars.TryGetValue((code, version), out var known)) return known;
        var state = (CalendarState)(await read(CalendarStreams.IdOf(code), cancelled)).State;
        var content = state.Version(version)?.Content ?? throw Missing("calendar", code, version);
        // Publication refuses a calendar that is its own base; a base's base is found the same way.
        var basis = content.Base is { } under ? await CalendarAsync(under, content.BaseVersion, cancelled) : null;
        if (calendars.Count >= KeptMax) calendars.Clear();
        return calendars.GetOrAdd((code, version), WorkCalendar.Build(code, version, content.Notices, content.Hours, basis));
    }

    public async ValueTask<ProcessGraph> GraphAsync(string key, int version, CancellationToken cancelled)
    {
        if (graphs.TryGetValue((key, version), out var known)) return known;
        var state = (DefinitionState)(await read(DefinitionStreams.IdOf(key), cancelled)).State;
        var deployed = state.Version(version) ?? throw Missing("definition", key, version);
        var reading = BpmnReader.Read(XmlDoor.BytesOf(deployed.Xml));
        if (graphs.Count >= KeptMax) graphs.Clear();
        return graphs.GetOrAdd((key, version), reading.Graph
            ?? throw new InvalidOperationException($"definition {key} version {version} can no longer be read: {string.Join("; ", reading.Findings)}"));
    }

    /// <summary>A graph that was made before; null when it was not.</summary>
    public ProcessGraph? GraphAtHand(string key, int version) => graphs.GetValueOrDefault((key, version));

    /// <summary>The latest versions of the decisions that a graph names; one that is not published is left out.</summary>
    public async ValueTask<ImmutableSortedDictionary<string, PinnedDecision>> LatestRulesAsync(ProcessGraph graph, CancellationToken cancelled)
    {
        var rules = ImmutableSortedDictionary.CreateBuilder<string, PinnedDecision>(StringComparer.Ordinal);
        foreach (var code in InstantStep.TablesOf(graph).Where(Codes.IsCode))
            if (((RuleState)(await read(RuleStreams.IdOf(code), cancelled)).State).Latest is { } latest) rules.Add(code, DecisionOf(latest));
        return rules.ToImmutable();
    }

    public static PinnedVersions? VersionsOf(ImmutableSortedDictionary<string, PinnedDecision> rules) =>
        rules.IsEmpty ? null : new(rules.ToImmutableSortedDictionary(r => r.Key, r => r.Value.Version, StringComparer.Ordinal));

    private async ValueTask<ImmutableSortedDictionary<string, PinnedDecision>> RulesAsync(PinnedVersions? versions, CancellationToken cancelled)
    {
        var rules = ImmutableSortedDictionary.CreateBuilder<string, PinnedDecision>(StringComparer.Ordinal);
        if (versions is null) return rules.ToImmutable();
        foreach (var (code, version) in versions.ByCode)
        {
            var state = (RuleState)(await read(RuleStreams.IdOf(code), cancelled)).State;
            rules.Add(code, DecisionOf(state.Version(version) ?? throw Missing("decision", code, version)));
        }
        return rules.ToImmutable();
    }

    /// <summary>Compiled once for each version.</summary>
    private PinnedDecision DecisionOf(RulesPublished published)
    {
        if (decisions.TryGetValue((published.Code, published.Version), out var known)) return known;
        if (decisions.Count >= KeptMax) decisions.Clear();
        return decisions.GetOrAdd((published.Code, published.Version), PinnedDecision.Of(published));
    }

    private static InvalidOperationException Missing(string what, string code, int version) => new($"{what} {code} has no version {version}");
}
