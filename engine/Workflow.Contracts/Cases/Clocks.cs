using System.ComponentModel.DataAnnotations;
using Workflow.Contracts.Catalog;

namespace Workflow.Contracts.Cases;

/// <summary>延期: POST /api/cases/{id}/extend. A clock is extended once, before it is over.</summary>
/// <param name="Clock">"case" or "task-{id}"</param>
/// <param name="Amount">how much is added, in the clock's own unit</param>
/// <param name="Authority">who approved it: office and, where there is one, number of the approval</param>
/// <param name="Reason">what the applicant is told</param>
public sealed record ExtendRequest(
    string Clock, [property: Range(1, 1000)] int Amount, [property: StringLength(200, MinimumLength = 1)] string Authority, [property: StringLength(2000, MinimumLength = 1)] string Reason);

/// <summary>An authority sets a due date: POST /api/cases/{id}/due-date. Exactly one of <paramref name="DueOn"/> and <paramref name="DueAt"/> is given.</summary>
/// <param name="Clock">any running clock</param>
/// <param name="DueOn">the last day; it has to be a working day</param>
/// <param name="DueAt">the first instant that is too late, for limits in hours or half days</param>
/// <param name="Authority">who ordered it</param>
public sealed record DueDateRequest(
    string Clock, [property: StringLength(200, MinimumLength = 1)] string Authority, [property: StringLength(2000, MinimumLength = 1)] string Reason,
    DateOnly? DueOn = null, DateTimeOffset? DueAt = null);

/// <summary>特别程序 begins: POST /api/cases/{id}/special-procedure. Its time is not counted.</summary>
/// <param name="Clock">"case" or "task-{id}": what stands still for it</param>
/// <param name="Type">code of one of the kinds that GET /api/cases/{id}/clock-rules lists</param>
/// <param name="Limit">its own limit, with cards of its own</param>
/// <param name="Told">what the applicant is told in writing</param>
public sealed record SpecialProcedureRequest(string Clock, string Type, LimitBody Limit, [property: StringLength(2000, MinimumLength = 1)] string Told);

/// <summary>特别程序 is over: POST /api/cases/{id}/special-procedure-end.</summary>
/// <param name="Result">what came of it</param>
public sealed record SpecialProcedureEndRequest(string Clock, [property: StringLength(2000, MinimumLength = 1)] string Result);

/// <summary>What the joint item allows its clocks: GET /api/cases/{id}/clock-rules.</summary>
/// <param name="Delivery">from the decision to its delivery; null where no such clock runs</param>
public sealed record ClockRulesAnswer(ExtensionBody Extension, ExtensionBody ReviewExtension, IReadOnlyList<SpecialProcedureBody> SpecialProcedures, LimitBody? Delivery);

/// <summary>Why a due instant is what it is, beside start, limit and stops.</summary>
/// <param name="Kind">"extended" (延期), "edited" (an authority set it) or "calendar" (a calendar notice came)</param>
/// <param name="Authority">null for a calendar notice, as are the three after it</param>
/// <param name="Officer">account that recorded it; shown to officers only</param>
/// <param name="Calendar">"code@version" of a calendar notice</param>
public sealed record ClockChangeAnswer(
    string Kind, DateTimeOffset At, DateTimeOffset OldDueAt, DateTimeOffset DueAt, string? By, string? Authority, string? Reason, string? Basis, string? Officer, string? Calendar);

/// <param name="Clock">id of its own clock</param>
/// <param name="Told">what the applicant was told in writing</param>
/// <param name="EndedAt">null while it lasts</param>
public sealed record SpecialProcedureAnswer(
    string Clock, string Type, Text Name, string Limit, string Told, string Basis, DateTimeOffset BeganAt, DateTimeOffset? EndedAt, string? Result);
