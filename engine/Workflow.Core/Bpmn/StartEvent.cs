using System.Xml.Linq;

namespace Workflow.Core.Bpmn;

/// <summary>A none start event (BPMN 2.0, clause 10.5.2): where the process or sub-process begins.</summary>
public sealed record StartEvent(string Id, string? Name, string? Parent) : FlowNode(Id, Name, Parent)
{
    internal static FlowNode? Read(Reading reading, XElement at, string? parent)
    {
        if (reading.IdOf(at) is not { } id) return null;
        if (reading.Children(at).FirstOrDefault() is { } definition)
            return reading.RefuseUnsupported(at, parent, $"带 {definition.Name.LocalName} 的开始事件", $"a start event with {definition.Name.LocalName}");
        return new StartEvent(id, Reading.NameOf(at), parent) { Approval = reading.ApprovalOf(at) };
    }
}
