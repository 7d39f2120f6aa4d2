using System.ComponentModel.DataAnnotations;
using Workflow.Contracts.Identity;

namespace Workflow.Contracts.Delivery;

/// <summary>Defines a subscription or changes it: PUT /api/subscriptions/{id}. It begins with what happens after its first definition.</summary>
/// <param name="Region">division code: cases there and below; within the account's own regions</param>
/// <param name="Types">types of the events wanted, "dev.onego.task.opened.v1"</param>
/// <param name="JointItems">codes; left out: all</param>
/// <param name="Departments">codes; left out: all. Events that belong to no department come as well</param>
/// <param name="Note">what it is for</param>
public sealed record SubscriptionRequest(
    [property: RegularExpression(Patterns.Region)] string Region,
    [property: Length(1, 100)] IReadOnlyList<string> Types,
    TargetRequest Target,
    [property: Length(0, 200)] IReadOnlyList<string>? JointItems = null,
    [property: Length(0, 200)] IReadOnlyList<string>? Departments = null,
    [property: StringLength(200)] string Note = "");

/// <summary>Where messages go.</summary>
/// <param name="Kind">"webhook" or "rabbitmq"</param>
/// <param name="Url">for a webhook: http or https, without account or password</param>
/// <param name="RoutingKeyPrefix">for RabbitMQ: words separated by dots that routing keys begin with; left out: nothing</param>
public sealed record TargetRequest(
    [property: AllowedValues("webhook", "rabbitmq")] string Kind,
    [property: StringLength(2000)] string? Url = null,
    [property: StringLength(60), RegularExpression("^[a-z0-9_-]+([.][a-z0-9_-]+)*$")] string? RoutingKeyPrefix = null);

/// <summary>The answer to the first definition, and to a change of the secret.</summary>
/// <param name="Secret">signs the messages (Standard Webhooks); shown this once, null when it was there already</param>
public sealed record SubscriptionDefinedAnswer(string Id, long Version, long Position, string? Secret);

/// <summary>A subscription and how far it has come.</summary>
/// <param name="State">"active", "paused", or "waiting": nothing goes out at the moment, <paramref name="Trouble"/> says why</param>
/// <param name="Trouble">stable code: broker-away, broker-blocked, broker-not-configured, not-authorised, too-many-held, secret-missing; null when there is none</param>
/// <param name="Position">up to here the log was looked through; what was not delivered of it belongs to held cases</param>
/// <param name="Lag">positions between that and the log's end</param>
/// <param name="HeldCases">cases that wait because a message of theirs could not be delivered</param>
/// <param name="Delivered">messages delivered so far</param>
/// <param name="LastError">of the last message that failed</param>
public sealed record SubscriptionAnswer(
    string Id, string Account, string Region, IReadOnlyList<string> Types, IReadOnlyList<string> JointItems, IReadOnlyList<string> Departments,
    TargetAnswer Target, string Note, string State, string? Trouble, long Position, long Lag, int HeldCases, long Delivered,
    DateTimeOffset? LastDeliveredAt, string? LastError, DateTimeOffset? LastErrorAt, IReadOnlyList<HeldCase> Held);

public sealed record TargetAnswer(string Kind, string? Url, string? RoutingKeyPrefix);

/// <summary>A case that waits; its other messages follow when the first is through or given up.</summary>
/// <param name="Position">of the message that failed</param>
/// <param name="Attempts">failed so far</param>
public sealed record HeldCase(string CaseId, long Position, int Attempts, DateTimeOffset NextTry, string? Error);

/// <summary>One try to deliver a message: GET /api/subscriptions/{id}/deliveries, the last hundred, newest first.</summary>
/// <param name="Outcome">"delivered", "failed" or "dead" (given up: a dead letter)</param>
/// <param name="Attempt">from 1</param>
/// <param name="Status">HTTP status; null without one</param>
public sealed record DeliveryTryAnswer(
    DateTimeOffset At, string MessageId, string Type, string? CaseId, long? Position, int Attempt, string Outcome, int? Status, int Milliseconds, string? Error);

/// <summary>What became of a test message: POST /api/subscriptions/{id}/test.</summary>
/// <param name="Status">HTTP status; null without one</param>
public sealed record TestDeliveryAnswer(bool Delivered, string MessageId, int? Status, int Milliseconds, string? Error);

/// <summary>Addresses that webhooks may reach though they are not public: GET and PUT /api/settings/webhook-targets.</summary>
/// <param name="Allow">addresses or networks, each with or without a port: "127.0.0.1:9000", "10.0.0.0/8", "[::1]:9000"</param>
public sealed record WebhookTargets([property: Length(0, 200)] IReadOnlyList<string> Allow);

/// <summary>The broker as this server sees it: GET /api/broker.</summary>
/// <param name="State">"connected", "blocked" (it takes nothing), "away" or "not-configured"</param>
/// <param name="Address">host and port, without account and password</param>
/// <param name="Error">why it is away or takes nothing</param>
public sealed record BrokerAnswer(string State, string? Address, string? Error);
