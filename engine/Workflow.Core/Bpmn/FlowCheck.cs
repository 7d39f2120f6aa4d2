using System.Xml.Linq;

namespace Workflow.Core.Bpmn;

/// <summary>What must hold of sequence flows: their ends, their scope, their conditions and defaults (BPMN 2.0, clause 8.3.13).</summary>
internal static class FlowCheck
{
    public static void Check(Reading reading)
    {
        foreach (var (flow, at, scope) in reading.Flows)
        {
            CheckEnds(reading, flow, at, scope);
            CheckCondition(reading, flow, at);
        }
        foreach (var (node, at) in reading.Nodes.Values)
        {
            CheckLists(reading, node, at);
            if (node is ExclusiveGateway or InclusiveGateway) CheckChoice(reading, node);
        }
    }

    private static void CheckEnds(Reading reading, SequenceFlow flow, XElement at, string? scope)
    {
        var source = End("sourceRef", flow.Source);
        var target = End("targetRef", flow.Target);
        if (source is null || target is null) return;

        if (source.Parent != scope || target.Parent != scope)
            reading.Refuse("flow-crosses-scope", at, "顺序流不能跨越子流程的边界", "a sequence flow may not cross the border of a sub-process");
        if (target is StartEvent) reading.Refuse("start-has-incoming", at, $"顺序流不能进入开始事件“{target.Id}”", $"no flow may lead to the start event '{target.Id}'");
        if (target is BoundaryEvent) reading.Refuse("boundary-has-incoming", at, $"顺序流不能进入边界事件“{target.Id}”", $"no flow may lead to the boundary event '{target.Id}'");
        if (source is EndEvent) reading.Refuse("end-has-outgoing", at, $"顺序流不能离开结束事件“{source.Id}”", $"no flow may leave the end event '{source.Id}'");

        FlowNode? End(string attribute, string id)
        {
            if (reading.Nodes.TryGetValue(id, out var found)) return found.Node;
            reading.Refuse("dangling-reference", at, $"{attribute} 指向“{id}”，而此流程中没有它", $"{attribute} names '{id}', which is not in this process");
            return null;
        }
    }

    private static void CheckCondition(Reading reading, SequenceFlow flow, XElement at)
    {
        if (flow.Condition is null || !reading.Nodes.TryGetValue(flow.Source, out var source)) return;
        if (flow.IsDefault) reading.Refuse("default-with-condition", at, "默认流不能有条件", "a default flow has no condition of its own");
        if (source.Node is ParallelGateway)
            reading.Model("condition-ignored", at, $"并行网关“{flow.Source}”走全部出口，此条件不起作用", $"the parallel gateway '{flow.Source}' takes all its flows; this condition has no effect");
        else if (source.Node is not (ActivityNode or ExclusiveGateway or InclusiveGateway or ComplexGateway or RefusedNode))
            reading.Refuse("condition-not-allowed", at, $"从“{flow.Source}”出去的顺序流不能有条件", $"a flow out of '{flow.Source}' cannot have a condition");
    }

    private static void CheckChoice(Reading reading, FlowNode gateway)
    {
        var outgoing = reading.FlowsFrom[gateway.Id].ToList();
        if (outgoing.Count < 2) return;
        foreach (var (flow, at, _) in outgoing)
        {
            if (flow.Condition is null && !flow.IsDefault && at.Element(BpmnReader.Model + "conditionExpression") is null)
                reading.Model("condition-missing", at, $"从网关“{gateway.Id}”出去的顺序流没有条件，也不是其默认流，视为总是成立", $"a flow out of the gateway '{gateway.Id}' has no condition and is not its default; it counts as one that always holds");
        }
    }

    /// <summary>incoming and outgoing repeat what the flows say; a name that is no flow at all is refused.</summary>
    private static void CheckLists(Reading reading, FlowNode node, XElement at)
    {
        foreach (var child in at.Elements().Where(e => e.Name == BpmnReader.Model + "incoming" || e.Name == BpmnReader.Model + "outgoing"))
        {
            var id = child.Value.Trim();
            // A QName may carry the prefix of the target namespace.
            var named = reading.FlowsById.GetValueOrDefault(id) ?? reading.FlowsById.GetValueOrDefault(id[(id.LastIndexOf(':') + 1)..]);
            if (named is null)
                reading.Refuse("dangling-reference", child, $"{child.Name.LocalName} 指向“{id}”，而此流程中没有这条顺序流", $"{child.Name.LocalName} names '{id}', which is no flow of this process");
            else if ((child.Name.LocalName == "incoming" ? named.Target : named.Source) != node.Id)
                reading.Model("flow-list-mismatch", child, $"{child.Name.LocalName} 指向“{id}”，而它接在别处", $"{child.Name.LocalName} names '{id}', which is attached elsewhere");
        }
    }
}
