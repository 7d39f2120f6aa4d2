using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Workflow.Contracts.Cases;

/// <summary>One application for everything (收件): POST /api/applications.</summary>
/// <param name="JointItem">code of the joint item (一件事); its latest published version is used and stays the case's</param>
/// <param name="Region">division code (GB/T 2260) of the place that handles it: the joint item's own region or one below it</param>
/// <param name="Channel">"online" or "window"</param>
/// <param name="Answers">by field name of the joint item's form: string, number, boolean; dates as "2026-03-31"; a decimal may also be a string</param>
/// <param name="Materials">files uploaded before (POST /api/files), one line a file</param>
/// <param name="TestClock">gives this one case a clock of its own; refused without the control key (X-Control-Key)</param>
/// <param name="Reuse">what was given before and is used again; each source needs consent</param>
/// <param name="Consents">the purposes agreed to, on one sheet: "earlier-case", "certificate"</param>
/// <param name="Commitments">codes of service items for which the applicant commits itself (告知承诺)</param>
/// <param name="Mandate">id of the mandate by which the caller files for somebody else (代办)</param>
public sealed record FileApplicationRequest(
    string JointItem, [property: RegularExpression("^[0-9]{6}$")] string Region, string Channel, ApplicantRequest Applicant,
    IReadOnlyDictionary<string, JsonElement> Answers, [property: Length(0, 200)] IReadOnlyList<MaterialRequest>? Materials = null,
    TestClockRequest? TestClock = null,
    [property: Length(0, 200)] IReadOnlyList<ReuseRequest>? Reuse = null, IReadOnlyList<string>? Consents = null,
    [property: Length(0, 100)] IReadOnlyList<string>? Commitments = null, [property: StringLength(32, MinimumLength = 32)] string? Mandate = null);

/// <summary>Who applies. Kept encrypted under the case's own key.</summary>
/// <param name="Kind">"person" or "organisation"</param>
/// <param name="IdNumber">resident id (GB 11643) of a person, unified social credit code (GB 32100) of an organisation</param>
/// <param name="Phone">digits, and + - or space between them; 5 to 20 characters</param>
/// <param name="Account">the applicant's account when a window files in its name; applicants leave it out and file in their own</param>
public sealed record ApplicantRequest(
    string Kind, [property: StringLength(100, MinimumLength = 1)] string Name, [property: StringLength(18, MinimumLength = 18)] string IdNumber,
    [property: RegularExpression("^[0-9+][0-9 -]{4,19}$")] string Phone, string? Account = null);

/// <param name="Material">code of a material on the joint item's list</param>
/// <param name="FileId">a completed upload of the caller's own</param>
/// <param name="ValidUntil">last day on which it is valid; null when it does not end or is not known</param>
/// <param name="Declared">the applicant declares it in its own words (grade D) instead of handing in a paper (grade C)</param>
public sealed record MaterialRequest(string Material, string FileId, DateOnly? ValidUntil = null, bool Declared = false);

/// <param name="StartsAt">what the case's clock shows at filing; null for the real time</param>
public sealed record TestClockRequest(DateTimeOffset? StartsAt = null);

/// <summary>Answer to POST /api/applications (201).</summary>
/// <param name="CaseNumber">办件编号, what people quote</param>
/// <param name="Version">version of the case's stream after it, from 1</param>
/// <param name="Position">position in the log</param>
public sealed record FiledAnswer(string CaseId, string CaseNumber, long Version, long Position);
