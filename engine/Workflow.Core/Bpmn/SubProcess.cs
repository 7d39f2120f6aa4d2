using System.Xml.Linq;

namespace Workflow.Core.Bpmn;

/// <summary>An embedded sub-process (BPMN 2.0, clause 10.3.5): a scope of its own; the nodes inside name it as their parent.</summary>
public sealed record SubProcess(string Id, string? Name, string? Parent) : ActivityNode(Id, Name, Parent)
{
    internal static FlowNode? Read(Reading reading, XElement at, string? parent)
    {
        if (reading.IdOf(at) is not { } id) return null;
        if (Reading.IsTrue(at, "triggeredByEvent")) return reading.RefuseUnsupported(at, parent, "事件子流程", "an event sub-process");
        Families.ReadScope(reading, at, id);
        return Read(reading, at, new SubProcess(id, Reading.NameOf(at), parent));
    }
}
