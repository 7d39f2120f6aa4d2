using System.Collections.Immutable;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Cases.Intake;

/// <summary>An applicant files one application for everything (收件).</summary>
public sealed record FileApplication(PinnedRef Ref, string Region, string Channel, Applicant Applicant, Value.Context Answers, ImmutableArray<FiledMaterial> Materials, TimeSpan TestClock = default) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now) => Outcome.Reject("under-construction");
}
