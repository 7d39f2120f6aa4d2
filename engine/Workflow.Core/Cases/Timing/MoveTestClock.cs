using System.Collections.Immutable;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Cases.Timing;

/// <summary>Moves the case's test clock forward; only with the data folder's control key.</summary>
public sealed record MoveTestClock(TimeSpan Forward) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now) => Outcome.Reject("under-construction");
}
