using System.Collections.Immutable;
using Workflow.Feel;

namespace Workflow.Core.Bpmn;

/// <summary>A process or global task of a file beside the one that a case runs.</summary>
/// <param name="Id">its id; the nodes at its level name it as their parent</param>
public sealed record ProcessPart(string Id, string? Name);

/// <summary>
/// The executable processes of one file, checked and immutable: the one that a case runs, and the others, which calls, messages,
/// signals and timers start inside the same case. Element ids are those of the XML and stay the identity of things in
/// events, so that a log can be read without the graph.
/// </summary>
public sealed class ProcessGraph
{
    private readonly ImmutableDictionary<string, FlowNode> nodes;
    private readonly ImmutableDictionary<string, SequenceFlow> flows;
    private readonly ILookup<string, BoundaryEvent> boundaries;
    private readonly ILookup<string, FlowNode> inScope;
    private readonly Lazy<Blocks> blocks;
    private readonly Lazy<Paths> paths;

    /// <param name="nodes">without their incoming and outgoing flows: these are taken from <paramref name="flows"/>, in its order</param>
    /// <param name="others">further processes and global tasks of the file</param>
    public ProcessGraph(string id, string? name, IEnumerable<FlowNode> nodes, IEnumerable<SequenceFlow> flows, IEnumerable<ProcessPart>? others = null)
    {
        Id = id;
        Name = name;
        Others = others?.ToImmutableArray() ?? [];
        var all = nodes.ToList();
        var inOrder = flows.Concat(LinkFlows(all)).ToList();
        var incoming = inOrder.ToLookup(f => f.Target, f => f.Id, StringComparer.Ordinal);
        var outgoing = inOrder.ToLookup(f => f.Source, f => f.Id, StringComparer.Ordinal);
        all = all.ConvertAll(n => n with { Incoming = [.. incoming[n.Id]], Outgoing = [.. outgoing[n.Id]] });
        this.nodes = all.ToImmutableDictionary(n => n.Id, StringComparer.Ordinal);
        this.flows = inOrder.Concat(all.Where(n => n.Incoming.IsEmpty).Select(n => new SequenceFlow(EntryOf(n.Id), null, "", n.Id, null, IsDefault: false)))
            .ToImmutableDictionary(f => f.Id, StringComparer.Ordinal);
        boundaries = all.OfType<BoundaryEvent>().OrderBy(b => b.Id, StringComparer.Ordinal).ToLookup(b => b.AttachedTo, StringComparer.Ordinal);
        inScope = all.ToLookup(ScopeOf, StringComparer.Ordinal);
        blocks = new(() => new Blocks(this));
        paths = new(() => new Paths(this));
    }

    /// <summary>Id of the process that a case runs.</summary>
    public string Id { get; }
    public string? Name { get; }

    /// <summary>Further processes and global tasks of the file.</summary>
    public ImmutableArray<ProcessPart> Others { get; }

    /// <summary>Names of the data objects and properties of a process or sub-process, by its id: they are there, empty, from its start.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> DataObjects { get; init; } = ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    public IEnumerable<FlowNode> Nodes => nodes.Values;

    /// <summary>The flows as drawn, and those from link to link.</summary>
    public IEnumerable<SequenceFlow> Flows => flows.Values.Where(flow => flow.Source.Length > 0);

    public FlowNode Node(string id) => nodes[id];
    public FlowNode? Find(string id) => nodes.GetValueOrDefault(id);
    public SequenceFlow Flow(string id) => flows[id];

    /// <summary>Which forks and joins belong together; worked out when first asked for.</summary>
    public Blocks Blocks => blocks.Value;

    /// <summary>From where a token can come to where; worked out when first asked for.</summary>
    public Paths Paths => paths.Value;

    /// <summary>Id of the process or sub-process that a node stands in.</summary>
    public string ScopeOf(FlowNode node) => node.Parent ?? Id;

    /// <summary>What stands directly in a process or sub-process.</summary>
    public IEnumerable<FlowNode> In(string scope) => inScope[scope];

    /// <summary>True for a process or global task of this file.</summary>
    public bool HasProcess(string id) => id == Id || Others.Any(part => part.Id == id);

    /// <summary>The none start event of the process or sub-process with this id; null when it has none.</summary>
    public StartEvent? StartOf(string scope) => In(scope).OfType<StartEvent>().FirstOrDefault(start => start.Definitions.IsEmpty);

    /// <summary>
    /// Where the process or sub-process begins when it is entered: its none start event, else, when it has no start event at all, every node
    /// that no flow leads to (BPMN 2.0, clause 10.5.2).
    /// </summary>
    public IEnumerable<FlowNode> EntriesOf(string scope)
    {
        if (StartOf(scope) is { } start) return [start];
        return In(scope).Any(node => node is StartEvent || IsInstantiating(node)) ? [] : Loose(scope);
    }

    /// <summary>The nodes that no flow leads to and that flows could lead to.</summary>
    public IEnumerable<FlowNode> Loose(string scope) => In(scope).Where(node => node.Incoming.IsEmpty && node
        is not (StartEvent or BoundaryEvent or SubProcess { IsEvent: true } or ActivityNode { IsForCompensation: true })
        && !IsInstantiating(node));

    /// <summary>What creates the process with this id when its event occurs: start events that wait for something, receive tasks and event gateways that instantiate.</summary>
    public IEnumerable<FlowNode> InstantiatorsOf(string process) => In(process).Where(node => node is StartEvent { Definitions.IsEmpty: false } || IsInstantiating(node));

    /// <summary>The event sub-processes of a process or sub-process.</summary>
    public IEnumerable<SubProcess> EventSubProcessesOf(string scope) => In(scope).OfType<SubProcess>().Where(sub => sub.IsEvent).OrderBy(sub => sub.Id, StringComparer.Ordinal);

    /// <summary>The event that starts an event sub-process.</summary>
    public StartEvent TriggerOf(SubProcess eventSubProcess) => In(eventSubProcess.Id).OfType<StartEvent>().First();

    /// <summary>All events attached to an activity.</summary>
    public IEnumerable<BoundaryEvent> BoundariesOf(string activity) => boundaries[activity];

    /// <summary>Id of the flow without a source on which a token stands that comes to a node by no flow.</summary>
    public static string EntryOf(string node) => $"->{node}";

    private static bool IsInstantiating(FlowNode node) => node is ReceiveTask { Instantiates: true } or EventGateway { Instantiates: true };

    /// <summary>A link is a flow that is not drawn (clause 10.5.5).</summary>
    private static IEnumerable<SequenceFlow> LinkFlows(List<FlowNode> all) =>
        from source in all.OfType<ThrowEvent>()
        from link in source.Definitions.OfType<LinkDefinition>()
        from target in all.OfType<CatchEvent>()
        where target.Parent == source.Parent && target.Definitions.OfType<LinkDefinition>().Any(other => other.Name == link.Name)
        select new SequenceFlow($"{source.Id}=>{target.Id}", link.Name, source.Id, target.Id, null, IsDefault: false);
}

/// <summary>A flow node (BPMN 2.0, clause 8.4.9). Each element family is one record in a file of its own or beside its kin.</summary>
/// <param name="Parent">id of the sub-process, or of the further process of the file, that holds it; null at the level of the process that a case runs</param>
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
