using System.ComponentModel.DataAnnotations;

namespace Workflow.Contracts.Identity;

/// <summary>Records an absence: POST /api/accounts/{name}/absences. Days are those of Asia/Shanghai.</summary>
/// <param name="From">first day</param>
/// <param name="To">last day, today or later</param>
/// <param name="Substitute">officer of the same department who may take over what the absent one has claimed</param>
/// <param name="Basis">leave, illness, posting …</param>
public sealed record AbsenceRequest(
    DateOnly From, DateOnly To, [property: StringLength(200, MinimumLength = 1)] string Basis, [property: RegularExpression(Patterns.Account)] string? Substitute = null);

/// <param name="Id">names it when it is taken back</param>
public sealed record AbsenceAnswer(string Id, DateOnly From, DateOnly To, string? Substitute, string Basis);

/// <summary>An officer of a department: GET /api/officers?region=&amp;department=.</summary>
/// <param name="OpenTasks">tasks of this department that the officer has claimed</param>
/// <param name="Absent">the absence of today; null when there is none</param>
public sealed record OfficerAnswer(string Account, string? DisplayName, long OpenTasks, AbsenceAnswer? Absent);
