using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Obligations;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Closing;

/// <summary>
/// What was granted is taken back (撤销), by the lead department or a supervisor: because a promise was broken, or for
/// another reason that the law names (行政许可法 art. 69). What is still under way ends, and what is owed is owed no more.
/// </summary>
/// <param name="Obligation">the promise that was not kept: broken, or past its time; null for another reason</param>
public sealed record Revoke(string Reason, string Basis, int? Obligation) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (!LeadRules.MayAct(progress.State, pinned, By)) return Outcome.Reject("not-your-case");
        if (progress.State.Intake.Revoked is not null) return Outcome.Reject("already-revoked");
        if (progress.State.Status is not (CaseStatus.Granted or CaseStatus.GrantedWithDeficiency)) return Outcome.Reject("not-granted");
        if (string.IsNullOrWhiteSpace(Reason)) return Outcome.Reject("reason-required");
        if (string.IsNullOrWhiteSpace(Basis)) return Outcome.Reject("basis-required");
        if (Obligation is { } id)
        {
            if (!progress.State.Obligations.TryGetValue(id, out var owed)) return Outcome.Reject("obligation-not-found");
            var overdue = owed.IsOpen && progress.State.Clocks.GetValueOrDefault(owed.ClockId) is { Card: Card.Red };
            if (owed.End != ObligationEnd.Broken && !overdue) return Outcome.Reject("obligation-not-broken");
            if (owed.IsOpen) progress.CloseObligation(id, ObligationEnd.Broken, Reason, By.Id, now);
        }
        return progress.Add(new GrantRevoked(Reason, Basis, Obligation, now)).EndAll().Outcome;
    }
}
