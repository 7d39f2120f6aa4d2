using System.Globalization;
using Workflow.Core.Catalog;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Timing;

/// <summary>Whose a clock is, by which calendar it counts, and who may do what with it.</summary>
public static class ClockRules
{
    /// <summary>A review's clock belongs to its department, an obligation's to the department that watches over it, all others to the lead department.</summary>
    public static string OwnerOf(CaseState state, JointItem item, string clock) => DepartmentOf(state, clock) ?? item.LeadDepartment;

    /// <summary>The calendar of the department whose clock it is, where it has one of its own; that of the joint item for the case's clocks.</summary>
    public static WorkCalendar CalendarOf(this Pinned pinned, CaseState state, string clock) =>
        pinned.Calendars.Count == 0 ? pinned.Calendar : pinned.CalendarOf(DepartmentOf(state, clock));

    private static string? DepartmentOf(CaseState state, string clock)
    {
        var of = CaseClocks.WithoutSpecial(clock);
        var dash = of.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0 || !long.TryParse(of.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return null;
        return of[..dash] switch
        {
            "task" => state.Tasks.GetValueOrDefault(id)?.Department,
            "obligation" => state.Obligations.GetValueOrDefault((int)id)?.Department,
            _ => null,
        };
    }

    /// <summary>
    /// A review's clock is stopped by its department, the case's by the lead department; a supervisor of the region may
    /// act on either. The intake clock is stopped by nobody: a supplement ends it.
    /// </summary>
    internal static Outcome? WhyNot(CaseState state, Pinned pinned, string clock, Actor by)
    {
        if (!state.Clocks.ContainsKey(clock)) return Outcome.Reject("clock-not-found");
        if (clock == CaseClocks.Intake) return Outcome.Reject("intake-clock-not-stoppable");
        if (CaseClocks.IsSpecial(clock)) return Outcome.Reject("special-clock-not-stoppable");
        var may = by.Region == state.Region && (by.Role == Role.Supervisor || by.Department == OwnerOf(state, pinned.JointItem, clock));
        return may ? null : Outcome.Reject("not-your-clock");
    }

    /// <summary>Who may move a due instant: the clock's own department where that is asked for, the lead department, a supervisor of the region.</summary>
    internal static Outcome? WhyNotMoved(CaseState state, Pinned pinned, string clock, Actor by, bool owners)
    {
        if (!state.Clocks.TryGetValue(clock, out var known)) return Outcome.Reject("clock-not-found");
        var lead = by.Department == pinned.JointItem.LeadDepartment || (owners && by.Department == OwnerOf(state, pinned.JointItem, clock));
        if (by.Region != state.Region || !(by.Role == Role.Supervisor || lead)) return Outcome.Reject("not-your-clock");
        if (known.Clock.EndedAt is not null) return Outcome.Reject("clock-ended");
        return known.Clock.IsRunning ? null : Outcome.Reject("clock-not-running");
    }
}
