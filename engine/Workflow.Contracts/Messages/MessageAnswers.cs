namespace Workflow.Contracts.Messages;

/// <summary>Answer to POST /api/messages, and what is replied through the broker: one line for each message, in their order.</summary>
public sealed record MessageAnswers(IReadOnlyList<MessageAnswer> Messages);

/// <summary>What became of one message.</summary>
/// <param name="Id">the CloudEvent's id; null when it could not be read</param>
/// <param name="Source">the CloudEvent's source; null when it could not be read</param>
/// <param name="Status">
/// "accepted"; "rejected": understood, but the case's state does not allow it; "refused": not taken at all (malformed, unknown,
/// not permitted). What is not accepted is kept as a dead letter.
/// </param>
/// <param name="Code">stable, kebab-case; null when accepted</param>
/// <param name="Message">the code in words; null when accepted</param>
/// <param name="Errors">the members that are wrong</param>
/// <param name="Version">version of the case's stream after it; null when not accepted</param>
/// <param name="Position">position in the log; null when not accepted</param>
/// <param name="DeadLetter">names the dead letter; null when accepted</param>
public sealed record MessageAnswer(
    string? Id, string? Source, string Status, string? Code, Text? Message, IReadOnlyList<MessageError> Errors,
    string? CaseId, long? Version, long? Position, string? DeadLetter);

/// <param name="Member">its path in the message, "$.data.taskId"</param>
public sealed record MessageError(string Member, string Code, Text Message);
