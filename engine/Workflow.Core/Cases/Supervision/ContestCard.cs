using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Supervision;

/// <summary>The department that a card (黄牌, 红牌) speaks of contests it (申诉), once, with a reason.</summary>
/// <param name="Card">the card as it was derived for this command; null when the case has no such card now</param>
public sealed record ContestCard(string CardId, DerivedCard? Card, string Reason) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (Card is null || Card.At > now) return Outcome.Reject("card-not-found");
        if (By.Region != state.Region || By.Department is null || By.Department != Card.Department) return Outcome.Reject("not-your-card");
        if (string.IsNullOrWhiteSpace(Reason)) return Outcome.Reject("reason-required");
        var said = progress.State.CardsSaid.GetValueOrDefault(CardId, CardSaid.Nothing);
        if (said.Lifted is not null) return Outcome.Reject("card-lifted");
        if (said.Contested is not null) return Outcome.Reject("card-contested");
        return progress.Add(new CardContested(CardId, By.Department, By.Id, Reason, now)).Outcome;
    }
}
