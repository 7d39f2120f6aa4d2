using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Obligations;

/// <summary>The department that watches over something owed finds it fulfilled, broken, or waives it; the last two with a reason.</summary>
public sealed record SettleObligation(int Obligation, ObligationEnd End, string? Note) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (!progress.State.Obligations.TryGetValue(Obligation, out var owed)) return Outcome.Reject("obligation-not-found");
        if (By.Department != owed.Department || By.Region != state.Region) return Outcome.Reject("not-your-obligation");
        if (!owed.IsOpen) return Outcome.Reject("obligation-closed");
        if (owed.Kind is not (ObligationKind.Condition or ObligationKind.Deficiency)) return Outcome.Reject("obligation-kind", ("kind", owed.Kind.ToString().ToLowerInvariant()));
        if (End != ObligationEnd.Fulfilled && string.IsNullOrWhiteSpace(Note)) return Outcome.Reject("reason-required");
        return progress.CloseObligation(Obligation, End, Note, By.Id, now).Outcome;
    }
}
