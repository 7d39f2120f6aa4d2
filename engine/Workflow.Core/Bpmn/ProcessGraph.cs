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

    public ProcessGraph(string id, string? name, IEnumerable<FlowNode> nodes, IEnumerable<SequenceFlow> flows)
    {
        Id = id;
        Name = name;
        this.nodes = nodes.ToImmutableDictionary(n => n.Id, StringComparer.Ordinal);
        this.flows = flows.ToImmutableDictionary(f => f.Id, StringComparer.Ordinal);
    }

    public string Id { get; }
    public string? Name { get; }
    public IEnumerable<FlowNode> Nodes => nodes.Values;
    public IEnumerable<SequenceFlow> Flows => flows.Values;

    public FlowNode Node(string id) => nodes[id];
    public FlowNode? Find(string id) => nodes.GetValueOrDefault(id);
    public SequenceFlow Flow(string id) => flows[id];
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
public sealed record Finding(FindingSeverity Severity, string Code, string? Element, string Message, int? Line = null);

public enum FindingSeverity { Error, Warning }
