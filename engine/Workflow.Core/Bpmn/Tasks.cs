namespace Workflow.Core.Bpmn;

/// <summary>An activity (BPMN 2.0, clause 10.3): work that takes time, alone or once per element of a collection.</summary>
public abstract record ActivityNode(string Id, string? Name, string? Parent) : FlowNode(Id, Name, Parent)
{
    /// <summary>Set when the activity is carried out several times at once.</summary>
    public MultiInstance? Loop { get; init; }
}

/// <summary>Work of a person.</summary>
public sealed record UserTask(string Id, string? Name, string? Parent) : ActivityNode(Id, Name, Parent);

/// <summary>Work of a machine: a job for a worker.</summary>
public sealed record ServiceTask(string Id, string? Name, string? Parent) : ActivityNode(Id, Name, Parent);

/// <summary>A manual or undefined task: the engine has no part in it, so its token passes at once.</summary>
public sealed record PassTask(string Id, string? Name, string? Parent) : ActivityNode(Id, Name, Parent);
