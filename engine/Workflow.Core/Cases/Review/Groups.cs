using System.Collections.Immutable;
using Workflow.Core.Bpmn;
using Workflow.Core.Flow;

namespace Workflow.Core.Cases.Review;

/// <summary>Questions about groups, asked of a case's state alone but for growth, which also asks the graph.</summary>
public static class Groups
{
    /// <summary>The group that a review is a voice of; null when it stands for itself.</summary>
    public static ReviewGroup? Of(CaseState state, long taskId) =>
        state.Reviews.Seats.GetValueOrDefault(taskId) is { } seat ? state.Reviews.Groups[seat.Group] : null;

    /// <summary>The group and those around it, the innermost first.</summary>
    public static IEnumerable<ReviewGroup> Around(CaseState state, long taskId)
    {
        for (var group = Of(state, taskId); group is not null; group = group.Outer is { } outer ? state.Reviews.Groups[outer] : null) yield return group;
    }

    /// <summary>
    /// The voices of a group, in the order in which their first task was opened. Whoever left without an opinion (closed
    /// early, removed, sent back) is none.
    /// </summary>
    internal static List<(Voter Voter, long First, ImmutableArray<long> Open)> VotersOf(CaseState state, ReviewGroup group)
    {
        var voters = new List<(Voter, long, ImmutableArray<long>)>();
        foreach (var id in group.Seats)
        {
            var task = state.Tasks[id];
            var opinion = state.Opinions.GetValueOrDefault(id);
            if (opinion is null && !task.IsOpen) continue;
            var seat = state.Reviews.Seats[id];
            voters.Add((new Voter(VoteOf(opinion?.Opinion.Kind), seat.Weight, seat.Veto, task.Department == group.Lead), id, opinion is null ? [id] : []));
        }
        foreach (var key in group.Inner)
        {
            var inner = state.Reviews.Groups[key];
            var inside = VotersOf(state, inner);
            if (inside.Count == 0) continue;
            // The lead's step stays its own when others sign it too.
            var lead = group.Lead is not null && (inner.Key.StartsWith("step-", StringComparison.Ordinal)
                ? state.Tasks[TasksOf(state, inner).Min()].Department == group.Lead : TasksOf(state, inner).All(id => state.Tasks[id].Department == group.Lead));
            voters.Add((new Voter(VoteOf(inner.Outcome?.Outcome), inner.Weight, inner.Veto, lead), inside.Min(v => v.First), [.. inside.SelectMany(v => v.Open)]));
        }
        voters.Sort((one, other) => one.Item2.CompareTo(other.Item2));
        return voters;
    }

    /// <summary>All reviews of a group and of its inner groups.</summary>
    public static IEnumerable<long> TasksOf(CaseState state, ReviewGroup group) =>
        group.Seats.Concat(group.Inner.SelectMany(key => TasksOf(state, state.Reviews.Groups[key])));

    internal static IEnumerable<CaseTask> OpenTasksOf(CaseState state, ReviewGroup group) => TasksOf(state, group).Select(id => state.Tasks[id]).Where(t => t.IsOpen);

    /// <summary>The outcome as it stands; null while it can still change.</summary>
    internal static ReviewOutcome? OutcomeOf(CaseState state, ProcessGraph graph, ReviewGroup group, Func<FlowState>? next)
    {
        IReadOnlyList<Voter> voters = [.. VotersOf(state, group).Select(v => v.Voter)];
        if (GroupTally.Of(group.Policy, group.K, group.Threshold, voters, mayGrow: true) is { } certain) return certain;
        if (GroupTally.Of(group.Policy, group.K, group.Threshold, voters, mayGrow: false) is not { } now) return null;
        if (!GroupGrowth.MayGrow(graph, state.Flow, group, state.Reviews.Seats.ContainsKey)) return now;
        // The branch that is just being left may open nothing more: look one step ahead, so that the conditions behind the join see the outcome.
        return next is not null && !GroupGrowth.MayGrow(graph, next(), group, state.Reviews.Seats.ContainsKey) ? now : null;
    }

    /// <summary>
    /// True when somebody's refusal stands: the outcome of an outermost group, or a negative opinion that no outcome has
    /// taken in. Granting over it needs a reason.
    /// </summary>
    public static bool AnyRefusal(CaseState state)
    {
        foreach (var opinion in state.Opinions.Values)
        {
            if (opinion.Opinion.Kind == OpinionKind.Negative && !Around(state, opinion.TaskId).Any(group => group.Outcome is not null)) return true;
        }
        return state.Reviews.Groups.Values.Any(group => group.Outcome is { Outcome: ReviewOutcome.Negative }
            && (group.Outer is not { } outer || state.Reviews.Groups[outer].Outcome is null) && VotersOf(state, group).Count > 0);
    }

    private static Vote VoteOf(OpinionKind? kind) => kind switch
    {
        null => Vote.Open,
        OpinionKind.Positive => Vote.For,
        OpinionKind.Negative => Vote.Against,
        OpinionKind.Conditional => Vote.Conditional,
        _ => Vote.Abstain,
    };

    private static Vote VoteOf(ReviewOutcome? outcome) => outcome switch
    {
        null => Vote.Open,
        ReviewOutcome.Positive => Vote.For,
        ReviewOutcome.Negative => Vote.Against,
        ReviewOutcome.Conditional => Vote.Conditional,
        _ => Vote.Abstain,
    };
}
