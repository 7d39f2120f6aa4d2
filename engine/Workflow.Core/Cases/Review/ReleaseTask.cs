using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Review;

/// <summary>An officer gives a claimed task back to the department.</summary>
public sealed record ReleaseTask(long TaskId) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (TaskRules.WhyNot(progress.State, TaskId, By) is { } refusal) return refusal;
        return progress.State.Tasks[TaskId].Assignee is null ? progress.Outcome : progress.Add(new TaskReleased(TaskId, now)).Outcome;
    }
}
