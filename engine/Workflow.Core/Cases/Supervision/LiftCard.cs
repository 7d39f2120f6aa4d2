using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Supervision;

/// <summary>A supervisor lifts a card (撤牌), contested or not, with a reason.</summary>
/// <param name="Card">the card as it was derived for this command; null when the case has no such card now</param>
public sealed record LiftCard(string CardId, DerivedCard? Card, string Reason) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (Card is null || Card.At > now) return Outcome.Reject("card-not-found");
        if (By.Role != Role.Supervisor || By.Region != state.Region) return Outcome.Reject("not-your-case");
        if (string.IsNullOrWhiteSpace(Reason)) return Outcome.Reject("reason-required");
        if (progress.State.CardsSaid.GetValueOrDefault(CardId)?.Lifted is not null) return Outcome.Reject("card-lifted");
        return progress.Add(new CardLifted(CardId, By.Id, Reason, now)).Outcome;
    }
}
