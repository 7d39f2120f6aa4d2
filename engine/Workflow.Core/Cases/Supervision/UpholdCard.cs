using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Supervision;

/// <summary>A supervisor keeps a contested card up (维持), with a reason.</summary>
/// <param name="Card">the card as it was derived for this command; null when the case has no such card now</param>
public sealed record UpholdCard(string CardId, DerivedCard? Card, string Reason) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (Card is null || Card.At > now) return Outcome.Reject("card-not-found");
        if (By.Role != Role.Supervisor || By.Region != state.Region) return Outcome.Reject("not-your-case");
        if (string.IsNullOrWhiteSpace(Reason)) return Outcome.Reject("reason-required");
        var said = progress.State.CardsSaid.GetValueOrDefault(CardId, CardSaid.Nothing);
        if (said.Lifted is not null) return Outcome.Reject("card-lifted");
        if (said.Contested is null) return Outcome.Reject("card-not-contested");
        if (said.Upheld is not null) return Outcome.Reject("card-upheld");
        return progress.Add(new CardUpheld(CardId, By.Id, Reason, now)).Outcome;
    }
}
