using Workflow.Core.Bpmn;
using Workflow.Core.Flow;

namespace Workflow.Core.Tests.Cases;

/// <summary>
/// What would come of a move that the case refuses: the tokens are moved all the same, without the case's rules, and every
/// order in which the steps could be done is searched.
/// </summary>
internal static class BareFlow
{
    /// <summary>
    /// True when, whether only the own token is moved or any of the forks that it is in is given up, some order of work comes to
    /// where nothing can be done and the process has not ended, or to one step standing twice. A step beside the flow has no say over the fork
    /// that it began in: only its own token is moved.
    /// </summary>
    public static bool Breaks(ProcessGraph graph, FlowState flow, long activity, string target, DateTimeOffset now)
    {
        var mover = flow.Activities[activity];
        while (graph.Node(mover.Element).Parent != graph.Node(target).Parent)
        {
            if (flow.Scopes[mover.Scope].Activity is not { } around) return true;
            mover = flow.Activities[around];
        }
        // Where the flow itself has ended already, all of it would be carried out a second time.
        if (flow.Tokens.Values.Where(t => t.Scope == mover.Scope).All(t => t.Activity is { } id && flow.Activities[id].Element == SmallModel.Beside)) return true;
        var forks = mover.Element == SmallModel.Beside ? [] : ForksOf(flow.Tokens[mover.Token]);
        return forks.Prepend(null)
            .All(fork => GoesWrong(graph, After(graph, flow, new Trigger.Rewind(activity, target, fork), now), now));
    }

    public static string PlacesOf(FlowState flow) => string.Join(' ', flow.Tokens.Values
        .Select(t => $"{flow.Scopes[t.Scope].Element}/{t.Flow ?? flow.Activities[t.Activity!.Value].Element}{(t.Waits ? "?" : "")}{string.Concat(ForksOf(t).Select(s => "<" + s!.Element))}")
        .Order(StringComparer.Ordinal));

    private static IEnumerable<Split?> ForksOf(Token token)
    {
        for (var split = token.Split; split is not null; split = split.Outer) yield return split;
    }

    private static bool GoesWrong(ProcessGraph graph, FlowState moved, DateTimeOffset now)
    {
        var (seen, open) = (new HashSet<string>(StringComparer.Ordinal), new Stack<FlowState>([moved]));
        while (open.TryPop(out var flow))
        {
            if (flow.IsCompleted) continue;
            var work = flow.Activities.Values.Where(a => a.Kind == ActivityKind.UserTask).ToList();
            if (work.Count == 0 || work.Where(a => a.Element != SmallModel.Beside).GroupBy(a => a.Element, StringComparer.Ordinal).Any(g => g.Count() > 1)) return true;
            foreach (var one in work)
            {
                var next = After(graph, flow, new Trigger.Complete(one.Id), now);
                if (seen.Add(PlacesOf(next))) open.Push(next);
            }
        }
        return false;
    }

    private static FlowState After(ProcessGraph graph, FlowState flow, Trigger trigger, DateTimeOffset now)
    {
        flow = Interpreter.Advance(graph, flow, trigger, now).Aggregate(flow, (at, moved) => at.Evolve(moved));
        while (flow.HasMore) flow = Interpreter.Advance(graph, flow, new Trigger.Continue(), now).Aggregate(flow, (at, moved) => at.Evolve(moved));
        return flow;
    }
}
