using System.Collections.Immutable;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>
/// Where a case's tokens stand. A tree of scopes that own data, tokens, activities and timers; no token counters:
/// questions are asked of the tokens and the graph. Each event costs the logarithm of what is open, not more
/// (closing a scope: for each token left in it).
/// </summary>
public sealed record FlowState
{
    public static readonly FlowState Empty = new();

    /// <summary>Highest id given so far to a scope, token, activity, timer or incident; ids are never used twice.</summary>
    public long LastId { get; init; }

    /// <summary>The scope of the case's process; null before the start and after the end.</summary>
    public long? Root { get; init; }

    /// <summary>The scopes of all processes that run: the case's own, and others of its definition that messages, signals or timers have started.</summary>
    public ImmutableSortedSet<long> Roots { get; init; } = [];

    /// <summary>Id of the process that the case runs; null before the start.</summary>
    public string? Main { get; init; }

    /// <summary>What the flow began with; what a process that starts later begins with when the case's own has ended.</summary>
    public Value.Context Begun { get; init; } = Value.Context.Empty;

    public ImmutableDictionary<long, Scope> Scopes { get; init; } = ImmutableDictionary<long, Scope>.Empty;
    public ImmutableDictionary<long, Token> Tokens { get; init; } = ImmutableDictionary<long, Token>.Empty;

    /// <summary>Element instances that wait: for a person, a worker, a timer, or their own inside.</summary>
    public ImmutableDictionary<long, Activity> Activities { get; init; } = ImmutableDictionary<long, Activity>.Empty;

    public ImmutableDictionary<long, ArmedTimer> Timers { get; init; } = ImmutableDictionary<long, ArmedTimer>.Empty;
    /// <summary>What waits for a message, a signal or a condition.</summary>
    public ImmutableDictionary<long, Subscription> Subscriptions { get; init; } = ImmutableDictionary<long, Subscription>.Empty;

    /// <summary>The subscriptions that wait for a condition.</summary>
    public ImmutableSortedSet<long> Conditions { get; init; } = [];

    /// <summary>The subscriptions to messages and signals, by kind and name.</summary>
    public ImmutableDictionary<(SubscriptionKind Kind, string Name), ImmutableSortedSet<long>> Listeners { get; init; } = ImmutableDictionary<(SubscriptionKind, string), ImmutableSortedSet<long>>.Empty;

    /// <summary>Timers and subscriptions that start processes; they belong to no scope.</summary>
    public ImmutableSortedSet<long> Starts { get; init; } = [];

    /// <summary>Scopes with joins that are asked again when a token dies.</summary>
    public ImmutableSortedSet<long> Asking { get; init; } = [];

    public ImmutableDictionary<long, Incident> Incidents { get; init; } = ImmutableDictionary<long, Incident>.Empty;

    /// <summary>Tokens on a flow that have yet to enter its target, the oldest first.</summary>
    public ImmutableSortedSet<long> Ready { get; init; } = [];

    /// <summary>Multi-instance bodies that have children yet to open.</summary>
    public ImmutableSortedSet<long> Opening { get; init; } = [];

    /// <summary>Scopes and activities whose inside is being cancelled; the outermost first, as outer ids are smaller.</summary>
    public ImmutableSortedSet<long> Cancelling { get; init; } = [];

    public bool IsStarted { get; init; }

    /// <summary>True at the end, whether it came from inside or, see <see cref="IsCancelled"/>, from outside.</summary>
    public bool IsCompleted { get; init; }

    public bool IsCancelled { get; init; }

    /// <summary>True while a large fan-out or cancellation is under way: <see cref="Trigger.Continue"/> does the next slice.</summary>
    public bool HasMore => !Cancelling.IsEmpty || !Ready.IsEmpty || !Opening.IsEmpty;

    /// <summary>The data seen from a scope: its own entries over those of its parents.</summary>
    public Value.Context DataOf(long scope)
    {
        if (!Scopes.TryGetValue(scope, out var own)) return Value.Context.Empty;
        if (own.Parent is not { } parent || own.Called is { IsIsolated: true }) return own.Data;
        var around = DataOf(parent);
        return around.WithAll(own.Data);
    }

    /// <summary>The data that an activity sees: its own inputs over the data of its scope.</summary>
    public Value.Context DataOf(Activity activity)
    {
        var around = DataOf(activity.Scope);
        return activity.Inputs.Span.IsEmpty ? around : around.WithAll(activity.Inputs);
    }

    /// <summary>The scope of the process or call that a scope belongs to: the nearest one around it with a graph of its own.</summary>
    public Scope ProcessOf(long scope)
    {
        for (var at = Scopes[scope]; ; at = Scopes[at.Parent!.Value])
            if (at.Kind is ScopeKind.Process or ScopeKind.Call) return at;
    }

    /// <summary>True when the scope or something around it is being cancelled, so that nothing in it may move.</summary>
    public bool IsBlocked(long scope)
    {
        for (long? at = scope; at is { } id; at = Scopes[id].Parent)
        {
            if (!Scopes.TryGetValue(id, out var here) || here.IsCancelling) return true;
            if (here.Activity is { } activity && Activities[activity].IsCancelling) return true;
        }
        return false;
    }

    public FlowState Evolve(FlowEvent happened) => happened switch
    {
        ProcessStarted e => this.Start(e),
        FlowOpened e => this with { IsStarted = true, Begun = e.Data, Main = e.Process },
        ProcessCompleted e => this.End(e.Scope, e.TimersGone),
        ProcessCancelled e => this.End(e.Scope, e.TimersGone) with { IsCancelled = true },
        ComplexPassed e => this.Pass(e),
        ScopeInterrupted e => this.Interrupt(e),
        Subscribed e => this.Subscribe(e),
        SubscriptionHit e => this.Hit(e),
        ConditionChanged e => this.Change(e),
        EscalationCaught e => this.Catch(e),
        CompensationKept e => this.Keep(e),
        CompensationStarted e => this.Undo(e),
        TransactionCancelled e => this.StartCancelling(e.Activity),
        MessageThrown or SignalThrown or EscalationThrown => this,
        ElementPassed e => this.Pass(e),
        JoinAwaited e => this.Await(e),
        ActivityStarted e => this.Start(e),
        ActivityCompleted e => this.Complete(e),
        ActivityCancelled e => this.Remove(e.Activity),
        ScopeOpened e => this.Open(e),
        ScopeClosed e => this.Close(e),
        ScopeCancelling e => this.StartCancelling(e),
        DataWritten e => this.Write(e),
        TimerSet e => this.Arm(e),
        TimerFired e => this.Fire(e),
        ErrorCaught e => this.Catch(e),
        IncidentRaised e => this.Raise(e),
        IncidentResolved e => this.Resolve(e.Incident),
        FlowRewound e => this.Rewind(e),
        _ => throw new InvalidOperationException($"no fold for {happened.GetType().Name}"),
    };
}
