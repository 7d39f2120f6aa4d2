using Workflow.Core.Cases.Intake;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Closing;

/// <summary>Handling ends without a decision (终止), for a reason that the law names; by the lead department or a supervisor.</summary>
/// <param name="Basis">the article it rests on</param>
/// <param name="Note">what happened, in words</param>
public sealed record Terminate(TerminationReason Reason, string Basis, string? Note) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (!LeadRules.MayAct(progress.State, pinned, By)) return Outcome.Reject("not-your-case");
        if (progress.State.IsClosed) return Outcome.Reject("case-closed");
        if (!progress.State.Flow.IsStarted) return Outcome.Reject("not-accepted");
        if (progress.State.Decided is not null) return Outcome.Reject("already-decided");
        if (string.IsNullOrWhiteSpace(Basis)) return Outcome.Reject("basis-required");
        return progress.Add(new CaseTerminated(Reason, Basis, Note, now)).EndAll().Outcome;
    }
}

/// <summary>Who answers for the whole case.</summary>
internal static class LeadRules
{
    /// <summary>An officer of the lead department (牵头部门) or a supervisor, both of the case's region.</summary>
    public static bool MayAct(CaseState state, Pinned pinned, Actor by) =>
        by.Region == state.Region && (by.Role == Role.Supervisor || by.Department == pinned.JointItem.LeadDepartment);
}
