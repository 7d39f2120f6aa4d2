using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Intake;

/// <summary>
/// The window accepts the application (受理): the legal clock starts, and every department begins at once. Where departments
/// check the materials, all must have found them in order.
/// </summary>
public sealed record Accept(long TaskId) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (TaskRules.WhyNot(progress.State, TaskId, By, TaskKind.Intake) is { } refusal) return refusal;
        if (Checking.WhyNotYet(progress.State) is { } early) return early;
        var missing = Checking.MissingIn(pinned, progress.State);
        if (!missing.IsEmpty) return Outcome.Reject("check-says-missing", ("materials", Checking.Codes(missing.Select(m => m.Material))));
        return progress.CloseIntake(By.Id, now).Accept(now, bySilence: false, now).Outcome;
    }
}
