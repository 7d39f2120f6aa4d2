using System.Collections.Immutable;
using Workflow.Core.Bpmn;

namespace Workflow.Core.Flow;

/// <summary>
/// A parallel gateway. Branches meet here, and from here they part. The question "have all arrived?" is asked of the tokens
/// that stand on the incoming flows of this scope, never of a counter: one flow taken twice is still one branch. Firing takes
/// the oldest token of each flow; a surplus stays for the next round.
/// </summary>
internal static class Join
{
    public static void Enter(Run run, ParallelGateway gateway, Token token)
    {
        if (Arrivals(run.State.Scopes[token.Scope], gateway, token) is { } arrived)
            run.Add(new ElementPassed(token.Scope, gateway.Id, arrived, run.Produce(gateway.Outgoing)));
        else
            run.Add(new JoinAwaited(token.Scope, gateway.Id, token.Id));
        if (gateway.Outgoing.IsEmpty) Scopes.EndIfEmpty(run, token.Scope);

        ImmutableArray<long>? Arrivals(Scope scope, ParallelGateway at, Token last)
        {
            var taken = ImmutableArray.CreateBuilder<long>(at.Incoming.Length);
            foreach (var flow in at.Incoming)
            {
                // A token that is still on its way to the join has not arrived, unless it is the one that enters now.
                var oldest = scope.OnFlows.GetValueOrDefault(flow, []).FirstOrDefault(id => id == last.Id || run.State.Tokens[id].Waits);
                if (oldest == 0) return null;
                taken.Add(oldest);
            }
            return taken.MoveToImmutable();
        }
    }
}
