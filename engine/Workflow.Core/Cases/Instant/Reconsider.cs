using System.Collections.Immutable;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Instant;

/// <summary>
/// A person decides again what rules decided (复核): confirms it, or puts another decision in its place. A grant that is
/// replaced is revoked; a denial that is replaced issues its results.
/// </summary>
public sealed record Reconsider(long TaskId, Decision Decision, string Reason, ImmutableArray<IssuedResult> Results) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (TaskRules.WhyNot(progress.State, TaskId, By, TaskKind.Reconsider) is { } refusal) return refusal;
        if (string.IsNullOrWhiteSpace(Reason)) return Outcome.Reject("reason-required");
        var replaced = progress.State.Decided!.Decision != Decision;
        if (Results.Length > 0 && !(replaced && Decision == Decision.Grant)) return Outcome.Reject("results-unexpected");
        if (Results.FirstOrDefault(r => !state.SubCases.Any(s => s.Applies && s.Item == r.Item)) is { } stray)
            return Outcome.Reject("result-item-unknown", ("item", stray.Item));

        progress.Add(new DecisionReconsidered(TaskId, Decision, replaced, Reason, By.Id, now));
        if (replaced && Decision == Decision.Grant) progress.Add(new CaseConcluded(Results, now));
        return progress.CloseAside(progress.State.Tasks[TaskId], By.Id).Outcome;
    }
}
