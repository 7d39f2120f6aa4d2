using System.Globalization;
using Workflow.Contracts.Messages;

namespace Workflow.Server.Delivery;

/// <summary>A message on its way out: the event as structured JSON, signed once for every way it may take.</summary>
/// <param name="RoutingKey">its type, region and joint item, for brokers</param>
internal sealed record Outgoing(string Id, string Type, string RoutingKey, byte[] Body)
{
    public static Outgoing Of(CloudEvent told, string region, string jointItem) =>
        new(told.Id, told.Type, $"{told.Type}.{region}.{jointItem}", CloudEventJson.Write(told));

    /// <summary>The headers of Standard Webhooks; each secret that holds signs, so that receivers can change over.</summary>
    public IEnumerable<KeyValuePair<string, string>> Sign(IReadOnlyList<string> secrets, DateTimeOffset now)
    {
        var timestamp = now.ToUnixTimeSeconds();
        yield return new(Signatures.IdHeader, Id);
        yield return new(Signatures.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
        yield return new(Signatures.SignatureHeader, string.Join(' ', secrets.Select(s => Signatures.Sign(s, Id, timestamp, Body))));
    }
}

/// <summary>What came of one try.</summary>
/// <param name="Status">HTTP status; null without one</param>
/// <param name="Error">null when it was delivered</param>
/// <param name="IsAway">the way itself is missing (the broker), so the message was not tried and nothing is counted against it</param>
internal sealed record Sent(int? Status, string? Error, int Milliseconds, bool IsAway = false)
{
    public bool IsDelivered => Error is null;
}

/// <summary>How often a message is tried, and how long the pauses grow.</summary>
/// <param name="Tries">then it becomes a dead letter and its case goes on</param>
public sealed record DeliveryRules(TimeSpan FirstPause, TimeSpan LongestPause, int Tries)
{
    /// <summary>1 s, 2 s, 4 s … 1 h; 20 tries in about nine hours.</summary>
    public static readonly DeliveryRules Usual = new(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), 20);
}
