using System.Collections.Immutable;
using Workflow.Core.Deadlines;
using Workflow.Core.Flow;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases;

/// <summary>A case as its events fold.</summary>
public sealed record CaseState : StreamState
{
    public static readonly CaseState Empty = new();

    public PinnedRef? Pinned { get; init; }
    public string CaseNumber { get; init; } = "";
    public string Region { get; init; } = "";
    public CaseStatus Status { get; init; }
    public FlowState Flow { get; init; } = FlowState.Empty;
    public ImmutableDictionary<long, CaseTask> Tasks { get; init; } = ImmutableDictionary<long, CaseTask>.Empty;
    public ImmutableDictionary<string, Clock> Clocks { get; init; } = ImmutableDictionary<string, Clock>.Empty;
    public TimeSpan TestClock { get; init; }

    public override TimeSpan ClockOffset => TestClock;

    public override StreamState Evolve(Event happened) => this;
}

/// <summary>Codes as on the wire (construction-approval exchange standard); Delivered is ours, after its last.</summary>
public enum CaseStatus : short
{
    None = 0, Filed = 1, WithdrawnBeforeAcceptance = 2, Accepted = 3, NotAccepted = 4, Declined = 5, SupplementAsked = 6, Supplemented = 7,
    UnderReview = 8, SpecialProcedure = 9, SpecialProcedureEnded = 10, Granted = 11, GrantedWithDeficiency = 12, Denied = 13, Withdrawn = 14, Revoked = 15,
}

public sealed record CaseTask(
    long Id, long? Activity, TaskKind Kind, string Department, string Title, string Element, string? ServiceItem,
    string? Assignee, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt, TaskEnd? End);
