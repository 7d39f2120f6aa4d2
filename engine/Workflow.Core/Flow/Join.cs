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
        if (OldestOfEach(run.State.Scopes[token.Scope], gateway) is not { } arrived)
        {
            run.Add(new JoinAwaited(token.Scope, gateway.Id, token.Id));
            return;
        }
        run.Add(new ElementPassed(token.Scope, gateway.Id, arrived, run.Produce(gateway.Outgoing)));
        if (gateway.Outgoing.IsEmpty) Scopes.EndIfEmpty(run, token.Scope);
    }

    /// <summary>One token per incoming flow, or null while a branch is missing.</summary>
    private static ImmutableArray<long>? OldestOfEach(Scope scope, ParallelGateway gateway)
    {
        var arrived = ImmutableArray.CreateBuilder<long>(gateway.Incoming.Length);
        foreach (var flow in gateway.Incoming)
        {
            if (!scope.OnFlows.TryGetValue(flow, out var tokens)) return null;
            arrived.Add(tokens.Min);
        }
        return arrived.MoveToImmutable();
    }
}
