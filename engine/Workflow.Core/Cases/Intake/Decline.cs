using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Intake;

/// <summary>The window declines the application (不予受理), with a reason.</summary>
public sealed record Decline(long TaskId, string Reason) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (TaskRules.WhyNot(progress.State, TaskId, By, TaskKind.Intake) is { } refusal) return refusal;
        if (string.IsNullOrWhiteSpace(Reason)) return Outcome.Reject("reason-required");
        return progress.CloseIntake(By.Id, now).Add(new CaseDeclined(Reason, now)).Outcome;
    }
}
