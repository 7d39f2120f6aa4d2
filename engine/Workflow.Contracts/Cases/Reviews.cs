using System.ComponentModel.DataAnnotations;

namespace Workflow.Contracts.Cases;

/// <summary>加签: POST /api/cases/{id}/tasks/{taskId}/add-signer.</summary>
/// <param name="Department">department that signs the same step too</param>
/// <param name="Officer">account of one of its officers; null for whoever takes it there</param>
/// <param name="Position">"before", "after" or "parallel"</param>
/// <param name="Weight">its weight where the step's own policy is weighted; null is 1</param>
public sealed record AddSignerRequest(
    [property: StringLength(60, MinimumLength = 1)] string Department, string Position,
    [property: StringLength(2000, MinimumLength = 1)] string Reason,
    [property: StringLength(40, MinimumLength = 1)] string? Officer = null, [property: Range(0, 1_000_000)] int? Weight = null);

/// <summary>减签: POST /api/cases/{id}/tasks/{taskId}/remove-signer.</summary>
public sealed record RemoveSignerRequest([property: StringLength(2000, MinimumLength = 1)] string Reason);

/// <summary>POST /api/cases/{id}/obligations/{obligation}/settle.</summary>
/// <param name="End">"fulfilled", "broken" or "waived"; the last two need a note</param>
public sealed record SettleObligationRequest(string End, [property: StringLength(2000)] string? Note = null);

/// <summary>POST /api/cases/{id}/obligations/{obligation}/report: the applicant says that it is done.</summary>
public sealed record ReportObligationRequest([property: StringLength(2000, MinimumLength = 1)] string Note);

/// <summary>How the reviews of a case come together: GET /api/cases/{id}/reviews.</summary>
/// <param name="Groups">groups of reviews under one policy, as they were opened; an inner one after the one around it</param>
/// <param name="Signers">added signers (加签) and removed ones (减签), oldest first; shown to officers only</param>
/// <param name="Late">opinions that came too late and were only noted</param>
/// <param name="Conditions">what conditional opinions ask for, and what became of it</param>
public sealed record ReviewsAnswer(
    IReadOnlyList<ReviewGroupAnswer> Groups, IReadOnlyList<SignerAnswer> Signers, IReadOnlyList<LateOpinionAnswer> Late, IReadOnlyList<ConditionAnswer> Conditions);

/// <summary>A condition of an opinion, owed until its department settles it.</summary>
/// <param name="Obligation">its number in the case</param>
/// <param name="State">"open", "fulfilled", "broken" or "waived"</param>
/// <param name="Reports">what the applicant reported about it, oldest first</param>
/// <param name="Actions">what the caller may do with it now: settle, report</param>
public sealed record ConditionAnswer(
    int Obligation, long? TaskId, string Department, string Text, string State, DateTimeOffset? DueAt, string? Note, IReadOnlyList<string> Reports, IReadOnlyList<string> Actions);

/// <param name="Group">key within the case</param>
/// <param name="Element">the BPMN element that sets the policy</param>
/// <param name="Name">its name in the model; null when it has none</param>
/// <param name="Policy">"all", "any", "kOfN", "veto", "weighted", "inOrder", "advisory" or "lead"</param>
/// <param name="K">how many must agree; null for other policies</param>
/// <param name="Threshold">weight that must agree; null for other policies</param>
/// <param name="Lead">department with the last word; null for other policies</param>
/// <param name="Early">"finish" or "close": what those do who have not spoken when the outcome is there</param>
/// <param name="Outer">the group that this one is one voice of</param>
/// <param name="Outcome">"positive", "negative", "conditional" or "advice"; null while it can still change, and for those who may not see it yet</param>
/// <param name="OutcomeEarly">somebody had not spoken yet when it was reached</param>
/// <param name="Seats">its own reviews, as far as the caller sees them</param>
public sealed record ReviewGroupAnswer(
    string Group, string Element, string? Name, string Policy, int? K, int? Threshold, string? Lead, string Early, string? Outer, int Weight, bool Veto,
    string? Outcome, DateTimeOffset? OutcomeAt, bool OutcomeEarly, IReadOnlyList<SeatAnswer> Seats);

/// <param name="State">"open", "claimed", "done" or "cancelled"</param>
/// <param name="Opinion">null until there is one, and for those who may not see it yet</param>
/// <param name="WaitsFor">why it must wait: "signerBefore", "order" …; empty when it can be worked on</param>
public sealed record SeatAnswer(
    long TaskId, string Title, string Department, string State, int Weight, bool Veto, string? Opinion, bool BySilence, IReadOnlyList<string> WaitsFor);

/// <param name="Host">the review that it joined; null for a department of the definition that was removed</param>
/// <param name="Position">"before", "after" or "parallel"; null where <paramref name="Host"/> is</param>
/// <param name="RemovedAt">when it was removed (减签); null while it stands</param>
public sealed record SignerAnswer(
    long TaskId, long? Host, string? Position, string Department, string? Officer, string Reason, string By, DateTimeOffset At, DateTimeOffset? RemovedAt, string? RemovedFor);

public sealed record LateOpinionAnswer(long TaskId, string Department, string Kind, string? Reason, DateTimeOffset At);
