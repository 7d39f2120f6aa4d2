using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Workflow.Contracts.Tasks;

/// <summary>A line of the inbox (待办箱): GET /api/tasks.</summary>
/// <param name="Kind">"intake", "review", "decide", "conclude", "deliver" or "work"</param>
/// <param name="State">"open", "claimed", "done" or "cancelled"</param>
/// <param name="ApplicantName">null once erased, and for those who may not see it</param>
/// <param name="Card">"none", "yellow" or "red"</param>
/// <param name="Urged">a supervisor urged it (催办)</param>
/// <param name="UrgedAt">when, the last time, in the case's own time; null when never</param>
/// <param name="Item">service item that the task belongs to; null for common steps</param>
public sealed record TaskSummary(
    string CaseId, long TaskId, string CaseNumber, string Region, string Department, string Kind, string Title, string JointItem,
    string State, string? Assignee, string? ApplicantName, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt, DateTimeOffset? DueAt, string Card,
    bool Urged, DateTimeOffset? UrgedAt, string? Item);

/// <summary>How many active tasks the caller's departments have: GET /api/tasks/counts.</summary>
/// <param name="Department">all of them, open or claimed</param>
/// <param name="Mine">those that the caller claimed</param>
/// <param name="ByKind">by kind of task; kinds without a task are left out</param>
/// <param name="ByCard">by "none", "yellow" and "red"</param>
/// <param name="Urged">those that were urged (催办)</param>
public sealed record TaskCounts(long Department, long Mine, IReadOnlyDictionary<string, long> ByKind, IReadOnlyDictionary<string, long> ByCard, long Urged);

/// <summary>意见: POST /api/cases/{id}/tasks/{taskId}/opinion.</summary>
/// <param name="Kind">"positive", "negative" (needs a reason), "conditional" (needs conditions) or "advisory"</param>
/// <param name="ConditionDays">working days for fulfilling the conditions; null without a limit</param>
public sealed record OpinionRequest(string Kind, [property: StringLength(2000)] string? Reason = null, [property: Length(0, 50)] IReadOnlyList<string>? Conditions = null,
    [property: Range(1, 1000)] int? ConditionDays = null);

/// <summary>A task of kind work is done: POST /api/cases/{id}/tasks/{taskId}/complete.</summary>
/// <param name="Output">joins the flow's data: strings, numbers, booleans, lists and objects of them</param>
public sealed record CompleteTaskRequest(IReadOnlyDictionary<string, JsonElement>? Output = null);

/// <summary>催办: POST /api/cases/{id}/tasks/{taskId}/urge.</summary>
public sealed record UrgeRequest([property: StringLength(500, MinimumLength = 1)] string Note);

/// <summary>转办: POST /api/cases/{id}/tasks/{taskId}/reassign.</summary>
/// <param name="To">account of an officer of the task's department, who is not absent</param>
public sealed record ReassignRequest([property: StringLength(40, MinimumLength = 1)] string To, [property: StringLength(500, MinimumLength = 1)] string Reason);
