using Workflow.Core.Bpmn;
using Workflow.Core.Flow;

namespace Workflow.Core.Cases.Review;

/// <summary>Whether a branch of a group may still open another review: asked of the tokens and the graph, never counted.</summary>
internal static class GroupGrowth
{
    /// <param name="seats">reviews that have their seat already</param>
    /// <param name="still">activities that cannot go on before the answer is known: what lies behind them does not count</param>
    public static bool MayGrow(ProcessGraph graph, FlowState flow, ReviewGroup group, Func<long, bool> seats, IReadOnlySet<long>? still = null)
    {
        if (graph.Find(group.Element) is UserTask { Loop: not null } step) return MayGrow(flow, group, step, seats);
        var join = graph.Find(group.Element) is ParallelGateway fork ? MeetingOf(graph, fork) : [];
        var known = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var token in GroupPlace.TokensWithin(flow, group))
        {
            if (token.Waits) continue;
            if (token.Flow is { } on && Leads(graph.Flow(on).Target)) return true;
            if (token.Activity is not { } id || still?.Contains(id) == true) continue;
            var activity = flow.Activities[id];
            if (activity.Kind == ActivityKind.UserTask && IsReview(graph.Node(activity.Element)) && !seats(id)) return true;
            if (!Activities.IsChild(flow, activity) && Ways(graph, graph.Node(activity.Element)).Any(Leads)) return true;
        }
        return flow.Opening.Any(body => IsInside(flow, body, group.Key) && Holds(graph, flow.Scopes[body].Element));

        bool Leads(string element)
        {
            if (!known.TryGetValue(element, out var leads)) known[element] = leads = LeadsToReview(graph, element, join);
            return leads;
        }
    }

    /// <summary>A step carried out several times: children have yet to be opened, or the newest one has no seat yet. One look, however many there are.</summary>
    private static bool MayGrow(FlowState flow, ReviewGroup group, UserTask step, Func<long, bool> seats)
    {
        if (!IsReview(step) || GroupPlace.BodyOf(flow, group) is not { } body) return false;
        if (body.Opened < body.Count) return true;
        return !body.Children.IsEmpty && flow.Scopes[body.Children.Max].Activities is { IsEmpty: false } inside && !seats(inside.Max);
    }

    /// <summary>The review steps that a policy speaks about, as the model draws them.</summary>
    public static IEnumerable<FlowNode> ReviewsWithin(ProcessGraph graph, FlowNode node)
    {
        if (node is SubProcess) return graph.Nodes.Where(n => IsReview(n) && AncestorsOf(graph, n).Contains(node.Id, StringComparer.Ordinal));
        if (node is not ParallelGateway fork) return IsReview(node) ? [node] : [];
        var stops = MeetingOf(graph, fork);
        stops.Add(fork.Id);
        return Reach(graph, fork.Outgoing.Select(flow => graph.Flow(flow).Target), stops).Select(graph.Node)
            .SelectMany(n => IsReview(n) ? [n] : n is SubProcess ? ReviewsWithin(graph, n) : []);
    }

    /// <summary>True when a review can be come to from here without passing the gateway where the fork's branches meet.</summary>
    private static bool LeadsToReview(ProcessGraph graph, string from, IReadOnlySet<string> stops) =>
        Reach(graph, [from], stops).Any(id => graph.Node(id) is var node && (IsReview(node) || (node is SubProcess && Holds(graph, id))));

    /// <summary>Joins that every branch of a fork can come to.</summary>
    private static HashSet<string> MeetingOf(ProcessGraph graph, ParallelGateway fork)
    {
        HashSet<string>? common = null;
        var self = new HashSet<string>(StringComparer.Ordinal) { fork.Id };
        foreach (var flow in fork.Outgoing)
        {
            var reach = Reach(graph, [graph.Flow(flow).Target], self);
            if (common is null) common = reach;
            else common.IntersectWith(reach);
        }
        common!.RemoveWhere(id => graph.Node(id) is not ParallelGateway { Incoming.Length: > 1 });
        return common;
    }

    private static HashSet<string> Reach(ProcessGraph graph, IEnumerable<string> from, IReadOnlySet<string> stops)
    {
        var seen = new HashSet<string>(from.Where(id => !stops.Contains(id)), StringComparer.Ordinal);
        var waiting = new Queue<string>(seen);
        while (waiting.TryDequeue(out var id))
        {
            foreach (var next in Ways(graph, graph.Node(id)))
                if (!stops.Contains(next) && seen.Add(next)) waiting.Enqueue(next);
        }
        return seen;
    }

    private static IEnumerable<string> Ways(ProcessGraph graph, FlowNode node) =>
        node.Outgoing.Concat(graph.BoundariesOf(node.Id).SelectMany(b => b.Outgoing)).Select(flow => graph.Flow(flow).Target);

    private static bool Holds(ProcessGraph graph, string element) =>
        IsReview(graph.Node(element)) || graph.Nodes.Any(n => IsReview(n) && AncestorsOf(graph, n).Contains(element, StringComparer.Ordinal));

    private static IEnumerable<string> AncestorsOf(ProcessGraph graph, FlowNode node)
    {
        for (var at = node.Parent; at is not null; at = graph.Find(at)?.Parent) yield return at;
    }

    private static bool IsInside(FlowState flow, long scope, string key) =>
        flow.Scopes[scope].Activity is { } id && flow.Activities[id] is var activity
        && (GroupPlace.OfActivity(id) == key || GroupPlace.IsWithin(flow, flow.Tokens[activity.Token], key));

    private static bool IsReview(FlowNode node) => node is UserTask && node.Approval.GetValueOrDefault("kind") == "review";
}
