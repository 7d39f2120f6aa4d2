using System.Xml.Linq;

namespace Workflow.Core.Bpmn.Rules;

/// <summary>What holds of gateways (clause 10.6): their direction, and what stands behind an event gateway.</summary>
internal static class GatewayRules
{
    public static void Check(Reading reading, XElement root)
    {
        var watched = reading.Nodes.Values.Select(n => n.Node).OfType<BoundaryEvent>().Select(b => b.AttachedTo).ToHashSet(StringComparer.Ordinal);
        foreach (var at in Look.All(root, Look.IsGateway))
        {
            if (Look.Text(at, "id") is not { } id || !reading.Nodes.ContainsKey(id)) continue;
            var (incoming, outgoing) = (reading.FlowsTo[id].Count(), reading.FlowsFrom[id].Count());
            CheckDirection(reading, at, incoming, outgoing);
            if (at.Name.LocalName == "eventBasedGateway") CheckEvents(reading, at, id, (incoming, outgoing), watched);
            else if (at.Name.LocalName == "complexGateway" && incoming > 1 && Look.Child(at, "activationCondition") is null)
                reading.Model("complex-without-condition", at, $"复杂网关“{id}”有多个入口而没有 activationCondition，第一个到达者即触发", $"the complex gateway '{id}' has several incoming flows and no activationCondition: the first arrival fires it");
        }
    }

    /// <summary>Clause 10.6.1: converging, diverging and mixed say how many flows come and go.</summary>
    private static void CheckDirection(Reading reading, XElement at, int incoming, int outgoing)
    {
        var direction = Look.Text(at, "gatewayDirection") ?? "Unspecified";
        var kept = direction switch
        {
            "Converging" => incoming > 1 && outgoing <= 1,
            "Diverging" => outgoing > 1 && incoming <= 1,
            "Mixed" => incoming > 1 && outgoing > 1,
            _ => true,
        };
        if (!kept)
            reading.Model("gateway-direction", at, $"网关“{Look.Name(at)}”的方向为 {direction}，而它有 {incoming} 个入口、{outgoing} 个出口", $"the gateway '{Look.Name(at)}' is {direction} and has {incoming} incoming and {outgoing} outgoing flows");
        else if (incoming < 2 && outgoing < 2 && at.Name.LocalName != "eventBasedGateway")
            reading.Model("gateway-without-purpose", at, $"网关“{Look.Name(at)}”既不分支也不汇聚", $"the gateway '{Look.Name(at)}' neither splits nor joins: it has at most one flow on either side");
    }

    /// <summary>Clause 10.6.6: only catch events and receive tasks follow, each entered from here alone.</summary>
    private static void CheckEvents(Reading reading, XElement at, string id, (int Incoming, int Outgoing) flows, HashSet<string> watched)
    {
        if (flows.Outgoing < 2) reading.Model("event-gateway-choice", at, $"事件网关“{id}”须有两个以上出口", $"the event gateway '{id}' has two or more outgoing flows");
        if (Reading.IsTrue(at, "instantiate"))
        {
            if (flows.Incoming > 0) reading.Refuse("instantiate-has-incoming", at, $"“{id}”创建流程，不能有入口", $"'{id}' creates the process, so no flow may lead to it");
        }
        else if (Look.Text(at, "eventGatewayType") == "Parallel")
            reading.Refuse("event-gateway-parallel", at, $"只有创建流程的事件网关可以为 Parallel，而“{id}”不是", $"only an event gateway that creates the process can be Parallel; '{id}' does not");
        var (messages, receives) = (false, false);
        foreach (var target in reading.FlowsFrom[id].Select(f => f.Flow.Target).Where(reading.Nodes.ContainsKey))
        {
            var (node, element) = reading.Nodes[target];
            messages |= node is CatchEvent && Look.Has(element, "messageEventDefinition");
            receives |= node is ReceiveTask;
            var fits = node is RefusedNode or ReceiveTask || (node is CatchEvent { Definitions.Length: > 0 } caught
                && caught.Definitions.All(d => d is MessageDefinition or TimerDefinition or SignalDefinition or ConditionalDefinition));
            if (!fits) reading.Refuse("event-gateway-target", element, $"事件网关“{id}”之后只能是消息、定时、信号、条件的捕获事件或接收任务，而“{target}”不是", $"behind the event gateway '{id}' stand only message, timer, signal or conditional catch events and receive tasks; '{target}' is none");
            if (reading.FlowsTo[target].Take(2).Count() > 1)
                reading.Model("event-gateway-shared", element, $"“{target}”在事件网关之后，不能另有入口", $"'{target}' stands behind an event gateway and has no other incoming flow");
            if (node is ActivityNode && watched.Contains(target))
                reading.Model("event-gateway-boundary", element, $"事件网关之后的接收任务“{target}”不能有边界事件", $"the receive task '{target}' behind an event gateway has no boundary events");
        }
        if (messages && receives) reading.Model("event-gateway-mixed", at, $"事件网关“{id}”之后不能既有消息事件又有接收任务", $"behind the event gateway '{id}' stand either message events or receive tasks, not both");
    }
}
