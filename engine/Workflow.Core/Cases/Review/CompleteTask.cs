using Workflow.Core.Cases.Moves;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Cases.Review;

/// <summary>A step of kind work is done; its output joins the flow's data under the step's element id.</summary>
public sealed record CompleteTask(long TaskId, Value.Context Output) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (TaskRules.WhyNot(progress.State, TaskId, By, TaskKind.Work) is { } refusal) return refusal;
        var task = progress.State.Tasks[TaskId];
        if (progress.State.Moves.DetourOf(TaskId) is { } detour)
            return progress.Add(new TaskClosed(TaskId, TaskEnd.Done, By.Id, now)).EndDetour(detour, now).Outcome;
        if (progress.State.Moves.DelegationOf(TaskId) is not null) return Outcome.Reject("return-it");
        var output = Output.IsEmpty ? null : Value.Context.Empty.With(task.Element, Output);
        return progress.Finish(task, By.Id, output).Outcome;
    }
}
