using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Workflow.Contracts.Catalog;

namespace Workflow.Contracts.Cases;

/// <summary>A line of the case list.</summary>
/// <param name="Status">code of the exchange standard: 1 filed … 11 granted, 13 denied, 14 withdrawn</param>
/// <param name="ApplicantName">null once erased, and for those who may not see it</param>
/// <param name="DueAt">due instant of the case's running clock; null while none runs</param>
/// <param name="Card">"none", "yellow" or "red"</param>
/// <param name="TestClock">true when the case runs on a clock of its own, as only the walk and the demo do</param>
public sealed record CaseSummary(
    string CaseId, string CaseNumber, string Region, string JointItem, string Title, int Status, Text StatusName,
    string? ApplicantName, DateTimeOffset FiledAt, DateTimeOffset ChangedAt, DateTimeOffset? DueAt, string Card,
    IReadOnlyList<string> Departments, bool TestClock, long Version);

/// <summary>One case as the caller may see it: GET /api/cases/{id}.</summary>
/// <param name="Status">code of the exchange standard: 1 filed … 11 granted, 13 denied, 14 withdrawn</param>
/// <param name="Now">the case's own time when this was read; all remaining times count from it</param>
/// <param name="Answers">what was filled in, as far as the caller may see it; erased answers are null</param>
/// <param name="SubCases">the parts that belong to one service item each (子办件)</param>
/// <param name="Missing">what a supplement was asked for, while it is awaited</param>
/// <param name="Actions">what the caller may do with the case now, by the last word of the route: accept, decline, supplement-request, supplement, withdraw, suspend, resume, extend, due-date, special-procedure, special-procedure-end, decide, conclude, deliver, erase, test-clock, accept-deficiency, commit, hand-in-later, terminate, revoke</param>
/// <param name="TestClock">true when the case runs on a clock of its own</param>
/// <param name="JointItemName">name of the joint item (一件事) in the version that the case keeps</param>
/// <param name="LeadDepartment">code of the lead department (牵头部门)</param>
/// <param name="DepartmentNames">names by code, for every department of the region</param>
/// <param name="MaterialNames">names by code, for every material on the joint item's list</param>
/// <param name="Fields">what the answers mean: the fields of the form that the caller may see, in its order</param>
/// <param name="SupplementAskedAt">when the one supplement notice (补正告知) was given; null when none was. The law sets no limit for handing in</param>
/// <param name="Ended">why it ended without a decision: declined or withdrawn</param>
/// <param name="ConcludedAt">办结</param>
/// <param name="Delivery">送达</param>
/// <param name="Rating">好差评, once it was given</param>
/// <param name="MayRate">the caller may rate it now</param>
/// <param name="Instant">what rules decided (秒批); null when no rule had a part</param>
/// <param name="Consents">what the applicant agreed to when filing; null for those who do not see it</param>
/// <param name="Intake">what lies before and around acceptance</param>
/// <param name="Obligations">what is owed to the authority: promised materials, commitments, conditions</param>
/// <param name="Startable">steps of ad-hoc sub-processes that the caller may start now; null when none</param>
public sealed record CaseAnswer(
    string CaseId, string CaseNumber, int Status, Text StatusName, string Region, string JointItem, int JointItemVersion,
    string Title, string Channel, DateTimeOffset FiledAt, DateTimeOffset Now, ApplicantAnswer? Applicant,
    IReadOnlyDictionary<string, JsonElement?> Answers, IReadOnlyList<SubCaseAnswer> SubCases, IReadOnlyList<CaseTaskAnswer> Tasks,
    IReadOnlyList<ClockAnswer> Clocks, IReadOnlyList<MaterialAnswer> Materials, IReadOnlyList<MissingRequest> Missing, string? MissingNote,
    DecisionAnswer? Decision, IReadOnlyList<ResultRequest> Results, IReadOnlyList<IncidentAnswer> Incidents,
    IReadOnlyList<string> Actions, bool TestClock, long Version,
    Text RegionName, Text JointItemName, string LeadDepartment, IReadOnlyDictionary<string, Text> DepartmentNames,
    IReadOnlyDictionary<string, Text> MaterialNames, IReadOnlyList<FieldAnswer> Fields, DateTimeOffset? SupplementAskedAt, EndAnswer? Ended,
    DateTimeOffset? ConcludedAt, DeliveredAnswer? Delivery, RatingAnswer? Rating, bool MayRate,
    InstantAnswer? Instant = null, IReadOnlyList<ConsentAnswer>? Consents = null,
    IntakeAnswer? Intake = null, IReadOnlyList<ObligationAnswer>? Obligations = null, IReadOnlyList<StartableStepAnswer>? Startable = null);

