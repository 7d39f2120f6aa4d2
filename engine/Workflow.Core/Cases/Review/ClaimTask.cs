using System.Collections.Immutable;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Review;

/// <summary>
/// An officer takes a task on; colleagues see by whom. What an absent officer has claimed its substitute may take over,
/// and the event says for whom and on what basis.
/// </summary>
/// <param name="Absences">recorded absences of the officer who has the task; empty when nobody has it</param>
public sealed record ClaimTask(long TaskId, ImmutableArray<OfficerAbsence> Absences) : CaseCommand
{
    public ClaimTask(long taskId) : this(taskId, []) { }

    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (TaskRules.WhyNot(progress.State, TaskId, By) is not { } refusal)
            return progress.State.Tasks[TaskId].Assignee == By.Id ? progress.Outcome : progress.Add(new TaskClaimed(TaskId, By.Id, now)).Outcome;

        if (refusal is not Outcome.Rejection { Code: "task-claimed" } || progress.State.Tasks[TaskId].Assignee is not { } holder) return refusal;
        var today = OfficerAbsence.DayOf(pinned, state, now);
        return Absences.FirstOrDefault(a => a.Officer == holder && a.Substitute == By.Id && a.Covers(today)) is { } away
            ? progress.Add(new TaskReassigned(TaskId, By.Id, holder, null, away.Basis, now)).Outcome
            : refusal;
    }
}
