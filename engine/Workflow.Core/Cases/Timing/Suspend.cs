using System.Collections.Immutable;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Cases.Timing;

/// <summary>A clock is stopped for a reason the law names.</summary>
public sealed record Suspend(string Clock, SuspensionReason Reason, string? Basis) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now) => Outcome.Reject("under-construction");
}