/// <summary>A field of the form, as its answer is to be shown.</summary>
/// <param name="Type">text, number, integer, boolean, date or choice</param>
public sealed record FieldAnswer(string Name, Text Label, string Type, bool Personal, IReadOnlyList<ChoiceBody> Choices);

/// <param name="How">"declined" (不予受理), "withdrawn" (撤回), "lapsed" (逾期未补正), "terminated" (终止) or "revoked" (撤销)</param>
public sealed record EndAnswer(string How, string Reason, DateTimeOffset At);

/// <param name="Method">"online", "window" or "post"</param>
public sealed record DeliveredAnswer(string Method, string? Receipt, DateTimeOffset At);

/// <param name="Kind">"person" or "organisation"</param>
/// <param name="Name">null once erased, as are the two below; the numbers are masked for those who need only a part</param>
public sealed record ApplicantAnswer(string Kind, string? Name, string? IdNumber, string? Phone, string? Account);

/// <param name="Department">department code within the region</param>
/// <param name="State">"not-opened", "open", "done", or "not-applicable" where <paramref name="Applies"/> is false</param>
/// <param name="Opinion">null until there is one, and for those who may not see it yet</param>
/// <param name="TaskIds">its tasks that the caller sees</param>
/// <param name="DueAt">due instant of its running clock; null while none runs or none is seen</param>
/// <param name="Card">"none", "yellow" or "red"</param>
/// <param name="ItemCode">code of the national list (GB/T 39554), when there is one</param>
/// <param name="Basis">legal basis of its limits</param>
public sealed record SubCaseAnswer(
    string Item, Text Name, string Department, bool Applies, string State, OpinionAnswer? Opinion,
    IReadOnlyList<long> TaskIds, DateTimeOffset? DueAt, string Card, string? ItemCode, string? Basis);

/// <param name="Kind">"positive", "negative", "conditional" or "advisory"</param>
/// <param name="BySilence">nobody gave it: the step's time ran out, and silence consents there (默示同意)</param>
public sealed record OpinionAnswer(
    long TaskId, string Kind, string? Reason, IReadOnlyList<string> Conditions, string? Officer, DateTimeOffset At, bool BySilence = false);

