namespace Workflow.Contracts.Cases;

/// <summary>The case's own version of its definition, with where it stands in it: GET /api/cases/{id}/diagram.</summary>
/// <param name="Definition">key of the definition</param>
/// <param name="Xml">BPMN 2.0</param>
/// <param name="Elements">elements that were reached, as far as the caller may see them; all others are not in the list</param>
/// <param name="Flows">sequence flows that were taken; empty for those who see only their own part</param>
public sealed record DiagramAnswer(
    string Definition, int Version, string? Name, string Xml, IReadOnlyList<DiagramElement> Elements, IReadOnlyList<DiagramFlow> Flows);

/// <param name="Element">id in the BPMN</param>
/// <param name="State">"incident", "active", "done" or "cancelled": the first of these that holds</param>
/// <param name="Count">how often it is in that state; at a join, how many branches wait there</param>
/// <param name="TaskIds">the caller's visible tasks of this element</param>
/// <param name="Jobs">automated steps that wait for a worker there</param>
public sealed record DiagramElement(string Element, string State, int Count, IReadOnlyList<long> TaskIds, int Jobs);

/// <param name="Flow">id in the BPMN</param>
/// <param name="Count">tokens that went along it</param>
public sealed record DiagramFlow(string Flow, int Count);
