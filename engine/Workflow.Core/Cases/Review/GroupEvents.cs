using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Workflow.Core.Cases.Review;

/// <summary>The first review of a group began. The policy stands here as it was evaluated, so that nothing asks the definition again.</summary>
/// <param name="Group">"activity-{id}" or "split-{token}"; "step-{activity}" for the signers of one step</param>
/// <param name="Element">the BPMN element that sets the policy</param>
/// <param name="Scope">the flow's scope that the element stands in</param>
/// <param name="Outer">the group that this one is a voice of; null when none</param>
/// <param name="Weight">what its outcome weighs there</param>
public sealed record ReviewGroupOpened(
    string Group, string Element, long Scope, GroupPolicy Policy, int? K, int? Threshold, string? Lead, EarlyRule Early,
    string? Outer, int Weight, bool Veto, DateTimeOffset At) : ReviewEvent;

/// <summary>A review is a voice of a group from here on.</summary>
public sealed record SeatTaken(long TaskId, string Group, int Weight, bool Veto, DateTimeOffset At) : ReviewEvent;

/// <summary>The group's outcome can no longer change, or it became another one after a late opinion.</summary>
/// <param name="Early">true when somebody had not spoken yet</param>
public sealed record ReviewOutcomeReached(string Group, string Element, ReviewOutcome Outcome, bool Early, DateTimeOffset At) : ReviewEvent;

/// <summary>What the outcome rested on is gone (an opinion was taken back, a branch sent back); the group is open again.</summary>
public sealed record ReviewOutcomeReopened(string Group, string Element, DateTimeOffset At) : ReviewEvent;

/// <summary>The outcome was there before they had spoken: their tasks are closed, and their branches go on.</summary>
public sealed record ReviewsClosedEarly(string Group, ImmutableArray<long> Tasks, DateTimeOffset At) : ReviewEvent
{
    /// <summary>True when there are more of them than one step closes; the others follow in the next, and their opinions are not taken meanwhile.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool More { get; init; }
}

/// <summary>An opinion that came too late is noted and changes nothing.</summary>
public sealed record LateOpinionNoted(long TaskId, string Department, string Officer, Opinion Opinion, DateTimeOffset At) : ReviewEvent;

/// <summary>An opinion that came late takes the place of silence, and the group is counted again.</summary>
public sealed record OpinionReplaced(long TaskId, string Department, string Officer, Opinion Opinion, DateTimeOffset At) : ReviewEvent;

public enum SignerPosition { Before, After, Parallel }

/// <summary>Somebody else signs the same step too (加签): before the host, after it, or beside it.</summary>
/// <param name="Host">the review that it joins</param>
/// <param name="Officer">whom it was given to; null for whoever takes it in the department</param>
public sealed record SignerAdded(
    long TaskId, long Host, SignerPosition Position, string Department, string? Officer, int Weight, string Reason, string By, DateTimeOffset At) : ReviewEvent;

/// <summary>A signer or a department need not speak any more (减签).</summary>
public sealed record SignerRemoved(long TaskId, string Reason, string By, DateTimeOffset At) : ReviewEvent;

/// <summary>Reviews whose opinions come to one outcome.</summary>
public sealed record ReviewGroup(
    string Key, string Element, long Scope, GroupPolicy Policy, int? K, int? Threshold, string? Lead, EarlyRule Early, string? Outer, int Weight, bool Veto)
{
    /// <summary>Its own reviews, by task; of inner groups only the outcome counts here.</summary>
    public ImmutableSortedSet<long> Seats { get; init; } = [];

    public ImmutableSortedSet<string> Inner { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Those of its own reviews that are open.</summary>
    public ImmutableSortedSet<long> Open { get; init; } = [];

    /// <summary>What its voices have said, added up: one opinion more costs the same among six and among two hundred thousand.</summary>
    public VoteSums Votes { get; init; } = VoteSums.None;

    /// <summary>Its number among the groups of the case, in the order in which they were opened; an outer one has a smaller number.</summary>
    public int Order { get; init; }

    /// <summary>Null while it is open.</summary>
    public ReviewOutcomeReached? Outcome { get; init; }

    /// <summary>True when those who have not spoken are not waited for once the outcome is there; a refusal ends an order.</summary>
    public bool ClosesEarly => Early == EarlyRule.Close || Policy == GroupPolicy.InOrder;
}

/// <summary>A review's place in its group.</summary>
public sealed record Seat(long TaskId, string Group, int Weight, bool Veto);
