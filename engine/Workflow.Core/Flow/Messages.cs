using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>
/// Messages go to one who waits: of those with the name and the key, the one that has waited longest; what would start a process
/// comes last. Signals go to everybody who waits (BPMN 2.0, clause 10.5.7).
/// </summary>
internal static class Messages
{
    public static void Throw(Run run, long scope, string element, MessageDefinition message, Value.Context payload)
    {
        var key = message.Key is { } expression ? Waiting.KeyOf(run.Evaluate(expression, run.State.DataOf(scope).WithAll(payload))) : null;
        var taker = TakerOf(run.State, message.Message, key);
        run.Add(new MessageThrown(scope, element, message.Message, key, payload, taker is not null, message.TimeToLive));
        if (taker is not null) Waiting.Hit(run, taker, payload);
    }

    /// <summary>A message that came from outside.</summary>
    public static void Deliver(Run run, Trigger.Message message)
    {
        if (TakerOf(run.State, message.Name, message.Key) is { } taker) Waiting.Hit(run, taker, message.Payload);
    }

    public static void Broadcast(Run run, long scope, string element, string signal, Value.Context payload)
    {
        run.Add(new SignalThrown(scope, element, signal, payload));
        Deliver(run, signal, payload);
    }

    /// <summary>Everybody who waits now; not those that begin to wait because of it.</summary>
    public static void Deliver(Run run, string signal, Value.Context payload)
    {
        foreach (var id in run.State.Listeners.GetValueOrDefault((SubscriptionKind.Signal, signal), []))
        {
            if (run.State.Subscriptions.TryGetValue(id, out var listener) && Waiting.IsLive(run.State, listener)) Waiting.Hit(run, listener, payload);
        }
    }

    private static Subscription? TakerOf(FlowState state, string name, string? key)
    {
        Subscription? start = null;
        foreach (var id in state.Listeners.GetValueOrDefault((SubscriptionKind.Message, name), []))
        {
            var waiting = state.Subscriptions[id];
            if (waiting.Key is not null && key is not null && waiting.Key != key) continue;
            if (waiting is { Scope: null, Activity: null }) start ??= waiting;
            else if (Waiting.IsLive(state, waiting)) return waiting;
        }
        return start;
    }
}
