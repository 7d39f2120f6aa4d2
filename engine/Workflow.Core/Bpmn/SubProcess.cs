namespace Workflow.Core.Bpmn;

/// <summary>An embedded sub-process (BPMN 2.0, clause 10.3.5): a scope of its own; the nodes inside name it as their parent.</summary>
public sealed record SubProcess(string Id, string? Name, string? Parent) : ActivityNode(Id, Name, Parent);
