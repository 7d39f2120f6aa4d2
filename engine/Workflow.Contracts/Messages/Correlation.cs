using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Workflow.Contracts.Messages;

/// <summary>消息: to the one case that waits for this name and key. dev.onego.message.correlate.v1; the event's subject, when given, is the only case that may have it.</summary>
/// <param name="Name">the name of the bpmn:message</param>
/// <param name="Key">correlation key; left out, it meets only waits without one</param>
/// <param name="Payload">what the case gets, as data; at most 64 KiB</param>
/// <param name="Ttl">how long it is kept when nobody waits yet: ISO 8601, "P7D" when left out, at most "P366D"; "PT0S": not at all</param>
public sealed record CorrelateMessage(
    [property: StringLength(200, MinimumLength = 1)] string Name, [property: StringLength(400, MinimumLength = 1)] string? Key = null,
    IReadOnlyDictionary<string, JsonElement>? Payload = null, [property: StringLength(40)] string? Ttl = null);

/// <summary>信号: to every case that waits for it now. dev.onego.signal.broadcast.v1; the event has no subject.</summary>
/// <param name="Name">the name of the bpmn:signal</param>
/// <param name="Payload">what each case gets, as data; at most 64 KiB</param>
public sealed record BroadcastSignal([property: StringLength(200, MinimumLength = 1)] string Name, IReadOnlyDictionary<string, JsonElement>? Payload = null);

/// <summary>POST /api/messages/correlate.</summary>
/// <param name="CaseId">the only case that may have it; left out: whichever waits first</param>
public sealed record CorrelateRequest(
    [property: StringLength(200, MinimumLength = 1)] string Name, [property: StringLength(400, MinimumLength = 1)] string? Key = null,
    IReadOnlyDictionary<string, JsonElement>? Payload = null, [property: StringLength(40)] string? Ttl = null, [property: StringLength(40)] string? CaseId = null);

/// <summary>What became of a message so far. Asked again with the same Idempotency-Key, it says what has become of it since.</summary>
/// <param name="Outcome">"delivered", "parked" (nobody waits yet), "expired" (a dead letter now) or "discarded"</param>
/// <param name="CaseId">the case that has it; null unless delivered</param>
/// <param name="ExpiresAt">how long it is kept; null when delivered</param>
/// <param name="ParkedId">names it in the list of parked messages; null when delivered</param>
public sealed record CorrelationAnswer(string Outcome, string? CaseId, long? Version, long? Position, DateTimeOffset? ExpiresAt, string? ParkedId);

/// <summary>POST /api/signals, and GET /api/signals/{id}.</summary>
/// <param name="State">"underway" or "ended"</param>
/// <param name="Reached">cases that took it so far</param>
/// <param name="PassedBy">cases that did not wait any more when it came</param>
/// <param name="Failed">cases that could not take it; each is a dead letter</param>
public sealed record SignalAnswer(string Id, string Name, string State, long Reached, long PassedBy, long Failed, DateTimeOffset ReceivedAt, DateTimeOffset? EndedAt);

/// <summary>A message that nobody waits for yet: GET /api/parked-messages. What it says is for the receiving case alone.</summary>
/// <param name="Sender">the account that sent it; null when a case threw it</param>
/// <param name="ThrownBy">the case that threw it; null for an account's</param>
/// <param name="CaseId">the only case that may have it; null for any</param>
/// <param name="Code">why it could not be delivered to a case that waits; null while nobody does</param>
/// <param name="State">"waiting", "expired" or "discarded"</param>
public sealed record ParkedMessageAnswer(
    string Id, string Name, string Region, string? Sender, string? ThrownBy, string? CaseId, DateTimeOffset ReceivedAt, DateTimeOffset ExpiresAt, int Tries, string? Code,
    string State, string? SettledBy, DateTimeOffset? SettledAt, string? Reason);

/// <summary>GET /api/parked-messages/names: how many wait, by name.</summary>
public sealed record ParkedNameAnswer(string Name, long Count, DateTimeOffset Oldest, DateTimeOffset SoonestExpiry);

/// <summary>A case that waits for a message or a signal: GET /api/waits.</summary>
/// <param name="Kind">"message" or "signal"</param>
/// <param name="Element">id of the element that waits</param>
public sealed record WaitAnswer(string CaseId, string CaseNumber, string Title, string Kind, string Name, string Element, string Region, string JointItem, DateTimeOffset Since);
