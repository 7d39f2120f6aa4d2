using System.ComponentModel.DataAnnotations;
using Workflow.Contracts.Catalog;

namespace Workflow.Contracts.Cases;

/// <summary>The receipt (收件凭证): GET /api/cases/{id}/receipt.</summary>
/// <param name="Code">ten letters and digits, without those that are mistaken for others; null once the personal data is erased</param>
/// <param name="Path">address of the progress page with number and code, to be scanned; null as the code is</param>
/// <param name="Promised">what the authority promises for the whole</param>
/// <param name="Statutory">what the law allows for the whole</param>
public sealed record ReceiptAnswer(
    string CaseId, string CaseNumber, string? Code, string? Path, Text Title, Text RegionName, DateTimeOffset FiledAt, string? ApplicantName,
    IReadOnlyList<MaterialAnswer> Materials, LimitBody Promised, LimitBody Statutory);

/// <summary>How far a case is, asked with its receipt and without signing in: POST /api/progress.</summary>
public sealed record ProgressRequest([property: StringLength(60, MinimumLength = 1)] string CaseNumber, [property: StringLength(40, MinimumLength = 1)] string Code);

/// <summary>How far a case is. Nothing personal is in it.</summary>
/// <param name="Status">code of the exchange standard, see <see cref="CaseAnswer"/></param>
/// <param name="Now">the case's own time when this was read</param>
/// <param name="PromisedDueAt">until when it is promised; null before acceptance and while the clock stands still</param>
/// <param name="Missing">what a supplement is awaited of</param>
/// <param name="Decision">"grant" or "deny"; null before</param>
/// <param name="Reason">why it was denied, declined or withdrawn</param>
/// <param name="MayRate">it may be rated now (好差评)</param>
public sealed record ProgressAnswer(
    string CaseNumber, Text Title, Text RegionName, int Status, Text StatusName, DateTimeOffset FiledAt, DateTimeOffset Now, DateTimeOffset? PromisedDueAt,
    DateTimeOffset? DecidedAt, IReadOnlyList<ProgressStep> Steps, ProgressAwaiting Awaiting, IReadOnlyList<ProgressMissing> Missing, string? MissingNote,
    string? Decision, string? Reason, IReadOnlyList<ResultRequest> Results, bool MayRate, RatingAnswer? Rating);

/// <param name="State">"not-opened", "open", "done" or "cancelled"</param>
/// <param name="DueAt">until when it is due; null while its clock does not run</param>
public sealed record ProgressStep(Text Name, Text Department, string State, DateTimeOffset? DueAt, DateTimeOffset? ClosedAt);

/// <param name="Who">"applicant", "department", or null when nothing is awaited any more</param>
/// <param name="Departments">names of the departments</param>
public sealed record ProgressAwaiting(string? Who, IReadOnlyList<Text> Departments);

/// <param name="Material">code</param>
public sealed record ProgressMissing(string Material, Text Name, string Reason);

/// <summary>好差评, once per case: POST /api/cases/{id}/rating.</summary>
/// <param name="Level">1 very dissatisfied (非常不满意) … 5 very satisfied (非常满意)</param>
public sealed record RatingRequest([property: Range(1, 5)] int Level, [property: StringLength(1000)] string? Comment = null);

/// <summary>The same with the receipt, without signing in: POST /api/progress/rating.</summary>
public sealed record ReceiptRatingRequest(
    [property: StringLength(60, MinimumLength = 1)] string CaseNumber, [property: StringLength(40, MinimumLength = 1)] string Code,
    [property: Range(1, 5)] int Level, [property: StringLength(1000)] string? Comment = null);

/// <param name="Comment">null when none was given, once erased, and for those who may not see it</param>
public sealed record RatingAnswer(int Level, string? Comment, DateTimeOffset At);
