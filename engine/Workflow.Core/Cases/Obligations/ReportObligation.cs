using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Obligations;

/// <summary>The applicant reports that what was owed is done; the department that watches over it still has to confirm it.</summary>
public sealed record ReportObligation(int Obligation, string Note) : CaseCommand
{
    /// <summary>Who has to say it more often should ask the department.</summary>
    public const int ReportsMax = 20;

    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (state.Applicant?.Account != By.Id) return Outcome.Reject("not-your-case");
        if (!progress.State.Obligations.TryGetValue(Obligation, out var owed)) return Outcome.Reject("obligation-not-found");
        if (!owed.IsOpen) return Outcome.Reject("obligation-closed");
        if (string.IsNullOrWhiteSpace(Note)) return Outcome.Reject("reason-required");
        if (owed.Reports.Length >= ReportsMax) return Outcome.Reject("too-many-reports", ("limit", $"{ReportsMax}"));
        return progress.Add(new ObligationReported(Obligation, Note, By.Id, now)).Outcome;
    }
}
