using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Supervision;

/// <summary>What every command of a supervisor (督办人员) about a task asks first.</summary>
internal static class SupervisionRules
{
    /// <summary>Null when the actor supervises the case's region and the task is open; otherwise why not.</summary>
    public static Outcome? WhyNot(CaseState state, long taskId, Actor by)
    {
        if (!state.Tasks.TryGetValue(taskId, out var task)) return Outcome.Reject("task-not-found");
        if (by.Role != Role.Supervisor || by.Region != state.Region) return Outcome.Reject("not-your-case");
        return task.IsOpen ? null : Outcome.Reject("task-closed");
    }
}
