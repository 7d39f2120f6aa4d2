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

    /// <summary>The process's own scope; null before the start and after the end.</summary>
    public long? Root { get; init; }

    public ImmutableDictionary<long, Scope> Scopes { get; init; } = ImmutableDictionary<long, Scope>.Empty;
    public ImmutableDictionary<long, Token> Tokens { get; init; } = ImmutableDictionary<long, Token>.Empty;

    /// <summary>Element instances that wait: for a person, a worker, a timer, or their own inside.</summary>
    public ImmutableDictionary<long, Activity> Activities { get; init; } = ImmutableDictionary<long, Activity>.Empty;

    public ImmutableDictionary<long, ArmedTimer> Timers { get; init; } = ImmutableDictionary<long, ArmedTimer>.Empty;
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
        if (own.Parent is not { } parent) return own.Data;
        var around = DataOf(parent);
        return around.WithAll(own.Data);
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
        ProcessCompleted e => this.End(e.Scope) with { IsCompleted = true },
        ProcessCancelled e => this.End(e.Scope) with { IsCompleted = true, IsCancelled = true },
        ElementPassed e => this.Pass(e),
        JoinAwaited e => this.Await(e),
        ActivityStarted e => this.Start(e),
        ActivityCompleted e => this.Complete(e),
        ActivityCancelled e => this.Remove(e.Activity),
        ScopeOpened e => this.Open(e),
        ScopeClosed e => this.Close(e.Scope),
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
