using System.Collections.Immutable;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>The part of the fold about what waits for an event: timers and subscriptions, of activities, of scopes, of starts; and about what can be undone.</summary>
internal static partial class Fold
{
    public static FlowState Arm(this FlowState state, TimerSet e) => (state with
    {
        Timers = state.Timers.Add(e.Timer, new ArmedTimer(e.Timer, e.Activity, e.Element, e.Due) { RepeatsLeft = e.RepeatsLeft, Interval = e.Interval, Scope = e.Scope }),
    }).Own(e.Timer, e.Activity, e.Scope);

    public static FlowState Fire(this FlowState state, TimerFired e)
    {
        state = state.Unarm([e.Timer]);
        return e.Interrupts ? state.StartCancelling(e.Activity!.Value) : state;
    }

    public static FlowState Subscribe(this FlowState state, Subscribed e) => (state with
    {
        Subscriptions = state.Subscriptions.Add(e.Subscription, new Subscription(e.Subscription, e.Scope, e.Activity, e.Element, e.Kind, e.Name, e.Key, e.Definition)),
        Conditions = e.Kind == SubscriptionKind.Condition ? state.Conditions.Add(e.Subscription) : state.Conditions,
        Listeners = e.Name is { } name ? state.Listeners.SetItem((e.Kind, name), state.Listeners.GetValueOrDefault((e.Kind, name), []).Add(e.Subscription)) : state.Listeners,
    }).Own(e.Subscription, e.Activity, e.Scope);

    public static FlowState Hit(this FlowState state, SubscriptionHit e)
    {
        if (e.Ends) state = state.Unarm([e.Subscription]);
        else if (e.Kind == SubscriptionKind.Condition) state = state.Held(e.Subscription, true);
        return e.Interrupts ? state.StartCancelling(e.Activity!.Value) : state;
    }

    public static FlowState Change(this FlowState state, ConditionChanged e) => state.Held(e.Subscription, e.Holds);

    /// <summary>Everything in the scope is given up, and nothing in it waits for events any more; the scope itself goes on with what took it over.</summary>
    public static FlowState Interrupt(this FlowState state, ScopeInterrupted e)
    {
        var scope = state.Scopes[e.Scope];
        foreach (var token in scope.OnFlows.Values.SelectMany(tokens => tokens)) state = state.RemoveToken(token);
        foreach (var id in scope.Activities) state = state.StartCancelling(id);
        state = state.Unarm(scope.Waits);
        scope = state.Scopes[e.Scope] with { IsInterrupted = true, Resetting = state.Scopes[e.Scope].Resetting.Clear() };
        return state with { Scopes = state.Scopes.SetItem(e.Scope, scope), Asking = state.Asking.Remove(e.Scope) };
    }

    public static FlowState Keep(this FlowState state, CompensationKept e)
    {
        var scope = state.Scopes[e.Scope];
        var inner = e.Inside is { } inside ? state.Scopes[inside].Records : [];
        var record = new CompensationRecord(e.Record, e.Element, e.Handler, e.Data, inner);
        return state with { LastId = e.Record, Scopes = state.Scopes.SetItem(scope.Id, scope with { Records = scope.Records.Add(record) }) };
    }

    /// <summary>The records leave their scope, so that nothing is undone twice; those without a handler give way to what was done inside them.</summary>
    public static FlowState Undo(this FlowState state, CompensationStarted e)
    {
        var scope = state.Scopes[e.Scope];
        var toUndo = ImmutableList.CreateBuilder<CompensationRecord>();
        foreach (var record in scope.Records.Where(r => e.Records.Contains(r.Id))) Flatten(record, Value.Context.Empty, toUndo);
        return state with
        {
            Scopes = state.Scopes.SetItem(scope.Id, scope with { Records = scope.Records.RemoveAll(r => e.Records.Contains(r.Id)) }),
            Activities = state.Activities.SetItem(e.Activity, state.Activities[e.Activity] with { ToUndo = toUndo.ToImmutable() }),
        };
    }

    /// <param name="around">what the sub-process knew in which it was done, which is gone</param>
    private static void Flatten(CompensationRecord record, Value.Context around, ImmutableList<CompensationRecord>.Builder into)
    {
        var known = around.WithAll(record.Data);
        if (record.Handler is not null) into.Add(record with { Data = known });
        else foreach (var inner in record.Inner) Flatten(inner, known, into);
    }

    private static FlowState Held(this FlowState state, long id, bool holds) =>
        state with { Subscriptions = state.Subscriptions.SetItem(id, state.Subscriptions[id] with { Held = holds }) };

    private static FlowState Own(this FlowState state, long id, long? activity, long? scope)
    {
        state = state with { LastId = id };
        if (activity is { } of) return state with { Activities = state.Activities.SetItem(of, state.Activities[of] with { Timers = state.Activities[of].Timers.Add(id) }) };
        if (scope is { } around) return state with { Scopes = state.Scopes.SetItem(around, state.Scopes[around] with { Waits = state.Scopes[around].Waits.Add(id) }) };
        return state with { Starts = state.Starts.Add(id) };
    }

    private static FlowState Unarm(this FlowState state, IEnumerable<long> ids)
    {
        foreach (var id in ids)
        {
            var (activity, scope) = state.Timers.TryGetValue(id, out var timer) ? (timer.Activity, timer.Scope)
                : state.Subscriptions.TryGetValue(id, out var waiting) ? (waiting.Activity, waiting.Scope) : (null, null);
            if (state.Subscriptions.GetValueOrDefault(id) is { Name: { } name } listener) state = state.Silence(listener, name);
            state = state with
            {
                Timers = state.Timers.Remove(id), Subscriptions = state.Subscriptions.Remove(id), Conditions = state.Conditions.Remove(id), Starts = state.Starts.Remove(id),
            };
            if (activity is { } of && state.Activities.TryGetValue(of, out var host))
                state = state with { Activities = state.Activities.SetItem(of, host with { Timers = host.Timers.Remove(id) }) };
            else if (scope is { } around && state.Scopes.TryGetValue(around, out var owner))
                state = state with { Scopes = state.Scopes.SetItem(around, owner with { Waits = owner.Waits.Remove(id) }) };
        }
        return state;
    }

    private static FlowState Silence(this FlowState state, Subscription listener, string name)
    {
        var left = state.Listeners[(listener.Kind, name)].Remove(listener.Id);
        return state with { Listeners = left.IsEmpty ? state.Listeners.Remove((listener.Kind, name)) : state.Listeners.SetItem((listener.Kind, name), left) };
    }
}
