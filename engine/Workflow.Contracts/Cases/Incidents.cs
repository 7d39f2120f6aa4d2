using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Workflow.Contracts.Cases;

/// <summary>An open incident (异常) in the list GET /api/incidents, the oldest first.</summary>
/// <param name="Cause">names the group it belongs to</param>
/// <param name="Run">id of the bulk retry that it is part of; null when it is part of none</param>
public sealed record IncidentLine(
    string CaseId, long Incident, string CaseNumber, string? Title, string Region, string JointItem, string Definition, int DefinitionVersion, string Element,
    string Code, string Detail, string Cause, DateTimeOffset RaisedAt, string? Run);

/// <summary>Open incidents of one cause: GET /api/incidents/groups, the largest group first.</summary>
/// <param name="Cause">the same for ever for the same definition, element, code and pattern</param>
/// <param name="ElementName">the step's name in the definition; its id when it has none</param>
/// <param name="Pattern">the detail with numbers, ids, quoted values and instants left out</param>
/// <param name="Cases">cases with at least one of them</param>
/// <param name="Example">the oldest of them</param>
/// <param name="Parts">how many of them belong to which joint item and region, the largest first; at most 20</param>
/// <param name="Run">id of a bulk retry of this cause that is under way; null when there is none</param>
public sealed record IncidentGroupAnswer(
    string Cause, string Definition, string Element, string ElementName, string Code, string Pattern, long Incidents, long Cases, DateTimeOffset Oldest, DateTimeOffset Newest,
    IncidentLine Example, IReadOnlyList<IncidentPart> Parts, string? Run);

/// <param name="JointItemName">null when it is no longer published</param>
public sealed record IncidentPart(string JointItem, Text? JointItemName, string Region, Text RegionName, long Incidents);

/// <summary>An automated step that failed and is tried again: GET /api/jobs/failed, the one that failed last first.</summary>
/// <param name="Retries">tries left</param>
/// <param name="Failures">tries that failed</param>
/// <param name="NextAt">when it is offered next; null while a worker holds it or when it is offered already</param>
/// <param name="HeldUntil">how long a worker holds it; null when none does</param>
/// <param name="Code">what the worker said of the last try</param>
public sealed record FailedJobAnswer(
    string CaseId, string CaseNumber, string Region, string JointItem, long Activity, string Type, string Element, int Retries, int Failures,
    DateTimeOffset? NextAt, DateTimeOffset? HeldUntil, DateTimeOffset FailedAt, string Code, string Detail);

/// <summary>POST /api/cases/{id}/incidents/{incident}/skip: says what a failed step would have given; the flow goes on behind it.</summary>
/// <param name="Output">joins the flow's data as the step's own output would have</param>
public sealed record SkipIncidentRequest([property: StringLength(2000, MinimumLength = 1)] string Reason, IReadOnlyDictionary<string, JsonElement>? Output = null);

/// <summary>
/// POST /api/retry-runs: retries the open incidents of a cause (批量重试), the oldest as a sample first. Needs an Idempotency-Key; the same key
/// names the same run for ever.
/// </summary>
/// <param name="Region">division code; only incidents there and below</param>
/// <param name="JointItem">only incidents of its cases</param>
/// <param name="Sample">incidents that are retried first</param>
/// <param name="AtOnce">retries under way at the same time at most, so that what was broken is not flooded</param>
/// <param name="Tries">how often an automated step is tried before it counts as failed again</param>
/// <param name="PatienceSeconds">after that long without an end a retry counts as still running</param>
/// <param name="HaltAfter">so many retries of the rest in a row that did not heal halt it until a person looks</param>
/// <param name="GoesOn">when the whole sample is healed the rest follows without being asked</param>
public sealed record RetryRunRequest(
    [property: RegularExpression("^[0-9a-f]{32}$")] string Cause, [property: StringLength(2000, MinimumLength = 1)] string Reason,
    [property: RegularExpression("^[0-9]{6}$")] string? Region = null, [property: StringLength(100, MinimumLength = 1)] string? JointItem = null,
    [property: Range(1, 50)] int Sample = 3, [property: Range(1, 200)] int AtOnce = 20, [property: Range(1, 100)] int Tries = 1,
    [property: Range(10, 86_400)] int PatienceSeconds = 300, [property: Range(1, 1000)] int HaltAfter = 10, bool GoesOn = false);

/// <summary>POST /api/retry-runs/{id}/rest.</summary>
/// <param name="Anyway">though not all of the sample is healed</param>
public sealed record RetryRestRequest(bool Anyway = false);

/// <summary>
/// A bulk retry and what became of its incidents, read from the cases' own events: GET /api/retry-runs/{id}. The numbers stay when it has ended: they are
/// its report.
/// </summary>
/// <param name="State">"sampling", "sampled" (a person says whether the rest follows), "running", "halted" (too many in a row did not heal; a person says whether it goes on), "stopping", "stopped", "ended"</param>
/// <param name="HaltedBecause">"nothing-heals" or "not-permitted" (its starter no longer oversees the region); null otherwise</param>
/// <param name="Sample">the sample's incidents alone; they are in <paramref name="All"/> too</param>
/// <param name="FailedAgain">the causes that incidents failed with again, the most frequent first; at most 50</param>
/// <param name="OpenNow">open incidents of the same cause now, as far as the caller oversees them and within what the run was narrowed to</param>
/// <param name="MayRelease">the rest may follow now, if a supervisor says so</param>
public sealed record RetryRunAnswer(
    string Id, string Cause, string Definition, string Element, string Code, string Pattern, string? Region, string? JointItem, string Reason,
    int SampleSize, int AtOnce, int Tries, int PatienceSeconds, int HaltAfter, bool GoesOn, string State, string StartedBy, DateTimeOffset StartedAt,
    string? ReleasedBy, DateTimeOffset? ReleasedAt, string? StoppedBy, DateTimeOffset? StoppedAt, DateTimeOffset? EndedAt, string? HaltedBecause,
    RetryRunCounts All, RetryRunCounts Sample, IReadOnlyList<RetryFailureLine> FailedAgain, long OpenNow, bool MayRelease);

/// <param name="Waiting">not begun</param>
/// <param name="UnderWay">retried; nothing has come of it yet</param>
/// <param name="Healed">the step is done, or the flow went on behind it</param>
/// <param name="FailedAgain">an incident again</param>
/// <param name="Gone">the step was cancelled or skipped, or the case ended</param>
/// <param name="StillRunning">without an end for longer than the run is patient; watched on while the run is open</param>
/// <param name="Refused">the case did not take the command</param>
/// <param name="Left">not begun when the run was stopped</param>
public sealed record RetryRunCounts(long Total, long Waiting, long UnderWay, long Healed, long FailedAgain, long Gone, long StillRunning, long Refused, long Left);

/// <param name="Cause">names the group that these incidents belong to now; empty for refusals</param>
/// <param name="SameCause">they failed for the cause that the run is about</param>
public sealed record RetryFailureLine(string Cause, string Code, string Example, long Count, bool SameCause);

/// <summary>One incident of a bulk retry: GET /api/retry-runs/{id}/items.</summary>
/// <param name="State">"waiting", "under-way", "healed", "failed-again", "gone", "still-running", "refused" or "left"</param>
public sealed record RetryItemAnswer(
    int Ordinal, string CaseId, string CaseNumber, long Incident, bool IsSample, string State, DateTimeOffset? SentAt, DateTimeOffset? SettledAt,
    string? NextCode, string? NextDetail, string? NextCause);
