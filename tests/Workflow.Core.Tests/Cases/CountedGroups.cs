using Workflow.Core.Cases;
using Workflow.Core.Cases.Review;
using Xunit;

namespace Workflow.Core.Tests.Cases;

/// <summary>What a case keeps of its groups from event to event, held against a count of everything.</summary>
internal static class CountedGroups
{
    public static void AssertCounted(Scenario scenario)
    {
        var state = scenario.State;
        foreach (var group in state.Reviews.Groups.Values)
        {
            Assert.Equal(VoteSums.Of(VotersOf(state, group)), group.Votes);
            Assert.True(group.Open.SetEquals(group.Seats.Where(id => state.Tasks[id].IsOpen)), group.Key);
            Assert.Equal(Groups.OutcomeOf(state, scenario.Pinned.Graph, group), group.Outcome?.Outcome);
        }
    }

    private static List<Voter> VotersOf(CaseState state, ReviewGroup group)
    {
        var voters = new List<Voter>();
        foreach (var id in group.Seats)
        {
            var (task, seat, opinion) = (state.Tasks[id], state.Reviews.Seats[id], state.Opinions.GetValueOrDefault(id));
            if (opinion is null && !task.IsOpen) continue;
            var vote = opinion?.Opinion.Kind switch { null => Vote.Open, OpinionKind.Positive => Vote.For, OpinionKind.Negative => Vote.Against, OpinionKind.Conditional => Vote.Conditional, _ => Vote.Abstain };
            voters.Add(new Voter(vote, seat.Weight, seat.Veto, task.Department == group.Lead));
        }
        foreach (var inner in group.Inner.Select(key => state.Reviews.Groups[key]))
        {
            if (VotersOf(state, inner).Count == 0) continue;
            var vote = inner.Outcome?.Outcome switch
            {
                null => Vote.Open, ReviewOutcome.Positive => Vote.For, ReviewOutcome.Negative => Vote.Against, ReviewOutcome.Conditional => Vote.Conditional, _ => Vote.Abstain,
            };
            var tasks = Groups.TasksOf(state, inner).Order().Select(id => state.Tasks[id].Department).ToList();
            var leads = group.Lead is not null && (inner.Key.StartsWith("step-", StringComparison.Ordinal) ? tasks[0] == group.Lead : tasks.TrueForAll(d => d == group.Lead));
            voters.Add(new Voter(vote, inner.Weight, inner.Veto, leads));
        }
        return voters;
    }
}
