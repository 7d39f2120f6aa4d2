using System.Collections.Immutable;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Cases.Intake;

/// <summary>The window accepts the application (受理): the legal clock starts.</summary>
public sealed record Accept(long TaskId) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now) => Outcome.Reject("under-construction");
}
