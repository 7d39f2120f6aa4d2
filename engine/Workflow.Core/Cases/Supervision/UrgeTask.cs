using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Supervision;

/// <summary>A supervisor urges the department or the officer who has an open task (催办); its inbox shows it from then on.</summary>
/// <param name="Note">what the supervisor wants done</param>
public sealed record UrgeTask(long TaskId, string Note) : CaseCommand
{
    /// <summary>Who has to say it more often needs another means.</summary>
    public const int UrgesMax = 20;

    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (SupervisionRules.WhyNot(progress.State, TaskId, By) is { } refusal) return refusal;
        if (string.IsNullOrWhiteSpace(Note)) return Outcome.Reject("reason-required");
        if (progress.State.Tasks[TaskId].Urges.Length >= UrgesMax) return Outcome.Reject("too-many-urges", ("limit", $"{UrgesMax}"));
        return progress.Add(new TaskUrged(TaskId, By.Id, Note, now)).Outcome;
    }
}
