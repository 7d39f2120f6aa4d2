using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Workflow.Contracts.Messages;

// What an event's data holds. Nothing personal and no free text: who may read more asks the API for it. A published
// version is never changed but by members that may be absent; anything else is a new version beside it.

/// <summary>An application was filed (收件). dev.onego.case.filed.v1</summary>
/// <param name="Title">name of the joint item</param>
/// <param name="Channel">"window" or "online"</param>
/// <param name="Items">the service items, those that do not apply included</param>
public sealed record CaseFiled(string CaseNumber, string Title, string Channel, IReadOnlyList<CaseItem> Items, DateTimeOffset FiledAt);

/// <param name="Item">code of the service item</param>
/// <param name="Department">department that decides on it</param>
/// <param name="Applies">whether the answers make it necessary</param>
public sealed record CaseItem(string Item, string Department, bool Applies);

/// <summary>受理: the legal clock has started. dev.onego.case.accepted.v1</summary>
/// <param name="BySilence">nobody told in time what was missing, so it counts as accepted as of receipt</param>
/// <param name="DueAt">when the whole case is due</param>
public sealed record CaseAccepted(string CaseNumber, bool BySilence, DateTimeOffset AcceptedAt, DateTimeOffset? DueAt);

/// <summary>不予受理. dev.onego.case.declined.v1</summary>
public sealed record CaseDeclined(string CaseNumber);

/// <summary>补正告知. dev.onego.supplement.requested.v1</summary>
/// <param name="Materials">codes of what is missing or not in order</param>
public sealed record SupplementRequested(string CaseNumber, IReadOnlyList<string> Materials);

/// <summary>补正. dev.onego.supplement.received.v1</summary>
/// <param name="Materials">codes of what was handed in</param>
public sealed record SupplementReceived(string CaseNumber, IReadOnlyList<string> Materials);

/// <summary>A department has work to do (待办). dev.onego.task.opened.v1</summary>
/// <param name="TaskId">names the task within the case; commands about it carry it</param>
/// <param name="Title">name of the step in the model</param>
/// <param name="Element">id of the step in the model</param>
/// <param name="Item">code of the service item that the step belongs to; null for common steps</param>
/// <param name="DueAt">when the step is due; null when it has no limit of its own</param>
/// <param name="Answers">what was filled in, of which nothing is personal and everything is for this department; null for other receivers</param>
public sealed record TaskOpened(
    string CaseNumber, long TaskId, [property: AllowedValues("intake", "review", "decide", "conclude", "deliver", "work")] string Kind,
    string Department, string? Item, string Title, string Element, DateTimeOffset? DueAt, IReadOnlyDictionary<string, JsonElement>? Answers);

/// <summary>The work is done, or not needed any more. dev.onego.task.closed.v1</summary>
/// <param name="End">"done" or "cancelled"</param>
public sealed record TaskClosed(
    string CaseNumber, long TaskId, [property: AllowedValues("intake", "review", "decide", "conclude", "deliver", "work")] string Kind,
    string Department, string? Item, [property: AllowedValues("done", "cancelled")] string End);

/// <summary>A department has given its opinion (意见). dev.onego.opinion.given.v1</summary>
/// <param name="Kind">null for receivers other than this department and the lead department: no department writes after another</param>
public sealed record OpinionGiven(
    string CaseNumber, long TaskId, string Department, string? Item,
    [property: AllowedValues("positive", "negative", "conditional", "advisory")] string? Kind);

/// <summary>决定. dev.onego.case.decided.v1</summary>
public sealed record CaseDecided(string CaseNumber, [property: AllowedValues("grant", "deny")] string Decision, DateTimeOffset DecidedAt);

/// <summary>办结. dev.onego.case.concluded.v1</summary>
/// <param name="Results">what was issued</param>
public sealed record CaseConcluded(string CaseNumber, [property: AllowedValues("grant", "deny")] string? Decision, IReadOnlyList<CaseResult> Results);

/// <param name="Name">what was issued; null for receivers that are neither the item's department nor the lead department</param>
/// <param name="Number">the document's own number; null as above</param>
public sealed record CaseResult(string Item, string? Name, string? Number);

/// <summary>送达. dev.onego.case.delivered.v1</summary>
public sealed record CaseDelivered(string CaseNumber, string Method);

/// <summary>撤回, by the applicant. dev.onego.case.withdrawn.v1</summary>
public sealed record CaseWithdrawn(string CaseNumber);

/// <summary>好差评: the applicant's rating, once per case. dev.onego.case.rated.v1</summary>
/// <param name="Level">1 (worst) to 5</param>
public sealed record CaseRated(string CaseNumber, [property: Range(1, 5)] int Level);

/// <summary>黄牌, 红牌. dev.onego.card.shown.v1</summary>
/// <param name="Clock">"case", "intake", "delivery" or "task-{id}"</param>
/// <param name="TaskId">the task whose clock it is; null for a clock of the whole case</param>
/// <param name="At">when the card fell due, however late it was noticed</param>
public sealed record CardShown(
    string CaseNumber, string Clock, long? TaskId, string? Department, [property: AllowedValues("yellow", "red")] string Card, DateTimeOffset At);

/// <summary>挂起: a clock stands still. dev.onego.clock.stopped.v1</summary>
/// <param name="Reason">supplement, hearing, inspection, test, quarantine, appraisal, expertReview, auction or forceMajeure</param>
public sealed record ClockStopped(string CaseNumber, string Clock, long? TaskId, string? Department, string Reason, DateTimeOffset StoppedAt);

/// <summary>恢复: it runs on. dev.onego.clock.resumed.v1</summary>
/// <param name="DueAt">the new due instant</param>
public sealed record ClockResumed(string CaseNumber, string Clock, long? TaskId, string? Department, DateTimeOffset ResumedAt, DateTimeOffset DueAt);

/// <summary>异常: an automated step needs a person. dev.onego.incident.raised.v1</summary>
/// <param name="Code">what went wrong, kebab-case</param>
public sealed record IncidentRaised(string CaseNumber, long Incident, string Element, string Code);

/// <summary>消息: the case sent a message. dev.onego.message.thrown.v1</summary>
/// <param name="Element">id of the element that sent it</param>
/// <param name="Key">correlation key; null without one, and for receivers that do not see the whole case</param>
/// <param name="Payload">what it says; null for receivers that do not see the whole case. Nothing personal is in it</param>
/// <param name="Taken">something in the same case took it</param>
public sealed record MessageThrown(string CaseNumber, string Element, string Name, string? Key, IReadOnlyDictionary<string, JsonElement>? Payload, bool Taken);

/// <summary>信号: the case sent a signal to all that wait for it. dev.onego.signal.thrown.v1</summary>
/// <param name="Element">id of the element that sent it</param>
/// <param name="Payload">what it says; null for receivers that do not see the whole case. Nothing personal is in it</param>
public sealed record SignalThrown(string CaseNumber, string Element, string Name, IReadOnlyDictionary<string, JsonElement>? Payload);

/// <summary>The failed step is tried again. dev.onego.incident.resolved.v1</summary>
public sealed record IncidentResolved(string CaseNumber, long Incident, string Element);
