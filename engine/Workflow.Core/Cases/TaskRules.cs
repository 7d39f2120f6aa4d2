using Workflow.Core.Cases.Review;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases;

/// <summary>What every command about a task asks first, in the order in which a person would want to hear it.</summary>
internal static class TaskRules
{
    /// <summary>Null when the actor may work on the open task; otherwise why not.</summary>
    public static Outcome? WhyNot(CaseState state, long taskId, Actor by, params ReadOnlySpan<TaskKind> kinds)
    {
        if (!state.Tasks.TryGetValue(taskId, out var task)) return Outcome.Reject("task-not-found");
        if (by.Department != task.Department || by.Region != state.Region) return Outcome.Reject("not-your-task");
        if (!task.IsOpen || IsGoing(state, task)) return Outcome.Reject("task-closed");
        if (task.IsHeld) return Outcome.Reject("task-held", ("reason", task.Holds[^1].ToString()));
        if (!kinds.IsEmpty && !kinds.Contains(task.Kind)) return Outcome.Reject("task-kind", ("kind", task.Kind.ToString().ToLowerInvariant()));
        if (task.Assignee is { } other && other != by.Id) return Outcome.Reject("task-claimed", ("officer", other));
        return null;
    }

    /// <summary>True while a large cancellation, or an outcome that closes very many, has yet to come to the task's step: nothing done there would count.</summary>
    private static bool IsGoing(CaseState state, CaseTask task) =>
        (!state.Reviews.Closing.IsEmpty && Groups.Around(state, task.Id).Any(group => state.Reviews.Closing.Contains(group.Key)))
        || task.Activity is { } id && state.Flow.Activities.TryGetValue(id, out var activity) && (activity.IsCancelling || state.Flow.IsBlocked(activity.Scope));
}
