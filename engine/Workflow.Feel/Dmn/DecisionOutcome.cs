using System.Collections.Immutable;

namespace Workflow.Feel.Dmn;

/// <param name="IsError">something went wrong on the way, or the evaluation was given up</param>
/// <param name="Diagnostics">what went wrong</param>
/// <param name="Traces">one per decision and per call of a business knowledge model, in order of evaluation; empty unless asked for</param>
public sealed record DecisionOutcome(Value Value, bool IsError, ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<DecisionTrace> Traces);

/// <summary>One decision that was evaluated.</summary>
public sealed record DecisionTrace(string Id, string Name, Value Value, ImmutableArray<TableTrace> Tables);

/// <summary>One decision table that was evaluated.</summary>
/// <param name="Element">id of the table, or of the decision that it belongs to</param>
public sealed record TableTrace(string Element, ImmutableArray<(string Input, Value Value)> Inputs, ImmutableArray<RuleTrace> Matched, HitPolicy HitPolicy);

/// <summary>One rule that matched.</summary>
/// <param name="Number">from 1, as drawn</param>
public sealed record RuleTrace(int Number, string Id, ImmutableArray<(string Output, Value Value)> Outputs, ImmutableArray<string> Annotations);
