using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Review;

/// <summary>An officer takes a task on; colleagues see by whom.</summary>
public sealed record ClaimTask(long TaskId) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (TaskRules.WhyNot(progress.State, TaskId, By) is { } refusal) return refusal;
        return progress.State.Tasks[TaskId].Assignee == By.Id ? progress.Outcome : progress.Add(new TaskClaimed(TaskId, By.Id, now)).Outcome;
    }
}
