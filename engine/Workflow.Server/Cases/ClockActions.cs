using Workflow.Core.Cases;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Catalog;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>What a caller may do with a clock, and in whose name. A hint only; the command itself decides.</summary>
internal static class ClockActions
{
    public static IReadOnlyList<string> Of(Principal who, CaseState state, JointItem item, CaseClock shown)
    {
        var clock = shown.Clock;
        if (clock.EndedAt is not null || state.IsClosed) return [];
        List<string> actions = [];
        var ofWork = clock.Id == CaseClocks.Case || clock.Id.StartsWith("task-", StringComparison.Ordinal);
        if (ofWork && CaseActions.ActorForClock(who, state, item, clock.Id) is not null)
        {
            actions.AddRange(clock.IsRunning ? ["suspend", "special-procedure"] : ["resume"]);
            if (state.Timing.OpenSpecial(clock.Id) is not null) actions.Add("special-procedure-end");
        }
        if (ofWork && clock is { IsRunning: true, ExtendedAt: null } && shown.Card != Card.Red && ToMove(who, state, item, clock.Id, owners: true) is not null) actions.Add("extend");
        if (clock.IsRunning && ToMove(who, state, item, clock.Id, owners: false) is not null) actions.Add("due-date");
        return actions;
    }

    /// <summary>In whose name a due instant is moved: the supervisor's, the lead department's, or, where owners may, that of the clock's department.</summary>
    public static Actor? ToMove(Principal who, CaseState state, JointItem item, string clock, bool owners) =>
        CaseActions.ActorFor(who, state.Region, item.LeadDepartment)
        ?? (owners ? CaseActions.ActorFor(who, state.Region, ClockRules.OwnerOf(state, item, clock)) : null)
        ?? (who.Has(Role.Supervisor, state.Region) ? who.As(Role.Supervisor, state.Region) : null);
}
