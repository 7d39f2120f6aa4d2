using System.Xml.Linq;

namespace Workflow.Core.Bpmn;

/// <summary>Reads gateways (BPMN 2.0, clause 10.6).</summary>
internal static class GatewayXml
{
    public static FlowNode? Exclusive(Reading reading, XElement at, string? parent) => Read(reading, at, id => new ExclusiveGateway(id, Reading.NameOf(at), parent));

    public static FlowNode? Parallel(Reading reading, XElement at, string? parent) => Read(reading, at, id => new ParallelGateway(id, Reading.NameOf(at), parent));

    public static FlowNode? Inclusive(Reading reading, XElement at, string? parent) => Read(reading, at, id => new InclusiveGateway(id, Reading.NameOf(at), parent));

    public static FlowNode? Complex(Reading reading, XElement at, string? parent)
    {
        var activation = at.Element(BpmnReader.Model + "activationCondition");
        return Read(reading, at, id => new ComplexGateway(
            id, Reading.NameOf(at), parent, activation is null ? null : reading.ExpressionOf(activation, activation.Value, "condition-not-parsed")), "activationCondition");
    }

    public static FlowNode? Event(Reading reading, XElement at, string? parent) => Read(reading, at, id => new EventGateway(
        id, Reading.NameOf(at), parent, Reading.IsTrue(at, "instantiate"), at.Attribute("eventGatewayType")?.Value.Trim() == "Parallel"));

    private static FlowNode? Read(Reading reading, XElement at, Func<string, FlowNode> make, params ReadOnlySpan<string> known)
    {
        reading.RefuseOthers(at, known);
        return reading.IdOf(at) is { } id ? make(id) with { Approval = reading.ApprovalOf(at) } : null;
    }
}
