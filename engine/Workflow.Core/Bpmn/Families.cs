using System.Collections.Frozen;
using System.Xml.Linq;

namespace Workflow.Core.Bpmn;

/// <summary>Which element is read by which family. The one place that lists them all; what is not here is refused.</summary>
internal static class Families
{
    private static readonly FrozenDictionary<string, Func<Reading, XElement, string?, FlowNode?>> Readers =
        new Dictionary<string, Func<Reading, XElement, string?, FlowNode?>>(StringComparer.Ordinal)
        {
            ["startEvent"] = EventXml.Start,
            ["intermediateCatchEvent"] = EventXml.Catch,
            ["intermediateThrowEvent"] = EventXml.Throw,
            ["endEvent"] = EventXml.End,
            ["boundaryEvent"] = EventXml.Boundary,
            ["task"] = ActivityXml.Pass,
            ["manualTask"] = ActivityXml.Pass,
            ["userTask"] = ActivityXml.User,
            ["serviceTask"] = ActivityXml.Service,
            ["businessRuleTask"] = ActivityXml.BusinessRule,
            ["scriptTask"] = ActivityXml.Script,
            ["sendTask"] = ActivityXml.Send,
            ["receiveTask"] = ActivityXml.Receive,
            ["callActivity"] = ActivityXml.Call,
            ["subProcess"] = ActivityXml.Sub,
            ["transaction"] = ActivityXml.Sub,
            ["adHocSubProcess"] = ActivityXml.Sub,
            ["exclusiveGateway"] = GatewayXml.Exclusive,
            ["parallelGateway"] = GatewayXml.Parallel,
            ["inclusiveGateway"] = GatewayXml.Inclusive,
            ["complexGateway"] = GatewayXml.Complex,
            ["eventBasedGateway"] = GatewayXml.Event,
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Elements that describe and never act.</summary>
    public static readonly FrozenSet<string> Quiet = FrozenSet.ToFrozenSet(
    [
        "documentation", "extensionElements", "incoming", "outgoing", "laneSet", "textAnnotation", "association", "group", "auditing", "monitoring", "category",
        "dataObject", "dataObjectReference", "dataStoreReference", "property", "ioSpecification", "dataInputAssociation", "dataOutputAssociation", "correlationSubscription", "supports",
    ], StringComparer.Ordinal);

    /// <summary>Elements that other engines act on and this one does not: left alone with a warning.</summary>
    public static readonly FrozenSet<string> NotExecuted = FrozenSet.ToFrozenSet(
    [
        "resourceRole", "performer", "humanPerformer", "potentialOwner", "rendering", "supportedInterfaceRef", "ioBinding",
    ], StringComparer.Ordinal);

    /// <summary>What a global task becomes when it is called: a process of one task.</summary>
    public static readonly FrozenDictionary<string, Func<Reading, XElement, string?, FlowNode?>> GlobalTasks =
        new Dictionary<string, Func<Reading, XElement, string?, FlowNode?>>(StringComparer.Ordinal)
        {
            ["globalTask"] = ActivityXml.Pass,
            ["globalManualTask"] = ActivityXml.Pass,
            ["globalUserTask"] = ActivityXml.User,
            ["globalBusinessRuleTask"] = ActivityXml.BusinessRule,
            ["globalScriptTask"] = ActivityXml.Script,
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What stands beside the flow nodes of a sub-process and is read with it.</summary>
    private static readonly FrozenSet<string> BesideNodes = FrozenSet.ToFrozenSet(
        ["multiInstanceLoopCharacteristics", "standardLoopCharacteristics", "completionCondition"], StringComparer.Ordinal);

    /// <summary>Reads everything that stands directly in a process or sub-process, and, through it, what is nested.</summary>
    /// <param name="parent">what the nodes name as their parent; null at the level of the process that a case runs</param>
    public static void ReadScope(Reading reading, XElement scope, string? parent)
    {
        if (scope.Attribute("id")?.Value is { } id && DataXml.Objects(scope) is { IsEmpty: false } objects) reading.DataObjects[id] = objects;
        foreach (var child in reading.Children(scope))
        {
            var family = child.Name.LocalName;
            if (family == "sequenceFlow")
            {
                if (SequenceFlowXml.Read(reading, child) is { } flow) reading.Flows.Add((flow, child, parent));
                continue;
            }
            if (BesideNodes.Contains(family) && scope.Name.LocalName != "process") continue;
            var node = Readers.TryGetValue(family, out var read) ? read(reading, child, parent) : reading.RefuseUnsupported(child, parent);
            if (node is not null) reading.Nodes.TryAdd(node.Id, (node, child));
        }
    }
}
