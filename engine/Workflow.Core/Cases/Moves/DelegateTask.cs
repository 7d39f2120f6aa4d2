using System.Collections.Immutable;
using Workflow.Core.Cases.Review;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Moves;

/// <summary>
/// An officer has a colleague or another department prepare an own task (委派). The task stays his, with its clock, and waits until the
/// delegate returns it or he recalls it.
/// </summary>
/// <param name="To">account of the officer asked; null for the department as a whole</param>
/// <param name="IsKnown">whether the department exists in the case's region, and that account is an officer of it</param>
/// <param name="Absences">recorded absences of that officer</param>
public sealed record DelegateTask(long TaskId, string Department, string? To, string Note, bool IsKnown, ImmutableArray<OfficerAbsence> Absences) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (TaskRules.WhyNot(progress.State, TaskId, By) is { } refusal) return refusal;
        var task = progress.State.Tasks[TaskId];
        if (task.Activity is null) return Outcome.Reject("task-kind", ("kind", task.Kind.ToString().ToLowerInvariant()));
        if (string.IsNullOrWhiteSpace(Note)) return Outcome.Reject("reason-required");
        if (!IsKnown) return Outcome.Reject("not-an-officer-there", ("officer", To ?? Department));
        if (To == By.Id || (To is null && Department == By.Department)) return Outcome.Reject("delegate-is-yourself");
        if (OfficerAbsence.WhyAway(pinned, state, now, To, Absences) is { } away) return away;

        var id = progress.State.Flow.LastId + 1;
        progress
            .Add(new TaskDelegated(TaskId, id, Department, To, Note, By.Id, now))
            .Add(new TaskHeld(TaskId, HoldReason.Delegated, now))
            .Add(new TaskOpened(id, null, TaskKind.Work, Department, task.Title, task.Element, task.ServiceItem, now));
        return (To is null ? progress : progress.Add(new TaskReassigned(id, To, null, Note, null, now))).Outcome;
    }
}
