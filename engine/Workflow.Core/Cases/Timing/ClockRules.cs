using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Timing;

/// <summary>Who may stop and resume which clock.</summary>
internal static class ClockRules
{
    /// <summary>
    /// A review's clock belongs to its department, the case's to the lead department; a supervisor of the region may
    /// act on either. The intake clock is stopped by nobody: a supplement ends it.
    /// </summary>
    public static Outcome? WhyNot(CaseState state, Pinned pinned, string clock, Actor by)
    {
        if (!state.Clocks.ContainsKey(clock)) return Outcome.Reject("clock-not-found");
        if (clock == CaseClocks.Intake) return Outcome.Reject("intake-clock-not-stoppable");
        var owner = clock == CaseClocks.Case ? pinned.JointItem.LeadDepartment
            : state.Tasks.Values.FirstOrDefault(t => t.ClockId == clock)?.Department;
        var may = by.Region == state.Region && (by.Role == Role.Supervisor || by.Department == owner);
        return may ? null : Outcome.Reject("not-your-clock");
    }
}
