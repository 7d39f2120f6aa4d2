namespace Workflow.Core.Bpmn;

/// <summary>A none end event (BPMN 2.0, clause 10.5.3): its token is gone.</summary>
public sealed record EndEvent(string Id, string? Name, string? Parent) : FlowNode(Id, Name, Parent);

/// <summary>A terminate end event: everything else in its own scope is cancelled, and the scope ends.</summary>
public sealed record TerminateEndEvent(string Id, string? Name, string? Parent) : FlowNode(Id, Name, Parent);
