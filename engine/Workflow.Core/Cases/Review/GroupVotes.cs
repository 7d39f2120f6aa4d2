using Workflow.Core.Cases.Moves;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Review;

/// <summary>
/// Keeps <see cref="ReviewGroup.Votes"/> and <see cref="ReviewGroup.Open"/> what a count of all voices would give, one event at a
/// time: a task that the event may have changed leaves with what it said before and comes with what it says now.
/// </summary>
internal static class GroupVotes
{
    /// <param name="now">the state after the event, with the sums as they were before it</param>
    public static CaseState After(CaseState was, CaseState now, Event happened)
    {
        if (now.Reviews.Groups.IsEmpty) return now;
        SortedSet<(int Order, string Key)>? changed = null;
        foreach (var id in TasksOf(happened))
        {
            var (before, after) = (SeatOf(was, id), SeatOf(now, id));
            if (before == after) continue;
            changed ??= [];
            if (before is { } left) now = Change(now, left.Group, group => group with { Votes = left.Voter is { } v ? group.Votes.Without(v) : group.Votes, Open = group.Open.Remove(id) });
            if (after is { } come) now = Change(now, come.Group, group => group with { Votes = come.Voter is { } v ? group.Votes.With(v) : group.Votes, Open = come.IsOpen ? group.Open.Add(id) : group.Open });
            if (before is { } old) changed.Add((now.Reviews.Groups[old.Group].Order, old.Group));
            if (after is { } made) changed.Add((now.Reviews.Groups[made.Group].Order, made.Group));
        }
        if (GroupOf(happened) is { } told) (changed ??= []).Add((now.Reviews.Groups[told].Order, told));

        // From the innermost outwards: an inner group is a voice of the one around it.
        while (changed is { Count: > 0 })
        {
            var (order, key) = changed.Max;
            changed.Remove((order, key));
            if (now.Reviews.Groups[key].Outer is not { } outer) continue;
            var (before, after) = (Groups.VoiceOf(was, key, outer), Groups.VoiceOf(now, key, outer));
            if (before == after) continue;
            now = Change(now, outer, group => group with { Votes = Replaced(group.Votes, before, after) });
            changed.Add((now.Reviews.Groups[outer].Order, outer));
        }
        return now;
    }

    /// <summary>Tasks whose seat, opinion or end an event may change.</summary>
    public static IEnumerable<long> TasksOf(Event happened) => happened switch
    {
        SeatTaken e => [e.TaskId],
        TaskOpened e => [e.TaskId],
        TaskClosed e => [e.TaskId],
        OpinionRecorded e => [e.TaskId],
        OpinionReplaced e => [e.TaskId],
        OpinionWithdrawn e => [e.TaskId],
        OpinionsSuperseded e => e.Tasks,
        _ => [],
    };

    /// <summary>The group whose outcome an event changes.</summary>
    public static string? GroupOf(Event happened) => happened switch { ReviewOutcomeReached e => e.Group, ReviewOutcomeReopened e => e.Group, _ => null };

    private static VoteSums Replaced(VoteSums votes, Voter? before, Voter? after)
    {
        if (before is { } left) votes = votes.Without(left);
        return after is { } come ? votes.With(come) : votes;
    }

    private static (string Group, Voter? Voter, bool IsOpen)? SeatOf(CaseState state, long task) =>
        state.Reviews.Seats.GetValueOrDefault(task) is { } seat ? (seat.Group, Groups.VoiceOf(state, seat), state.Tasks[task].IsOpen) : null;

    private static CaseState Change(CaseState state, string key, Func<ReviewGroup, ReviewGroup> change) =>
        state with { Reviews = state.Reviews with { Groups = state.Reviews.Groups.SetItem(key, change(state.Reviews.Groups[key])) } };
}
