using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Workflow.Contracts.Cases;

/// <summary>What an application needs so far: POST /api/applications/check. As filing, but all except two may be missing; nothing is stored.</summary>
/// <param name="Applicant">as in <see cref="FileApplicationRequest"/></param>
public sealed record CheckApplicationRequest(
    string JointItem, [property: RegularExpression("^[0-9]{6}$")] string Region, string? Channel = null, JsonElement? Applicant = null,
    IReadOnlyDictionary<string, JsonElement>? Answers = null, [property: Length(0, 200)] IReadOnlyList<MaterialRequest>? Materials = null,
    TestClockRequest? TestClock = null,
    [property: Length(0, 200)] IReadOnlyList<ReuseRequest>? Reuse = null, IReadOnlyList<string>? Consents = null);

/// <param name="Version">published version of the joint item that was asked</param>
/// <param name="Errors">everything for which filing would refuse it now; "field-required" is among it as long as something is left to fill in</param>
public sealed record ApplicationCheckAnswer(
    int Version, IReadOnlyList<CheckedItem> Items, IReadOnlyList<CheckedField> Fields, IReadOnlyList<CheckedMaterial> Materials, IReadOnlyList<ProblemField> Errors);

/// <param name="Applies">null while the answers so far do not tell; filed like that, it does not apply</param>
public sealed record CheckedItem(string Code, Text Name, string Department, bool? Applies);

/// <param name="Asked">null while the answers so far do not tell; filed like that, it is not asked</param>
/// <param name="NeededBy">service items that need it and apply, or may apply</param>
public sealed record CheckedField(string Name, bool? Asked, IReadOnlyList<string> NeededBy);

/// <param name="Required">it is required, and a service item that needs it applies</param>
/// <param name="NeededBy">service items that need it and apply, or may apply</param>
public sealed record CheckedMaterial(string Code, bool Required, IReadOnlyList<string> NeededBy);
