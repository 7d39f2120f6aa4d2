using Workflow.Core.Cases.Obligations;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Instant;

/// <summary>
/// A person checks a decision by rules that was drawn for it (抽查). When the rules were wrong, the lead department decides
/// again; that needs a note.
/// </summary>
public sealed record CheckInstant(long TaskId, bool Right, string? Note) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (TaskRules.WhyNot(progress.State, TaskId, By, TaskKind.Verify) is { } refusal) return refusal;
        var task = progress.State.Tasks[TaskId];
        if (progress.State.Obligations.Values.FirstOrDefault(o => o.Kind == ObligationKind.Check && o.ClockId == task.Element) is not { } check)
            return Outcome.Reject("not-an-instant-check");
        if (!Right && string.IsNullOrWhiteSpace(Note)) return Outcome.Reject("reason-required");

        var element = progress.State.Instant.Decisions.First(d => d.Sampled && d.Item == check.Item).Element;
        progress.Add(new InstantChecked(TaskId, element, Right, Note, By.Id, now)).CloseAside(task, By.Id)
            .CloseObligation(check.Id, Right ? ObligationEnd.Fulfilled : ObligationEnd.Broken, Note, By.Id, now);
        if (!Right && progress.State.OpenReconsideration() is null) progress.OpenReconsider();
        return progress.Outcome;
    }
}
