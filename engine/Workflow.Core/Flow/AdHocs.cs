using System.Collections.Immutable;
using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>
/// Ad-hoc sub-processes (BPMN 2.0, clause 13.3.5): what no flow leads to may run in any order and more than once. What the model activates starts with
/// the scope, a person may start more; sequential ones run one at a time. Done when the condition holds, or, without one, when nothing is left.
/// </summary>
internal static class AdHocs
{
    public static void Begin(Run run, long scope, string owner, AdHoc adHoc)
    {
        var loose = run.GraphOf(scope).Loose(owner).Select(node => node.Id).Order(StringComparer.Ordinal).ToList();
        var chosen = loose;
        if (adHoc.Activate is { } activate)
            chosen = run.Evaluate(activate, run.State.DataOf(scope)) is Value.List list ? [.. list.Items.OfType<Value.Text>().Select(text => text.Is).Where(loose.Contains)] : [];
        if (chosen.Count > 0) run.Add(new ElementPassed(scope, owner, [], run.Produce([.. chosen.Select(ProcessGraph.EntryOf)])));
        else Scopes.EndIfEmpty(run, scope);
    }

    /// <summary>A person starts something inside.</summary>
    public static void Start(Run run, Trigger.StartAdHoc start)
    {
        if (!run.State.Activities.TryGetValue(start.Activity, out var activity) || activity.IsCancelling || activity.Inside is not { } scope || run.State.IsBlocked(scope)) return;
        if (!Holds(run, scope) || run.GraphOf(scope).Loose(activity.Element).All(node => node.Id != start.Element)) return;
        run.Add(new ElementPassed(scope, activity.Element, [], run.Produce([ProcessGraph.EntryOf(start.Element)])));
    }

    /// <summary>True for the inside of an ad-hoc sub-process.</summary>
    public static bool Holds(Run run, long scope) => AdHocOf(run, scope) is not null;

    /// <summary>In a sequential one, a token waits while something else runs.</summary>
    public static bool MustWait(Run run, Token token)
    {
        var scope = run.State.Scopes[token.Scope];
        if (scope.Activities.IsEmpty || AdHocOf(run, scope.Id) is not { IsSequential: true }) return false;
        run.Add(new JoinAwaited(scope.Id, run.GraphOf(scope.Id).Flow(token.Flow!).Target, token.Id));
        return true;
    }

    /// <summary>Something inside is done: ends the rest, lets the next go, or waits for a person. False when the scope may end by itself.</summary>
    public static bool Continue(Run run, Scope scope)
    {
        var adHoc = AdHocOf(run, scope.Id)!;
        var holds = adHoc.Completion is { } completion && run.Evaluate(completion, run.State.DataOf(scope.Id)) is Value.Boolean { Is: true };
        var waiting = scope.OnFlows.Values.SelectMany(tokens => tokens).Where(id => run.State.Tokens[id] is { Waits: true, Asks: null, Incident: null }).Order().ToImmutableArray();
        if (holds && adHoc.CancelsRemaining && !scope.IsEmpty)
        {
            run.Add(new ScopeCancelling(scope.Id, scope.Element, scope.Element));
            return true;
        }
        var graph = run.GraphOf(scope.Id);
        if (holds)
        {
            // What has begun goes on to its end; nothing more is started.
            var unstarted = waiting.Where(id => graph.Flow(run.State.Tokens[id].Flow!).Source.Length == 0).ToImmutableArray();
            if (!unstarted.IsEmpty) run.Add(new ElementPassed(scope.Id, scope.Element, unstarted, []));
            waiting = [.. waiting.Except(unstarted)];
        }
        // A token that waits at a join waits for others and not for its turn.
        var turn = waiting.Select(id => run.State.Tokens[id]).FirstOrDefault(token => HasTurn(run, graph, scope, token));
        if (adHoc.IsSequential && scope.Activities.IsEmpty && turn is not null)
        {
            Activities.Enter(run, (ActivityNode)graph.Node(graph.Flow(turn.Flow!).Target), turn, takesTurn: true);
            return true;
        }
        return !holds && adHoc.Completion is not null && scope.IsEmpty;
    }

    private static bool HasTurn(Run run, ProcessGraph graph, Scope scope, Token token) =>
        graph.Node(graph.Flow(token.Flow!).Target) is ActivityNode node
        && (node.StartQuantity == 1 || node.StartQuantity <= scope.OnFlows.Where(on => graph.Flow(on.Key).Target == node.Id).Sum(on => on.Value.Count(id => run.State.Tokens[id].Waits)));

    private static AdHoc? AdHocOf(Run run, long id) =>
        run.State.Scopes.TryGetValue(id, out var scope) && scope.Kind is ScopeKind.SubProcess or ScopeKind.MultiInstanceChild && run.GraphOf(id).Find(scope.Element) is SubProcess { AdHoc: { } adHoc } ? adHoc : null;
}
