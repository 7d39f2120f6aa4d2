using System.Collections.Immutable;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Cases.Intake;

/// <summary>The window tells the applicant once, in full, what is missing (补正告知).</summary>
public sealed record RequestSupplement(long TaskId, ImmutableArray<MissingMaterial> Missing, string? Note) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now) => Outcome.Reject("under-construction");
}
