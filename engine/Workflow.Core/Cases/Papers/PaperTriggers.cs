using System.Collections.Immutable;
using Workflow.Core.Cases.Instant;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Papers;

/// <summary>Which events of a case are told to the applicant by a document.</summary>
public static class PaperTriggers
{
    private static readonly ImmutableArray<Type> Types =
    [
        typeof(CaseAccepted), typeof(CaseDeclined), typeof(SupplementRequested), typeof(CaseDecided), typeof(ClockStopped), typeof(CaseDelivered), typeof(CaseWithdrawn),
        typeof(DeficiencyAccepted), typeof(CommitmentMade), typeof(SupplementLapsed), typeof(CaseTerminated), typeof(GrantRevoked),
        typeof(ClockExtended), typeof(SpecialProcedureBegun), typeof(DecisionReconsidered), typeof(ComplaintAnswered),
    ];

    /// <summary>Stored names of the events that may lead to one.</summary>
    public static readonly ImmutableArray<string> Aliases = [.. EventNames.Known.Where(e => Types.Contains(e.Type)).Select(e => e.Alias)];

    /// <summary>Kind of the document that an event leads to; null for none.</summary>
    /// <param name="at">the case as it stood after the command that wrote the event</param>
    public static string? KindFor(Event happened, CaseState at) => happened switch
    {
        CaseAccepted => PaperKinds.Acceptance,
        CaseDeclined => PaperKinds.Decline,
        SupplementRequested => PaperKinds.Supplement,
        CaseDecided { Decision: Decision.Grant } or DecisionReconsidered { Decision: Decision.Grant } => PaperKinds.Grant,
        CaseDecided or DecisionReconsidered => PaperKinds.Denial,
        SupplementLapsed => PaperKinds.Decline,
        CaseTerminated => PaperKinds.Termination,
        GrantRevoked => PaperKinds.Revocation,
        ClockExtended { Clock: CaseClocks.Case } => PaperKinds.Extension,
        SpecialProcedureBegun => PaperKinds.SpecialProcedure,
        // A special procedure tells of itself; a stop for one that has no limit of its own is told here.
        ClockStopped { Clock: CaseClocks.Case, Reason: not (SuspensionReason.Supplement or SuspensionReason.ForceMajeure) } e
            when !at.Timing.Specials.Any(s => s.BeganAt == e.At) => PaperKinds.SpecialProcedure,
        CaseDelivered => PaperKinds.DeliveryReceipt,
        CaseWithdrawn => PaperKinds.Withdrawal,
        DeficiencyAccepted => PaperKinds.Deficiency,
        CommitmentMade => PaperKinds.Commitment,
        ComplaintAnswered => PaperKinds.ComplaintAnswer,
        _ => null,
    };
}
