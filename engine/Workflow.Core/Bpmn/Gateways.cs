using Workflow.Feel;

namespace Workflow.Core.Bpmn;

/// <summary>An exclusive gateway (BPMN 2.0, clause 10.6.2): the first outgoing flow whose condition holds, else the default.</summary>
public sealed record ExclusiveGateway(string Id, string? Name, string? Parent) : FlowNode(Id, Name, Parent);

/// <summary>A parallel gateway (clause 10.6.4): waits for one token on every incoming flow, then puts one on every outgoing flow.</summary>
public sealed record ParallelGateway(string Id, string? Name, string? Parent) : FlowNode(Id, Name, Parent);

/// <summary>An inclusive gateway (clause 10.6.3): waits for every token that can still come, then takes every flow whose condition holds.</summary>
public sealed record InclusiveGateway(string Id, string? Name, string? Parent) : FlowNode(Id, Name, Parent);

/// <summary>A complex gateway (clause 10.6.5): fires when its condition over the arrivals holds, and absorbs those that come later until all that can come have come.</summary>
/// <param name="Activation">over the data, activationCount and waitingForStart; null only with one incoming flow at most</param>
public sealed record ComplexGateway(string Id, string? Name, string? Parent, Expression? Activation) : FlowNode(Id, Name, Parent);

/// <summary>An event-based gateway (clause 10.6.6): the first of the events behind it wins.</summary>
/// <param name="Instantiates">true when its events create the process; then no flow leads there</param>
/// <param name="IsParallel">with <paramref name="Instantiates"/>: every event behind it has to occur; the first one creates the process</param>
public sealed record EventGateway(string Id, string? Name, string? Parent, bool Instantiates, bool IsParallel) : FlowNode(Id, Name, Parent);
