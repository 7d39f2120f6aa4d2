using System.Collections.Immutable;
using Workflow.Core.Cases.Review;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Supervision;

/// <summary>A supervisor gives an open task to another officer of its department (转办), who must be there.</summary>
/// <param name="To">account of the officer</param>
/// <param name="IsColleague">whether that account is an officer of the task's department</param>
/// <param name="Absences">recorded absences of that officer and of the one who has the task</param>
public sealed record ReassignTask(long TaskId, string To, string Reason, bool IsColleague, ImmutableArray<OfficerAbsence> Absences) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (SupervisionRules.WhyNot(progress.State, TaskId, By) is { } refusal) return refusal;
        if (string.IsNullOrWhiteSpace(Reason)) return Outcome.Reject("reason-required");
        if (!IsColleague) return Outcome.Reject("not-an-officer-there", ("officer", To));
        var today = OfficerAbsence.DayOf(pinned, state, now);
        if (Absences.FirstOrDefault(a => a.Officer == To && a.Covers(today)) is { } away)
            return Outcome.Reject("officer-absent", ("officer", To), ("from", $"{away.From:yyyy-MM-dd}"), ("to", $"{away.To:yyyy-MM-dd}"), ("substitute", away.Substitute ?? "-"));

        var holder = progress.State.Tasks[TaskId].Assignee;
        if (holder == To) return Outcome.Reject("already-assigned");
        var basis = Absences.FirstOrDefault(a => a.Officer == holder && a.Covers(today))?.Basis;
        return progress.Add(new TaskReassigned(TaskId, To, holder, Reason, basis, now)).Outcome;
    }
}
