using Workflow.Core.Bpmn;

namespace Workflow.Core.Flow;

/// <summary>An exclusive gateway: conditions are tried in the order of the file; the first that holds takes the token.</summary>
internal static class Choice
{
    public static void Enter(Run run, ExclusiveGateway gateway, Token token)
    {
        if (TryChoose(run, gateway, token.Scope, out var trouble) is { } flow)
            run.Add(new ElementPassed(token.Scope, gateway.Id, [token.Id], run.Produce([flow])));
        else
            Incidents.Stop(run, token, gateway, trouble!);
    }

    private static string? TryChoose(Run run, ExclusiveGateway gateway, long scope, out Trouble? trouble)
    {
        trouble = null;
        var graph = run.GraphOf(scope);
        if (gateway.Outgoing is [var only] && graph.Flow(only).Condition is null) return only;

        var data = run.State.DataOf(scope);
        string? fallback = null;
        foreach (var flow in gateway.Outgoing.Select(graph.Flow))
        {
            if (flow.IsDefault) fallback = flow.Id;
            // A flow without a condition is passed whenever it is asked (clause 8.3.13); a model with one was warned of.
            else if (flow.Condition is null) return flow.Id;
            else if (!Outflow.Holds(run, flow, data, out trouble, out var holds)) return null;
            else if (holds) return flow.Id;
        }
        if (fallback is null) trouble = Outflow.NoFlow(gateway);
        return fallback;
    }
}
