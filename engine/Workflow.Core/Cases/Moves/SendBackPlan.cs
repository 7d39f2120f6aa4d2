using System.Collections.Immutable;
using Workflow.Core.Bpmn;
using Workflow.Core.Flow;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Moves;

/// <summary>
/// What sending a task back would do, worked out before anything is done, or why it may not be. The proof that every join
/// still gets its tokens stands here: a token goes back only to an element whose branches are all around it too.
/// </summary>
/// <param name="Fork">the fork given up; null when only the own token moves</param>
/// <param name="Again">user tasks that come once more</param>
/// <param name="Superseded">tasks whose opinions no longer count</param>
/// <param name="Paused">other open tasks of the fork</param>
internal sealed record SendBackPlan(Split? Fork, ImmutableArray<string> Again, ImmutableArray<long> Superseded, ImmutableArray<long> Paused)
{
    /// <summary>A plan, or the refusal.</summary>
    public static (SendBackPlan? Plan, Outcome? Refusal) For(Pinned pinned, CaseState state, CaseTask task, string target, SendBackMode mode)
    {
        if (WhyNever(state, task) is { } never) return (null, never);
        var sender = state.Flow.Activities[task.Activity!.Value];
        if (target == CaseSentBack.Intake)
            return mode is SendBackMode.Keep or SendBackMode.Pause ? (new(null, [], [], OthersOf(state, task, null, null)), null) : (null, No("mode-beside-flow"));
        var graph = pinned.GraphOf(state.Flow, sender.Scope);
        if (graph.Find(target) is not UserTask node) return (null, No("target-unknown"));
        if (target == task.Element) return (null, No("target-is-itself"));
        if (Closed(state, target).LastOrDefault() is not { } done) return (null, No("target-not-done"));

        var (way, refusal) = Back(graph, state, sender, node);
        if (mode is SendBackMode.Keep or SendBackMode.Pause)
        {
            if (way is { LeavesFork: false }) return (null, No("mode-within-branch"));
            if (node.Loop is not null) return (null, No("target-not-single"));
            if (state.Tasks.Values.Any(t => t.IsOpen && t.Element == target)) return (null, No("target-open"));
            var old = Closed(state, target).Where(t => state.Opinions.ContainsKey(t.Id) && t.Path.SequenceEqual(done.Path)).Select(t => t.Id);
            return (new(null, [target], [.. old], OthersOf(state, task, way?.Mover, way?.Fork)), null);
        }
        if (way is null) return (null, refusal);
        if (mode == SendBackMode.Branch && way.LeavesFork) return (null, No("mode-before-fork"));
        if (mode == SendBackMode.Cancel && !way.LeavesFork) return (null, No("mode-within-branch"));
        if (!Closed(state, target).Any(t => t.Path.Contains(way.Mover.Scope))) return (null, No("target-not-done"));
        return (way.PlanFor(graph, state, target), null);

        static Outcome No(string code) => Outcome.Reject(code);
    }

    /// <summary>What no target and no mode would change.</summary>
    public static Outcome? WhyNever(CaseState state, CaseTask task)
    {
        if (task.Activity is not { } id || task.Kind is not (TaskKind.Review or TaskKind.Work or TaskKind.Decide))
            return Outcome.Reject("task-kind", ("kind", task.Kind.ToString().ToLowerInvariant()));
        if (state.Decided is not null) return Outcome.Reject("already-decided");
        if (!state.Flow.Activities.TryGetValue(id, out var activity) || activity.IsCancelling || state.Flow.IsBlocked(activity.Scope)) return Outcome.Reject("task-closed");
        if (state.Flow.Scopes[activity.Scope].Kind == ScopeKind.Detour) return Outcome.Reject("detour-within-detour");
        return activity.Inside is null ? null : Outcome.Reject("detour-open");
    }

    private static IEnumerable<CaseTask> Closed(CaseState state, string element) =>
        state.Tasks.Values.Where(t => t is { IsOpen: false, End: TaskEnd.Done, Activity: not null } && t.Element == element).OrderBy(t => t.Id);

