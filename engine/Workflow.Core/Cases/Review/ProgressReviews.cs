using System.Collections.Immutable;
using Workflow.Core.Deadlines;
using Workflow.Core.Flow;
using Workflow.Feel;

namespace Workflow.Core.Cases.Review;

/// <summary>How reviews and their groups go on: seats, turns, outcomes, and those who are no longer waited for.</summary>
internal static class ProgressReviews
{
    /// <summary>A review was opened by the flow: it takes its seat in the innermost group around it, if there is one.</summary>
    /// <returns>true when its time runs only from its turn on</returns>
    public static bool TakeSeat(this Progress progress, Activity activity, DateTimeOffset at)
    {
        var flow = progress.State.Flow;
        var graph = progress.Pinned.GraphOf(flow, activity.Scope);
        if (GroupPlace.Innermost(graph, flow, activity.Scope, flow.Tokens[activity.Token].Split) is not { } place) return false;
        progress.OpenGroup(place, at);
        var node = graph.Node(activity.Element);
        progress.Add(new SeatTaken(activity.Id, place.Key, GroupSettings.WeightOf(node, flow.DataOf(activity.Scope), progress.Pinned.Around(at)), GroupSettings.HasVeto(node), at));
        return Groups.Around(progress.State, activity.Id).Any(g => g.Policy is GroupPolicy.InOrder or GroupPolicy.Lead);
    }

    private static void OpenGroup(this Progress progress, GroupPlace place, DateTimeOffset at)
    {
        if (progress.State.Reviews.Groups.ContainsKey(place.Key)) return;
        var graph = progress.Pinned.GraphOf(progress.State.Flow, place.Scope);
        var outer = place.Outer(graph, progress.State.Flow);
        if (outer is not null) progress.OpenGroup(outer, at);
        var node = graph.Node(place.Element);
        var settings = GroupSettings.Of(node)!;
        progress.Add(new ReviewGroupOpened(
            place.Key, place.Element, place.Scope, settings.Policy, settings.K, settings.Threshold, settings.Lead, settings.Early,
            outer?.Key, GroupSettings.WeightOf(node, progress.State.Flow.DataOf(place.Scope), progress.Pinned.Around(at)), GroupSettings.HasVeto(node), at));
    }

    /// <summary>A review is over with an opinion: groups are counted first, so that what lies behind the join knows the outcome.</summary>
    /// <param name="officer">null when its time ran out</param>
    public static Progress FinishReview(this Progress progress, CaseTask task, Opinion opinion, string? officer, DateTimeOffset at)
    {
        progress.Add(new TaskClosed(task.Id, TaskEnd.Done, officer, at)).EndClock(task.ClockId, at);
        return progress.LeaveStep(task, opinion, at);
    }

    /// <summary>The token goes on when nobody is left who has to sign the step.</summary>
    public static Progress LeaveStep(this Progress progress, CaseTask task, Opinion? opinion, DateTimeOffset at)
    {
        if (progress.IsSignedByOthers(task)) return progress.SettleReviews(at);
        var output = opinion is null ? null : FlowData.WithOpinion(progress.State, task, opinion.Kind);
        progress.SettleReviews(at, new Trigger.Complete(task.Activity!.Value, output));
        if (progress.State.Reviews.Groups.GetValueOrDefault(GroupPlace.OfStep(task.Activity.Value))?.Outcome is { } joined && progress.State.Flow.Activities.ContainsKey(task.Activity.Value))
            output = FlowData.WithOpinion(progress.State, task, KindOf(joined.Outcome));
        return progress.Advance(new Trigger.Complete(task.Activity.Value, output), at);
    }

    private static bool IsSignedByOthers(this Progress progress, CaseTask task) =>
        !progress.State.Reviews.Signers.IsEmpty && progress.State.TasksOf(task.Activity!.Value).Any(t => t.IsOpen);

