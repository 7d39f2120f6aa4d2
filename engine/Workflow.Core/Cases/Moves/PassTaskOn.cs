using System.Collections.Immutable;
using Workflow.Core.Cases.Review;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Moves;

/// <summary>An officer gives an own task to a colleague of the department (转办), for good.</summary>
/// <param name="To">account of the colleague</param>
/// <param name="IsColleague">whether that account is an officer of the task's department</param>
/// <param name="Absences">recorded absences of the colleague</param>
public sealed record PassTaskOn(long TaskId, string To, string Reason, bool IsColleague, ImmutableArray<OfficerAbsence> Absences) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (TaskRules.WhyNot(progress.State, TaskId, By) is { } refusal) return refusal;
        if (string.IsNullOrWhiteSpace(Reason)) return Outcome.Reject("reason-required");
        if (!IsColleague) return Outcome.Reject("not-an-officer-there", ("officer", To));
        var holder = progress.State.Tasks[TaskId].Assignee;
        if (To == holder || (holder is null && To == By.Id)) return Outcome.Reject("already-assigned");
        return OfficerAbsence.WhyAway(pinned, state, now, To, Absences) ?? progress.Add(new TaskReassigned(TaskId, To, holder, Reason, null, now)).Outcome;
    }
}
