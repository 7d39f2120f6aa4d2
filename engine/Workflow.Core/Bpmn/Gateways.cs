using System.Xml.Linq;

namespace Workflow.Core.Bpmn;

/// <summary>An exclusive gateway (BPMN 2.0, clause 10.6.2): the first outgoing flow whose condition holds, else the default.</summary>
public sealed record ExclusiveGateway(string Id, string? Name, string? Parent) : FlowNode(Id, Name, Parent)
{
    internal static FlowNode? Read(Reading reading, XElement at, string? parent)
    {
        reading.RefuseOthers(at);
        return reading.IdOf(at) is { } id ? new ExclusiveGateway(id, Reading.NameOf(at), parent) { Approval = reading.ApprovalOf(at) } : null;
    }
}

/// <summary>A parallel gateway (clause 10.6.4): waits for one token on every incoming flow, then puts one on every outgoing flow.</summary>
public sealed record ParallelGateway(string Id, string? Name, string? Parent) : FlowNode(Id, Name, Parent)
{
    internal static FlowNode? Read(Reading reading, XElement at, string? parent)
    {
        reading.RefuseOthers(at);
        return reading.IdOf(at) is { } id ? new ParallelGateway(id, Reading.NameOf(at), parent) { Approval = reading.ApprovalOf(at) } : null;
    }
}
