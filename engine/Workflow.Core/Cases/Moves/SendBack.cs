using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Moves;

/// <summary>An officer sends the case back (退回) from an own task to an earlier step, or to the window.</summary>
/// <param name="Target">element id of the step, or <see cref="CaseSentBack.Intake"/></param>
public sealed record SendBack(long TaskId, string Target, SendBackMode Mode, string Reason) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (TaskRules.WhyNot(progress.State, TaskId, By) is { } refusal) return refusal;
        if (string.IsNullOrWhiteSpace(Reason)) return Outcome.Reject("reason-required");
        var task = progress.State.Tasks[TaskId];
        var (plan, why) = SendBackPlan.For(pinned, progress.State, task, Target, Mode);
        return plan is null ? why! : progress.SendBack(task, Target, Mode, Reason, plan, By).Outcome;
    }
}
