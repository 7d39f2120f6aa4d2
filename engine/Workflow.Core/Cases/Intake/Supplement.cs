using System.Collections.Immutable;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Cases.Intake;

/// <summary>The applicant hands in what was missing (补正).</summary>
public sealed record Supplement(ImmutableArray<FiledMaterial> Materials) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now) => Outcome.Reject("under-construction");
}
