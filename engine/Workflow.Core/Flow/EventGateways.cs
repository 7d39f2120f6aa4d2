using Workflow.Core.Bpmn;

namespace Workflow.Core.Flow;

/// <summary>
/// An event-based gateway (BPMN 2.0, clause 13.4.4): its token waits for all the events behind it at once. The first that occurs in the order
/// of the log wins; the others no longer wait from the same event on.
/// </summary>
internal static class EventGateways
{
    public static void Enter(Run run, EventGateway gateway, Token token)
    {
        var graph = run.GraphOf(token.Scope);
        var data = run.State.DataOf(token.Scope);
        var waits = new List<Wait>();
        foreach (var target in gateway.Outgoing.Select(flow => graph.Node(graph.Flow(flow).Target)))
        {
            if (target is EventNode caught && !Waiting.TryPlan(run, caught, token, data, waits)) return;
            if (target is ReceiveTask receive && !Waiting.TryPlan(run, receive.Id, receive.Message, 0, token, data, waits)) return;
        }
        var id = run.NextId;
        run.Add(new ActivityStarted(id, token.Scope, gateway.Id, ActivityKind.EventGateway, token.Id, null));
        Waiting.Arm(run, waits, id, null);
    }

    /// <summary>The token goes on behind the event that occurred.</summary>
    public static void Leave(Run run, Activity activity, FlowNode occurred)
    {
        var graph = run.GraphOf(activity.Scope);
        activity = run.State.Activities[activity.Id];
        var flow = graph.Node(activity.Element).Outgoing.First(id => graph.Flow(id).Target == occurred.Id);
        run.Add(new ActivityCompleted(activity.Id, activity.Scope, activity.Element, activity.Kind, null, run.Produce([flow]), activity.Timers));
        Pass(run, activity.Scope, occurred, run.State.LastId);
    }

    /// <summary>A token before an event that has occurred already goes through it.</summary>
    public static void Pass(Run run, long scope, FlowNode occurred, long token)
    {
        if (Outflow.TryChoose(run, occurred, scope, out var flows, out var trouble))
        {
            run.Add(new ElementPassed(scope, occurred.Id, [token], run.Produce(flows)));
            if (flows.IsEmpty) Scopes.EndIfEmpty(run, scope);
        }
        else
        {
            Incidents.Stop(run, run.State.Tokens[token], occurred, trouble);
        }
    }
}
