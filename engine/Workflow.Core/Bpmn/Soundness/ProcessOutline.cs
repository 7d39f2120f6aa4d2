using System.Collections.Immutable;
using System.Xml.Linq;
using Workflow.Feel;

namespace Workflow.Core.Bpmn.Soundness;

/// <summary>
/// The flow of a model's processes, executable or not, without what it takes to run them: enough to ask whether it is
/// sound while it is still a drawing. What is broken is left out and not complained of.
/// </summary>
public static class ProcessOutline
{
    private static readonly Expression Some = FeelSource.TryParse("true", out var expression, out _) ? expression : throw new InvalidOperationException("true is FEEL");

    /// <summary>All processes of a file in one graph; null when it is no BPMN or has no process.</summary>
    public static ProcessGraph? Read(ReadOnlyMemory<byte> xml)
    {
        if (!XmlDoor.TryRead(xml, out var document, out _)) return null;
        var processes = document.Root!.Elements(BpmnReader.Model + "process").Where(process => process.Attribute("id")?.Value is { Length: > 0 }).DistinctBy(IdOf, StringComparer.Ordinal).ToList();
        if (processes.Count == 0) return null;

        var nodes = new Dictionary<string, FlowNode>(StringComparer.Ordinal);
        var flows = new Dictionary<string, SequenceFlow>(StringComparer.Ordinal);
        var defaults = document.Root!.Descendants().Select(e => e.Attribute("default")?.Value).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var process in processes) Scope(process, process == processes[0] ? null : IdOf(process));
        var whole = flows.Values.Where(flow => nodes.ContainsKey(flow.Source) && nodes.ContainsKey(flow.Target));
        return new(IdOf(processes[0]), null, nodes.Values, whole, processes.Skip(1).Select(process => new ProcessPart(IdOf(process), null)));

        void Scope(XElement scope, string? parent)
        {
            foreach (var at in scope.Elements().Where(e => e.Name.Namespace == BpmnReader.Model && e.Attribute("id")?.Value is { Length: > 0 }))
            {
                if (at.Name.LocalName == "sequenceFlow") flows.TryAdd(IdOf(at), FlowOf(at, defaults));
                else if (NodeOf(at, IdOf(at), parent) is { } node && nodes.TryAdd(node.Id, node) && node is SubProcess) Scope(at, node.Id);
            }
        }
    }

    private static string IdOf(XElement at) => at.Attribute("id")!.Value;

    private static SequenceFlow FlowOf(XElement at, HashSet<string> defaults)
    {
        var isDefault = defaults.Contains(IdOf(at));
        return new(IdOf(at), null, at.Attribute("sourceRef")?.Value ?? "", at.Attribute("targetRef")?.Value ?? "",
            !isDefault && at.Element(BpmnReader.Model + "conditionExpression") is not null ? Some : null, isDefault);
    }

    private static FlowNode? NodeOf(XElement at, string id, string? parent) => at.Name.LocalName switch
    {
        "startEvent" => new StartEvent(id, null, parent, Reading.IsTrue(at, "isInterrupting", otherwise: true)) { Definitions = Definitions(at) },
        "endEvent" => new EndEvent(id, null, parent) { Definitions = Definitions(at) },
        "intermediateCatchEvent" => new CatchEvent(id, null, parent) { Definitions = Definitions(at) },
        "intermediateThrowEvent" => new ThrowEvent(id, null, parent) { Definitions = Definitions(at) },
        "boundaryEvent" => new BoundaryEvent(id, null, parent, at.Attribute("attachedToRef")?.Value ?? "", Reading.IsTrue(at, "cancelActivity", otherwise: true)) { Definitions = Definitions(at) },
        "exclusiveGateway" => new ExclusiveGateway(id, null, parent),
        "parallelGateway" => new ParallelGateway(id, null, parent),
        "inclusiveGateway" => new InclusiveGateway(id, null, parent),
        "complexGateway" => new ComplexGateway(id, null, parent, null),
        "eventBasedGateway" => new EventGateway(id, null, parent, Reading.IsTrue(at, "instantiate"), at.Attribute("eventGatewayType")?.Value == "Parallel"),
        "subProcess" or "transaction" => Activity(at, new SubProcess(id, null, parent) { IsEvent = Reading.IsTrue(at, "triggeredByEvent") }),
        "adHocSubProcess" => Activity(at, new SubProcess(id, null, parent) { AdHoc = new(false, null, true, null) }),
        "receiveTask" when Reading.IsTrue(at, "instantiate") => Activity(at, new ReceiveTask(id, null, parent, new(""), Instantiates: true)),
        "callActivity" or "task" => Activity(at, new PassTask(id, null, parent)),
        var name when name.EndsWith("Task", StringComparison.Ordinal) => Activity(at, new PassTask(id, null, parent)),
        _ => null,
    };

    private static ActivityNode Activity(XElement at, ActivityNode node) => node with
    {
        IsForCompensation = Reading.IsTrue(at, "isForCompensation"),
        StartQuantity = Quantity(at, "startQuantity"),
        CompletionQuantity = Quantity(at, "completionQuantity"),
    };

    private static int Quantity(XElement at, string attribute) =>
        int.TryParse(at.Attribute(attribute)?.Value, System.Globalization.CultureInfo.InvariantCulture, out var quantity) ? quantity : 1;

    /// <summary>Only what an event does with tokens matters; whatever it waits for may come.</summary>
    private static ImmutableArray<EventDefinition> Definitions(XElement at) =>
    [
        .. at.Elements().Select(EventDefinition? (child) => child.Name.LocalName switch
        {
            "terminateEventDefinition" => new TerminateDefinition(),
            "errorEventDefinition" => new ErrorDefinition(null),
            "cancelEventDefinition" => new CancelDefinition(),
            "compensateEventDefinition" => new CompensationDefinition(null),
            "linkEventDefinition" => new LinkDefinition(child.Attribute("name")?.Value ?? ""),
            var name when name.EndsWith("EventDefinition", StringComparison.Ordinal) || name == "eventDefinitionRef" => new SignalDefinition(""),
            _ => null,
        }).OfType<EventDefinition>().Distinct(),
    ];
}
