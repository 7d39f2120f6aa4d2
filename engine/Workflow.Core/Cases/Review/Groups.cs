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
            if (VoiceOf(state, state.Reviews.Seats[id]) is { } voter) voters.Add((voter, id, voter.Vote == Vote.Open ? [id] : []));
        }
        foreach (var key in group.Inner)
        {
            if (VoiceOf(state, key, group.Key) is not { } voter) continue;
            var inside = VotersOf(state, state.Reviews.Groups[key]);
            voters.Add((voter, inside.Min(v => v.First), [.. inside.SelectMany(v => v.Open)]));
        }
        voters.Sort((one, other) => one.Item2.CompareTo(other.Item2));
        return voters;
    }

    /// <summary>What a review says in its group; null for one that left without an opinion.</summary>
    internal static Voter? VoiceOf(CaseState state, Seat seat)
    {
        var (task, opinion) = (state.Tasks[seat.TaskId], state.Opinions.GetValueOrDefault(seat.TaskId));
        return opinion is null && !task.IsOpen ? null
            : new Voter(VoteOf(opinion?.Opinion.Kind), seat.Weight, seat.Veto, task.Department == state.Reviews.Groups[seat.Group].Lead);
    }

    /// <summary>What an inner group says in the one around it; null while it has no voices itself.</summary>
    internal static Voter? VoiceOf(CaseState state, string key, string outer)
    {
        if (state.Reviews.Groups.GetValueOrDefault(key) is not { } inner || inner.Votes.Voices == 0) return null;
        var lead = state.Reviews.Groups[outer].Lead;
        // The lead's step stays its own when others sign it too.
        var leads = lead is not null && (key.StartsWith("step-", StringComparison.Ordinal)
            ? state.Tasks[TasksOf(state, inner).Min()].Department == lead : TasksOf(state, inner).All(id => state.Tasks[id].Department == lead));
        return new Voter(VoteOf(inner.Outcome?.Outcome), inner.Weight, inner.Veto, leads);
    }

    /// <summary>All reviews of a group and of its inner groups.</summary>
    public static IEnumerable<long> TasksOf(CaseState state, ReviewGroup group) =>
        group.Seats.Concat(group.Inner.SelectMany(key => TasksOf(state, state.Reviews.Groups[key])));

    internal static IEnumerable<CaseTask> OpenTasksOf(CaseState state, ReviewGroup group) =>
        group.Open.Select(id => state.Tasks[id]).Concat(group.Inner.SelectMany(key => OpenTasksOf(state, state.Reviews.Groups[key])));

    /// <summary>The outcome as a count of everything gives it now; null while it can still change.</summary>
    public static ReviewOutcome? OutcomeOf(CaseState state, ProcessGraph graph, ReviewGroup group) => OutcomeOf(state, graph, group, next: null);

    /// <param name="next">the flow after the step that is about to be taken</param>
    internal static ReviewOutcome? OutcomeOf(CaseState state, ProcessGraph graph, ReviewGroup group, Func<FlowState>? next)
    {
        if (GroupTally.Of(group.Policy, group.K, group.Threshold, group.Votes, mayGrow: true) is { } certain) return certain;
        if (GroupTally.Of(group.Policy, group.K, group.Threshold, group.Votes, mayGrow: false) is not { } now) return null;
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
            && (group.Outer is not { } outer || state.Reviews.Groups[outer].Outcome is null) && group.Votes.Voices > 0);
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
