using System.Collections.Frozen;
using System.Xml.Linq;

namespace Workflow.Core.Bpmn;

/// <summary>Which element is read by which family. The one place that lists them all; what is not here is refused.</summary>
internal static class Families
{
    private static readonly FrozenDictionary<string, Func<Reading, XElement, string?, FlowNode?>> Readers =
        new Dictionary<string, Func<Reading, XElement, string?, FlowNode?>>(StringComparer.Ordinal)
        {
            ["startEvent"] = StartEvent.Read,
            ["endEvent"] = EndEvent.Read,
            ["task"] = PassTask.Read,
            ["manualTask"] = PassTask.Read,
            ["userTask"] = UserTask.Read,
            ["serviceTask"] = ServiceTask.Read,
            ["businessRuleTask"] = BusinessRuleTask.Read,
            ["subProcess"] = SubProcess.Read,
            ["exclusiveGateway"] = ExclusiveGateway.Read,
            ["parallelGateway"] = ParallelGateway.Read,
            ["intermediateCatchEvent"] = TimerCatch.Read,
            ["boundaryEvent"] = BoundaryEvent.Read,
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Elements that describe and never act.</summary>
    public static readonly FrozenSet<string> Quiet = FrozenSet.ToFrozenSet(
    [
        "documentation", "extensionElements", "incoming", "outgoing", "laneSet", "textAnnotation", "association", "group", "auditing", "monitoring", "category",
    ], StringComparer.Ordinal);

    /// <summary>Elements that other engines act on and this one does not: left alone with a warning.</summary>
    public static readonly FrozenSet<string> NotExecuted = FrozenSet.ToFrozenSet(
    [
        "dataObject", "dataObjectReference", "dataStoreReference", "property", "ioSpecification", "dataInputAssociation", "dataOutputAssociation",
        "resourceRole", "performer", "humanPerformer", "potentialOwner", "rendering", "supportedInterfaceRef", "ioBinding",
    ], StringComparer.Ordinal);

    /// <summary>Reads everything that stands directly in a process or sub-process, and, through it, what is nested.</summary>
    public static void ReadScope(Reading reading, XElement scope, string? parent)
    {
        foreach (var child in reading.Children(scope))
        {
            var family = child.Name.LocalName;
            if (family == "sequenceFlow")
            {
                if (SequenceFlowXml.Read(reading, child) is { } flow) reading.Flows.Add((flow, child, parent));
                continue;
            }
            if (family is "multiInstanceLoopCharacteristics" or "standardLoopCharacteristics" && parent is not null) continue;
            var node = Readers.TryGetValue(family, out var read) ? read(reading, child, parent) : reading.RefuseUnsupported(child, parent);
            if (node is not null) reading.Nodes.TryAdd(node.Id, (node, child));
        }
    }
}