/// <param name="Kind">"intake", "review", "decide", "conclude", "deliver" or "work"</param>
/// <param name="State">"open", "claimed", "done" or "cancelled"</param>
/// <param name="Item">service item that the step belongs to; null for common steps</param>
/// <param name="Assignee">account that claimed it; shown to officers only</param>
/// <param name="Actions">what the caller may do with it now: claim, release, opinion, complete, accept, decline, supplement-request, decide, conclude, deliver, urge, reassign, check, verify</param>
/// <param name="ItemName">name of that service item</param>
/// <param name="UrgedAt">when it was urged last; null when never, and for those who are not told</param>
/// <param name="Urges">the times it was urged (催办), oldest first; shown to officers only</param>
/// <param name="Policy">what the step's opinion is: "binding" or "advisory"; null for other steps than reviews</param>
/// <param name="Timeout">what happens when its time runs out: "remind", "consent" or "refuse" when silence counts as a positive or a negative opinion; null for other steps than reviews</param>
/// <param name="Fields">the step's department sees only these fields of the form; null when the step does not narrow them</param>
/// <param name="Materials">the step's department sees only these materials; null when the step does not narrow them</param>
/// <param name="Basis">legal basis of the step's limit</param>
/// <param name="Moves">which round it is, and who prepares it</param>
/// <param name="WaitsFor">why it must wait: "signerBefore", "order", "sentBack", "paused", "delegated"; empty when it can be worked on</param>
public sealed record CaseTaskAnswer(
    long TaskId, string Kind, string Title, string Element, string Department, string? Item, string State, string? Assignee,
    DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt, DateTimeOffset? DueAt, string Card, IReadOnlyList<string> Actions,
    Text? ItemName, DateTimeOffset? UrgedAt, IReadOnlyList<UrgeAnswer> Urges, string? Policy, string? Timeout, IReadOnlyList<string>? Fields, IReadOnlyList<string>? Materials, string? Basis,
    IReadOnlyList<string>? WaitsFor = null, TaskMoves? Moves = null);

/// <param name="By">account of the supervisor</param>
public sealed record UrgeAnswer(string Note, string By, DateTimeOffset At);

/// <summary>A legal clock, explained.</summary>
/// <param name="Clock">"intake", "case", "delivery", "supplement", "task-{id}", "obligation-{id}", or "special-{clock}" for a special procedure's own</param>
/// <param name="Unit">"workingDays", "halfDays" or "workingHours"; all amounts below count in it</param>
/// <param name="Limit">what it may use (the promised limit where there is one)</param>
/// <param name="StatutoryLimit">what the law allows, when that is more</param>
/// <param name="Used">how much is used, time in which it stood still left out; a day is used when it is over</param>
/// <param name="Remaining">how much is left; negative when overdue</param>
/// <param name="State">"running", "stopped" or "ended"</param>
/// <param name="StoppedFor">reason of the stop while it lasts: supplement, hearing, inspection, test, quarantine, appraisal, expertReview, auction, forceMajeure</param>
/// <param name="Provisional">true when the due day lies in a year without a published calendar</param>
/// <param name="Card">"none", "yellow" or "red"</param>
/// <param name="StatutoryDueAt">when the law's own limit ends, given the same stops; null where there is none, or while it stands still</param>
/// <param name="Calendar">code of the calendar that it counts by</param>
/// <param name="CalendarVersion">the version that the case has come to</param>
/// <param name="UnpublishedYears">years between start and due day whose notice is not published: what lies there is provisional</param>
/// <param name="ExtendedAt">when it was extended (延期); null while it was not</param>
/// <param name="Changes">extensions, edited due dates and calendar notices, oldest first</param>
/// <param name="Specials">special procedures (特别程序) for which it stood still, oldest first</param>
/// <param name="Actions">what the caller may do with it now: suspend, resume, extend, due-date, special-procedure, special-procedure-end</param>
public sealed record ClockAnswer(
    string Clock, string Unit, int Limit, int? StatutoryLimit, decimal Used, decimal Remaining, string State,
    DateTimeOffset StartedAt, DateTimeOffset? DueAt, DateTimeOffset? EndedAt, string? StoppedFor, string? StoppedBasis,
    IReadOnlyList<ClockStopAnswer> Stops, bool Provisional, string Card,
    DateTimeOffset? StatutoryDueAt = null, string Calendar = "", int CalendarVersion = 0, IReadOnlyList<int>? UnpublishedYears = null, DateTimeOffset? ExtendedAt = null,
    IReadOnlyList<ClockChangeAnswer>? Changes = null, IReadOnlyList<SpecialProcedureAnswer>? Specials = null, IReadOnlyList<string>? Actions = null);

/// <summary>A clock day by day: GET /api/cases/{id}/clocks.</summary>
public sealed record ClockExplanation(ClockAnswer Clock, IReadOnlyList<ClockDayAnswer> Days);

