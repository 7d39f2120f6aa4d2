using Workflow.Core.Cases.Review;
using Workflow.Core.Flow;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Moves;

/// <summary>
/// An officer takes the own opinion back (撤回意见) while nothing has come of it: its token still waits for the other branches, or
/// others of the same step are still at work. The step opens anew.
/// </summary>
public sealed record WithdrawOpinion(long TaskId, string Reason) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (!progress.State.Tasks.TryGetValue(TaskId, out var task)) return Outcome.Reject("task-not-found");
        if (By.Department != task.Department || By.Region != state.Region) return Outcome.Reject("not-your-task");
        if (!progress.State.Opinions.TryGetValue(TaskId, out var given)) return Outcome.Reject("no-opinion");
        if (given.BySilence || given.Officer != By.Id) return Outcome.Reject("not-your-opinion");
        if (string.IsNullOrWhiteSpace(Reason)) return Outcome.Reject("reason-required");
        if (progress.State.Decided is not null) return Outcome.Reject("already-decided");
        if (WayBack(progress.State, task) is not { } back) return Outcome.Reject("join-passed");

        if (HasClosedOthers(progress.State, TaskId)) return Outcome.Reject("outcome-reached");

        progress.Add(new OpinionWithdrawn(TaskId, Reason, By.Id, now)).WaiveConditions([TaskId], By.Id, now);
        if (back.Trigger is null) return progress.Reopen(task, now).SettleReviews(now).Outcome;
        // Where several signed, the whole step is asked again.
        progress.Supersede([.. SignersOf(progress.State, task).Where(progress.State.Opinions.ContainsKey)], By.Id, now);
        return progress.Advance(back.Trigger).SettleReviews(now).Outcome;
    }

    public static bool MayBeWithdrawn(CaseState state, CaseTask task, Actor by) =>
        state.Decided is null && state.Opinions.TryGetValue(task.Id, out var given) && !given.BySilence && given.Officer == by.Id && WayBack(state, task) is not null
        && !HasClosedOthers(state, task.Id);

    /// <summary>True when the group has come to its outcome and others were closed because of it: they cannot be asked again.</summary>
    private static bool HasClosedOthers(CaseState state, long task) => Groups.Around(state, task).Any(g => g is { Outcome: not null, ClosesEarly: true });

    private static IEnumerable<long> SignersOf(CaseState state, CaseTask task) =>
        state.Reviews.Signers.IsEmpty ? [] : state.TasksOf(task.Activity!.Value).Where(t => t.Id != task.Id).Select(t => t.Id);

    /// <summary>How the step opens again; null when the case has gone on from it. Without a trigger the step itself is still open for other signers.</summary>
    private static (Trigger? Trigger, bool Found)? WayBack(CaseState state, CaseTask task)
    {
        if (task.Activity is not { } activity) return null;
        var flow = state.Flow;
        var isSigner = state.Reviews.Signers.ContainsKey(task.Id);
        var without = ProgressMoves.Without(state, task, [task.Id]);
        if (flow.Activities.TryGetValue(activity, out var open)) return open.IsCancelling || flow.IsBlocked(open.Scope) || flow.Scopes[open.Scope].Kind == ScopeKind.Detour ? null : (null, true);
        // Going back would ask the step's own department, not the signer's.
        if (isSigner) return null;
        if (flow.Tokens.Values.Where(t => t.Waits && t.After == activity).MinBy(t => t.Id) is { } waiting)
            return flow.IsBlocked(waiting.Scope) ? null : (new Trigger.TakeBack(waiting.Id, task.Element, without), true);
        return task is { Index: { } index, Path: [.., var body, _] } && flow.Scopes.TryGetValue(body, out var around) && around.Kind == ScopeKind.MultiInstanceBody && !flow.IsBlocked(body)
            ? (new Trigger.Reopen(body, index, without), true) : null;
    }
}
