using Workflow.Core.Bpmn;

namespace Workflow.Core.Flow;

/// <summary>A manual or undefined task: the token goes on at once.</summary>
internal static class Passing
{
    public static void Enter(Run run, FlowNode node, Token token)
    {
        if (Outflow.TryChoose(run, node, token.Scope, out var flows, out var trouble))
        {
            run.Add(new ElementPassed(token.Scope, node.Id, [token.Id], run.Produce(flows)));
            if (flows.IsEmpty) Scopes.EndIfEmpty(run, token.Scope);
        }
        else
        {
            Incidents.Stop(run, token, node, trouble);
        }
    }
}
