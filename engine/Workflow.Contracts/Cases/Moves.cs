using System.ComponentModel.DataAnnotations;

namespace Workflow.Contracts.Cases;

/// <summary>退回: POST /api/cases/{id}/tasks/{taskId}/send-back.</summary>
/// <param name="Target">element id of an earlier step, or "intake" for the window: GET …/send-back-targets lists those that are possible</param>
/// <param name="Mode">"branch" within the own branch; to before a fork "cancel" gives up its branches and their opinions, "keep" and "pause" ask for the step once more beside the flow, "pause" with the other branches waiting</param>
public sealed record SendBackRequest([property: StringLength(200, MinimumLength = 1)] string Target, string Mode, [property: StringLength(2000, MinimumLength = 1)] string Reason);

/// <summary>GET /api/cases/{id}/tasks/{taskId}/send-back-targets.</summary>
/// <param name="Target">element id, or "intake" for the window</param>
/// <param name="Title">name of the step; null for the window</param>
/// <param name="Modes">ways in which it would be accepted now</param>
public sealed record SendBackTargetAnswer(string Target, string? Title, IReadOnlyList<string> Modes);

/// <summary>撤回意见: POST /api/cases/{id}/tasks/{taskId}/withdraw-opinion.</summary>
public sealed record WithdrawOpinionRequest([property: StringLength(2000, MinimumLength = 1)] string Reason);

/// <summary>委派: POST /api/cases/{id}/tasks/{taskId}/delegate.</summary>
/// <param name="Department">code of a department of the case's region</param>
/// <param name="To">account of an officer there; null for the department as a whole</param>
/// <param name="Note">what is to be prepared</param>
public sealed record DelegateRequest(
    [property: StringLength(60, MinimumLength = 1)] string Department, [property: StringLength(2000, MinimumLength = 1)] string Note, [property: StringLength(40)] string? To = null);

/// <summary>委派退还: POST /api/cases/{id}/tasks/{taskId}/return, on the delegate's task to return it, on the waiting one to recall it.</summary>
/// <param name="Note">what was found; not asked when recalling</param>
public sealed record ReturnRequest([property: StringLength(2000)] string? Note = null);

/// <summary>抄送: POST /api/cases/{id}/copies.</summary>
/// <param name="To">account of an officer there; null for the department as a whole</param>
public sealed record CopyRequest(
    [property: StringLength(60, MinimumLength = 1)] string Department, [property: StringLength(2000, MinimumLength = 1)] string Note, [property: StringLength(40)] string? To = null);

/// <summary>A line of the list of copies (抄送): GET /api/copies.</summary>
/// <param name="To">account that it is meant for; null for the department as a whole</param>
/// <param name="By">account of whoever sent it</param>
/// <param name="ReadBy">account of whoever took note of it; null while nobody has</param>
public sealed record CopySummary(
    string CaseId, long Copy, string CaseNumber, string Region, string Title, string Department, string? To, string Note, string By, DateTimeOffset SentAt, string? ReadBy, DateTimeOffset? ReadAt);

/// <summary>What was moved about a task: who prepares it, which round of its step it is.</summary>
/// <param name="Round">how often the step has come to people, from 1</param>
/// <param name="DelegatedTo">department, or account, that prepares it; null when nobody does</param>
/// <param name="DelegatedBy">for the delegate's own task: account of whoever delegated it</param>
/// <param name="Note">what the delegate was asked for, or why it was sent back</param>
public sealed record TaskMoves(int Round, string? DelegatedTo = null, string? DelegatedBy = null, string? Note = null);
