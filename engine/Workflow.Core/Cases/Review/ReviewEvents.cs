using System.Collections.Immutable;

namespace Workflow.Core.Cases.Review;

/// <summary>What happens inside a parallel review beside the opinions themselves: tasks held back, signers, groups, sending back.</summary>
public abstract record ReviewEvent : CaseEvent;

/// <summary>An open task must wait: nobody can work on it until it is freed. Its clock runs on.</summary>
public sealed record TaskHeld(long TaskId, HoldReason Reason, DateTimeOffset At) : ReviewEvent;

/// <summary>A reason to wait is gone; the task can be worked on when no other is left.</summary>
public sealed record TaskFreed(long TaskId, HoldReason Reason, DateTimeOffset At) : ReviewEvent;

/// <summary>Why an open task waits.</summary>
public enum HoldReason
{
    /// <summary>Another signer comes first (前加签).</summary>
    SignerBefore,

    /// <summary>Its turn has not come (依次会签), or the lead department speaks last.</summary>
    Order,

    /// <summary>It was sent back, and a detour is under way (退回).</summary>
    SentBack,

    /// <summary>Another branch was sent back with the others paused (退回并暂停).</summary>
    Paused,

    /// <summary>It was delegated, and the delegate has not returned it (委派).</summary>
    Delegated,
}

public static class ReviewEventNames
{
    public static readonly (string, Type)[] All =
    [
        ("task_held", typeof(TaskHeld)),
        ("task_freed", typeof(TaskFreed)),
        ("review_group_opened", typeof(ReviewGroupOpened)),
        ("seat_taken", typeof(SeatTaken)),
        ("review_outcome_reached", typeof(ReviewOutcomeReached)),
        ("review_outcome_reopened", typeof(ReviewOutcomeReopened)),
        ("reviews_closed_early", typeof(ReviewsClosedEarly)),
        ("late_opinion_noted", typeof(LateOpinionNoted)),
        ("opinion_replaced", typeof(OpinionReplaced)),
        ("signer_added", typeof(SignerAdded)),
        ("signer_removed", typeof(SignerRemoved)),
    ];
}

/// <summary>What the case knows of its reviews beside tasks and opinions.</summary>
public sealed record ReviewBook
{
    public static readonly ReviewBook Empty = new();

    public ImmutableDictionary<string, ReviewGroup> Groups { get; init; } = ImmutableDictionary.Create<string, ReviewGroup>(StringComparer.Ordinal);

    /// <summary>Keys of the groups as they were opened, so an inner one comes after the one around it.</summary>
    public ImmutableList<string> GroupOrder { get; init; } = [];

