using System.ComponentModel.DataAnnotations;

namespace Workflow.Contracts.Cases;

/// <summary>受理: POST /api/cases/{id}/accept.</summary>
public sealed record AcceptRequest(long TaskId);

/// <summary>不予受理: POST /api/cases/{id}/decline.</summary>
public sealed record DeclineRequest(long TaskId, [property: StringLength(2000, MinimumLength = 1)] string Reason);

/// <summary>补正告知, once and in full: POST /api/cases/{id}/supplement-request.</summary>
public sealed record SupplementRequestRequest(long TaskId, [property: Length(1, 200)] IReadOnlyList<MissingRequest> Missing, string? Note = null);

/// <param name="Material">code of the material that is missing or not in order</param>
public sealed record MissingRequest(string Material, [property: StringLength(2000, MinimumLength = 1)] string Reason);

/// <summary>补正: POST /api/cases/{id}/supplement, by the applicant or the window in its name.</summary>
public sealed record SupplementReceiptRequest([property: Length(1, 200)] IReadOnlyList<MaterialRequest> Materials);

/// <summary>撤回: POST /api/cases/{id}/withdraw.</summary>
public sealed record WithdrawRequest([property: StringLength(2000, MinimumLength = 1)] string Reason);

/// <summary>A clock is stopped: POST /api/cases/{id}/suspend.</summary>
/// <param name="Clock">"case" or "task-{id}"</param>
/// <param name="Reason">supplement, hearing, inspection, test, quarantine, appraisal, expertReview, auction, forceMajeure</param>
/// <param name="Basis">the legal basis in words</param>
public sealed record SuspendRequest(string Clock, string Reason, string? Basis = null);

/// <summary>A stopped clock runs on: POST /api/cases/{id}/resume.</summary>
public sealed record ResumeRequest(string Clock);

/// <summary>决定: POST /api/cases/{id}/decide.</summary>
/// <param name="Decision">"grant" or "deny"; denying needs a reason</param>
public sealed record DecideRequest(long TaskId, string Decision, string? Reason = null);

/// <summary>办结: POST /api/cases/{id}/conclude.</summary>
public sealed record ConcludeRequest(long TaskId, IReadOnlyList<ResultRequest>? Results = null);

/// <summary>A licence or notice issued.</summary>
/// <param name="Item">code of the service item that it belongs to</param>
/// <param name="Number">the document's own number</param>
public sealed record ResultRequest(
    string Item, [property: StringLength(200, MinimumLength = 1)] string Name, [property: StringLength(100, MinimumLength = 1)] string Number);

/// <summary>送达: POST /api/cases/{id}/deliver.</summary>
/// <param name="Method">"online", "window" or "post"</param>
/// <param name="Receipt">proof of it: who signed, or the postal number</param>
public sealed record DeliverRequest(long TaskId, string Method, string? Receipt = null);

/// <summary>The case's key is deleted, and with it everything personal: POST /api/cases/{id}/erase.</summary>
/// <param name="Basis">why this is lawful</param>
public sealed record EraseRequest([property: StringLength(2000, MinimumLength = 1)] string Basis);

/// <summary>
/// Moves the case's test clock forward: POST /api/cases/{id}/test-clock, with the control key. Exactly one of the
/// two members is given.
/// </summary>
/// <param name="ForwardSeconds">how far, 1 second to 400 days</param>
/// <param name="To">until when, in the case's own time</param>
public sealed record MoveTestClockRequest([property: Range(1L, 34_560_000L)] long? ForwardSeconds = null, DateTimeOffset? To = null);
