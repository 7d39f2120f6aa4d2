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
            if (node is BoundaryEvent boundary) BoundaryEvent.Check(reading, boundary, at);
        }
        ErrorCode.Check(reading);
        CheckReach(reading);
    }

    private static void CheckScope(Reading reading, XElement at, List<(FlowNode Node, XElement At)> inside, string id)
    {
        var starts = inside.FindAll(n => n.Node is StartEvent || n is { Node: RefusedNode, At.Name.LocalName: "startEvent" });
        var ends = inside.FindAll(n => n.Node is EndEvent or TerminateEndEvent or ErrorEndEvent || n is { Node: RefusedNode, At.Name.LocalName: "endEvent" });
        if (starts.Count + ends.Count == 0)
        {
            // The standard allows it (clause 10.5.2): whatever has no incoming flow starts. It would be a family of its own.
            reading.Refuse("unsupported-element", at, $"“{id}”既没有开始事件也没有结束事件，尚不支持", $"'{id}' has neither start nor end event, which cannot be run yet");
            return;
        }
        if (starts.Count == 0) reading.Refuse("missing-start", at, $"“{id}”没有开始事件", $"'{id}' has no start event");
        foreach (var second in starts.Where(n => n.Node is StartEvent).Skip(1)) reading.Refuse("several-starts", second.At, $"“{id}”有多个开始事件", $"'{id}' has more than one start event");
        if (ends.Count == 0) reading.Refuse("missing-end", at, $"“{id}”没有结束事件", $"'{id}' has no end event");

        foreach (var (node, element) in inside.Where(n => !reading.FlowsFrom.Contains(n.Node.Id)))
        {
            switch (node)
            {
                case StartEvent or BoundaryEvent or ExclusiveGateway or ParallelGateway or TimerCatch:
                    reading.Refuse("missing-outgoing", element, $"没有顺序流离开“{node.Id}”", $"nothing leaves '{node.Id}'");
                    break;
                case ActivityNode:
                    reading.Warn("implicit-end", element, $"没有顺序流离开“{node.Id}”，令牌在此结束", $"nothing leaves '{node.Id}'; its token ends there");
                    break;
            }
        }
    }

    private static void CheckReach(Reading reading)
    {
        var next = reading.Flows.ToLookup(f => f.Flow.Source, f => f.Flow.Target, StringComparer.Ordinal);
        var attached = reading.Nodes.Values
            .Where(n => n.At.Attribute("attachedToRef") is not null)
            .ToLookup(n => n.At.Attribute("attachedToRef")!.Value, n => n.Node.Id, StringComparer.Ordinal);
        var started = reading.Nodes.Values.Where(n => n.Node is StartEvent).Select(n => n.Node.Parent ?? "").ToHashSet(StringComparer.Ordinal);
        var entered = reading.Nodes.Values.Where(n => IsEntered(n.Node, n.At)).ToLookup(n => n.Node.Parent ?? "", n => n.Node.Id, StringComparer.Ordinal);
        // What was refused may lead anywhere in its own way (a link, an event sub-process): nothing behind it is blamed.
        var open = new Stack<string>(entered[""].Concat(reading.Nodes.Values.Where(n => n.Node is RefusedNode).Select(n => n.Node.Id)));
        var reached = new HashSet<string>(StringComparer.Ordinal);
        while (open.TryPop(out var id))
        {
            if (!reached.Add(id)) continue;
            foreach (var target in next[id].Concat(attached[id]).Concat(entered[id])) open.Push(target);
        }
        foreach (var (node, at) in reading.Nodes.Values)
        {
            // A boundary event that hangs on nothing was named already.
            var named = node is BoundaryEvent boundary && !reading.Nodes.ContainsKey(boundary.AttachedTo);
            if (!named && !reached.Contains(node.Id)) reading.Refuse("unreachable", at, $"没有令牌能到达“{node.Id}”", $"no token can come to '{node.Id}'");
        }

        // A scope without a start event was refused as such; then everything in it counts as entered.
        bool IsEntered(FlowNode node, XElement at) =>
            node is StartEvent || !started.Contains(node.Parent ?? "") || Reading.IsTrue(at, "isForCompensation");
    }
}
