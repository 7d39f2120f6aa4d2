using Workflow.Core.Catalog.Subscriptions;
using Workflow.Server.Brokers;

namespace Workflow.Server.Delivery;

/// <summary>Sends one message the way that its subscription says.</summary>
internal sealed class Deliverer(WebhookSender webhooks, Broker broker, Secrets secrets)
{
    public const string SecretMissing = "secret-missing";

    public async Task<Sent> SendAsync(SubscriptionDocument subscription, Outgoing message, CancellationToken ct)
    {
        var signing = await secrets.ReadAsync(subscription.Id, ct);
        if (signing.Count == 0) return new Sent(null, SecretMissing, 0, IsAway: true);
        return subscription.Target.Kind == TargetKind.Webhook
            ? await webhooks.SendAsync(subscription.Target.Url!, message, signing, ct)
            : await broker.PublishAsync(Broker.EventsExchange, subscription.Target.RoutingKeyPrefix is { } prefix ? $"{prefix}.{message.RoutingKey}" : message.RoutingKey, message, signing, ct);
    }
}
