using System.Collections.Immutable;
using Workflow.Feel;

namespace Workflow.Core.Bpmn;

/// <summary>
/// One executable BPMN process, checked and immutable. Element ids are those of the XML and stay the identity
/// of things in events, so that a log can be read without the graph.
/// </summary>
public sealed class ProcessGraph
{
    private readonly ImmutableDictionary<string, FlowNode> nodes;
    private readonly ImmutableDictionary<string, SequenceFlow> flows;
    private readonly ILookup<string, BoundaryEvent> boundaries;
    private readonly ImmutableDictionary<string, StartEvent> starts;
    private readonly Lazy<Blocks> blocks;

    /// <param name="nodes">without their incoming and outgoing flows: these are taken from <paramref name="flows"/>, in its order</param>
    public ProcessGraph(string id, string? name, IEnumerable<FlowNode> nodes, IEnumerable<SequenceFlow> flows)
    {
        Id = id;
        Name = name;
        var inOrder = flows.ToList();
        this.flows = inOrder.ToImmutableDictionary(f => f.Id, StringComparer.Ordinal);
        var incoming = inOrder.ToLookup(f => f.Target, f => f.Id, StringComparer.Ordinal);
        var outgoing = inOrder.ToLookup(f => f.Source, f => f.Id, StringComparer.Ordinal);
        this.nodes = nodes
            .Select(n => n with { Incoming = [.. incoming[n.Id]], Outgoing = [.. outgoing[n.Id]] })
            .ToImmutableDictionary(n => n.Id, StringComparer.Ordinal);
        boundaries = this.nodes.Values.OfType<BoundaryEvent>().OrderBy(b => b.Id, StringComparer.Ordinal).ToLookup(b => b.AttachedTo, StringComparer.Ordinal);
        starts = this.nodes.Values.OfType<StartEvent>().ToImmutableDictionary(s => s.Parent ?? id, StringComparer.Ordinal);
        blocks = new(() => new Blocks(this));
    }

    public string Id { get; }
    public string? Name { get; }
    public IEnumerable<FlowNode> Nodes => nodes.Values;
    public IEnumerable<SequenceFlow> Flows => flows.Values;

    public FlowNode Node(string id) => nodes[id];
    public FlowNode? Find(string id) => nodes.GetValueOrDefault(id);
    public SequenceFlow Flow(string id) => flows[id];

    /// <summary>Which forks and joins belong together; worked out when first asked for.</summary>
    public Blocks Blocks => blocks.Value;

    /// <summary>The none start event of the process or sub-process with this id.</summary>
    public StartEvent StartOf(string scope) => starts[scope];

    /// <summary>The timers that are armed while an activity runs.</summary>
    public IEnumerable<BoundaryTimer> BoundaryTimersOf(string activity) => boundaries[activity].OfType<BoundaryTimer>();

    /// <summary>All events attached to an activity.</summary>
    public IEnumerable<BoundaryEvent> BoundariesOf(string activity) => boundaries[activity];

    /// <summary>The event of an activity that catches an error: the one that names its code, else the one that catches all.</summary>
    public BoundaryError? CatcherOf(string activity, string code)
    {
        var errors = boundaries[activity].OfType<BoundaryError>().ToList();
        return errors.Find(e => e.Code == code) ?? errors.Find(e => e.Code is null);
    }
}

/// <summary>A flow node (BPMN 2.0, clause 8.4.9). Each element family is one record in a file of its own or beside its kin.</summary>
/// <param name="Parent">id of the sub-process that holds it; null at process level</param>
public abstract record FlowNode(string Id, string? Name, string? Parent)
{
    public ImmutableArray<string> Incoming { get; init; } = [];
    public ImmutableArray<string> Outgoing { get; init; } = [];

    /// <summary>
    /// Attributes of our own namespace (http://onego.dev/schema/approval), by local name: on the element itself
    /// (approval:department="…") and, as "child.attribute", of approval:* children of extensionElements
    /// (&lt;approval:limit days="5" basis="…"/&gt; is "limit.days" and "limit.basis").
    /// </summary>
    public ImmutableSortedDictionary<string, string> Approval { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

public sealed record SequenceFlow(string Id, string? Name, string Source, string Target, Expression? Condition, bool IsDefault);

/// <summary>One thing found wrong or doubtful in a model.</summary>
/// <param name="Code">stable, kebab-case</param>
/// <param name="Element">id of the element meant; null for the document</param>
/// <param name="Zh">what was found, with its details, in Chinese</param>
/// <param name="En">the same in English</param>
/// <param name="Line">from 1; null where the place is not known</param>
public sealed record Finding(FindingSeverity Severity, string Code, string? Element, string Zh, string En, int? Line = null);

public enum FindingSeverity { Error, Warning }