/// <summary>What one day adds to a clock, and why.</summary>
/// <param name="Kind">what the calendar says of the day, for instance "workingDay", "weekend", "holiday", "makeUp"</param>
/// <param name="Published">false when no notice has been published for its year: the row is provisional</param>
/// <param name="Role">"start" (does not count), "counted", "notWorking" or "stopped"</param>
/// <param name="Adds">what the day adds, in the clock's unit</param>
/// <param name="Total">all that has been counted with this day</param>
/// <param name="IsDue">the limit ends on this day</param>
public sealed record ClockDayAnswer(DateOnly Date, string Kind, bool Published, string Role, decimal Adds, decimal Total, bool IsDue);

/// <param name="ResumedAt">null while it lasts</param>
public sealed record ClockStopAnswer(DateTimeOffset StoppedAt, DateTimeOffset? ResumedAt, string Reason, string? Basis);

/// <summary>A material that was handed in. Its bytes: GET /api/cases/{id}/materials/{fileId}.</summary>
/// <param name="Sha256">lower-case hex of the bytes</param>
/// <param name="Grade">"A" issued by an agency, "B" verified at a window, "C" uploaded, "D" declared</param>
/// <param name="ValidUntil">last day on which it is valid; null when it does not end or nobody said</param>
/// <param name="Expired">its validity has ended</param>
/// <param name="FromCase">number of the case that it was taken over from; null for one handed in with this case</param>
/// <param name="Certificate">number of the certificate that it is; null for a file</param>
public sealed record MaterialAnswer(
    string Material, Text Name, string FileId, string FileName, string ContentType, long Size, string Sha256,
    string Grade = "C", DateOnly? ValidUntil = null, bool Expired = false, string? FromCase = null, string? Certificate = null);

/// <param name="Decision">"grant" or "deny"</param>
public sealed record DecisionAnswer(string Decision, string? Reason, string? Officer, DateTimeOffset At);

/// <summary>An automated step that needs a person (异常). POST /api/cases/{id}/incidents/{incident}/retry, …/skip.</summary>
/// <param name="Cause">names the group of incidents with the same cause, see GET /api/incidents/groups</param>
/// <param name="MaySkip">a supervisor may say what the step would have given instead</param>
public sealed record IncidentAnswer(long Incident, string Element, string Code, string Detail, string Cause, bool MaySkip);

/// <summary>What happened, oldest first: GET /api/cases/{id}/timeline.</summary>
/// <param name="Code">stable name of what happened: application_filed, case_accepted, opinion_recorded …</param>
/// <param name="Text">the same in words</param>
/// <param name="Details">what the words were made of</param>
/// <param name="Who">account, or the name of the part of the system; for applicants the department instead of a person</param>
/// <param name="Role">role that the actor acted in; null for the system</param>
/// <param name="At">the case's own time, UTC</param>
/// <param name="Version">version of the case's stream, from 1</param>
/// <param name="Position">position in the log</param>
/// <param name="Part">which event of that version it is, from 0: what the engine does of itself shares one</param>
public sealed record TimelineEntry(
    string Code, Text Text, IReadOnlyDictionary<string, string> Details, string Who, string? Role, string? Department,
    DateTimeOffset At, long Version, long Position, int Part);

/// <summary>A step that may be started now inside an ad-hoc sub-process (即席子流程).</summary>
/// <param name="Activity">the running sub-process</param>
/// <param name="SubProcess">its name</param>
/// <param name="Element">id of the step</param>
/// <param name="Name">its name</param>
public sealed record StartableStepAnswer(long Activity, string SubProcess, string Element, string Name);

/// <summary>POST /api/cases/{id}/startable-steps.</summary>
/// <param name="Activity">the running sub-process</param>
/// <param name="Element">id of the step</param>
public sealed record StartStepRequest(long Activity, [property: StringLength(200, MinimumLength = 1)] string Element);
