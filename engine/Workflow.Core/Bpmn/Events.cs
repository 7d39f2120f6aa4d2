using System.Collections.Immutable;
using Workflow.Feel;

namespace Workflow.Core.Bpmn;

/// <summary>An event (BPMN 2.0, clause 10.5): something that happens (catch) or that the process makes happen (throw).</summary>
public abstract record EventNode(string Id, string? Name, string? Parent) : FlowNode(Id, Name, Parent)
{
    /// <summary>What it waits for or throws, in the order of the file; empty for a none event.</summary>
    public ImmutableArray<EventDefinition> Definitions { get; init; } = [];

    /// <summary>True when a catch event needs all of its definitions to occur and not just one (parallelMultiple).</summary>
    public bool IsParallel { get; init; }

    /// <summary>Which data it takes along or leaves behind.</summary>
    public DataMapping Data { get; init; } = DataMapping.None;
}

/// <summary>A start event (clause 10.5.2): of a process, a sub-process, or an event sub-process.</summary>
/// <param name="Interrupts">whether an event sub-process ends what runs around it; without meaning elsewhere</param>
public sealed record StartEvent(string Id, string? Name, string? Parent, bool Interrupts = true) : EventNode(Id, Name, Parent);

/// <summary>An intermediate catch event (clause 10.5.4): its token waits until it occurs.</summary>
public sealed record CatchEvent(string Id, string? Name, string? Parent) : EventNode(Id, Name, Parent);

/// <summary>An intermediate throw event (clause 10.5.4): throws and lets its token go on; a none event only marks a place.</summary>
public sealed record ThrowEvent(string Id, string? Name, string? Parent) : EventNode(Id, Name, Parent);

/// <summary>An end event (clause 10.5.3): throws what it has to and takes its token away.</summary>
public sealed record EndEvent(string Id, string? Name, string? Parent) : EventNode(Id, Name, Parent);

/// <summary>An event on an activity's boundary (clause 10.5.4): it watches the activity while that runs.</summary>
/// <param name="AttachedTo">id of the activity</param>
/// <param name="Interrupts">true when it ends the activity (cancelActivity)</param>
public sealed record BoundaryEvent(string Id, string? Name, string? Parent, string AttachedTo, bool Interrupts = true) : EventNode(Id, Name, Parent)
{
    /// <summary>The activity that undoes what the host did; only for compensation, which has no way out of its own.</summary>
    public string? Handler { get; init; }
}

/// <summary>What an event waits for or throws (clause 10.5.5).</summary>
public abstract record EventDefinition;

/// <summary>An instant comes.</summary>
public sealed record TimerDefinition(TimerSpec Timer) : EventDefinition;

/// <param name="Message">the message's name</param>
/// <param name="Key">what tells this conversation from others; evaluated when the wait begins or the message is thrown; null: any</param>
/// <param name="TimeToLive">ISO 8601: how long a thrown message that nobody takes is kept; null for the default</param>
public sealed record MessageDefinition(string Message, Expression? Key = null, string? TimeToLive = null) : EventDefinition;

/// <param name="Signal">the signal's name; everybody who waits for it gets it</param>
public sealed record SignalDefinition(string Signal) : EventDefinition;

/// <param name="Code">null catches every error; a throw always has one</param>
public sealed record ErrorDefinition(string? Code) : EventDefinition;

/// <param name="Code">null catches every escalation; a throw always has one</param>
public sealed record EscalationDefinition(string? Code) : EventDefinition;

/// <summary>A condition over the data becomes true.</summary>
public sealed record ConditionalDefinition(Expression Condition) : EventDefinition;

/// <param name="Activity">whose work is undone; null: everything that was completed in the scope. A catch has none.</param>
/// <param name="Waits">whether the throw waits until all is undone (waitForCompletion)</param>
public sealed record CompensationDefinition(string? Activity, bool Waits = true) : EventDefinition;

/// <summary>A transaction is cancelled.</summary>
public sealed record CancelDefinition : EventDefinition;

/// <summary>Everything in the scope ends at once.</summary>
public sealed record TerminateDefinition : EventDefinition;

/// <summary>A way from a throw to the catch of the same name in the same scope.</summary>
public sealed record LinkDefinition(string Name) : EventDefinition;
