using System.Xml.Linq;

namespace Workflow.Core.Bpmn;

/// <summary>An event on an activity's boundary (BPMN 2.0, clause 10.5.4): it watches the activity while that runs.</summary>
/// <param name="AttachedTo">id of the activity</param>
public abstract record BoundaryEvent(string Id, string? Name, string? Parent, string AttachedTo) : FlowNode(Id, Name, Parent)
{
    internal static FlowNode? Read(Reading reading, XElement at, string? parent)
    {
        if (reading.IdOf(at) is not { } id) return null;
        var attachedTo = at.Attribute("attachedToRef")?.Value ?? "";
        return reading.Children(at).ToList() switch
        {
            [{ Name.LocalName: "timerEventDefinition" } timer] => BoundaryTimer.Read(reading, at, timer, id, parent, attachedTo),
            [{ Name.LocalName: "errorEventDefinition" } error] => BoundaryError.Read(reading, at, error, id, parent, attachedTo),
            _ => reading.RefuseUnsupported(at, parent, "并非恰有一个定时器或错误的边界事件", "a boundary event without exactly one timer or error"),
        };
    }

    /// <summary>What must hold of where it hangs, and whether it can ever come to act.</summary>
    internal static void Check(Reading reading, BoundaryEvent boundary, XElement at)
    {
        if (!reading.Nodes.TryGetValue(boundary.AttachedTo, out var host) || host.Node is not (ActivityNode or RefusedNode) || host.Node.Parent != boundary.Parent)
            reading.Refuse("boundary-not-attached", at, $"attachedToRef“{boundary.AttachedTo}”不是同一层的活动", $"attachedToRef '{boundary.AttachedTo}' is no activity beside this event");
        else if (host.Node is PassTask { Loop: null })
            reading.Warn("never-fires", at, $"“{boundary.AttachedTo}”会立即通过，此事件不会起作用", $"'{boundary.AttachedTo}' is passed at once, so this event never acts");
        else if (boundary is BoundaryError && host.Node is UserTask or PassTask)
            reading.Warn("never-fires", at, $"“{boundary.AttachedTo}”中没有会抛出错误的步骤", $"nothing in '{boundary.AttachedTo}' can throw an error");
    }
}
