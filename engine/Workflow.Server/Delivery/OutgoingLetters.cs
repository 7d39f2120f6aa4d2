using System.Text.Json;
using Workflow.Contracts.Messages;
using Workflow.Core.Catalog.Subscriptions;
using Workflow.Postgres.Queues;
using Workflow.Server.Messages;

namespace Workflow.Server.Delivery;

/// <summary>Dead letters of messages that could not be delivered: kept as they were to go out, and sent once more when somebody asks.</summary>
internal static class OutgoingLetters
{
    public const string Undeliverable = "undeliverable";

    private const string RoutingKeyHeader = "routing-key";

    public static NewDeadLetter Of(SubscriptionDocument subscription, PublicEvent told, Sent sent)
    {
        var message = Outgoing.Of(told.Event, told.Region, told.JointItem);
        return new NewDeadLetter(
            "out", subscription.Account, subscription.Target.Kind == TargetKind.Webhook ? "webhook" : "rabbitmq", Verified: true, Undeliverable, ErrorsOf(sent),
            message.Type, MessageTypes.Source, message.Id, told.CaseId, subscription.Id, CloudEventJson.MediaType,
            JsonSerializer.Serialize(new Dictionary<string, string> { [RoutingKeyHeader] = message.RoutingKey }), message.Body, message.Body.Length);
    }

    /// <summary>The message as it was to go out; the same id, so that the receiver knows it.</summary>
    public static Outgoing MessageOf(DeadLetter letter) => new(
        letter.Letter.MessageId!, letter.Letter.Type!,
        JsonSerializer.Deserialize<Dictionary<string, string>>(letter.Letter.Headers)!.GetValueOrDefault(RoutingKeyHeader, letter.Letter.Type!), letter.Letter.Bytes.ToArray());

    /// <summary>Why, in the form of a letter's errors.</summary>
    public static string ErrorsOf(Sent sent) =>
        JsonSerializer.Serialize(new[] { new MessageError("$", Undeliverable, new(sent.Error!, sent.Error!)) }, Http.Json.Options);
}
