using System.Collections.Immutable;
using Workflow.Core.Flow;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Review;

/// <summary>
/// Which groups have to be counted again within a command: those whose voices changed, and those in which a token moved, so that
/// they may have stopped growing. All others stand as the command before left them, however many there are.
/// </summary>
internal sealed class GroupWatch
{
    /// <summary>Reviews that one command closes at most because an outcome came early; the engine goes on with the others by itself.</summary>
    public const int ClosedByAPerson = 100;

    private readonly SortedSet<(int Order, string Key)> touched = [];
    private readonly HashSet<long> seated = [];
    private readonly SortedSet<(int Order, string Key)> counted = [];
    private readonly HashSet<string> left = new(StringComparer.Ordinal);

    public int MayClose { get; set; } = ClosedByAPerson;

    public void See(CaseState was, CaseState now, Event happened)
    {
        if (now.Reviews.Groups.IsEmpty) return;
        foreach (var id in GroupVotes.TasksOf(happened))
        {
            if (was.Reviews.Seats.GetValueOrDefault(id) is { } before) Touch(now, before.Group);
            if (now.Reviews.Seats.GetValueOrDefault(id) is { } after) Touch(now, after.Group);
        }
        if (happened is SeatTaken seat) seated.Add(seat.TaskId);
        if (GroupVotes.GroupOf(happened) is { } told) Touch(now, told);
        if (happened is FlowEvent moved) See(was.Flow, now, moved);
    }

    /// <summary>A token is about to leave an activity.</summary>
    public void SeeLeaving(CaseState state, long activity)
    {
        if (state.Flow.Activities.TryGetValue(activity, out var leaving)) Around(state, state.Flow, leaving.Token);
    }

    /// <summary>The next group to count, the innermost first; it is not touched any more.</summary>
    public ReviewGroup? Next(ReviewBook book)
    {
        if (touched.Count == 0) return null;
        var innermost = touched.Max;
        touched.Remove(innermost);
        if (!left.Contains(innermost.Key)) counted.Add(innermost);
        return book.Groups[innermost.Key];
    }

    /// <summary>Counted with a look at what comes next, so it is counted again when that has come.</summary>
    public void Again(IEnumerable<ReviewGroup> groups) => touched.UnionWith(groups.Select(group => (group.Order, group.Key)));

    /// <summary>The next group that was counted and may have to close those who have not spoken, the outermost first.</summary>
    public string? NextCounted()
    {
        if (counted.Count == 0) return null;
        var first = counted.Min;
        counted.Remove(first);
        return first.Key;
    }

    /// <summary>This command has closed as many of the group as it may.</summary>
    public void LeaveToNextStep(string group)
    {
        left.Add(group);
        counted.RemoveWhere(other => other.Key == group);
    }

    /// <summary>Reviews that took a seat since this was asked last.</summary>
    public ImmutableArray<long> TakeSeated()
    {
        ImmutableArray<long> since = [.. seated];
        seated.Clear();
        return since;
    }

    private void See(FlowState was, CaseState now, FlowEvent moved)
    {
        switch (moved)
        {
            case DataWritten or TimerSet or TimerFired or ErrorCaught or EscalationCaught or ScopeCancelling or IncidentRaised or IncidentResolved or ProcessStarted: break;
            case Subscribed or SubscriptionHit or ConditionChanged or MessageThrown or SignalThrown or EscalationThrown or CompensationKept: break;
            case ElementPassed e:
                foreach (var token in e.Consumed) Around(now, was, token);
                foreach (var made in e.Produced) Around(now, now.Flow, made.Token);
                break;
            case JoinAwaited e: Around(now, was, e.Token); break;
            case ActivityStarted e:
                Around(now, was, e.Token);
                foreach (var token in e.Consumed.OrNone()) Around(now, was, token);
                Around(now, now.Flow, e.Token);
                break;
            case ActivityCompleted e:
                Around(now, was, was.Activities[e.Activity].Token);
                foreach (var made in e.Produced) Around(now, now.Flow, made.Token);
                break;
            case ActivityCancelled e: Around(now, was, was.Activities[e.Activity].Token); break;
            case ScopeOpened e: Touch(now, GroupPlace.KeysAround(now.Flow, e.Scope, null)); break;
            case ScopeClosed e: Touch(now, GroupPlace.KeysAround(was, e.Scope, null)); break;
            // Whatever else moves tokens is rare: everything is counted again.
            default: Again(now.Reviews.Groups.Values); break;
        }
    }

    private void Around(CaseState now, FlowState flow, long token)
    {
        if (flow.Tokens.TryGetValue(token, out var there)) Touch(now, GroupPlace.KeysAround(flow, there.Scope, there.Split));
    }

    private void Touch(CaseState now, IEnumerable<string> keys)
    {
        foreach (var key in keys)
            if (now.Reviews.Groups.TryGetValue(key, out var group)) touched.Add((group.Order, key));
    }

    private void Touch(CaseState now, string group)
    {
        for (string? key = group; key is not null; key = now.Reviews.Groups[key].Outer) touched.Add((now.Reviews.Groups[key].Order, key));
    }
}
