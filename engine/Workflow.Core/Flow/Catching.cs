using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>Intermediate catch events (BPMN 2.0, clause 13.5.2): one of several definitions is enough, unless the event is a parallel one.</summary>
internal static class Catching
{
    public static void Enter(Run run, CatchEvent node, Token token)
    {
        if (node.Definitions is [LinkDefinition])
        {
            run.Add(new ElementPassed(token.Scope, node.Id, [token.Id], run.Produce(node.Outgoing)));
            return;
        }
        var waits = new List<Wait>();
        if (!Waiting.TryPlan(run, node, token, run.State.DataOf(token.Scope), waits)) return;
        var id = run.NextId;
        run.Add(new ActivityStarted(id, token.Scope, node.Id, node.Definitions is [TimerDefinition] ? ActivityKind.TimerCatch : ActivityKind.CatchEvent, token.Id, null));
        Waiting.Arm(run, waits, id, null);
    }

    /// <summary>What an activity itself waits for has come: a catch event, a receive task, or one of the events behind an event gateway.</summary>
    /// <param name="element">id of the event or receive task</param>
    /// <param name="repeats">true when a cycle fires again later: a token leaves and the event waits on</param>
    public static void Occur(Run run, Activity activity, string element, Value.Context payload, bool repeats)
    {
        var node = run.GraphOf(activity.Scope).Node(element);
        if (node is EventNode { IsParallel: true } && Waiting.AwaitsMore(run.State, run.State.Activities[activity.Id].Timers, element)) return;
        switch (node)
        {
            case EventNode caught: DataWays.Caught(run, activity.Scope, caught, payload); break;
            case ReceiveTask task:
                var result = payload.Span.IsEmpty ? Value.Context.Empty : Value.Context.Empty.With(task.Id, payload);
                Activities.Write(run, activity.Scope, DataWays.Out(run, task.Data, run.State.DataOf(activity).With(task.Id, payload), task.Data.Outputs.IsEmpty ? result : payload));
                break;
        }
        if (activity.Kind == ActivityKind.EventGateway) EventGateways.Leave(run, activity, node);
        else if (repeats) run.Add(new ElementPassed(activity.Scope, element, [], run.Produce(node.Outgoing), activity.Id));
        else Activities.Leave(run, activity.Id);
    }
}
