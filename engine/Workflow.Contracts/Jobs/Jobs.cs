using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Workflow.Contracts.Jobs;

/// <summary>A worker asks for automated steps: POST /api/jobs/activate. Waits up to <paramref name="WaitSeconds"/> for the first.</summary>
/// <param name="Type">the job type of the model's service tasks</param>
/// <param name="Max">jobs at most, 1 to 100</param>
/// <param name="LeaseSeconds">how long they are held for this worker, 1 to 3600; then they are offered again</param>
/// <param name="Worker">name of the worker, for people who look</param>
/// <param name="WaitSeconds">0 to 30</param>
public sealed record ActivateJobsRequest(
    [property: StringLength(200, MinimumLength = 1)] string Type, [property: Range(1, 100)] int Max = 1, [property: Range(1, 3600)] int LeaseSeconds = 60,
    [property: StringLength(200)] string? Worker = null, [property: Range(0, 30)] int WaitSeconds = 0);

/// <param name="Jobs">none when nothing came in time</param>
public sealed record ActivatedJobs(IReadOnlyList<ActivatedJob> Jobs);

/// <summary>One automated step for a worker.</summary>
/// <param name="Activity">names it within the case, for complete and fail</param>
/// <param name="Data">the flow's data as the step sees it; nothing personal is in it</param>
public sealed record ActivatedJob(
    string CaseId, string CaseNumber, long Activity, string Type, string Element, int Retries, DateTimeOffset LeaseUntil,
    IReadOnlyDictionary<string, JsonElement> Data);

/// <summary>POST /api/jobs/{caseId}/{activity}/complete.</summary>
/// <param name="Output">joins the flow's data</param>
public sealed record CompleteJobRequest(IReadOnlyDictionary<string, JsonElement>? Output = null);

/// <summary>POST /api/jobs/{caseId}/{activity}/fail.</summary>
/// <param name="Code">stable, kebab-case; shown with the incident</param>
/// <param name="Worker">the name given when the job was activated</param>
/// <param name="RetryAfterSeconds">the pause before the next try, 0 to 604800; null for the one that the definition says</param>
/// <param name="GivesUp">no further try would help: it becomes an incident at once</param>
public sealed record FailJobRequest([property: RegularExpression("^[a-z0-9]+(-[a-z0-9]+)*$")] string Code, [property: StringLength(2000)] string Detail,
    [property: StringLength(200)] string? Worker = null, [property: Range(0, 604_800)] int? RetryAfterSeconds = null, bool GivesUp = false);

/// <summary>POST /api/jobs/{caseId}/{activity}/error: a business error (BPMN error), caught by an error event of the definition; otherwise an incident.</summary>
/// <param name="Code">compared with the errorCode of the definition</param>
/// <param name="Message">for people</param>
public sealed record JobErrorRequest(
    [property: RegularExpression("^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$")] string Code, [property: StringLength(2000)] string? Message = null);
