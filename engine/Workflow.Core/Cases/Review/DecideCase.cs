using System.Collections.Immutable;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Cases.Review;

/// <summary>The lead department decides (决定).</summary>
public sealed record DecideCase(long TaskId, Decision Decision, string? Reason) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now) => Outcome.Reject("under-construction");
}