    /// <summary>Groups in which some wait for others: in order, or with a lead who speaks last.</summary>
    public ImmutableSortedSet<string> Turns { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Tasks that wait for their turn or for a signer.</summary>
    public ImmutableSortedSet<long> Waiting { get; init; } = [];

    /// <summary>Groups that are closed early and have more open reviews than one step closes.</summary>
    public ImmutableSortedSet<string> Closing { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    public ImmutableDictionary<long, Seat> Seats { get; init; } = ImmutableDictionary<long, Seat>.Empty;

    /// <summary>Added signers (加签), by their task.</summary>
    public ImmutableDictionary<long, SignerAdded> Signers { get; init; } = ImmutableDictionary<long, SignerAdded>.Empty;

    /// <summary>Tasks beside an activity's first one, by the activity: of added signers, and those opened anew for one of them.</summary>
    public ImmutableDictionary<long, ImmutableSortedSet<long>> Beside { get; init; } = ImmutableDictionary<long, ImmutableSortedSet<long>>.Empty;

    /// <summary>Those who need not speak any more (减签), by their task.</summary>
    public ImmutableDictionary<long, SignerRemoved> Removed { get; init; } = ImmutableDictionary<long, SignerRemoved>.Empty;

    /// <summary>Tasks that an early outcome closed.</summary>
    public ImmutableHashSet<long> ClosedEarly { get; init; } = [];

    /// <summary>The same tasks by the step that they were, with its number in a multi-instance.</summary>
    public ImmutableDictionary<(string Element, int? Index), ImmutableList<long>> ClosedSteps { get; init; } = ImmutableDictionary<(string, int?), ImmutableList<long>>.Empty;

    /// <summary>Opinions that came too late and were only noted; the last of each task.</summary>
    public ImmutableDictionary<long, LateOpinionNoted> Late { get; init; } = ImmutableDictionary<long, LateOpinionNoted>.Empty;
}

internal static class ReviewFold
{
    public static CaseState Evolve(CaseState state, ReviewEvent happened) => happened switch
    {
        TaskHeld e => Holding(CaseEvolution.WithTask(CaseEvolution.At(state, e.At), e.TaskId, task => task with { Holds = task.Holds.Add(e.Reason) }), e.TaskId),
        TaskFreed e => Holding(CaseEvolution.WithTask(CaseEvolution.At(state, e.At), e.TaskId, task => task with { Holds = task.Holds.Remove(e.Reason) }), e.TaskId),
        ReviewGroupOpened e => WithBook(CaseEvolution.At(state, e.At), Open(state.Reviews, e)),
        SeatTaken e => WithBook(CaseEvolution.At(state, e.At), Sit(state.Reviews, e)),
        ReviewOutcomeReached e => WithGroup(CaseEvolution.At(state, e.At), e.Group, group => group with { Outcome = e }),
        ReviewOutcomeReopened e => WithGroup(CaseEvolution.At(state, e.At), e.Group, group => group with { Outcome = null }),
        ReviewsClosedEarly e => CloseEarly(CaseEvolution.At(state, e.At), e),
        LateOpinionNoted e => WithBook(CaseEvolution.At(state, e.At), state.Reviews with { Late = state.Reviews.Late.SetItem(e.TaskId, e) }),
        OpinionReplaced e => CaseEvolution.At(state, e.At) with { Opinions = state.Opinions.SetItem(e.TaskId, new(e.TaskId, e.Department, e.Officer, e.Opinion, e.At)) },
        SignerAdded e => WithBook(CaseEvolution.At(state, e.At), state.Reviews with { Signers = state.Reviews.Signers.SetItem(e.TaskId, e) }),
        SignerRemoved e => WithBook(CaseEvolution.At(state, e.At), state.Reviews with { Removed = state.Reviews.Removed.SetItem(e.TaskId, e) }),
        _ => throw new InvalidOperationException($"no fold for {happened.GetType().Name}"),
    };

    private static ReviewBook Open(ReviewBook book, ReviewGroupOpened e)
    {
        var groups = book.Groups.SetItem(e.Group, new(e.Group, e.Element, e.Scope, e.Policy, e.K, e.Threshold, e.Lead, e.Early, e.Outer, e.Weight, e.Veto) { Order = book.GroupOrder.Count });
        if (e.Outer is { } outer) groups = groups.SetItem(outer, groups[outer] with { Inner = groups[outer].Inner.Add(e.Group) });
        var turns = e.Policy is GroupPolicy.InOrder or GroupPolicy.Lead ? book.Turns.Add(e.Group) : book.Turns;
        return book with { Groups = groups, GroupOrder = book.GroupOrder.Add(e.Group), Turns = turns };
    }

    /// <summary>A review has one seat: where a step's signers become a group of their own, it moves there.</summary>
    private static ReviewBook Sit(ReviewBook book, SeatTaken e)
    {
        var groups = book.Groups;
        if (book.Seats.GetValueOrDefault(e.TaskId) is { } old) groups = groups.SetItem(old.Group, groups[old.Group] with { Seats = groups[old.Group].Seats.Remove(e.TaskId) });
        groups = groups.SetItem(e.Group, groups[e.Group] with { Seats = groups[e.Group].Seats.Add(e.TaskId) });
        return book with { Groups = groups, Seats = book.Seats.SetItem(e.TaskId, new(e.TaskId, e.Group, e.Weight, e.Veto)) };
    }

    private static CaseState CloseEarly(CaseState state, ReviewsClosedEarly e)
    {
        var steps = state.Reviews.ClosedSteps;
        foreach (var id in e.Tasks)
        {
            var step = (state.Tasks[id].Element, state.Tasks[id].Index);
            steps = steps.SetItem(step, steps.GetValueOrDefault(step, []).Add(id));
        }
        return WithBook(state, state.Reviews with
        {
            ClosedEarly = state.Reviews.ClosedEarly.Union(e.Tasks), ClosedSteps = steps, Closing = e.More ? state.Reviews.Closing.Add(e.Group) : state.Reviews.Closing.Remove(e.Group),
        });
    }

    private static CaseState Holding(CaseState state, long task)
    {
        var waits = state.Tasks[task].Holds.Any(reason => reason is HoldReason.SignerBefore or HoldReason.Order);
        return WithBook(state, state.Reviews with { Waiting = waits ? state.Reviews.Waiting.Add(task) : state.Reviews.Waiting.Remove(task) });
    }

    private static CaseState WithGroup(CaseState state, string key, Func<ReviewGroup, ReviewGroup> change) =>
        WithBook(state, state.Reviews with { Groups = state.Reviews.Groups.SetItem(key, change(state.Reviews.Groups[key])) });

    private static CaseState WithBook(CaseState state, ReviewBook book) => state with { Reviews = book };
}
