using Workflow.Feel;

namespace Workflow.Core.Bpmn;

/// <summary>Parallel multi-instance (BPMN 2.0, clause 10.3.7): exactly one of collection and cardinality is set.</summary>
/// <param name="Collection">a list; one child per element</param>
/// <param name="Element">the name under which a child sees its element; null when it needs none</param>
/// <param name="Cardinality">a whole number; that many children</param>
public sealed record MultiInstance(Expression? Collection, string? Element, Expression? Cardinality)
{
    /// <summary>The name under which a child sees its number, from 1 (clause 10.3.7).</summary>
    public const string LoopCounter = "loopCounter";
}
