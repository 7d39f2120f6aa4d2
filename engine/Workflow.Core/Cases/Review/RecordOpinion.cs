using Workflow.Core.Cases.Obligations;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Review;

/// <summary>
/// A department gives its opinion (意见) on its own task. The last one to arrive lets the join fire. What comes after its
/// step was over by silence or closed early meets the step's rule for late opinions.
/// </summary>
/// <param name="ConditionDays">working days for fulfilling the conditions of a conditional opinion; null without a limit</param>
public sealed record RecordOpinion(long TaskId, Opinion Opinion, int? ConditionDays = null) : CaseCommand
{
    public const int MostConditionDays = 1000;

    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        var refusal = TaskRules.WhyNot(progress.State, TaskId, By, TaskKind.Review);
        var late = refusal is Outcome.Rejection { Code: "task-closed" } ? LateOpinions.RuleFor(pinned, progress.State, TaskId) : null;
        if (refusal is not null && late is null) return refusal;

        var task = progress.State.Tasks[TaskId];
        if (WhyNot(progress, task) is { } wrong) return wrong;
        if (late is { } rule) return LateOpinions.Take(progress, task, By.Id, Opinion, Limit, rule);
        if (progress.State.Clocks.GetValueOrDefault(task.ClockId)?.Clock is { EndedAt: null, IsRunning: false }) return Outcome.Reject("clock-stopped");
        return progress
            .Add(new OpinionRecorded(TaskId, task.Department, By.Id, Opinion, now))
            .TakeConditions(task, Opinion, Limit, now)
            .FinishReview(task, Opinion, By.Id, now)
            .Outcome;
    }

    private TimeLimit? Limit => ConditionDays is { } days ? new(days, TimeUnit.WorkingDays) : null;

    private Outcome? WhyNot(Progress progress, CaseTask task)
    {
        if (Opinion.Kind != OpinionKind.Advisory && StepSettings.Of(progress.Pinned.NodeOf(progress.State.Flow, task.Activity, task.Element)!).Policy == ReviewPolicy.Advisory) return Outcome.Reject("opinion-advisory-only");
        if (Opinion.Kind == OpinionKind.Negative && string.IsNullOrWhiteSpace(Opinion.Reason)) return Outcome.Reject("reason-required");
        if (Opinion.Kind == OpinionKind.Conditional && Opinion.Conditions.IsDefaultOrEmpty) return Outcome.Reject("conditions-required");
        if (ConditionDays is not (null or (>= 1 and <= MostConditionDays))) return Outcome.Reject("condition-days-range", ("most", $"{MostConditionDays}"));

        // Who has the last word has to say something, and to say why against the others.
        if (Groups.Of(progress.State, TaskId) is not { Policy: GroupPolicy.Lead } group || group.Lead != task.Department) return null;
        if (Opinion.Kind == OpinionKind.Advisory) return Outcome.Reject("opinion-lead-binding");
        var overruled = Opinion.Kind != OpinionKind.Negative && Groups.VotersOf(progress.State, group).Exists(v => v.Voter is { Lead: false, Vote: Vote.Against });
        return overruled && string.IsNullOrWhiteSpace(Opinion.Reason) ? Outcome.Reject("reason-required") : null;
    }
}
