using System.Collections.Immutable;
using Workflow.Core.Bpmn;

namespace Workflow.Core.Flow;

/// <summary>
/// An inclusive gateway (BPMN 2.0, clause 13.4.3). It fires when no token elsewhere in its scope could still come to a flow that is empty,
/// unless that token could also come to one that is not. Asked again whenever tokens of the scope have moved or died.
/// </summary>
internal static class Inclusive
{
    public static void Enter(Run run, InclusiveGateway gateway, Token token)
    {
        if (gateway.Incoming.Length > 1) run.Add(new JoinAwaited(token.Scope, gateway.Id, token.Id, Asks: true));
        else Fire(run, gateway, token.Scope, [token.Id]);
    }

    /// <summary>False while it has to wait.</summary>
    public static bool TryFire(Run run, InclusiveGateway gateway, Scope scope)
    {
        var full = gateway.Incoming.Where(scope.OnFlows.ContainsKey).ToHashSet(StringComparer.Ordinal);
        if (full.Count == 0 || !IsComplete(run, scope, gateway, full, gateway.Incoming.Where(flow => !full.Contains(flow)))) return false;
        Fire(run, gateway, scope.Id, [.. gateway.Incoming.Where(full.Contains).Select(flow => scope.OnFlows[flow].Min)]);
        return true;
    }

    /// <summary>Whether no token of the scope can come to an empty flow, or can as well come to a full one (the path rule).</summary>
    public static bool IsComplete(Run run, Scope scope, FlowNode join, IReadOnlySet<string> full, IEnumerable<string> empty)
    {
        var paths = run.GraphOf(scope.Id).Paths.To(join.Id);
        var missing = empty.Select(flow => paths[flow]).ToList();
        if (missing.Count == 0) return true;
        var filled = full.Select(flow => paths[flow]).ToList();
        return scope.OnFlows.Keys.Where(flow => !join.Incoming.Contains(flow)).Concat(scope.Activities.Select(id => run.State.Activities[id].Element))
            .All(place => !missing.Exists(to => to.Contains(place)) || filled.Exists(to => to.Contains(place)));
    }

    private static void Fire(Run run, InclusiveGateway gateway, long scope, ImmutableArray<long> tokens)
    {
        if (Outflow.TryChoose(run, gateway, scope, out var flows, out var trouble))
        {
            run.Add(new ElementPassed(scope, gateway.Id, tokens, run.Produce(flows)));
            if (flows.IsEmpty) Scopes.EndIfEmpty(run, scope);
        }
        else run.Add(new IncidentRaised(run.NextId, null, tokens, gateway.Id, trouble.Code, trouble.Detail, Done: false));
    }
}
