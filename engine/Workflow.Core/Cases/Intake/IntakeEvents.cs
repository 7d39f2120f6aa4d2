using System.Collections.Immutable;
using Workflow.Core.Deadlines;

namespace Workflow.Core.Cases.Intake;

/// <summary>What happens before and around acceptance: checks of the materials, deficiency, commitment, agents, termination.</summary>
public abstract record IntakeEvent : CaseEvent;

/// <summary>Somebody else acts for the applicant in this case (代办) until a day.</summary>
/// <param name="Mandate">id of the mandate that it rests on</param>
/// <param name="Until">last day</param>
public sealed record AgentNamed(string Account, string Mandate, DateOnly Until, DateTimeOffset At) : IntakeEvent;

/// <summary>A department has checked the materials that it needs; none missing means that all are in order.</summary>
public sealed record CheckRecorded(long TaskId, string Department, ImmutableArray<MissingMaterial> Missing, string Officer, DateTimeOffset At) : IntakeEvent;

/// <summary>The applicant promises what a service item allows to be promised (告知承诺); named materials are not needed for it.</summary>
/// <param name="TrustKey">keyed hash of the applicant's id number</param>
public sealed record CommitmentMade(string Item, string Text, ImmutableArray<string> Replaces, string TrustKey, DateTimeOffset At) : IntakeEvent;

/// <summary>Accepted though minor materials are still to come (容缺受理); each of them is an obligation from here on.</summary>
/// <param name="TrustKey">keyed hash of the applicant's id number</param>
public sealed record DeficiencyAccepted(ImmutableArray<string> Materials, string Promise, TimeLimit Limit, string TrustKey, DateTimeOffset At) : IntakeEvent;

/// <summary>Materials that had been promised came.</summary>
public sealed record HandedInLater(ImmutableArray<FiledMaterial> Materials, DateTimeOffset At) : IntakeEvent;

/// <summary>The supplement did not come, or not whole, in its time: the application is not accepted (不受理).</summary>
public sealed record SupplementLapsed(ImmutableArray<string> Awaited, DateTimeOffset At) : IntakeEvent;

/// <summary>Handling ends without a decision, for a reason that the law names (终止).</summary>
public sealed record CaseTerminated(TerminationReason Reason, string Basis, string? Note, DateTimeOffset At) : IntakeEvent;

/// <summary>What was granted is taken back (撤销).</summary>
/// <param name="Obligation">the broken promise it rests on; null when it rests on something else</param>
public sealed record GrantRevoked(string Reason, string Basis, int? Obligation, DateTimeOffset At) : IntakeEvent;

/// <summary>Why handling may end without a decision.</summary>
public enum TerminationReason
{
    /// <summary>The applicant has died or ceased to be (申请人死亡或者终止).</summary>
    ApplicantGone,

    /// <summary>What is applied for is no longer there (许可事项所涉标的灭失).</summary>
    SubjectGone,

    /// <summary>The law that it rests on was changed or repealed, or circumstances changed greatly (依据修改、废止或者客观情况重大变化).</summary>
    LawChanged,

    /// <summary>It cannot be carried out for reasons beyond anybody's control (不可抗力).</summary>
    ForceMajeure,

    /// <summary>The applicant does not do its part, so that a special procedure cannot be held (申请人拒不配合).</summary>
    NoCooperation,
}

public static class IntakeEventNames
{
    public static readonly (string, Type)[] All =
    [
        ("agent_named", typeof(AgentNamed)),
        ("check_recorded", typeof(CheckRecorded)),
        ("commitment_made", typeof(CommitmentMade)),
        ("deficiency_accepted", typeof(DeficiencyAccepted)),
        ("handed_in_later", typeof(HandedInLater)),
        ("supplement_lapsed", typeof(SupplementLapsed)),
        ("case_terminated", typeof(CaseTerminated)),
        ("grant_revoked", typeof(GrantRevoked)),
    ];
}

/// <summary>What the case knows of its intake beside the application and the supplement notice.</summary>
public sealed record IntakeBook
{
    public static readonly IntakeBook Empty = new();

    public AgentNamed? Agent { get; init; }

    /// <summary>What departments found in the check under way, by department; a supplement's receipt starts a new one.</summary>
    public ImmutableSortedDictionary<string, CheckRecorded> Checks { get; init; } = ImmutableSortedDictionary.Create<string, CheckRecorded>(StringComparer.Ordinal);

    /// <summary>Codes of materials that came after the supplement notice.</summary>
    public ImmutableSortedSet<string> Supplied { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Promises by service item.</summary>
    public ImmutableSortedDictionary<string, CommitmentMade> Commitments { get; init; } = ImmutableSortedDictionary.Create<string, CommitmentMade>(StringComparer.Ordinal);

    public DeficiencyAccepted? Deficiency { get; init; }
    public SupplementLapsed? Lapsed { get; init; }
    public CaseTerminated? Terminated { get; init; }
    public GrantRevoked? Revoked { get; init; }

    /// <summary>Keyed hash of the id number of who promised; null while nothing was promised.</summary>
    public string? TrustKey => Deficiency?.TrustKey ?? (Commitments.IsEmpty ? null : Commitments.Values.First().TrustKey);
}

internal static class IntakeFold
{
    public static CaseState Evolve(CaseState state, IntakeEvent happened)
    {
        var book = state.Intake;
        return happened switch
        {
            AgentNamed e => CaseEvolution.At(state, e.At) with { Intake = book with { Agent = e } },
            CheckRecorded e => CaseEvolution.At(state, e.At) with { Intake = book with { Checks = book.Checks.SetItem(e.Department, e) } },
            CommitmentMade e => CaseEvolution.At(state, e.At) with { Intake = book with { Commitments = book.Commitments.SetItem(e.Item, e) } },
            DeficiencyAccepted e => CaseEvolution.At(state, e.At) with { Intake = book with { Deficiency = e } },
            HandedInLater e => CaseEvolution.At(state, e.At) with { Materials = state.Materials.AddRange(e.Materials) },
            SupplementLapsed e => CaseEvolution.At(state, e.At) with { Intake = book with { Lapsed = e }, Status = CaseStatus.NotAccepted },
            // The exchange standard has no code for a termination; 14 says that an accepted case ended without a decision.
            CaseTerminated e => CaseEvolution.At(state, e.At) with { Intake = book with { Terminated = e }, Status = CaseStatus.Withdrawn },
            GrantRevoked e => CaseEvolution.At(state, e.At) with { Intake = book with { Revoked = e }, Status = CaseStatus.Revoked },
            _ => throw new InvalidOperationException($"no fold for {happened.GetType().Name}"),
        };
    }

    /// <summary>What came with a supplement; with the whole of it a new check begins.</summary>
    public static IntakeBook Supplied(IntakeBook book, SupplementReceived e) => book with
    {
        Supplied = book.Supplied.Union(e.Materials.Select(m => m.Material)),
        Checks = e.Complete ? book.Checks.Clear() : book.Checks,
    };
}