    /// <summary>A review's time ran out where silence counts: that is its opinion, as of the due instant. One that has to wait is not silent.</summary>
    public static void Deem(this Progress progress, string clock, DateTimeOffset due)
    {
        if (progress.State.TaskOfClock(clock) is not { IsOpen: true, IsHeld: false, Kind: TaskKind.Review, Activity: { } activity } task) return;
        var timeout = StepSettings.Of(progress.Pinned.NodeOf(progress.State.Flow, task.Activity, task.Element)!).Timeout;
        if (timeout == ReviewTimeout.Remind || progress.State.Flow.IsBlocked(progress.State.Flow.Activities[activity].Scope)) return;
        var opinion = new Opinion(timeout == ReviewTimeout.Consent ? OpinionKind.Positive : OpinionKind.Negative, null, []);
        progress.Add(new OpinionRecorded(task.Id, task.Department, OpinionRecorded.Silence, opinion, due, BySilence: true));
        progress.FinishReview(task, opinion, null, due);
    }

    /// <summary>Counts every group again, holds and frees by whose turn it is, and closes those who are not waited for any more.</summary>
    /// <param name="leaving">the step that is about to go on, when there is one</param>
    public static Progress SettleReviews(this Progress progress, DateTimeOffset at, Trigger.Complete? leaving = null)
    {
        if (progress.State.Reviews.Groups.IsEmpty && progress.State.Reviews.Signers.IsEmpty) return progress;
        if (leaving is not null) progress.Watch.SeeLeaving(progress.State, leaving.Activity);
        progress.Count(at, leaving);
        progress.TakeTurns(at);
        return progress.CloseEarly(at);
    }

    /// <summary>From the innermost outwards, for an inner outcome is a voice outside.</summary>
    private static void Count(this Progress progress, DateTimeOffset at, Trigger.Complete? leaving)
    {
        Func<FlowState>? next = leaving is null ? null : () =>
            Interpreter.Advance(progress.Pinned.Graph, progress.State.Flow, leaving, at, progress.Pinned.Around(at)).Aggregate(progress.State.Flow, (flow, moved) => flow.Evolve(moved));
        var counted = new List<ReviewGroup>();
        while (progress.Watch.Next(progress.State.Reviews) is { } group)
        {
            counted.Add(group);
            var outcome = Groups.OutcomeOf(progress.State, progress.Pinned.GraphOf(progress.State.Flow, group.Scope), group, next);
            if (outcome == group.Outcome?.Outcome) continue;
            if (outcome is { } reached) progress.Add(new ReviewOutcomeReached(group.Key, group.Element, reached, Groups.OpenTasksOf(progress.State, group).Any(), at));
            else progress.Add(new ReviewOutcomeReopened(group.Key, group.Element, at));
            progress.Tell(group, outcome);
        }
        // A look ahead is no step: what it told is asked again when the step has been taken.
        if (leaving is not null) progress.Watch.Again(counted);
    }

    /// <summary>Conditions find a group's outcome as reviews.{element}, in its own scope and in the process.</summary>
    private static void Tell(this Progress progress, ReviewGroup group, ReviewOutcome? outcome)
    {
        if (progress.State.Flow.Root is not { } root || group.Key.StartsWith("step-", StringComparison.Ordinal)) return;
        long[] scopes = group.Scope == root || !progress.State.Flow.Scopes.ContainsKey(group.Scope) ? [root] : [root, group.Scope];
        foreach (var scope in scopes)
        {
            var soFar = progress.State.Flow.DataOf(scope)["reviews"] as Value.Context ?? Value.Context.Empty;
            progress.Add(new DataWritten(scope, Ordered.Of(Value.Context.Empty.With("reviews", soFar.With(group.Element, outcome is { } known ? CodeOf(known) : Value.Null)))));
        }
    }

