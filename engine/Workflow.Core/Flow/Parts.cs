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

    /// <summary>True for a body that opens a child when the one before is done.</summary>
    public bool IsSequential { get; init; }

    /// <summary>Children of a body that are done, and that were cancelled.</summary>
    public int Done { get; init; }

    public int Terminated { get; init; }

    /// <summary>What a body's children have added to the list of results, by their number.</summary>
    public ImmutableSortedDictionary<int, Value> Outputs { get; init; } = NoOutputs;

    /// <summary>Timers and subscriptions of its event sub-processes.</summary>
    public ImmutableSortedSet<long> Waits { get; init; } = [];

    /// <summary>True once an interrupting event sub-process or a cancellation took it over.</summary>
    public bool IsInterrupted { get; init; }

    /// <summary>Complex gateways that have fired and wait for their reset, with the flows that they still take a token from.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Resetting { get; init; } = NoGateways;

    /// <summary>Joins at which tokens wait and that are asked again when a token dies; how many tokens wait at each.</summary>
    public ImmutableSortedDictionary<string, int> Asking { get; init; } = NoAsking;

    /// <summary>What can be undone in it, in the order of completion.</summary>
    public ImmutableList<CompensationRecord> Records { get; init; } = [];

    /// <summary>What a call runs; null for everything else.</summary>
    public CalledProcess? Called { get; init; }

    /// <summary>True from <see cref="ScopeCancelling"/> on: late commands inside come to nothing.</summary>
    public bool IsCancelling { get; init; }

    /// <summary>True when a terminate end event is what ends it, so that the flow goes on behind it.</summary>
    public bool IsTerminated { get; init; }

    public bool IsEmpty => OnFlows.IsEmpty && Activities.IsEmpty && Children.IsEmpty && Opened == Count;

    private static readonly ImmutableSortedDictionary<string, ImmutableSortedSet<long>> NoFlows =
        ImmutableSortedDictionary.Create<string, ImmutableSortedSet<long>>(StringComparer.Ordinal);

    private static readonly ImmutableSortedDictionary<int, Value> NoOutputs = ImmutableSortedDictionary<int, Value>.Empty;
    private static readonly ImmutableSortedDictionary<string, int> NoAsking = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    private static readonly ImmutableSortedDictionary<string, ImmutableArray<string>> NoGateways =
        ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal);
}

/// <summary>A completed activity that can be undone.</summary>
/// <param name="Handler">what undoes it; null: the records inside are undone</param>
/// <param name="Data">what it knew when it was done</param>
/// <param name="Inner">what was completed inside it, in the order of completion</param>
public sealed record CompensationRecord(long Id, string Element, string? Handler, Value.Context Data, ImmutableList<CompensationRecord> Inner);

/// <summary>
/// Detour: one step played beside the flow while the activity around it waits (退回, with the fork kept). Compensation: one
/// completed activity being undone. A body and its children serve standard loops as well.
/// </summary>
public enum ScopeKind { Process, SubProcess, MultiInstanceBody, MultiInstanceChild, Detour, EventSubProcess, Call, Compensation }

/// <summary>A token (令牌) in one place: on a sequence flow before its target, or held by an activity.</summary>
/// <param name="Split">the fork that it comes from; null outside every fork</param>
public sealed record Token(long Id, long Scope, string? Flow, long? Activity, Split? Split)
{
    /// <summary>True while it waits at a join for the other branches.</summary>
    public bool Waits { get; init; }

    /// <summary>The join that it waits at and that is asked again when a token dies; null at others.</summary>
    public string? Asks { get; init; }

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

    /// <summary>Timers and subscriptions: its own, and those of the events on its boundary.</summary>
    public ImmutableArray<long> Timers { get; init; } = [];

    /// <summary>Data that only this activity knows.</summary>
    public Value.Context Inputs { get; init; } = Value.Context.Empty;

    /// <summary>What a compensation has yet to undo; the last is next.</summary>
    public ImmutableList<CompensationRecord> ToUndo { get; init; } = [];

    public long? Incident { get; init; }

    /// <summary>True once a boundary event interrupted it, until its inside is gone as well.</summary>
    public bool IsCancelling { get; init; }
}

/// <summary>TimerCatch: a catch event that waits for one timer; CatchEvent: any other. MultiInstance: the activity around the runs, also of a standard loop.</summary>
public enum ActivityKind { UserTask, ServiceTask, SubProcess, MultiInstance, TimerCatch, BusinessRule, ReceiveTask, CatchEvent, EventGateway, EventSubProcess, CallActivity, Compensation }

/// <summary>What a subscription waits for.</summary>
public enum SubscriptionKind { Message, Signal, Condition }

/// <summary>An event that waits for a message, a signal or a condition; see <see cref="Subscribed"/>.</summary>
public sealed record Subscription(long Id, long? Scope, long? Activity, string Element, SubscriptionKind Kind, string? Name, string? Key, int Definition)
{
    /// <summary>Of a condition: whether it held when last asked, so that it has to become false before it counts again.</summary>
    public bool Held { get; init; }
}

/// <param name="Activity">what it is attached to, or the catch event itself; null for a start event</param>
/// <param name="RepeatsLeft">how often it is armed again after firing; null for ever</param>
public sealed record ArmedTimer(long Id, long? Activity, string Element, DateTimeOffset Due)
{
    /// <summary>The scope that an event sub-process belongs to; null for others.</summary>
    public long? Scope { get; init; }

    public int? RepeatsLeft { get; init; }

    /// <summary>ISO 8601 duration from one firing to the next; null for a timer that fires once.</summary>
    public string? Interval { get; init; }
}

/// <summary>An automated step that needs a person (异常).</summary>
public sealed record Incident(long Id, long? Activity, string Element, string Code, string Detail)
{
    /// <summary>The scope whose event sub-process cannot be armed; null for others.</summary>
    public long? Scope { get; init; }

    /// <summary>The tokens that stand still because of it.</summary>
    public ImmutableSortedSet<long> Tokens { get; init; } = [];

    /// <summary>True when its activity is done and only the way out is missing.</summary>
    public bool Done { get; init; }
}
