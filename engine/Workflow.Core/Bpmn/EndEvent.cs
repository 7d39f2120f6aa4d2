using System.Xml.Linq;

namespace Workflow.Core.Bpmn;

/// <summary>A none end event (BPMN 2.0, clause 10.5.3): its token is gone.</summary>
public sealed record EndEvent(string Id, string? Name, string? Parent) : FlowNode(Id, Name, Parent)
{
    internal static FlowNode? Read(Reading reading, XElement at, string? parent)
    {
        if (reading.IdOf(at) is not { } id) return null;
        var name = Reading.NameOf(at);
        return reading.Children(at).ToList() switch
        {
            [] => new EndEvent(id, name, parent) { Approval = reading.ApprovalOf(at) },
            [{ Name.LocalName: "terminateEventDefinition" }] => new TerminateEndEvent(id, name, parent) { Approval = reading.ApprovalOf(at) },
            [{ Name.LocalName: "errorEventDefinition" } error] => ErrorEndEvent.Read(reading, at, error, id, parent),
            [var definition, ..] => reading.RefuseUnsupported(at, parent, $"带 {definition.Name.LocalName} 的结束事件", $"an end event with {definition.Name.LocalName}"),
        };
    }
}

/// <summary>A terminate end event: everything else in its own scope is cancelled, and the scope ends.</summary>
public sealed record TerminateEndEvent(string Id, string? Name, string? Parent) : FlowNode(Id, Name, Parent);
