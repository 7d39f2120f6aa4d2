using System.Collections.Immutable;
using Workflow.Feel;

namespace Workflow.Core.Bpmn;

/// <summary>How an activity is carried out more than once (BPMN 2.0, clause 10.3.8).</summary>
public abstract record LoopSpec
{
    /// <summary>The name under which a run sees its number, from 1.</summary>
    public const string LoopCounter = "loopCounter";
}

/// <summary>A standard loop: again and again, one after the other, while the condition holds.</summary>
/// <param name="Condition">evaluated before or after each run; null: for ever, up to <paramref name="Maximum"/></param>
/// <param name="TestBefore">true when the condition is asked before a run, so that there may be none</param>
/// <param name="Maximum">runs at most; null: no limit</param>
public sealed record StandardLoop(Expression? Condition, bool TestBefore, int? Maximum) : LoopSpec;

/// <summary>A multi-instance: exactly one of collection and cardinality is set.</summary>
/// <param name="Collection">a list; one child per element</param>
/// <param name="Element">the name under which a child sees its element; null when it needs none</param>
/// <param name="Cardinality">a whole number; that many children</param>
public sealed record MultiInstance(Expression? Collection, string? Element, Expression? Cardinality) : LoopSpec
{
    /// <summary>True: one child after the other.</summary>
    public bool IsSequential { get; init; }

    /// <summary>Asked each time a child is done; when it is true the others are ended and the activity is done.</summary>
    public Expression? Completion { get; init; }

    /// <summary>The name under which the children's results are written as a list, in the children's order; null: none.</summary>
    public string? Output { get; init; }

    /// <summary>What a child adds to <see cref="Output"/>, evaluated over its data when it is done.</summary>
    public Expression? OutputElement { get; init; }

    /// <summary>What is thrown when children are done (attribute behavior); empty for All.</summary>
    public ImmutableArray<MultiInstanceThrow> Throws { get; init; } = [];
}

/// <summary>When a multi-instance tells of a child that is done.</summary>
public enum MultiInstanceMoment
{
    /// <summary>Behaviour One: at the first child.</summary>
    First,

    /// <summary>Behaviour None: at each child.</summary>
    Each,

    /// <summary>Behaviour Complex: at each child after which the condition holds.</summary>
    When,
}

/// <param name="Condition">only for <see cref="MultiInstanceMoment.When"/></param>
public sealed record MultiInstanceThrow(MultiInstanceMoment Moment, Expression? Condition, EventDefinition Definition);
