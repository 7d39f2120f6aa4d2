using Workflow.Core.Cases.Review;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Moves;

/// <summary>
/// What was delegated comes back (委派退还): the delegate says what was found, or whoever delegated the task recalls it.
/// </summary>
/// <param name="TaskId">the delegate's task to return it; the waiting task to recall it</param>
/// <param name="Note">what was found; asked of the delegate only</param>
public sealed record ReturnTask(long TaskId, string? Note) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (progress.State.Moves.Delegations.GetValueOrDefault(TaskId) is { } own) return Recall(progress, own, now);
        if (TaskRules.WhyNot(progress.State, TaskId, By) is { } refusal) return refusal;
        if (progress.State.Moves.DelegationOf(TaskId) is not { } delegation) return Outcome.Reject("not-delegated");
        if (string.IsNullOrWhiteSpace(Note)) return Outcome.Reject("reason-required");
        return progress
            .Add(new TaskClosed(TaskId, TaskEnd.Done, By.Id, now))
            .Add(new TaskReturned(delegation.TaskId, TaskId, Note, Recalled: false, By.Id, now))
            .Free(delegation.TaskId, HoldReason.Delegated, now)
            .Outcome;
    }

    private Outcome Recall(Progress progress, TaskDelegated delegation, DateTimeOffset now)
    {
        var host = progress.State.Tasks[TaskId];
        if (By.Department != host.Department || By.Region != progress.State.Region) return Outcome.Reject("not-your-task");
        if (host.Assignee is { } other && other != By.Id) return Outcome.Reject("task-claimed", ("officer", other));
        return progress
            .Add(new TaskReturned(TaskId, delegation.Delegate, null, Recalled: true, By.Id, now))
            .Add(new TaskClosed(delegation.Delegate, TaskEnd.Cancelled, By.Id, now))
            .Free(TaskId, HoldReason.Delegated, now)
            .Outcome;
    }
}
