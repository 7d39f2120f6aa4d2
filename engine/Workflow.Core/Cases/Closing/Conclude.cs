using System.Collections.Immutable;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Cases.Closing;

/// <summary>Work ends (办结): the results are issued.</summary>
public sealed record Conclude(long TaskId, ImmutableArray<IssuedResult> Results) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now) => Outcome.Reject("under-construction");
}
