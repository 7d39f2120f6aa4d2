using System.Xml.Linq;

namespace Workflow.Core.Bpmn;

/// <summary>An activity (BPMN 2.0, clause 10.3): work that takes time, alone or once per element of a collection.</summary>
public abstract record ActivityNode(string Id, string? Name, string? Parent) : FlowNode(Id, Name, Parent)
{
    /// <summary>Set when the activity is carried out several times at once.</summary>
    public MultiInstance? Loop { get; init; }

    /// <summary>Adds what all activities have in common; refuses what none of them can do yet.</summary>
    internal static FlowNode Read(Reading reading, XElement at, ActivityNode bare)
    {
        if (Reading.IsTrue(at, "isForCompensation"))
            reading.Refuse("unsupported-attribute", at, "尚不支持 isForCompensation（补偿）", "isForCompensation: compensation cannot be run yet");
        foreach (var quantity in (string[])["startQuantity", "completionQuantity"])
        {
            if (at.Attribute(quantity)?.Value.Trim() is { } number && number != "1")
                reading.Refuse("unsupported-attribute", at, $"{quantity} 目前只能为 1", $"{quantity}: only 1 can be run yet");
        }
        return bare with { Loop = MultiInstance.Read(reading, at), Approval = reading.ApprovalOf(at) };
    }

    internal static FlowNode ReadTask(Reading reading, XElement at, ActivityNode bare)
    {
        reading.RefuseOthers(at, "multiInstanceLoopCharacteristics", "standardLoopCharacteristics");
        return Read(reading, at, bare);
    }
}

/// <summary>Work of a person.</summary>
public sealed record UserTask(string Id, string? Name, string? Parent) : ActivityNode(Id, Name, Parent)
{
    internal static FlowNode? Read(Reading reading, XElement at, string? parent) =>
        reading.IdOf(at) is { } id ? ReadTask(reading, at, new UserTask(id, Reading.NameOf(at), parent)) : null;
}

/// <summary>Work of a machine: a job for a worker.</summary>
public sealed record ServiceTask(string Id, string? Name, string? Parent) : ActivityNode(Id, Name, Parent)
{
    internal static FlowNode? Read(Reading reading, XElement at, string? parent) =>
        reading.IdOf(at) is { } id ? ReadTask(reading, at, new ServiceTask(id, Reading.NameOf(at), parent)) : null;
}

/// <summary>Work of a table of rules: decided at once and without anybody, by the table that <c>approval:decision</c> names.</summary>
public sealed record BusinessRuleTask(string Id, string? Name, string? Parent) : ActivityNode(Id, Name, Parent)
{
    internal static FlowNode? Read(Reading reading, XElement at, string? parent) =>
        reading.IdOf(at) is { } id ? ReadTask(reading, at, new BusinessRuleTask(id, Reading.NameOf(at), parent)) : null;
}

/// <summary>A manual or undefined task: the engine has no part in it, so its token passes at once.</summary>
public sealed record PassTask(string Id, string? Name, string? Parent) : ActivityNode(Id, Name, Parent)
{
    internal static FlowNode? Read(Reading reading, XElement at, string? parent) =>
        reading.IdOf(at) is { } id ? ReadTask(reading, at, new PassTask(id, Reading.NameOf(at), parent)) : null;
}