    private static void TakeTurns(this Progress progress, DateTimeOffset at)
    {
        var seated = progress.Watch.TakeSeated();
        var book = progress.State.Reviews;
        if (book.Turns.IsEmpty && book.Signers.IsEmpty && book.Waiting.IsEmpty) return;
        var waits = new HashSet<(long Task, HoldReason)>();
        foreach (var key in book.Turns) progress.FindWaiting(book.Groups[key], waits);
        foreach (var signer in progress.State.Reviews.Signers.Values)
        {
            if (signer.Position == SignerPosition.Before && progress.State.Tasks[signer.TaskId].IsOpen) waits.Add((signer.Host, HoldReason.SignerBefore));
            if (signer.Position == SignerPosition.After && progress.State.Tasks[signer.Host].IsOpen) waits.Add((signer.TaskId, HoldReason.Order));
        }
        // Whoever signs before the host speaks in the host's turn; otherwise each would wait for the other.
        foreach (var signer in progress.State.Reviews.Signers.Values.OrderBy(s => s.TaskId))
            if (signer.Position == SignerPosition.Before && !waits.Contains((signer.Host, HoldReason.Order))) waits.Remove((signer.TaskId, HoldReason.Order));
        // Those whose turn may have come or gone; all others neither wait nor have to.
        var asked = new SortedSet<long>(waits.Select(wait => wait.Task).Concat(book.Waiting).Concat(seated).Concat(book.Signers.Values.SelectMany(signer => (long[])[signer.TaskId, signer.Host])));
        foreach (var id in asked)
        {
            if (!book.Seats.ContainsKey(id) || progress.State.OpenTask(id) is not { } task) continue;
            foreach (var reason in (HoldReason[])[HoldReason.SignerBefore, HoldReason.Order])
            {
                var (held, should) = (task.Holds.Contains(reason), waits.Contains((id, reason)));
                if (should && !held) progress.Add(new TaskHeld(id, reason, at));
                else if (held && !should) progress.Add(new TaskFreed(id, reason, at));
            }
            // Its turn has come: its time runs from here.
            if (!waits.Contains((id, HoldReason.Order)) && !progress.State.Clocks.ContainsKey(task.ClockId)) progress.StartStepClock(task, at);
        }
    }

    private static void FindWaiting(this Progress progress, ReviewGroup group, HashSet<(long, HoldReason)> waits)
    {
        if (group.Outcome is not null || group.Policy is not (GroupPolicy.InOrder or GroupPolicy.Lead)) return;
        var voters = Groups.VotersOf(progress.State, group);
        IEnumerable<long> waiting;
        if (group.Policy == GroupPolicy.InOrder)
        {
            waiting = voters.Where(v => v.Voter.Vote == Vote.Open).Skip(1).SelectMany(v => v.Open);
        }
        else
        {
            // The lead's own branch waits for the lead: what may come behind its review, or behind what is around it, is not waited for.
            var leading = voters.Where(v => v.Voter.Lead).SelectMany(v => v.Open).ToList();
            var own = leading.SelectMany(id => AndAround(progress.State.Flow, progress.State.Tasks[id].Activity!.Value)).ToHashSet();
            var others = voters.Exists(v => v.Voter is { Lead: false, Vote: Vote.Open } && !(v.Open.Length > 0 && v.Open.All(id => SignsAfter(progress.State, id, leading))))
                || GroupGrowth.MayGrow(progress.Pinned.GraphOf(progress.State.Flow, group.Scope), progress.State.Flow, group, progress.State.Reviews.Seats.ContainsKey, own);
            waiting = others ? leading : [];
        }
        foreach (var id in waiting) waits.Add((id, HoldReason.Order));
    }

    /// <summary>Whether a signer was added to sign after one of some tasks, so that they cannot wait for it.</summary>
    private static bool SignsAfter(CaseState state, long task, List<long> hosts)
    {
        for (var id = task; state.Reviews.Signers.GetValueOrDefault(id) is { Position: SignerPosition.After } signer; id = signer.Host)
            if (hosts.Contains(signer.Host)) return true;
        return false;
    }

