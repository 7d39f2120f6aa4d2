using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Review;

/// <summary>A department gives its opinion (意见) on its own task. The last one to arrive lets the join fire.</summary>
public sealed record RecordOpinion(long TaskId, Opinion Opinion) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (TaskRules.WhyNot(progress.State, TaskId, By, TaskKind.Review) is { } refusal) return refusal;
        var task = progress.State.Tasks[TaskId];
        if (Opinion.Kind != OpinionKind.Advisory && StepSettings.Of(pinned.Graph.Node(task.Element)).Policy == ReviewPolicy.Advisory) return Outcome.Reject("opinion-advisory-only");
        if (Opinion.Kind == OpinionKind.Negative && string.IsNullOrWhiteSpace(Opinion.Reason)) return Outcome.Reject("reason-required");
        if (Opinion.Kind == OpinionKind.Conditional && Opinion.Conditions.IsDefaultOrEmpty) return Outcome.Reject("conditions-required");
        if (progress.State.Clocks.GetValueOrDefault(task.ClockId)?.Clock is { EndedAt: null, IsRunning: false }) return Outcome.Reject("clock-stopped");

        var output = FlowData.WithOpinion(progress.State, task, Opinion);
        return progress
            .Add(new OpinionRecorded(TaskId, task.Department, By.Id, Opinion, now))
            .Finish(task, By.Id, output)
            .Outcome;
    }
}
