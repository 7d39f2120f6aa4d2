using System.Collections.Immutable;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Cases.Review;

/// <summary>An officer takes a task on.</summary>
public sealed record ClaimTask(long TaskId) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now) => Outcome.Reject("under-construction");
}
