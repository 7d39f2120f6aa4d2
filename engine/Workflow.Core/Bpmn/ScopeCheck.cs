using System.Xml.Linq;

namespace Workflow.Core.Bpmn;

/// <summary>What must hold of each scope: where it starts and ends, and that everything in it can be reached.</summary>
internal static class ScopeCheck
{
    public static void Check(Reading reading, XElement process, string processId)
    {
        var byScope = reading.Nodes.Values.ToLookup(n => n.Node.Parent ?? "", StringComparer.Ordinal);
        CheckScope(reading, process, [.. byScope[""]], processId);
        foreach (var (node, at) in reading.Nodes.Values)
        {
            if (node is SubProcess) CheckScope(reading, at, [.. byScope[node.Id]], node.Id);
            if (node is BoundaryTimer boundary) CheckBoundary(reading, boundary, at);
        }
        CheckReach(reading);
    }

    private static void CheckScope(Reading reading, XElement at, List<(FlowNode Node, XElement At)> inside, string id)
    {
        var starts = inside.FindAll(n => n.Node is StartEvent || n is { Node: RefusedNode, At.Name.LocalName: "startEvent" });
        var ends = inside.FindAll(n => n.Node is EndEvent or TerminateEndEvent || n is { Node: RefusedNode, At.Name.LocalName: "endEvent" });
        if (starts.Count == 0) reading.Refuse("missing-start", at, $"'{id}' has no start event");
        foreach (var second in starts.Skip(1)) reading.Refuse("several-starts", second.At, $"'{id}' has more than one start event");
        if (ends.Count == 0) reading.Refuse("missing-end", at, $"'{id}' has no end event");

        foreach (var (node, element) in inside.Where(n => !reading.FlowsFrom.Contains(n.Node.Id)))
        {
            switch (node)
            {
                case StartEvent or BoundaryTimer or ExclusiveGateway or ParallelGateway or TimerCatch:
                    reading.Refuse("missing-outgoing", element, $"nothing leaves '{node.Id}'");
                    break;
                case ActivityNode:
                    reading.Warn("implicit-end", element, $"nothing leaves '{node.Id}'; its token ends there");
                    break;
            }
        }
    }

    private static void CheckBoundary(Reading reading, BoundaryTimer boundary, XElement at)
    {
        if (!reading.Nodes.TryGetValue(boundary.AttachedTo, out var host) || host.Node is not (ActivityNode or RefusedNode) || host.Node.Parent != boundary.Parent)
            reading.Refuse("boundary-not-attached", at, $"attachedToRef '{boundary.AttachedTo}' is no activity beside this event");
    }

    private static void CheckReach(Reading reading)
    {
        var next = reading.Flows.ToLookup(f => f.Flow.Source, f => f.Flow.Target, StringComparer.Ordinal);
        var attached = reading.Nodes.Values
            .Where(n => n.At.Attribute("attachedToRef") is not null)
            .ToLookup(n => n.At.Attribute("attachedToRef")!.Value, n => n.Node.Id, StringComparer.Ordinal);
        var starts = reading.Nodes.Values.Where(n => n.Node is StartEvent || n.At.Name.LocalName == "startEvent").ToLookup(n => n.Node.Parent ?? "", n => n.Node.Id, StringComparer.Ordinal);

        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(starts[""]);
        while (open.TryPop(out var id))
        {
            if (!reached.Add(id)) continue;
            foreach (var target in next[id].Concat(attached[id]).Concat(starts[id])) open.Push(target);
        }
        foreach (var (node, at) in reading.Nodes.Values)
        {
            // A refused element was named already; so was a boundary event that hangs on nothing.
            var named = node is RefusedNode || (node is BoundaryTimer boundary && !reading.Nodes.ContainsKey(boundary.AttachedTo));
            if (!named && starts[""].Any() && !reached.Contains(node.Id)) reading.Refuse("unreachable", at, $"no token can come to '{node.Id}'");
        }
    }
}
