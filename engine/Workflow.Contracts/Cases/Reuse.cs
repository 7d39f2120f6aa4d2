using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Workflow.Contracts.Cases;

/// <summary>Something given before that is used again: a material of an earlier case of the same applicant, or a certificate that one issued.</summary>
/// <param name="Material">code of the material on this joint item's list</param>
/// <param name="FileId">the file of that case, or the certificate's id</param>
public sealed record ReuseRequest(string Material, string CaseId, string FileId);

/// <summary>What an applicant may use again for a joint item: GET /api/applicants/me/reusable?jointItem=…</summary>
/// <param name="Fields">answers that it gave before; taken into the form they are answers like others</param>
/// <param name="Purposes">what the sheet of consent asks, each by itself</param>
public sealed record ReusableAnswer(IReadOnlyList<ReusableMaterial> Materials, IReadOnlyList<ReusableField> Fields, IReadOnlyList<ConsentPurpose> Purposes);

/// <param name="Material">code of the material on this joint item's list</param>
/// <param name="Grade">"A" issued by an agency, "B" verified at a window, "C" uploaded, "D" declared</param>
/// <param name="ValidUntil">last day on which it is valid; null when it does not end or nobody said</param>
/// <param name="Usable">false when its validity has ended or its grade is too low; <paramref name="Why"/> is then the code that says so</param>
/// <param name="Purpose">the purpose that consent has to name</param>
/// <param name="Number">the certificate's number; null for a material of an earlier case</param>
public sealed record ReusableMaterial(
    string Material, Text Name, string CaseId, string CaseNumber, string FileId, string FileName, string Grade, DateOnly? ValidUntil, bool Usable, string? Why, string Purpose, string? Number);

/// <param name="CaseNumber">the case that it was given with</param>
public sealed record ReusableField(string Name, Text Label, JsonElement Value, string CaseNumber);

/// <param name="Purpose">"earlier-case" or "certificate"</param>
/// <param name="Text">what is agreed to, in words</param>
public sealed record ConsentPurpose(string Purpose, Text Text);

/// <summary>A window held a material against its original (核验): POST /api/cases/{id}/materials/verify.</summary>
/// <param name="ValidUntil">last day on which it is valid, as the original says</param>
public sealed record VerifyMaterialRequest(string Material, [property: StringLength(200)] string FileId, DateOnly? ValidUntil = null);

/// <param name="What">names of the materials that it is given for</param>
public sealed record ConsentAnswer(string Purpose, Text Text, IReadOnlyList<Text> What, DateTimeOffset At);
