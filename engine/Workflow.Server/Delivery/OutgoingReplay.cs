using Workflow.Core.Catalog.Subscriptions;
using Workflow.Core.Runtime;
using Workflow.Postgres.Delivery;
using Workflow.Postgres.Queues;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Delivery;

/// <summary>Sends a dead letter's message once more, by itself: the rest of its case went on long ago, and the same id tells the receiver.</summary>
internal sealed class OutgoingReplay(ReadStream read, AccountDirectory accounts, Deliverer deliverer, DeliveryView view, DeadLetters letters, TimeProvider time)
{
    /// <summary>Null when it was delivered, otherwise why not.</summary>
    public async Task<Problem?> SendAsync(DeadLetter letter, CancellationToken ct)
    {
        if (letter.Letter.Subscription is not { } id || (await read(SubscriptionStreams.IdOf(id), ct)).State is not SubscriptionState { Defined: { } d, IsRemoved: false, IsPaused: false })
            return new Problem(StatusCodes.Status409Conflict, "dead-letter-not-replayable");
        var account = await accounts.FindAsync(d.Account, ct);
        if (!account.IsOpen || !new Principal(d.Account, AccountDirectory.GrantsOf(account)).Has(Role.Integrator, d.Region))
            return new Problem(StatusCodes.Status409Conflict, "dead-letter-not-replayable");

        var message = OutgoingLetters.MessageOf(letter);
        var subscription = new SubscriptionDocument(id, d.Account, d.Region, d.Types, d.JointItems, d.Departments, d.Target, d.Note, Paused: false, Removed: false);
        var sent = await deliverer.SendAsync(subscription, message, ct);
        await view.AddAsync(id, [new Tried(time.GetUtcNow(), message.Id, message.Type, letter.Letter.CaseId, null, letter.Times + 1, sent.IsDelivered ? "delivered" : "failed", sent.Status, sent.Milliseconds, sent.Error)], ct);
        if (sent.IsDelivered) return null;
        await letters.TriedAsync(letter.Id, OutgoingLetters.Undeliverable, OutgoingLetters.ErrorsOf(sent), ct);
        return Problem.Of(StatusCodes.Status409Conflict, OutgoingLetters.Undeliverable, ("error", sent.Error!));
    }
}
