using System.Collections.Immutable;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>
/// Where a case's tokens stand. A tree of scopes that own data, tokens, activities and timers; no token counters:
/// questions are asked of the tokens and the graph.
/// </summary>
public sealed record FlowState
{
    public static readonly FlowState Empty = new();

    /// <summary>Highest id given so far to a scope, token, activity, timer or incident; ids are never used twice.</summary>
    public long LastId { get; init; }

    public ImmutableDictionary<long, Scope> Scopes { get; init; } = ImmutableDictionary<long, Scope>.Empty;
    public ImmutableDictionary<long, Token> Tokens { get; init; } = ImmutableDictionary<long, Token>.Empty;

    /// <summary>Element instances that wait: for a person, a worker, a timer, or their own inside.</summary>
    public ImmutableDictionary<long, Activity> Activities { get; init; } = ImmutableDictionary<long, Activity>.Empty;

    public ImmutableDictionary<long, ArmedTimer> Timers { get; init; } = ImmutableDictionary<long, ArmedTimer>.Empty;
    public ImmutableDictionary<long, Incident> Incidents { get; init; } = ImmutableDictionary<long, Incident>.Empty;

    public bool IsStarted { get; init; }
    public bool IsCompleted { get; init; }

    /// <summary>True while a large fan-out or cancellation is under way: <see cref="Trigger.Continue"/> does the next slice.</summary>
    public bool HasMore { get; init; }

    public FlowState Evolve(FlowEvent happened) => this;

    /// <summary>The data seen from a scope: its own entries over those of its parents.</summary>
    public Value.Context DataOf(long scope) => Value.Context.Empty;
}

/// <param name="Parent">the scope around it; null for the process</param>
/// <param name="Element">id of the process or sub-process or multi-instance activity</param>
/// <param name="Activity">the activity of the parent scope whose inside this is; null for the process</param>
/// <param name="Index">loop counter from 1 for a multi-instance child</param>
public sealed record Scope(long Id, long? Parent, string Element, ScopeKind Kind, long? Activity, int? Index, Value.Context Data);

public enum ScopeKind { Process, SubProcess, MultiInstanceBody, MultiInstanceChild }

/// <summary>A token (令牌) in one place: on a sequence flow before its target, or inside an activity.</summary>
/// <param name="Split">the token that was split to make this one; null for the first</param>
public sealed record Token(long Id, long Scope, string? Flow, long? Activity, long? Split);

public sealed record Activity(long Id, long Scope, string Element, ActivityKind Kind, int? Index);

public enum ActivityKind { UserTask, ServiceTask, SubProcess, MultiInstance, TimerCatch }

public sealed record ArmedTimer(long Id, long Activity, string Element, DateTimeOffset Due);

/// <summary>An automated step that needs a person (异常).</summary>
public sealed record Incident(long Id, long? Activity, string Element, string Code, string Detail);
