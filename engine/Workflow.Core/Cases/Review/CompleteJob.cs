using System.Collections.Immutable;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Cases.Review;

/// <summary>A worker finished an automated step.</summary>
public sealed record CompleteJob(long Activity, Value.Context Output) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now) => Outcome.Reject("under-construction");
}
