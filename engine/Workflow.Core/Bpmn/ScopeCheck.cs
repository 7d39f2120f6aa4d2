using System.Xml.Linq;

namespace Workflow.Core.Bpmn;

/// <summary>What must hold of each scope: where it starts and ends, and that everything in it can be reached.</summary>
internal static class ScopeCheck
{
    /// <param name="processes">the processes that are read, with what their nodes name as their parent</param>
    public static void Check(Reading reading, IReadOnlyList<(XElement At, string Id, string? Parent)> processes)
    {
        var byScope = reading.Nodes.Values.ToLookup(n => n.Node.Parent ?? "", StringComparer.Ordinal);
        foreach (var (at, id, parent) in processes) CheckScope(reading, at, [.. byScope[parent ?? ""]], id, null);
        foreach (var (node, at) in reading.Nodes.Values)
            if (node is SubProcess sub) CheckScope(reading, at, [.. byScope[node.Id]], node.Id, sub);
        CheckReach(reading);
    }

    private static void CheckScope(Reading reading, XElement at, List<(FlowNode Node, XElement At)> inside, string id, SubProcess? sub)
    {
        var starts = inside.FindAll(n => n.Node is StartEvent || n is { Node: RefusedNode, At.Name.LocalName: "startEvent" });
        var ends = inside.FindAll(n => n.Node is EndEvent || n is { Node: RefusedNode, At.Name.LocalName: "endEvent" });
        var none = starts.FindAll(n => n.Node is StartEvent { Definitions.IsEmpty: true });
        foreach (var second in none.Skip(1)) reading.Refuse("several-starts", second.At, $"“{id}”有多个空开始事件", $"'{id}' has more than one none start event");
        if (sub is { IsEvent: true }) CheckTrigger(reading, at, starts, id);
        else if (sub is not null)
        {
            foreach (var (_, start) in starts.Where(n => n.Node is StartEvent { Definitions.IsEmpty: false }))
                reading.Refuse("start-not-none", start, $"子流程“{id}”的开始事件不能等待事件", $"the start event of the sub-process '{id}' waits for nothing");
        }
        if (sub is { AdHoc: not null })
        {
            foreach (var (node, edge) in starts.Concat(ends)) reading.Refuse("ad-hoc-start-or-end", edge, $"即席子流程“{id}”不能有开始或结束事件", $"the ad-hoc sub-process '{id}' has neither start nor end events");
        }
        else if (starts.Count + ends.Count > 0)
        {
            var begins = starts.Count > 0 || inside.Exists(n => n.Node is ReceiveTask { Instantiates: true } or EventGateway { Instantiates: true });
            if (!begins) reading.Refuse("missing-start", at, $"“{id}”没有开始事件", $"'{id}' has no start event");
            if (ends.Count == 0) reading.Refuse("missing-end", at, $"“{id}”没有结束事件", $"'{id}' has no end event");
        }
        if (sub is null && inside.Count == 0) reading.Model("empty-process", at, $"流程“{id}”中没有元素", $"there is nothing in the process '{id}'");

        var implied = starts.Count + ends.Count == 0;
        foreach (var (node, element) in inside.Where(n => !reading.FlowsFrom.Contains(n.Node.Id)))
        {
            switch (node)
            {
                case BoundaryEvent { Definitions: [CompensationDefinition] } or ThrowEvent { Definitions: [LinkDefinition] } or SubProcess { IsEvent: true } or ActivityNode { IsForCompensation: true }:
                    break;
                case StartEvent or BoundaryEvent or ExclusiveGateway or ParallelGateway or InclusiveGateway or ComplexGateway or EventGateway or CatchEvent or ThrowEvent when !implied || node is BoundaryEvent or EventGateway:
                    reading.Refuse("missing-outgoing", element, $"没有顺序流离开“{node.Id}”", $"nothing leaves '{node.Id}'");
                    break;
                case ActivityNode when !implied:
                    reading.Model("implicit-end", element, $"没有顺序流离开“{node.Id}”，令牌在此结束", $"nothing leaves '{node.Id}'; its token ends there");
                    break;
            }
        }
    }

    /// <summary>An event sub-process has exactly one start event, and that one waits for something (clause 10.3.5).</summary>
    private static void CheckTrigger(Reading reading, XElement at, List<(FlowNode Node, XElement At)> starts, string id)
    {
        if (starts is not [{ Node: StartEvent { Definitions.IsEmpty: false } or RefusedNode }])
            reading.Refuse("event-sub-process-start", at, $"事件子流程“{id}”须恰有一个带事件的开始事件", $"the event sub-process '{id}' has exactly one start event, which waits for something");
    }

    private static void CheckReach(Reading reading)
    {
        var next = reading.Flows.ToLookup(f => f.Flow.Source, f => f.Flow.Target, StringComparer.Ordinal);
        var nodes = reading.Nodes.Values.Select(n => n.Node).ToList();
        var attached = nodes.OfType<BoundaryEvent>().ToLookup(b => b.AttachedTo, b => b.Id, StringComparer.Ordinal);
        var entered = nodes.Where(n => IsEntered(reading, n)).ToLookup(n => n.Parent ?? "", n => n.Id, StringComparer.Ordinal);
        // What was refused may lead anywhere in its own way: nothing behind it is blamed.
        var open = new Stack<string>(entered[""].Concat(nodes.Where(n => n is RefusedNode || (n.Parent is { } parent && (!reading.Nodes.ContainsKey(parent) || parent == n.Id) && IsEntered(reading, n))).Select(n => n.Id)));
        var reached = new HashSet<string>(StringComparer.Ordinal);
        while (open.TryPop(out var id))
        {
            if (!reached.Add(id)) continue;
            foreach (var target in next[id].Concat(attached[id]).Concat(entered[id])) open.Push(target);
            if (reading.Nodes.TryGetValue(id, out var at) && at.Node is BoundaryEvent { Handler: { } handler }) open.Push(handler);
        }
        foreach (var (node, at) in reading.Nodes.Values)
        {
            // A boundary event that hangs on nothing was named already.
            var named = node is BoundaryEvent boundary && !reading.Nodes.ContainsKey(boundary.AttachedTo);
            if (!named && !reached.Contains(node.Id)) reading.Refuse("unreachable", at, $"没有令牌能到达“{node.Id}”", $"no token can come to '{node.Id}'");
        }
    }

    /// <summary>Whether a token comes to it by no flow. In a scope without start events, everything that no flow leads to is entered.</summary>
    private static bool IsEntered(Reading reading, FlowNode node)
    {
        if (node is StartEvent or SubProcess { IsEvent: true } or ReceiveTask { Instantiates: true } or EventGateway { Instantiates: true } or CatchEvent { Definitions: [LinkDefinition] }) return true;
        return !reading.HasStart(node.Parent) && !reading.FlowsTo.Contains(node.Id) && node is not (BoundaryEvent or ActivityNode { IsForCompensation: true });
    }
}
