using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Workflow.Contracts.Tasks;

/// <summary>A line of the inbox (待办箱): GET /api/tasks.</summary>
/// <param name="Kind">"intake", "review", "decide", "conclude", "deliver" or "work"</param>
/// <param name="State">"open", "claimed", "done" or "cancelled"</param>
/// <param name="ApplicantName">null once erased, and for those who may not see it</param>
/// <param name="Card">"none", "yellow" or "red"</param>
public sealed record TaskSummary(
    string CaseId, long TaskId, string CaseNumber, string Region, string Department, string Kind, string Title, string JointItem,
    string State, string? Assignee, string? ApplicantName, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt, DateTimeOffset? DueAt, string Card);

/// <summary>意见: POST /api/cases/{id}/tasks/{taskId}/opinion.</summary>
/// <param name="Kind">"positive", "negative" (needs a reason), "conditional" (needs conditions) or "advisory"</param>
public sealed record OpinionRequest(string Kind, [property: StringLength(2000)] string? Reason = null, [property: Length(0, 50)] IReadOnlyList<string>? Conditions = null);

/// <summary>A task of kind work is done: POST /api/cases/{id}/tasks/{taskId}/complete.</summary>
/// <param name="Output">joins the flow's data: strings, numbers, booleans, lists and objects of them</param>
public sealed record CompleteTaskRequest(IReadOnlyDictionary<string, JsonElement>? Output = null);
