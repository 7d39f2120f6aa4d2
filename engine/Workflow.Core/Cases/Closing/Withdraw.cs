using Workflow.Core.Cases.Intake;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Closing;

/// <summary>
/// The applicant withdraws the application (撤回), at any time before the decision; so may its agent, and the window for one
/// who applied there and need not have an account.
/// </summary>
public sealed record Withdraw(string Reason) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (!ApplicantRules.MayAct(progress.State, pinned, By, now)) return Outcome.Reject("not-your-case");
        if (progress.State.IsClosed) return Outcome.Reject("case-closed");
        if (progress.State.Decided is not null) return Outcome.Reject("already-decided");
        return progress.Add(new CaseWithdrawn(Reason, now)).EndAll().Outcome;
    }
}
