using Workflow.Core.Flow;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Review;

/// <summary>What adding and removing signers asks first.</summary>
public static class SignerRules
{
    /// <summary>Null when the actor may add a signer beside the open review: whoever works on it, or a supervisor.</summary>
    public static Outcome? WhyNotAdd(CaseState state, long taskId, Actor by)
    {
        if (by.Role != Role.Supervisor) return TaskRules.WhyNot(state, taskId, by, TaskKind.Review);
        return WhyNotSupervise(state, taskId, by);
    }

    /// <summary>Null when the actor may remove the review: a supervisor, the lead department, or for an added signer whoever's step it shares.</summary>
    public static Outcome? WhyNotRemove(Pinned pinned, CaseState state, long taskId, Actor by)
    {
        if (by.Role == Role.Supervisor) return WhyNotSupervise(state, taskId, by);
        if (!state.Tasks.TryGetValue(taskId, out var task)) return Outcome.Reject("task-not-found");
        var host = state.Reviews.Signers.GetValueOrDefault(taskId) is { } signer ? state.Tasks[signer.Host].Department : null;
        if (by.Region != state.Region || by.Department is null || (by.Department != pinned.JointItem.LeadDepartment && by.Department != host)) return Outcome.Reject("not-your-task");
        return WhyNotOpenReview(task);
    }

    /// <summary>Null when the group can still come to an outcome by its own rule without this review.</summary>
    public static Outcome? WhyNotWithout(Pinned pinned, CaseState state, CaseTask task)
    {
        var added = state.Reviews.Signers.ContainsKey(task.Id);
        if (!added && state.SubCases.Any(s => s.Applies && s.Department == task.Department)) return Outcome.Reject("signer-item-applies", ("department", task.Department));
        if (Groups.Of(state, task.Id) is not { } group) return Outcome.Reject("signer-last-seat");

        var others = Groups.VotersOf(state, group).Where(v => v.First != task.Id || v.Open.Length > 1).Select(v => v.Voter).ToList();
        var mayGrow = GroupGrowth.MayGrow(pinned.GraphOf(state.Flow, group.Scope), state.Flow, group, state.Reviews.Seats.ContainsKey);
        if (others.Count == 0 && !mayGrow) return Outcome.Reject("signer-last-seat");
        if (mayGrow) return null;
        var seat = state.Reviews.Seats[task.Id];
        return group.Policy switch
        {
            GroupPolicy.KOfN when others.Count < group.K => Outcome.Reject("group-k-unreachable", ("k", $"{group.K}"), ("left", $"{others.Count}")),
            GroupPolicy.Veto when seat.Veto && !others.Exists(v => v.Veto) => Outcome.Reject("group-no-veto-left"),
            GroupPolicy.Weighted when others.Sum(v => (long)v.Weight) is var left && left < group.Threshold => Outcome.Reject("group-weights-short", ("threshold", $"{group.Threshold}"), ("left", $"{left}")),
            GroupPolicy.Lead when task.Department == group.Lead && !others.Exists(v => v.Lead) => Outcome.Reject("group-no-lead-left"),
            _ => null,
        };
    }

    private static Outcome? WhyNotSupervise(CaseState state, long taskId, Actor by)
    {
        if (!state.Tasks.TryGetValue(taskId, out var task)) return Outcome.Reject("task-not-found");
        return by.Region != state.Region ? Outcome.Reject("not-your-case") : WhyNotOpenReview(task);
    }

    private static Outcome? WhyNotOpenReview(CaseTask task) =>
        task.Kind != TaskKind.Review ? Outcome.Reject("task-kind", ("kind", task.Kind.ToString().ToLowerInvariant()))
        : task.IsOpen ? null : Outcome.Reject("task-closed");

    /// <summary>True when a step of the flow stands behind the review and can still move.</summary>
    internal static bool IsAlive(FlowState flow, CaseTask task) =>
        task.Activity is { } id && flow.Activities.TryGetValue(id, out var activity) && !activity.IsCancelling && !flow.IsBlocked(activity.Scope);
}