    /// <summary>An activity and those around it: none of them can go on before it is done.</summary>
    private static IEnumerable<long> AndAround(FlowState flow, long activity)
    {
        for (long? next = activity; next is { } id;)
        {
            yield return id;
            var scope = flow.Scopes[flow.Activities[id].Scope];
            while (scope.Activity is null && scope.Parent is { } parent) scope = flow.Scopes[parent];
            next = scope.Activity;
        }
    }

    /// <summary>
    /// True when the step was closed early before and a loop of the model has come to it again: closing it once more
    /// could go round for ever, so people answer.
    /// </summary>
    private static bool CameBack(this Progress progress, CaseTask task) => progress.State.Reviews.ClosedSteps.GetValueOrDefault((task.Element, task.Index), []).Any(id =>
        id != task.Id && progress.State.Tasks[id].Path.SequenceEqual(task.Path));

    /// <summary>Those who are not waited for any more, the outermost group first; of very many so many at once, the others in the next step.</summary>
    private static Progress CloseEarly(this Progress progress, DateTimeOffset at)
    {
        while (progress.Watch.NextCounted() is { } key)
        {
            var isUnderWay = progress.State.Reviews.Closing.Contains(key);
            if (progress.State.Reviews.Groups[key] is var group && group is not { Outcome: not null, ClosesEarly: true } && !isUnderWay) continue;
            var tasks = group.Outcome is null ? [] : Groups.OpenTasksOf(progress.State, group).Where(t => !progress.State.Flow.IsBlocked(progress.State.Flow.Activities[t.Activity!.Value].Scope)
                && !progress.CameBack(t)).Take(progress.Watch.MayClose + 1).ToList();
            if (tasks.Count == 0 && !isUnderWay) continue;
            var more = tasks.Count > progress.Watch.MayClose;
            if (more)
            {
                tasks.RemoveAt(progress.Watch.MayClose);
                progress.Watch.LeaveToNextStep(key);
            }
            progress.Add(new ReviewsClosedEarly(key, [.. tasks.Select(t => t.Id)], at) { More = more });
            foreach (var task in tasks) progress.Add(new TaskClosed(task.Id, TaskEnd.Superseded, null, at)).EndClock(task.ClockId, at);
            // All are closed before the first branch goes on, so that none of them is counted or freed on the way.
            foreach (var activity in tasks.Select(t => t.Activity!.Value).Distinct())
            {
                if (progress.State.Flow.Activities.ContainsKey(activity)) progress.Advance(new Trigger.Complete(activity), at);
            }
        }
        return progress;
    }

    /// <summary>The next of those whom an early outcome closes, so many at most.</summary>
    public static Progress CloseFurther(this Progress progress, int atMost, DateTimeOffset at)
    {
        progress.Watch.MayClose = atMost;
        progress.Watch.Again(progress.State.Reviews.Closing.Select(key => progress.State.Reviews.Groups[key]));
        return progress.SettleReviews(at);
    }

    /// <summary>Starts the clock of a review with the limit of its step or item, if there is one.</summary>
    public static Progress StartStepClock(this Progress progress, CaseTask task, DateTimeOffset at)
    {
        var step = StepSettings.Of(progress.Pinned.NodeOf(progress.State.Flow, task.Activity, task.Element)!);
        var item = step.Item is null ? null : progress.Pinned.JointItem.Items.FirstOrDefault(i => i.Code == step.Item);
        return (step.Limit ?? item?.Promised) is { } limit ? progress.StartClock(task.ClockId, limit, item?.Statutory, at) : progress;
    }

    public static string CodeOf(ReviewOutcome outcome) => FlowData.CodeOf(KindOf(outcome));

    private static OpinionKind KindOf(ReviewOutcome outcome) => outcome switch
    {
        ReviewOutcome.Positive => OpinionKind.Positive,
        ReviewOutcome.Negative => OpinionKind.Negative,
        ReviewOutcome.Conditional => OpinionKind.Conditional,
        _ => OpinionKind.Advisory,
    };
}
