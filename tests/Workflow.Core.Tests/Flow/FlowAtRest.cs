using Workflow.Core.Bpmn;
using Workflow.Core.Flow;

namespace Workflow.Core.Tests.Flow;

/// <summary>What must hold whenever nothing moves: every token stands at a wait or at a join that cannot fire, and everything that waits can be woken.</summary>
internal static class FlowAtRest
{
    public static string? Check(ProcessGraph graph, FlowState state)
    {
        foreach (var token in state.Tokens.Values)
        {
            if (token.Activity is { } holder)
            {
                if (!state.Activities.TryGetValue(holder, out var activity) || activity.Token != token.Id) return $"token {token.Id} is held by activity {holder}, which does not know it";
            }
            else if (token.Incident is null)
            {
                if (!token.Waits) return $"token {token.Id} stands on flow {token.Flow} and waits for nothing";
                if (CanGo(graph, state, token) is { } why) return $"token {token.Id} waits on flow {token.Flow}, but {why}";
            }
        }
        return state.Activities.Values.Select(activity => Stuck(graph, state, activity)).FirstOrDefault(stuck => stuck is not null)
            ?? state.Scopes.Values.Where(scope => IsDead(graph, scope)).Select(scope => $"scope {scope.Id} of {scope.Element} is empty and has not ended").FirstOrDefault();
    }

    private static string? Stuck(ProcessGraph graph, FlowState state, Activity activity)
    {
        if (activity.Incident is not null || activity.IsCancelling) return null;
        var waits = activity.Timers.Where(id => (state.Timers.GetValueOrDefault(id)?.Element ?? state.Subscriptions.GetValueOrDefault(id)?.Element) is { } element && graph.Node(element) is not BoundaryEvent).ToList();
        return activity.Kind switch
        {
            ActivityKind.UserTask or ActivityKind.ServiceTask or ActivityKind.BusinessRule => null,
            ActivityKind.TimerCatch or ActivityKind.CatchEvent or ActivityKind.ReceiveTask or ActivityKind.EventGateway when waits.Count == 0 => $"{activity.Element} waits for nothing",
            ActivityKind.TimerCatch or ActivityKind.CatchEvent or ActivityKind.ReceiveTask or ActivityKind.EventGateway => null,
            _ when activity.Inside is null || !state.Scopes.ContainsKey(activity.Inside.Value) => $"{activity.Element} has no inside",
            _ => null,
        };
    }

    private static bool IsDead(ProcessGraph graph, Scope scope) =>
        scope is { OnFlows.IsEmpty: true, Activities.IsEmpty: true, Children.IsEmpty: true } && graph.Find(scope.Element) is not SubProcess { AdHoc.Completion: not null };

    /// <summary>Why a waiting token could go on now; null when it has to wait.</summary>
    private static string? CanGo(ProcessGraph graph, FlowState state, Token token)
    {
        var scope = state.Scopes[token.Scope];
        var node = graph.Node(graph.Flow(token.Flow!).Target);
        var full = node.Incoming.Where(scope.OnFlows.ContainsKey).ToHashSet(StringComparer.Ordinal);
        switch (node)
        {
            case ParallelGateway: return full.Count == node.Incoming.Length ? "every branch has come" : null;
            case InclusiveGateway:
                var places = scope.OnFlows.Keys.Where(flow => graph.Flow(flow).Target != node.Id).Concat(scope.Activities.Select(id => state.Activities[id].Element));
                return places.Any(place => Holds(graph, place, node, full)) ? null : "no token can come to an empty flow alone";
            default: return null;
        }
    }

    /// <summary>Whether a token there can come to an empty flow of the join without passing it, and to no full one (clause 13.4.3).</summary>
    private static bool Holds(ProcessGraph graph, string place, FlowNode join, HashSet<string> full)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>([graph.Find(place) is null ? graph.Flow(place).Target : place]);
        while (open.TryDequeue(out var at))
        {
            if (at == join.Id || !seen.Add(at)) continue;
            foreach (var exit in graph.BoundariesOf(at)) open.Enqueue(exit.Id);
            foreach (var flow in graph.Node(at).Outgoing)
            {
                if (join.Incoming.Contains(flow)) reached.Add(flow);
                open.Enqueue(graph.Flow(flow).Target);
            }
        }
        return reached.Any(flow => !full.Contains(flow)) && !reached.Overlaps(full);
    }
}