    /// <summary>How a token of the sender could go back to before an element, or why it cannot.</summary>
    private static (Way?, Outcome?) Back(ProcessGraph graph, CaseState state, Activity sender, FlowNode target)
    {
        if (Rewinding.AtLevelOf(state.Flow, graph, sender, target) is not { } mover) return (null, Outcome.Reject("target-not-open"));
        if (mover.Element == target.Id) return (null, Outcome.Reject("target-is-itself"));
        if (!graph.Blocks.Reaches(target.Id, mover.Element)) return (null, Outcome.Reject("target-not-earlier"));
        if (graph.Blocks.Around(mover.Element) is not { } here || graph.Blocks.Around(target.Id) is not { } there) return (null, Outcome.Reject("not-block-structured"));
        if (here.Length < there.Length || !here.Take(there.Length).SequenceEqual(there))
            return (null, Outcome.Reject(here.Where(b => b.IsSide).SequenceEqual(there.Where(b => b.IsSide)) ? "join-would-starve" : "branch-would-double"));
        var left = here.RemoveRange(0, there.Length);
        if (left.Any(b => b.IsSide)) return (null, Outcome.Reject("branch-would-double"));

        if (left.IsEmpty) return (new(mover, null, there, LeavesInside(state.Flow, sender, mover)), null);
        // The token's forks stand innermost first, and the branches that would be left are its innermost ones.
        var fork = Rewinding.ForksOf(state.Flow.Tokens[mover.Token]).ElementAtOrDefault(left.Length - 1);
        if (fork?.Element != left[0].Fork) return (null, Outcome.Reject("not-block-structured"));
        return (new(mover, fork, there, LeavesFork: true), null);
    }

    /// <summary>Whether something else works inside what would be left: another branch, or another child of a multi-instance.</summary>
    private static bool LeavesInside(FlowState flow, Activity sender, Activity mover)
    {
        for (var at = sender; at.Id != mover.Id;)
        {
            var scope = flow.Scopes[at.Scope];
            if (scope.Kind == ScopeKind.MultiInstanceChild || flow.Tokens[at.Token].Split is not null) return true;
            at = flow.Activities[scope.Activity!.Value];
        }
        return false;
    }

    /// <summary>Open tasks beside the sender's: of the fork, of what is around the sender, or, where neither is known, all of the flow.</summary>
    private static ImmutableArray<long> OthersOf(CaseState state, CaseTask task, Activity? mover, Split? fork)
    {
        var others = state.Tasks.Values.Where(t => t.IsOpen && t.Id != task.Id && t.Activity is { } id && state.Flow.Activities.ContainsKey(id));
        if (mover is not null)
        {
            others = others.Where(t => Ancestors(state.Flow, t.Activity!.Value).Any(a => a.Scope == mover.Scope
                && (fork is null ? a.Id == mover.Id : Rewinding.ForksOf(state.Flow.Tokens[a.Token]).Any(s => s.Token == fork.Token && s.Element == fork.Element))));
        }
        return [.. others.Select(t => t.Id).Order()];
    }

    private static IEnumerable<Activity> Ancestors(FlowState flow, long activity)
    {
        for (long? next = activity; next is { } id;)
        {
            var at = flow.Activities[id];
            yield return at;
            var scope = flow.Scopes[at.Scope];
            while (scope.Activity is null && scope.Parent is { } parent) scope = flow.Scopes[parent];
            next = scope.Activity;
        }
    }

    /// <param name="Mover">the sender, or what is around it in the target's scope</param>
    /// <param name="There">the branches around the target</param>
    /// <param name="LeavesFork">other branches would be given up with it</param>
    private sealed record Way(Activity Mover, Split? Fork, ImmutableArray<Branch> There, bool LeavesFork)
    {
        public SendBackPlan PlanFor(ProcessGraph graph, CaseState state, string target)
        {
            var here = graph.Blocks.Around(Mover.Element)!.Value;
            var within = Fork is null ? here : There;
            var parent = graph.Node(target).Parent;
            var again = state.Tasks.Values.Where(t => t.Activity is not null && t.Path.Contains(Mover.Scope) && IsAgain(t.Element)).ToList();
            return new(Fork, [.. again.Select(t => t.Element).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
                [.. again.Where(t => state.Opinions.ContainsKey(t.Id)).Select(t => t.Id).Order()], []);

            bool IsAgain(string element)
            {
                var at = graph.Find(element);
                while (at is not null && at.Parent != parent) at = at.Parent is { } around ? graph.Find(around) : null;
                return at is not null && (at.Id == target || graph.Blocks.Reaches(target, at.Id))
                    && graph.Blocks.Around(at.Id) is { } branches && branches.Length >= within.Length && branches.Take(within.Length).SequenceEqual(within);
            }
        }
    }
}
