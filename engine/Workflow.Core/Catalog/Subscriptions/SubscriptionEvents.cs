using System.Collections.Immutable;

namespace Workflow.Core.Catalog.Subscriptions;

/// <summary>An account's system wants to be told of public events, or wants them otherwise than before.</summary>
/// <param name="Account">whose it is; what it may see follows from that account's grants at the time of delivery</param>
/// <param name="Region">division code: cases there and below</param>
/// <param name="Types">types of the messages wanted</param>
/// <param name="JointItems">empty for all</param>
/// <param name="Departments">empty for all; events that belong to no department come as well</param>
public sealed record SubscriptionDefined(
    string Account, string Region, ImmutableArray<string> Types, ImmutableArray<string> JointItems, ImmutableArray<string> Departments,
    DeliveryTarget Target, string Note, DateTimeOffset At) : CatalogEvent;

public sealed record SubscriptionPaused(DateTimeOffset At) : CatalogEvent;

/// <summary>Delivery goes on where it stood.</summary>
public sealed record SubscriptionResumed(DateTimeOffset At) : CatalogEvent;

/// <summary>A new signing secret was issued; it is kept beside the log, encrypted.</summary>
public sealed record SubscriptionSecretIssued(DateTimeOffset At) : CatalogEvent;

/// <summary>Gone for good: nothing is delivered any more, and its name is never used again.</summary>
public sealed record SubscriptionRemoved(DateTimeOffset At) : CatalogEvent;

/// <summary>Where messages go.</summary>
/// <param name="Url">of a webhook</param>
/// <param name="RoutingKeyPrefix">what a broker's routing keys begin with; null for nothing</param>
public sealed record DeliveryTarget(TargetKind Kind, string? Url, string? RoutingKeyPrefix);

public enum TargetKind { Webhook, Rabbitmq }

/// <summary>The addresses that webhooks may reach though they are not public.</summary>
/// <param name="Allow">addresses or networks, each with or without a port: "127.0.0.1:9000", "10.0.0.0/8"</param>
public sealed record WebhookTargetsAllowed(ImmutableArray<string> Allow, DateTimeOffset At) : CatalogEvent;
