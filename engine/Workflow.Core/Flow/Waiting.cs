using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>What an event will wait for, evaluated before it begins to.</summary>
/// <param name="Element">id of the event or receive task</param>
/// <param name="Definition">which of its definitions, from 0</param>
/// <param name="Timer">set for a timer; otherwise kind, name and key are</param>
internal sealed record Wait(string Element, int Definition, TimerPlan? Timer, SubscriptionKind Kind, string? Name, string? Key);

/// <summary>How events begin to wait and what follows when what they wait for comes: of activities' boundaries, catch events, receive tasks, event gateways, event sub-processes, and starts of processes.</summary>
internal static class Waiting
{
    /// <summary>False when an incident was raised because something about a boundary event cannot be understood.</summary>
    public static bool TryPlanBoundaries(Run run, ActivityNode node, Token token, Value.Context data, out List<Wait> waits)
    {
        waits = [];
        foreach (var boundary in run.GraphOf(token.Scope).BoundariesOf(node.Id))
            if (!TryPlan(run, boundary, token, data, waits)) return false;
        return true;
    }

    public static bool TryPlan(Run run, EventNode node, Token token, Value.Context data, List<Wait> waits)
    {
        for (var i = 0; i < node.Definitions.Length; i++)
            if (!TryPlan(run, node.Id, node.Definitions[i], i, token, data, waits)) return false;
        return true;
    }

    public static bool TryPlan(Run run, string element, EventDefinition definition, int index, Token token, Value.Context data, List<Wait> waits)
    {
        if (Plan(run, element, definition, index, data, waits) is not { } trouble) return true;
        Incidents.Stop(run, token, run.GraphOf(token.Scope).Node(run.GraphOf(token.Scope).Flow(token.Flow!).Target), trouble);
        return false;
    }

    /// <summary>Adds what one definition waits for; nothing for those that are thrown at (errors, escalations, compensation, cancel).</summary>
    /// <param name="starts">true for what creates a process: the first message brings the key along (clause 8.4.2), so any key is welcome where none can be told yet</param>
    public static Trouble? Plan(Run run, string element, EventDefinition definition, int index, Value.Context data, List<Wait> waits, bool starts = false)
    {
        switch (definition)
        {
            case TimerDefinition timer:
                if (Timers.Plan(run, element, timer.Timer, data, out var trouble) is not { } plan) return trouble;
                waits.Add(new(element, index, plan, default, null, null));
                break;
            case MessageDefinition message:
                string? key = null;
                if (message.Key is { } expression && (key = KeyOf(run.Evaluate(expression, data))) is null && !starts)
                    return new("key-not-evaluated", $"the key of '{element}' is neither a text nor a number: {expression.Source}");
                waits.Add(new(element, index, null, SubscriptionKind.Message, message.Message, key));
                break;
            case SignalDefinition signal: waits.Add(new(element, index, null, SubscriptionKind.Signal, signal.Signal, null)); break;
            case ConditionalDefinition: waits.Add(new(element, index, null, SubscriptionKind.Condition, null, null)); break;
        }
        return null;
    }

    public static void Arm(Run run, IEnumerable<Wait> waits, long? activity, long? scope)
    {
        foreach (var wait in waits)
        {
            if (wait.Timer is { } plan) run.Add(new TimerSet(run.NextId, activity, wait.Element, plan.Due, plan.RepeatsLeft, plan.Interval, scope));
            else run.Add(new Subscribed(run.NextId, scope, activity, wait.Element, wait.Kind, wait.Name, wait.Key, wait.Definition));
        }
    }

    /// <summary>A message key as text: a text itself, a number in plain form, a date or boolean as FEEL writes it; null for anything else.</summary>
    public static string? KeyOf(Value value) => value switch
    {
        Value.Text text => text.Is,
        Value.NullValue or Value.List or Value.Context or Value.Function => null,
        _ => value.ToString(),
    };

    /// <summary>What a subscription waits for has come.</summary>
    public static void Hit(Run run, Subscription waiting, Value.Context payload)
    {
        if (waiting.Activity is { } id)
        {
            var activity = run.State.Activities[id];
            if (run.GraphOf(activity.Scope).Node(waiting.Element) is BoundaryEvent boundary) Boundaries.Hit(run, boundary, activity, waiting, payload);
            else
            {
                run.Add(HitOf(waiting, payload, ends: true, interrupts: false));
                Catching.Occur(run, activity, waiting.Element, payload, repeats: false);
            }
        }
        else if (waiting.Scope is { } scope)
        {
            var start = (StartEvent)run.GraphOf(scope).Node(waiting.Element);
            var partial = start.IsParallel && run.State.Scopes[scope].Waits.Any(other => other != waiting.Id && ElementOf(run.State, other) == start.Id);
            run.Add(HitOf(waiting, payload, ends: start.Interrupts || start.IsParallel, interrupts: false));
            if (!partial) EventSubProcesses.Start(run, start, scope, payload);
        }
        else
        {
            var partial = IsPartial(run, waiting);
            run.Add(HitOf(waiting, payload, ends: partial || IsParallelStart(run, waiting.Element), interrupts: false));
            if (!partial) Instances.Create(run, waiting.Element, payload);
        }
    }

    public static SubscriptionHit HitOf(Subscription waiting, Value.Context payload, bool ends, bool interrupts) =>
        new(waiting.Id, waiting.Scope, waiting.Activity, waiting.Element, waiting.Kind, waiting.Name, waiting.Key, payload, ends, interrupts);

    /// <summary>False once what it stands on is being cancelled: then nothing that comes reaches it.</summary>
    public static bool IsLive(FlowState state, Subscription waiting)
    {
        if (waiting.Activity is { } id) return state.Activities[id] is { IsCancelling: false } activity && !state.IsBlocked(activity.Scope);
        return waiting.Scope is not { } scope || !state.IsBlocked(scope);
    }

    /// <summary>Id of the event that a timer or subscription belongs to.</summary>
    public static string ElementOf(FlowState state, long id) => state.Timers.TryGetValue(id, out var timer) ? timer.Element : state.Subscriptions[id].Element;

    /// <summary>Whether an event that needs all its definitions still waits for another one.</summary>
    public static bool AwaitsMore(FlowState state, IEnumerable<long> waits, string element) => waits.Any(id => ElementOf(state, id) == element);

    private static bool IsParallelStart(Run run, string element) => run.Graph.Node(element) is StartEvent { IsParallel: true };

    private static bool IsPartial(Run run, Subscription waiting) =>
        IsParallelStart(run, waiting.Element) && run.State.Starts.Any(other => other != waiting.Id && ElementOf(run.State, other) == waiting.Element);
}
