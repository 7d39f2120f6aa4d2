using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Review;

/// <summary>
/// Another department or officer signs the same step too (加签): before the host, after it, or beside it. The step goes on
/// when all of them are done, and counts as the policy of the step says.
/// </summary>
/// <param name="TaskId">the review that is joined: the host</param>
/// <param name="Officer">account it is given to; null for whoever takes it in the department</param>
/// <param name="Weight">its weight in the step's own policy; null is 1</param>
public sealed record AddSigner(long TaskId, string Department, string? Officer, SignerPosition Position, int? Weight, string Reason) : CaseCommand
{
    /// <summary>Added signers of one case at most.</summary>
    public const int SignersMax = 200;

    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (SignerRules.WhyNotAdd(progress.State, TaskId, By) is { } refusal) return refusal;
        if (string.IsNullOrWhiteSpace(Reason)) return Outcome.Reject("reason-required");
        if (Weight is not (null or (>= 0 and <= GroupSettings.MostWeight))) return Outcome.Reject("weight-range", ("most", $"{GroupSettings.MostWeight}"));
        if (progress.State.Reviews.Signers.Count >= SignersMax) return Outcome.Reject("too-many-signers", ("limit", $"{SignersMax}"));
        var host = progress.State.Tasks[TaskId];
        if (!SignerRules.IsAlive(progress.State.Flow, host)) return Outcome.Reject("task-closed");
        if (Groups.Around(progress.State, TaskId).Any(g => g.Outcome is not null)) return Outcome.Reject("outcome-reached");
        if (progress.State.TasksOf(host.Activity!.Value).Any(t => t.IsOpen && t.Department == Department && (t.Assignee == Officer || t.Assignee is null || Officer is null)))
            return Outcome.Reject("signer-exists", ("department", Department));

        var group = OpenGroup(progress, host);
        var id = progress.State.Flow.LastId + 1;
        progress
            .Add(new SignerAdded(id, TaskId, Position, Department, Officer, Weight ?? 1, Reason, By.Id, now))
            .Add(new TaskOpened(id, host.Activity, TaskKind.Review, Department, host.Title, host.Element, host.ServiceItem, now))
            .Add(new SeatTaken(id, group, Weight ?? 1, false, now));
        if (Officer is not null) progress.Add(new TaskReassigned(id, Officer, null, Reason, null, now));
        if (Position != SignerPosition.After) progress.StartStepClock(progress.State.Tasks[id], now);
        return progress.SettleReviews(now).Outcome;
    }

    /// <summary>
    /// One of several who carry out the same step is joined by another of them; a step of one becomes a group of its own,
    /// and its outcome the voice that the step had.
    /// </summary>
    private string OpenGroup(Progress progress, CaseTask host)
    {
        var around = Groups.Of(progress.State, TaskId);
        var own = GroupPlace.OfStep(host.Activity!.Value);
        if (around is not null && (around.Key == own || around.Element == host.Element)) return around.Key;

        var settings = GroupSettings.OfStep(progress.Pinned.NodeOf(progress.State.Flow, host.Activity, host.Element)!);
        var seat = progress.State.Reviews.Seats.GetValueOrDefault(TaskId);
        var scope = progress.State.Flow.Activities[host.Activity.Value].Scope;
        progress
            .Add(new ReviewGroupOpened(
                own, host.Element, scope, settings.Policy, settings.K, settings.Threshold, settings.Lead, settings.Early,
                around?.Key, seat?.Weight ?? 1, seat?.Veto ?? false, progress.Now))
            .Add(new SeatTaken(TaskId, own, seat?.Weight ?? 1, seat?.Veto ?? false, progress.Now));
        return own;
    }
}
