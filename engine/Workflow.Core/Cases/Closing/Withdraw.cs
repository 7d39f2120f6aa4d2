using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Closing;

/// <summary>
/// The applicant withdraws the application (撤回), at any time before the decision; one filed at the window may be
/// withdrawn there too, for its applicant need not have an account.
/// </summary>
public sealed record Withdraw(string Reason) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        var atWindow = By.Role == Role.Window && By.Region == state.Region && state.Channel == Channels.Window;
        if (state.Applicant?.Account != By.Id && !atWindow) return Outcome.Reject("not-your-case");
        if (progress.State.IsClosed) return Outcome.Reject("case-closed");
        if (progress.State.Decided is not null) return Outcome.Reject("already-decided");
        return progress.Add(new CaseWithdrawn(Reason, now)).EndAll().Outcome;
    }
}
