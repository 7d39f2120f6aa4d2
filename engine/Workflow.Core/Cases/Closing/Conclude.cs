using System.Collections.Immutable;
using Workflow.Core.Cases.Instant;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Closing;

/// <summary>Work ends (办结): what was granted is issued, one result for each service item that applies.</summary>
public sealed record Conclude(long TaskId, ImmutableArray<IssuedResult> Results) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (TaskRules.WhyNot(progress.State, TaskId, By, TaskKind.Conclude) is { } refusal) return refusal;
        if (progress.State.Decided is not { } decided) return Outcome.Reject("not-decided");
        if (progress.State.Concluded is not null) return Outcome.Reject("already-concluded");
        if (Results.FirstOrDefault(r => !state.SubCases.Any(s => s.Applies && s.Item == r.Item)) is { } stray)
            return Outcome.Reject("result-item-unknown", ("item", stray.Item));
        if (decided.Decision == Decision.Deny && Results.Length > 0) return Outcome.Reject("denied-has-no-results");

        return progress.Add(new CaseConcluded(Results, now)).SampleInstant(now).Finish(progress.State.Tasks[TaskId], By.Id).Outcome;
    }
}
