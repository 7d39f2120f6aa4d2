using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>How tokens go back: a step sends its own back, or a whole fork's; an opinion is taken back before the branches meet.</summary>
internal static class Rewinding
{
    public static void Rewind(Run run, Trigger.Rewind rewind)
    {
        if (!run.State.Activities.TryGetValue(rewind.Activity, out var sender) || sender.IsCancelling || run.State.IsBlocked(sender.Scope)) return;
        var target = run.Graph.Node(rewind.Target);
        if (target.Incoming.IsEmpty || AtLevelOf(run.State, run.Graph, sender, target) is not { } mover) return;

        var scope = run.State.Scopes[mover.Scope];
        var (cancelled, consumed) = rewind.Fork is { } fork ? WithinFork(run.State, scope, fork) : ([mover.Id], []);
        Write(run, scope.Id, rewind.Output);
        run.Add(new FlowRewound(scope.Id, target.Id, rewind.Fork?.Token, rewind.Fork?.Element, [.. cancelled], [.. consumed], Before(run, target)));
    }

    public static void TakeBack(Run run, Trigger.TakeBack back)
    {
        if (!run.State.Tokens.TryGetValue(back.Token, out var token) || !token.Waits || run.State.IsBlocked(token.Scope)) return;
        var target = run.Graph.Node(back.Target);
        if (target.Incoming.IsEmpty) return;
        Write(run, token.Scope, back.Output);
        run.Add(new FlowRewound(token.Scope, target.Id, null, null, [], [token.Id], Before(run, target)));
    }

    public static void Reopen(Run run, Trigger.Reopen reopen)
    {
        if (!run.State.Scopes.TryGetValue(reopen.Body, out var body) || body.Kind != ScopeKind.MultiInstanceBody || run.State.IsBlocked(body.Id)) return;
        if (reopen.Index < 1 || reopen.Index > body.Opened || body.Children.Any(child => run.State.Scopes[child].Index == reopen.Index)) return;
        if (run.Graph.Node(body.Element) is not UserTask) return;
        Write(run, body.Id, reopen.Output);
        MultiInstances.OpenChild(run, body, reopen.Index, again: true);
    }

    /// <summary>The activity itself, or the one around it that stands in the same scope as the target; null when none does.</summary>
    public static Activity? AtLevelOf(FlowState state, ProcessGraph graph, Activity activity, FlowNode target)
    {
        for (var at = activity; ;)
        {
            if (!Activities.IsChild(state, at) && state.ProcessOf(at.Scope).Called?.Definition is null && graph.Node(at.Element).Parent == target.Parent) return at;
            var scope = state.Scopes[at.Scope];
            while (scope.Activity is null && scope.Parent is { } parent) scope = state.Scopes[parent];
            if (scope.Activity is not { } around) return null;
            at = state.Activities[around];
        }
    }

    /// <summary>The forks that a token is in, the innermost first.</summary>
    public static IEnumerable<Split> ForksOf(Token token)
    {
        for (var split = token.Split; split is not null; split = split.Outer) yield return split;
    }

    private static (IEnumerable<long> Activities, IEnumerable<long> Tokens) WithinFork(FlowState state, Scope scope, Split fork)
    {
        var activities = scope.Activities.Where(id => !state.Activities[id].IsCancelling && IsIn(state.Tokens[state.Activities[id].Token]));
        var tokens = scope.OnFlows.Values.SelectMany(on => on).Where(id => IsIn(state.Tokens[id])).Order();
        return (activities, tokens);

        bool IsIn(Token token) => ForksOf(token).Any(split => split.Token == fork.Token && split.Element == fork.Element);
    }

    private static TokenOnFlow Before(Run run, FlowNode target) => new(run.NextId, target.Incoming[0]);

    private static void Write(Run run, long scope, Value.Context? output)
    {
        if (output is not null) Activities.Write(run, scope, output);
    }
}
