using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Closing;

/// <summary>
/// Erases the personal data of a closed case: the log's chain stays whole, for it covers what is stored, and the key
/// that opens it is deleted with this event.
/// </summary>
/// <param name="Basis">why it may or must be erased</param>
public sealed record ErasePersonalData(string Basis) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (!progress.State.IsClosed) return Outcome.Reject("case-open");
        if (string.IsNullOrWhiteSpace(Basis)) return Outcome.Reject("basis-required");
        return progress.State.PersonalAnswers.IsErased ? progress.Outcome : progress.Add(new PersonalDataErased(Basis, now)).Outcome;
    }
}
