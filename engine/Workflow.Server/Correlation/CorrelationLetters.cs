using System.Globalization;
using System.Text.Json;
using Workflow.Contracts.Messages;
using Workflow.Postgres.Correlation;
using Workflow.Postgres.Queues;
using Workflow.Server.Cases;
using Workflow.Server.Http;
using Workflow.Server.Messages;

namespace Workflow.Server.Correlation;

/// <summary>Dead letters of messages that nobody waited for in time and of signals that a case could not take; written as the CloudEvent that would send them.</summary>
internal sealed class CorrelationLetters(DeadLetters letters, MessageSeal seal)
{
    /// <summary>The way of a letter whose message is still parked, and is woken when the letter is sent again.</summary>
    public const string Parked = "parked";

    /// <summary>The way of a letter of one case that could not take a signal.</summary>
    public const string Signal = "signal";

    public Task KeepAsync(ParkedMessage parked, string code, CancellationToken ct)
    {
        var m = parked.Message;
        var content = seal.Open(m.Sealed);
        var data = new CorrelateMessage(m.Name, content?.Key, content is null ? null : FeelJson.ToJson(content.Payload));
        return KeepAsync(Parked, m.Principal, code, m.Source, m.MessageId, m.ThrownBy ?? m.CaseId, "message.correlate.v1", m.CaseId, JsonSerializer.SerializeToElement(data, Json.Options), ct);
    }

    public Task KeepAsync(SignalBroadcast signal, string caseId, MessageContent? content, string code, CancellationToken ct)
    {
        var data = new BroadcastSignal(signal.Name, content is null ? null : FeelJson.ToJson(content.Payload));
        var id = string.Create(CultureInfo.InvariantCulture, $"{signal.MessageId}/{caseId}");
        return KeepAsync(Signal, signal.Principal, code, signal.Source, id, caseId, "signal.broadcast.v1", caseId, JsonSerializer.SerializeToElement(data, Json.Options), ct);
    }

    private async Task KeepAsync(
        string way, string account, string code, string source, string id, string? caseId, string type, string? subject, JsonElement data, CancellationToken ct)
    {
        var bytes = CloudEventJson.Write(new CloudEvent(id, source, MessageTypes.Prefix + type) { Subject = subject, DataContentType = "application/json", Data = data });
        await letters.KeepAsync(new NewDeadLetter(
            "in", account, way, Verified: true, code, "[]", MessageTypes.Prefix + type, source, id, caseId, Subscription: null, CloudEventJson.MediaType, "{}", bytes, bytes.Length), ct);
    }
}
