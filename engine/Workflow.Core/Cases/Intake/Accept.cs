using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Intake;

/// <summary>The window accepts the application (受理): the legal clock starts, and every department begins at once.</summary>
public sealed record Accept(long TaskId) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (TaskRules.WhyNot(progress.State, TaskId, By, TaskKind.Intake) is { } refusal) return refusal;
        return progress.CloseIntake(By.Id, now).Accept(now, bySilence: false, now).Outcome;
    }
}
