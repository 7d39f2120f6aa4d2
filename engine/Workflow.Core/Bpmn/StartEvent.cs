namespace Workflow.Core.Bpmn;

/// <summary>A none start event (BPMN 2.0, clause 10.5.2): where the process or sub-process begins.</summary>
public sealed record StartEvent(string Id, string? Name, string? Parent) : FlowNode(Id, Name, Parent);
