using System.Collections.Frozen;
using System.Collections.Immutable;
using Workflow.Core.Bpmn;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Rules;
using Workflow.Core.Deadlines;
using Workflow.Core.Flow;
using Workflow.Feel;
using Workflow.Feel.Dmn;

namespace Workflow.Core.Cases;

/// <summary>What a case was started with, by exact version; it never changes under a running case.</summary>
public sealed record Pinned(JointItem JointItem, ProcessGraph Graph, WorkCalendar Calendar)
{
    /// <summary>The decisions that the graph's business rules name, by code, each in the version that the case keeps.</summary>
    public ImmutableSortedDictionary<string, PinnedDecision> Rules { get; init; } = ImmutableSortedDictionary<string, PinnedDecision>.Empty;

    /// <summary>The latest version of a decision that a called definition names; what decided stands in the event.</summary>
    public Func<string, PinnedDecision?>? RuleOfCalled { get; init; }

    /// <summary>Calendars of departments that have one of their own, by department.</summary>
    public FrozenDictionary<string, WorkCalendar> Calendars { get; init; } = FrozenDictionary<string, WorkCalendar>.Empty;

    public WorkCalendar CalendarOf(string? department) =>
        department is not null && Calendars.TryGetValue(department, out var own) ? own : Calendar;

    /// <summary>What this case's expressions may know beside its data, at an instant of its time.</summary>
    public Surroundings Around(DateTimeOffset now) => new(now.ToOffset(Calendar.ZoneOffset), WorkingDaysOf) { Calls = Calls };

    /// <summary>Where calls find other definitions: the latest as they are now, and the versions that the case has called; null when the model calls none.</summary>
    public Calls? Calls { get; init; }

    /// <summary>The graph that a scope of the case runs by: a called definition's inside a call, otherwise the case's own.</summary>
    /// <exception cref="InvalidOperationException">the version that was called is not at hand</exception>
    public ProcessGraph GraphOf(FlowState flow, long scope) =>
        flow.Scopes.ContainsKey(scope) && flow.ProcessOf(scope).Called is { Definition: { } code, Version: { } version }
            ? Calls?.Of(code, version) ?? throw new InvalidOperationException($"version {version} of definition '{code}' is not at hand")
            : Graph;

    /// <summary>The element of an activity: in the graph of its scope while it runs, later in the first graph of the case that has it.</summary>
    /// <param name="activity">null where the element is known to be of no activity</param>
    public FlowNode? NodeOf(FlowState flow, long? activity, string element)
    {
        if (activity is { } id && flow.Activities.TryGetValue(id, out var running)) return GraphOf(flow, running.Scope).Find(element);
        return Graph.Find(element) ?? Called.Select(graph => graph.Find(element)).FirstOrDefault(node => node is not null);
    }

    /// <summary>The definitions that the case has called, each in its version.</summary>
    public ImmutableArray<ProcessGraph> Called { get; init; } = [];

    /// <summary>
    /// Whether a service item applies to an application with these answers, which its expression sees as
    /// <c>application</c>, as the conditions of the flow do. Anything but FEEL true is no.
    /// </summary>
    public bool Applies(ServiceItem item, Value.Context answers, DateTimeOffset now) => MayApply(item, answers, now) == true;

    /// <summary>The same while an application is filled in: null where the answers so far do not tell.</summary>
    public bool? MayApply(ServiceItem item, Value.Context answers, DateTimeOffset now)
    {
        if (item.AppliesWhen is null) return true;
        // Publication refuses what does not parse, so a failure here is a damaged catalogue.
        if (!FeelSource.TryParse(item.AppliesWhen, out var when, out var error)) throw new InvalidOperationException($"service item {item.Code} of {JointItem.Code}: {error.Message}");
        return Around(now).Evaluate(when, Value.Context.Empty.With("application", Ordered.Of(answers))) is Value.Boolean known ? known.Is : null;
    }

    private Func<DateOnly, bool?>? WorkingDaysOf(string code) =>
        (Calendar.Code == code ? Calendar : Calendars.Values.FirstOrDefault(c => c.Code == code)) is not { } calendar ? null
        : calendar.Says;
}

/// <summary>One version of a decision that business-rule steps ask for.</summary>
/// <param name="Model">null when what was published can no longer be compiled: then a person decides</param>
/// <param name="Decision">id or name of the decision that is asked</param>
public sealed record PinnedDecision(int Version, DecisionModel? Model, string Decision)
{
    /// <summary>It was published as rules, and turned into a model.</summary>
    public bool IsShortForm { get; init; }

    public static PinnedDecision Of(int version, RuleModel model) => new(version, model.Compile().Model, model.Decision);

    public static PinnedDecision Of(int version, Catalog.Rules.DecisionTable table) => new(version, DecisionModel.Compile(TableModel.Of(table)).Model, TableModel.Decision) { IsShortForm = true };

    public static PinnedDecision Of(RulesPublished published) => published.Model is { } model ? Of(published.Version, model) : Of(published.Version, published.Table!);
}
