using System.Collections.Immutable;

namespace Workflow.Core.Bpmn;

/// <summary>One branch of a fork around an element.</summary>
/// <param name="Fork">id of the element where the branches part</param>
/// <param name="Flow">id of the sequence flow on which this one begins</param>
/// <param name="IsSide">it began beside the flow, behind a timer that does not interrupt; no join ever waits for it</param>
public sealed record Branch(string Fork, string Flow, bool IsSide);

/// <summary>
/// Which forks and joins of a model belong together (结构分析). Every element of a block-structured scope has the branches around
/// it, outermost first; a token may go back to any element whose branches are all around it too, and every join still gets
/// what it waits for. Where branches meet in other ways nothing is said, and moves that need the proof are refused.
/// </summary>
public sealed class Blocks
{
    private readonly ProcessGraph graph;
    private readonly Dictionary<string, ImmutableArray<Branch>> around = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<Branch>> onFlow = new(StringComparer.Ordinal);
    private readonly HashSet<string> unstructured = new(StringComparer.Ordinal);
    private readonly HashSet<string> joined = new(StringComparer.Ordinal);
    private readonly HashSet<string> ended = new(StringComparer.Ordinal);

    public Blocks(ProcessGraph graph)
    {
        this.graph = graph;
        foreach (var start in graph.Nodes.OfType<StartEvent>()) Label(start);
        // Only what parts and meets in plain ways is understood; with these a token may come or go in ways that no branch says.
        foreach (var node in graph.Nodes.Where(n => n is InclusiveGateway or ComplexGateway or EventGateway { Instantiates: true }
            or ActivityNode { StartQuantity: > 1 } or ActivityNode { CompletionQuantity: > 1 } or ThrowEvent { Definitions: [LinkDefinition] })) Refuse(node);
        foreach (var fork in joined.Intersect(ended, StringComparer.Ordinal)) Refuse(graph.Node(fork));
    }

    /// <summary>True when every join of a scope provably gets a token from each branch of one fork.</summary>
    /// <param name="parent">id of the sub-process; null for the process</param>
    public bool IsStructured(string? parent) => !unstructured.Contains(ScopeOf(parent));

    /// <summary>The branches around an element within its own scope, the outermost first; null where that cannot be told.</summary>
    public ImmutableArray<Branch>? Around(string element) =>
        IsStructured(graph.Node(element).Parent) && around.TryGetValue(element, out var branches) ? branches : null;

    /// <summary>Whether a token before one element may come to another of the same scope.</summary>
    public bool Reaches(string from, string to)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([from]);
        while (open.TryPop(out var id))
        {
            foreach (var next in Behind(graph.Node(id)))
            {
                if (next == to) return true;
                if (seen.Add(next)) open.Push(next);
            }
        }
        return false;
    }

    private IEnumerable<string> Behind(FlowNode node) =>
        node.Outgoing.Select(flow => graph.Flow(flow).Target).Concat(graph.BoundariesOf(node.Id).Select(boundary => boundary.Id));

    private void Label(StartEvent start)
    {
        var open = new Stack<(FlowNode Node, ImmutableArray<Branch> Branches)>();
        open.Push((start, []));
        while (open.TryPop(out var at))
        {
            if (around.TryGetValue(at.Node.Id, out var known))
            {
                if (!known.SequenceEqual(at.Branches)) Refuse(at.Node);
                continue;
            }
            around[at.Node.Id] = at.Branches;
            foreach (var boundary in graph.BoundariesOf(at.Node.Id))
                open.Push((boundary, !boundary.Interrupts ? [new Branch(boundary.Id, boundary.Id, IsSide: true)] : at.Branches));
            Leave(at.Node, at.Branches, open);
        }
        foreach (var join in graph.Nodes.Where(n => n.Parent == start.Parent && IsJoin(n)))
            if (!around.ContainsKey(join.Id) && join.Incoming.Any(onFlow.ContainsKey)) Refuse(join);
    }

    private void Leave(FlowNode node, ImmutableArray<Branch> branches, Stack<(FlowNode, ImmutableArray<Branch>)> open)
    {
        if (node.Outgoing.IsEmpty)
        {
            if (node is not EndEvent { Definitions: [TerminateDefinition or ErrorDefinition or CancelDefinition, ..] }) ended.UnionWith(branches.Select(b => b.Fork));
            return;
        }
        var parts = node is not (ExclusiveGateway or EventGateway) && node.Outgoing.Length > 1;
        if (parts && node is not ParallelGateway && node.Outgoing.Any(f => graph.Flow(f) is { Condition: not null } or { IsDefault: true })) Refuse(node);
        foreach (var id in node.Outgoing)
        {
            onFlow[id] = parts ? branches.Add(new Branch(node.Id, id, IsSide: false)) : branches;
            var target = graph.Node(graph.Flow(id).Target);
            if (!IsJoin(target)) open.Push((target, onFlow[id]));
            else if (target.Incoming.All(onFlow.ContainsKey)) Meet(target, open);
        }
    }

    /// <summary>A join belongs to the fork whose branches all meet here, each of them once, and nothing else does.</summary>
    private void Meet(FlowNode join, Stack<(FlowNode, ImmutableArray<Branch>)> open)
    {
        var arriving = join.Incoming.Select(flow => onFlow[flow]).ToList();
        var depth = arriving[0].Length - 1;
        if (depth < 0 || arriving.Exists(b => b.Length != depth + 1))
        {
            Refuse(join);
            return;
        }
        var (fork, outside) = (arriving[0][depth], arriving[0].RemoveAt(depth));
        var whole = !fork.IsSide && arriving.TrueForAll(b => b[depth].Fork == fork.Fork && b.Take(depth).SequenceEqual(outside))
            && arriving.Select(b => b[depth].Flow).Distinct(StringComparer.Ordinal).Count() == graph.Node(fork.Fork).Outgoing.Length
            && arriving.Count == graph.Node(fork.Fork).Outgoing.Length;
        if (!whole) Refuse(join);
        else if (!joined.Add(fork.Fork) && !around.ContainsKey(join.Id)) Refuse(join);
        open.Push((join, outside));
    }

    private void Refuse(FlowNode node) => unstructured.Add(ScopeOf(node.Parent));

    private static bool IsJoin(FlowNode node) => node is ParallelGateway && node.Incoming.Length > 1;

    private static string ScopeOf(string? parent) => parent ?? "";
}
