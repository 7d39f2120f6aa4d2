using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Review;

/// <summary>
/// The lead department decides (决定) on the joined opinions; the case's legal clock ends here. It has the last word:
/// granting over a refusal that stands (a negative outcome, or a negative opinion outside every group), and denying, need a reason.
/// </summary>
public sealed record DecideCase(long TaskId, Decision Decision, string? Reason) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (TaskRules.WhyNot(progress.State, TaskId, By, TaskKind.Decide) is { } refusal) return refusal;
        if (progress.State.Decided is not null) return Outcome.Reject("already-decided");
        if ((Decision == Decision.Deny || Groups.AnyRefusal(progress.State)) && string.IsNullOrWhiteSpace(Reason)) return Outcome.Reject("reason-required");

        var task = progress.State.Tasks[TaskId];
        return progress
            .Add(new CaseDecided(Decision, Reason, By.Id, now))
            .EndClock(CaseClocks.Case, now)
            .Finish(task, By.Id, FlowData.WithDecision(Decision))
            .Outcome;
    }
}
