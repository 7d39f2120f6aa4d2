using Workflow.Contracts.Catalog;

namespace Workflow.Contracts.Cases;

/// <summary>What lies before and around acceptance, as far as the caller may see it.</summary>
/// <param name="CheckedBy">"window" or "departments"</param>
/// <param name="Checks">of the check under way; a supplement's receipt starts a new one</param>
/// <param name="MayFollow">codes of minor materials that may be promised (容缺受理); empty when the joint item allows none</param>
/// <param name="DeficiencyLimit">the longest time for them</param>
/// <param name="Deficiency">what was accepted as still to come</param>
/// <param name="Commitments">promises that items of this case offer (告知承诺), and those that were made</param>
/// <param name="Agent">who acts for the applicant (代办)</param>
public sealed record IntakeAnswer(
    string CheckedBy, IReadOnlyList<CheckedAnswer> Checks, IReadOnlyList<string> MayFollow, LimitBody? DeficiencyLimit, DeficiencyAnswer? Deficiency,
    IReadOnlyList<CommitmentAnswer> Commitments, AgentAnswer? Agent);

/// <param name="Needed">codes of the materials that the department checks</param>
/// <param name="Missing">null while it has not spoken</param>
public sealed record CheckedAnswer(string Department, long TaskId, IReadOnlyList<string> Needed, IReadOnlyList<MissingRequest>? Missing, DateTimeOffset? At);

public sealed record DeficiencyAnswer(IReadOnlyList<string> Materials, string Promise, LimitBody Limit, DateTimeOffset At);

/// <param name="Replaces">codes of the materials that the promise stands for</param>
/// <param name="MadeAt">null when it was not made</param>
public sealed record CommitmentAnswer(string Item, Text Text, IReadOnlyList<string> Replaces, LimitBody CheckWithin, string? Basis, DateTimeOffset? MadeAt);

/// <param name="Account">null for callers who are not told</param>
/// <param name="Until">last day</param>
public sealed record AgentAnswer(string? Account, DateOnly Until);

/// <summary>Something owed to the authority; it may outlive the grant.</summary>
/// <param name="Kind">"deficiency", "commitment", "condition" or "check"</param>
/// <param name="Department">who watches over it</param>
/// <param name="Item">service item; null for the whole case</param>
/// <param name="Materials">codes of what fulfils it</param>
/// <param name="DueAt">null while no clock runs</param>
/// <param name="Card">"none", "yellow" or "red"</param>
/// <param name="End">"fulfilled", "broken" or "waived"; null while it is open</param>
/// <param name="Reports">what the applicant reported about it, oldest first</param>
/// <param name="NotTrustedUntil">last day on which its being broken counts against the applicant; shown to officers</param>
/// <param name="Actions">what the caller may do with it now: hand-in-later, report, settle, restore-credit</param>
public sealed record ObligationAnswer(
    int Id, string Kind, string Text, string Department, string? Item, IReadOnlyList<string> Materials, long? TaskId, DateTimeOffset TakenAt,
    DateTimeOffset? DueAt, string Card, string? End, string? Note, DateTimeOffset? ClosedAt, IReadOnlyList<ObligationReportAnswer> Reports,
    DateOnly? NotTrustedUntil, IReadOnlyList<string> Actions);

public sealed record ObligationReportAnswer(string Note, DateTimeOffset At);
