using System.ComponentModel.DataAnnotations;
using Workflow.Contracts.Catalog;
using Workflow.Contracts.Identity;

namespace Workflow.Contracts.Cases;

/// <summary>A department's check of the materials it needs: POST /api/cases/{id}/tasks/{taskId}/check.</summary>
/// <param name="Missing">what is missing or not in order; empty when all is in order</param>
public sealed record CheckRequest([property: Length(0, 200)] IReadOnlyList<MissingRequest> Missing);

/// <summary>容缺受理: POST /api/cases/{id}/accept-deficiency.</summary>
/// <param name="Materials">codes of minor materials that may follow</param>
/// <param name="Promise">the applicant's promise, in words</param>
/// <param name="Limit">how long; at most what the joint item allows, in its unit</param>
public sealed record AcceptWithDeficiencyRequest(
    long TaskId, [property: Length(1, 50)] IReadOnlyList<string> Materials, [property: StringLength(2000, MinimumLength = 1)] string Promise, LimitBody Limit);

/// <summary>What was promised comes: POST /api/cases/{id}/hand-in-later, by the applicant, its agent, or the window in its name.</summary>
public sealed record HandInLaterRequest([property: Length(1, 200)] IReadOnlyList<MaterialRequest> Materials);

/// <summary>告知承诺, before acceptance: POST /api/cases/{id}/commit.</summary>
/// <param name="Item">code of a service item that offers it</param>
public sealed record CommitRequest([property: StringLength(60, MinimumLength = 1)] string Item);

/// <summary>A promise is checked after the grant: POST /api/cases/{id}/tasks/{taskId}/verify.</summary>
/// <param name="Kept">the promise was kept</param>
/// <param name="Note">what was found; required when it was not kept</param>
public sealed record VerifyRequest(bool Kept, [property: StringLength(2000)] string? Note = null);

/// <summary>终止: POST /api/cases/{id}/terminate, by the lead department or a supervisor.</summary>
/// <param name="Reason">applicantGone, subjectGone, lawChanged, forceMajeure, noCooperation</param>
/// <param name="Basis">the article it rests on</param>
public sealed record TerminateRequest(string Reason, [property: StringLength(500, MinimumLength = 1)] string Basis, [property: StringLength(2000)] string? Note = null);

/// <summary>撤销: POST /api/cases/{id}/revoke, by the lead department or a supervisor.</summary>
/// <param name="Basis">the article it rests on</param>
/// <param name="Obligation">the promise that was not kept; null for another reason</param>
public sealed record RevokeRequest(
    [property: StringLength(2000, MinimumLength = 1)] string Reason, [property: StringLength(500, MinimumLength = 1)] string Basis, int? Obligation = null);

/// <summary>信用修复: POST /api/cases/{id}/obligations/{obligation}/restore-credit, by a supervisor.</summary>
public sealed record RestoreCreditRequest([property: StringLength(2000, MinimumLength = 1)] string Reason);

/// <summary>授权委托: POST /api/mandates, by the principal, or by a window for somebody without an account.</summary>
/// <param name="Agent">account of who may act</param>
/// <param name="Kind">"person" or "organisation": what the principal is</param>
/// <param name="IdNumber">of the principal; only a keyed hash of it is kept, against which applications are held</param>
/// <param name="From">first day</param>
/// <param name="To">last day</param>
/// <param name="Basis">what it rests on: the signed paper, a general power of attorney …</param>
/// <param name="JointItems">codes; left out or empty for all</param>
public sealed record MandateRequest(
    [property: RegularExpression(Patterns.Account)] string Agent, string Kind, [property: StringLength(18, MinimumLength = 18)] string IdNumber,
    DateOnly From, DateOnly To, [property: StringLength(500, MinimumLength = 1)] string Basis, [property: Length(0, 100)] IReadOnlyList<string>? JointItems = null);

/// <summary>POST /api/mandates/{id}/revoke, by who gave it, by the agent, or by a window.</summary>
public sealed record RevokeMandateRequest([property: StringLength(500, MinimumLength = 1)] string Reason);

/// <summary>A mandate: GET /api/mandates.</summary>
/// <param name="Role">what the caller is in it: "principal", "agent" or "window"</param>
/// <param name="Principal">account of who gave it; null when a window took it down</param>
/// <param name="JointItems">codes; empty for all</param>
/// <param name="Holds">the agent may act by it today</param>
/// <param name="Revoked">why it was revoked; null while it stands</param>
public sealed record MandateAnswer(
    string Id, string Role, string? Principal, string Agent, IReadOnlyList<string> JointItems, DateOnly From, DateOnly To, string Basis, bool Holds,
    DateTimeOffset GivenAt, string? Revoked, DateTimeOffset? RevokedAt);

/// <summary>A case that the caller handles for somebody else: GET /api/mandates/cases.</summary>
/// <param name="Until">last day on which the caller acts in it</param>
public sealed record AgencyAnswer(string CaseId, string CaseNumber, string Title, int Status, Text StatusName, DateTimeOffset FiledAt, DateOnly Until);
