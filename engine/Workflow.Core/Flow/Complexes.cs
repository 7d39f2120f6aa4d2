using System.Collections.Immutable;
using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>
/// A complex gateway (BPMN 2.0, clause 13.4.5). Waiting for start, it fires as soon as its condition over the arrivals holds and takes one token from
/// each flow that has one. Waiting for its reset, it absorbs one token from each of the other flows, or learns that none can come; then it is reset.
/// On reset only flows whose condition holds get a token; conditions tell the two by <c>waitingForStart</c>.
/// </summary>
internal static class Complexes
{
    public static void Enter(Run run, ComplexGateway gateway, Token token)
    {
        var scope = run.State.Scopes[token.Scope];
        if (gateway.Incoming.Length < 2)
        {
            if (Outflow.TryChoose(run, gateway, scope.Id, out var flows, out var trouble, Known(1, waitingForStart: true))) run.Add(new ElementPassed(scope.Id, gateway.Id, [token.Id], run.Produce(flows)));
            else Incidents.Stop(run, token, gateway, trouble);
        }
        else if (scope.Resetting.ContainsKey(gateway.Id) || !TryStart(run, gateway, scope, token))
        {
            if (run.State.Tokens[token.Id].Incident is null) run.Add(new JoinAwaited(scope.Id, gateway.Id, token.Id, Asks: true));
        }
    }

    /// <summary>After tokens have moved: the reset when nothing more can come, or a start with what was left over. False when it has to wait.</summary>
    public static bool TryAct(Run run, ComplexGateway gateway, Scope scope)
    {
        if (!scope.Resetting.TryGetValue(gateway.Id, out var missing)) return scope.Asking.ContainsKey(gateway.Id) && TryStart(run, gateway, scope, null);
        var come = missing.Where(scope.OnFlows.ContainsKey).ToList();
        var full = gateway.Incoming.Except(missing, StringComparer.Ordinal).Concat(come).ToHashSet(StringComparer.Ordinal);
        if (!Inclusive.IsComplete(run, scope, gateway, full, missing.Where(flow => !come.Contains(flow)))) return false;

        var data = run.State.DataOf(scope.Id).WithAll(Known(come.Count, waitingForStart: false));
        var graph = run.GraphOf(scope.Id);
        var flows = gateway.Outgoing.Where(id => graph.Flow(id).Condition is { } condition && run.Evaluate(condition, data) is Value.Boolean { Is: true }).ToImmutableArray();
        run.Add(new ComplexPassed(scope.Id, gateway.Id, [.. come.Select(flow => scope.OnFlows[flow].Min)], run.Produce(flows), [], Reset: true));
        Scopes.EndIfEmpty(run, scope.Id);
        return true;
    }

    private static bool TryStart(Run run, ComplexGateway gateway, Scope scope, Token? arriving)
    {
        var full = gateway.Incoming.Where(scope.OnFlows.ContainsKey).ToImmutableArray();
        var count = full.Sum(flow => scope.OnFlows[flow].Count(id => run.State.Tokens[id].Waits || id == arriving?.Id));
        var known = Known(count, waitingForStart: true);
        if (count == 0 || (gateway.Activation is { } activation && run.Evaluate(activation, run.State.DataOf(scope.Id).WithAll(known)) is not Value.Boolean { Is: true })) return false;

        // Only tokens that have come to the gateway count: one that still stands before it in the same step is next.
        full = [.. full.Where(flow => scope.OnFlows[flow].Any(id => run.State.Tokens[id].Waits || id == arriving?.Id))];
        var consumed = full.Select(flow => scope.OnFlows[flow].First(id => run.State.Tokens[id].Waits || id == arriving?.Id)).ToImmutableArray();
        if (!Outflow.TryChoose(run, gateway, scope.Id, out var flows, out var trouble, known))
        {
            run.Add(new IncidentRaised(run.NextId, null, consumed, gateway.Id, trouble.Code, trouble.Detail, Done: false));
            return true;
        }
        ImmutableArray<string> missing = [.. gateway.Incoming.Where(flow => !full.Contains(flow))];
        if (missing.IsEmpty) run.Add(new ElementPassed(scope.Id, gateway.Id, consumed, run.Produce(flows)));
        else run.Add(new ComplexPassed(scope.Id, gateway.Id, consumed, run.Produce(flows), missing, Reset: false));
        return true;
    }

    private static Value.Context Known(int arrived, bool waitingForStart) =>
        Value.Context.Empty.With("activationCount", arrived).With("waitingForStart", waitingForStart ? Value.True : Value.False);
}
