using System.Collections.Immutable;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>One level of a running case: it owns data, tokens, activities and child scopes, and ends when nothing of these is left.</summary>
/// <param name="Parent">the scope around it; null for the process</param>
/// <param name="Element">id of the process or sub-process or multi-instance activity</param>
/// <param name="Activity">the activity of the parent scope whose inside or detour this is; null for the process and for a multi-instance child</param>
/// <param name="Index">loop counter from 1 for a multi-instance child</param>
public sealed record Scope(long Id, long? Parent, string Element, ScopeKind Kind, long? Activity, int? Index, Value.Context Data)
{
    /// <summary>Its tokens that stand on a sequence flow, by flow, the oldest first.</summary>
    public ImmutableSortedDictionary<string, ImmutableSortedSet<long>> OnFlows { get; init; } = NoFlows;

    public ImmutableSortedSet<long> Activities { get; init; } = [];

    /// <summary>Open children; only a multi-instance body has any.</summary>
    public ImmutableSortedSet<long> Children { get; init; } = [];

    /// <summary>Children that a multi-instance body opens in all, and has opened so far.</summary>
    public int Count { get; init; }

    public int Opened { get; init; }

    /// <summary>The collection that a multi-instance body goes through; empty when only a number was given.</summary>
    public ImmutableArray<Value> Items { get; init; } = [];

    /// <summary>True from <see cref="ScopeCancelling"/> on: late commands inside come to nothing.</summary>
    public bool IsCancelling { get; init; }

    /// <summary>True when a terminate end event is what ends it, so that the flow goes on behind it.</summary>
    public bool IsTerminated { get; init; }

    public bool IsEmpty => OnFlows.IsEmpty && Activities.IsEmpty && Children.IsEmpty && Opened == Count;

    private static readonly ImmutableSortedDictionary<string, ImmutableSortedSet<long>> NoFlows =
        ImmutableSortedDictionary.Create<string, ImmutableSortedSet<long>>(StringComparer.Ordinal);
}

/// <summary>Detour: one step played beside the flow while the activity around it waits (退回, with the fork kept).</summary>
public enum ScopeKind { Process, SubProcess, MultiInstanceBody, MultiInstanceChild, Detour }

/// <summary>A token (令牌) in one place: on a sequence flow before its target, or held by an activity.</summary>
/// <param name="Split">the fork that it comes from; null outside every fork</param>
public sealed record Token(long Id, long Scope, string? Flow, long? Activity, Split? Split)
{
    /// <summary>True while it waits at a join for the other branches.</summary>
    public bool Waits { get; init; }

    /// <summary>The incident that holds it still; null when none.</summary>
    public long? Incident { get; init; }

    /// <summary>The activity that let it go, when nothing but gateways and passed tasks came since and no branch parted or met; otherwise null.</summary>
    public long? After { get; init; }
}

/// <summary>A fork that a token comes from, and the fork around that.</summary>
/// <param name="Token">the token that was split</param>
/// <param name="Element">where</param>
public sealed record Split(long Token, string Element, Split? Outer);

/// <summary>An element instance that waits: for a person, a worker, a timer, or its own inside.</summary>
public sealed record Activity(long Id, long Scope, string Element, ActivityKind Kind, int? Index)
{
    public required long Token { get; init; }

    /// <summary>The scope inside it, once opened: of a sub-process, a multi-instance's body, or a user task's detour.</summary>
    public long? Inside { get; init; }

    public ImmutableArray<long> Timers { get; init; } = [];
    public long? Incident { get; init; }

    /// <summary>True once a boundary event interrupted it, until its inside is gone as well.</summary>
    public bool IsCancelling { get; init; }
}

public enum ActivityKind { UserTask, ServiceTask, SubProcess, MultiInstance, TimerCatch, BusinessRule }

/// <param name="Activity">what it is attached to, or the catch event itself</param>
/// <param name="RepeatsLeft">how often it is armed again after firing; null for ever</param>
public sealed record ArmedTimer(long Id, long Activity, string Element, DateTimeOffset Due)
{
    public int? RepeatsLeft { get; init; }

    /// <summary>ISO 8601 duration from one firing to the next; null for a timer that fires once.</summary>
    public string? Interval { get; init; }
}

/// <summary>An automated step that needs a person (异常).</summary>
public sealed record Incident(long Id, long? Activity, string Element, string Code, string Detail)
{
    /// <summary>The tokens that stand still because of it.</summary>
    public ImmutableSortedSet<long> Tokens { get; init; } = [];

    /// <summary>True when its activity is done and only the way out is missing.</summary>
    public bool Done { get; init; }
}
