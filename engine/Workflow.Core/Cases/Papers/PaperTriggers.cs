using System.Collections.Immutable;
using Workflow.Core.Cases.Obligations;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Papers;

/// <summary>Which events of a case are told to the applicant by a document.</summary>
public static class PaperTriggers
{
    private static readonly ImmutableArray<Type> Types =
    [
        typeof(CaseAccepted), typeof(CaseDeclined), typeof(SupplementRequested), typeof(CaseDecided), typeof(ClockStopped), typeof(CaseDelivered), typeof(CaseWithdrawn),
        typeof(ObligationTaken), typeof(ComplaintAnswered),
    ];

    /// <summary>Stored names of the events that may lead to one.</summary>
    public static readonly ImmutableArray<string> Aliases = [.. EventNames.Known.Where(e => Types.Contains(e.Type)).Select(e => e.Alias)];

    /// <summary>Kind of the document that an event leads to; null for none.</summary>
    public static string? KindFor(Event happened) => happened switch
    {
        CaseAccepted => PaperKinds.Acceptance,
        CaseDeclined => PaperKinds.Decline,
        SupplementRequested => PaperKinds.Supplement,
        CaseDecided { Decision: Decision.Grant } => PaperKinds.Grant,
        CaseDecided => PaperKinds.Denial,
        ClockStopped { Clock: CaseClocks.Case, Reason: not (SuspensionReason.Supplement or SuspensionReason.ForceMajeure) } => PaperKinds.SpecialProcedure,
        CaseDelivered => PaperKinds.DeliveryReceipt,
        CaseWithdrawn => PaperKinds.Withdrawal,
        ObligationTaken { Kind: ObligationKind.Deficiency } => PaperKinds.Deficiency,
        ObligationTaken { Kind: ObligationKind.Commitment } => PaperKinds.Commitment,
        ComplaintAnswered => PaperKinds.ComplaintAnswer,
        _ => null,
    };
}
