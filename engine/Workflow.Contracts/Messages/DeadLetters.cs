using System.ComponentModel.DataAnnotations;

namespace Workflow.Contracts.Messages;

/// <summary>A message that could not be taken or delivered: GET /api/dead-letters and below.</summary>
/// <param name="Direction">"in" or "out"</param>
/// <param name="Account">who sent it, or should have received it</param>
/// <param name="Way">"http", "rabbitmq" or "webhook"</param>
/// <param name="Verified">false when its signature failed: it is not sure who sent it</param>
/// <param name="Code">why, kebab-case</param>
/// <param name="Errors">the members that are wrong</param>
/// <param name="MessageId">the CloudEvent's id, as far as it could be read; so the three members around it</param>
/// <param name="Subscription">of an outgoing message</param>
/// <param name="Headers">attributes of binary mode, and which signature it came with; no secrets</param>
/// <param name="Size">bytes that it had</param>
/// <param name="Cut">only its beginning was kept, so it cannot be replayed</param>
/// <param name="Times">how often it came or was tried</param>
/// <param name="State">"waiting", "replayed" or "discarded"</param>
/// <param name="SettledBy">account that replayed or discarded it</param>
/// <param name="Body">the message as text; null in lists, and where it is no text</param>
/// <param name="BodyBase64">the message where it is no text; null in lists</param>
public sealed record DeadLetterAnswer(
    string Id, string Direction, string Account, string Way, bool Verified, string Code, Text Message, IReadOnlyList<MessageError> Errors,
    string? Type, string? Source, string? MessageId, string? CaseId, string? Subscription, string? ContentType, IReadOnlyDictionary<string, string> Headers,
    long Size, bool Cut, DateTimeOffset FirstAt, DateTimeOffset LastAt, int Times, string State, string? SettledBy, DateTimeOffset? SettledAt, string? Reason,
    string? Body, string? BodyBase64);

/// <summary>POST /api/dead-letters/{id}/discard.</summary>
public sealed record DiscardRequest([property: StringLength(500, MinimumLength = 1)] string Reason);
