using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Workflow.Contracts.Messages;

// What a command's data holds; the case is the CloudEvent's subject. The same rules hold as for the routes of the API.

/// <summary>受理. dev.onego.case.accept.v1</summary>
public sealed record AcceptCase(long TaskId);

/// <summary>不予受理. dev.onego.case.decline.v1</summary>
public sealed record DeclineCase(long TaskId, [property: StringLength(2000, MinimumLength = 1)] string Reason);

/// <summary>补正告知, once and in full. dev.onego.supplement.request.v1</summary>
public sealed record RequestSupplement(
    long TaskId, [property: Length(1, 200)] IReadOnlyList<MissingMaterial> Missing, [property: StringLength(2000)] string? Note = null);

/// <param name="Material">code of the material that is missing or not in order</param>
public sealed record MissingMaterial([property: StringLength(60, MinimumLength = 1)] string Material, [property: StringLength(2000, MinimumLength = 1)] string Reason);

/// <summary>An account takes a task on. dev.onego.task.claim.v1</summary>
public sealed record ClaimTask(long TaskId);

/// <summary>A task of kind work is done. dev.onego.task.complete.v1</summary>
/// <param name="Output">joins the flow's data</param>
public sealed record CompleteTask(long TaskId, IReadOnlyDictionary<string, JsonElement>? Output = null);

/// <summary>意见. dev.onego.opinion.give.v1</summary>
/// <param name="Kind">"positive", "negative" (needs a reason), "conditional" (needs conditions) or "advisory"</param>
public sealed record GiveOpinion(
    long TaskId, [property: AllowedValues("positive", "negative", "conditional", "advisory")] string Kind,
    [property: StringLength(2000)] string? Reason = null, [property: Length(0, 50)] IReadOnlyList<string>? Conditions = null);

/// <summary>决定. dev.onego.case.decide.v1</summary>
/// <param name="Decision">"grant" or "deny"; denying needs a reason</param>
public sealed record DecideCase(
    long TaskId, [property: AllowedValues("grant", "deny")] string Decision, [property: StringLength(2000)] string? Reason = null);

/// <summary>办结. dev.onego.case.conclude.v1</summary>
public sealed record ConcludeCase(long TaskId, [property: Length(0, 100)] IReadOnlyList<IssuedDocument>? Results = null);

/// <param name="Item">code of the service item that it belongs to</param>
/// <param name="Number">the document's own number</param>
public sealed record IssuedDocument(
    [property: StringLength(60, MinimumLength = 1)] string Item, [property: StringLength(200, MinimumLength = 1)] string Name,
    [property: StringLength(100, MinimumLength = 1)] string Number);

/// <summary>送达. dev.onego.case.deliver.v1</summary>
/// <param name="Receipt">proof of it: who signed, or the postal number</param>
public sealed record DeliverCase(
    long TaskId, [property: AllowedValues("online", "window", "post")] string Method, [property: StringLength(2000)] string? Receipt = null);

/// <summary>A job is done. dev.onego.job.complete.v1</summary>
/// <param name="Activity">names the job within the case, as it was given when it was activated</param>
/// <param name="Output">joins the flow's data</param>
public sealed record CompleteJob(long Activity, IReadOnlyDictionary<string, JsonElement>? Output = null);

/// <summary>A try failed; with the last one an incident is raised. dev.onego.job.fail.v1</summary>
/// <param name="Code">stable, kebab-case; shown with the incident</param>
/// <param name="Worker">the name given when the job was activated</param>
/// <param name="RetryAfterSeconds">the pause before the next try; null for the one that the definition says</param>
/// <param name="GivesUp">no further try would help: it becomes an incident at once</param>
public sealed record FailJob(
    long Activity, [property: StringLength(80, MinimumLength = 1), RegularExpression("^[a-z0-9]+(-[a-z0-9]+)*$")] string Code,
    [property: StringLength(2000)] string Detail, [property: StringLength(200)] string? Worker = null,
    [property: Range(0, 604_800)] int? RetryAfterSeconds = null, bool GivesUp = false);

/// <summary>A job came to a business error, which an error event of the definition catches; otherwise an incident. dev.onego.job.error.v1</summary>
/// <param name="Code">compared with the errorCode of the definition</param>
/// <param name="Message">for people</param>
public sealed record JobError(
    long Activity, [property: RegularExpression("^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$")] string Code, [property: StringLength(2000)] string? Message = null);
