using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Review;

/// <summary>
/// A signer or a department need not speak any more (减签). Refused where the group could then not come to an outcome by its
/// own rule, and for the department of an item that applies.
/// </summary>
public sealed record RemoveSigner(long TaskId, string Reason) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (SignerRules.WhyNotRemove(pinned, progress.State, TaskId, By) is { } refusal) return refusal;
        if (string.IsNullOrWhiteSpace(Reason)) return Outcome.Reject("reason-required");
        var task = progress.State.Tasks[TaskId];
        if (!SignerRules.IsAlive(progress.State.Flow, task)) return Outcome.Reject("task-closed");
        if (SignerRules.WhyNotWithout(pinned, progress.State, task) is { } starves) return starves;

        return progress
            .Add(new SignerRemoved(TaskId, Reason, By.Id, now))
            .Add(new TaskClosed(TaskId, TaskEnd.Superseded, null, now))
            .EndClock(task.ClockId, now)
            .LeaveStep(task, null, now)
            .Outcome;
    }
}
