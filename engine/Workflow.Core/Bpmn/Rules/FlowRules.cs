using System.Xml.Linq;

namespace Workflow.Core.Bpmn.Rules;

/// <summary>What holds of sequence flows beside their ends (clause 8.3.13).</summary>
internal static class FlowRules
{
    public static void Check(Reading reading, XElement root)
    {
        foreach (var (flow, at, _) in reading.Flows)
        {
            // Table 8.61: false says that something happens between the ends that is not modelled.
            if (Look.Text(at, "isImmediate") is "false" or "0")
                reading.Model("flow-not-immediate", at, "可执行流程的顺序流不能设 isImmediate=\"false\"", "a flow of an executable process cannot have isImmediate=\"false\"");
            if (flow.Condition is not null && reading.Nodes.TryGetValue(flow.Source, out var source) && source.Node is ActivityNode && reading.FlowsFrom[flow.Source].Take(2).Count() < 2)
                reading.Model("condition-alone", at, $"“{flow.Source}”只有这一条带条件的出口，条件不成立时无路可走", $"this is the only flow out of '{flow.Source}', and it has a condition: when that does not hold there is no way on");
        }
        foreach (var process in Look.All(root, "process")) CheckLists(reading, process);
    }

    /// <summary>Where a process lists incoming and outgoing flows at its elements at all, every flow is listed at both ends (clause 8.3.7).</summary>
    private static void CheckLists(Reading reading, XElement process)
    {
        var listed = Look.All(process, name => name is "incoming" or "outgoing").Select(e => (e.Parent!, e.Name.LocalName, Roots.LocalOf(Look.Words(e)))).ToHashSet();
        if (listed.Count == 0) return;
        foreach (var flow in Look.All(process, "sequenceFlow"))
        {
            if (Look.Text(flow, "id") is not { } id) continue;
            CheckListed(reading, listed, (flow, id), "sourceRef", "outgoing");
            CheckListed(reading, listed, (flow, id), "targetRef", "incoming");
        }
    }

    private static void CheckListed(Reading reading, HashSet<(XElement, string, string)> listed, (XElement At, string Id) flow, string end, string list)
    {
        var id = flow.Id;
        if (Look.Referred(flow.At, Look.Text(flow.At, end)) is not { } node || listed.Contains((node, list, Roots.LocalOf(id)))) return;
        reading.Model("flow-not-listed", node, $"顺序流“{id}”未列在“{Look.Name(node)}”的 {list} 中", $"the flow '{id}' is not listed as {list} of '{Look.Name(node)}'");
    }
}
