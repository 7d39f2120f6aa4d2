using System.Xml.Linq;

namespace Workflow.Core.Bpmn;

/// <summary>An error event on an activity's boundary: catches what is thrown in it, ends it and goes its own way.</summary>
/// <param name="Code">the only error code that it catches; null catches every one that no other event of the activity names</param>
public sealed record BoundaryError(string Id, string? Name, string? Parent, string AttachedTo, string? Code) : BoundaryEvent(Id, Name, Parent, AttachedTo)
{
    internal static FlowNode Read(Reading reading, XElement at, XElement definition, string id, string? parent, string attachedTo)
    {
        if (!Reading.IsTrue(at, "cancelActivity", otherwise: true)) reading.Refuse("error-must-interrupt", at, "错误事件总是结束其活动", "an error event always ends its activity");
        if (!ErrorCode.TryRead(reading, definition, out var code)) return new RefusedNode(id, null, parent);
        return new BoundaryError(id, Reading.NameOf(at), parent, attachedTo, code) { Approval = reading.ApprovalOf(at) };
    }
}

/// <summary>An error end event: throws its code to the nearest activity around it that catches it.</summary>
public sealed record ErrorEndEvent(string Id, string? Name, string? Parent, string Code) : FlowNode(Id, Name, Parent)
{
    internal static FlowNode Read(Reading reading, XElement at, XElement definition, string id, string? parent)
    {
        if (!ErrorCode.TryRead(reading, definition, out var code)) return new RefusedNode(id, null, parent);
        if (code is not null) return new ErrorEndEvent(id, Reading.NameOf(at), parent, code) { Approval = reading.ApprovalOf(at) };
        reading.Refuse("error-without-code", definition, "错误结束事件须指明带代码的错误", "an error end event names an error with a code");
        return new RefusedNode(id, null, parent);
    }
}

/// <summary>Codes of errors: where a model declares them, and which events answer to which.</summary>
internal static class ErrorCode
{
    /// <summary>The code of the error that a definition names; null when it names none. False when the name leads nowhere.</summary>
    public static bool TryRead(Reading reading, XElement definition, out string? code)
    {
        code = null;
        if (definition.Attribute("errorRef")?.Value.Trim() is not { Length: > 0 } name) return true;
        // A QName may carry the prefix of the target namespace.
        var local = name[(name.LastIndexOf(':') + 1)..];
        var declared = definition.Document!.Root!.Elements(BpmnReader.Model + "error").FirstOrDefault(e => e.Attribute("id")?.Value is { } id && (id == name || id == local));
        code = declared?.Attribute("errorCode")?.Value.Trim();
        if (declared is null) reading.Refuse("dangling-reference", definition, $"errorRef 指向“{name}”，而文件中没有此错误", $"errorRef names '{name}', which is no error of this file");
        else if (string.IsNullOrEmpty(code)) reading.Refuse("error-without-code", definition, $"错误“{name}”没有 errorCode", $"the error '{name}' has no errorCode");
        return !string.IsNullOrEmpty(code);
    }

    /// <summary>Two events of one activity for one code, and errors that nothing catches.</summary>
    public static void Check(Reading reading)
    {
        var catchers = reading.Nodes.Values.Where(n => n.Node is BoundaryError).Select(n => (Event: (BoundaryError)n.Node, n.At)).ToLookup(n => n.Event.AttachedTo, StringComparer.Ordinal);
        foreach (var second in catchers.SelectMany(activity => activity.GroupBy(n => n.Event.Code, StringComparer.Ordinal).SelectMany(same => same.Skip(1))))
            reading.Refuse("error-caught-twice", second.At, $"“{second.Event.AttachedTo}”上已有事件捕获同一错误", $"'{second.Event.AttachedTo}' has another event that catches the same");

        foreach (var (node, at) in reading.Nodes.Values)
            if (node is ErrorEndEvent thrown && !IsCaught(thrown)) reading.Warn("error-not-caught", at, $"“{thrown.Id}”外没有事件捕获“{thrown.Code}”，办件到此会因异常停下", $"nothing around '{thrown.Id}' catches '{thrown.Code}'; a case that comes here stops with an incident");

        bool IsCaught(ErrorEndEvent thrown)
        {
            for (var around = thrown.Parent; around is not null; around = reading.Nodes.TryGetValue(around, out var outer) ? outer.Node.Parent : null)
                if (catchers[around].Any(c => c.Event.Code is null || c.Event.Code == thrown.Code)) return true;
            return false;
        }
    }
}
