using Workflow.Core.Cases;
using Workflow.Core.Cases.Obligations;
using Workflow.Core.Catalog;
using Workflow.Core.Runtime;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>
/// What a caller may do with a case now: the buttons of a page. A hint only; the command itself decides. Also in whose
/// name a caller acts on a task.
/// </summary>
internal static class CaseActions
{
    /// <summary>The role and department in which the caller works on what belongs to a department; null when it does not.</summary>
    public static Actor? ActorFor(Principal who, string region, string department) =>
        department == Departments.Window && who.Has(Role.Window, region) ? who.As(Role.Window, region, department)
        : who.Has(Role.Officer, region, department) ? who.As(Role.Officer, region, department)
        : null;

    /// <param name="takesOver">the officer who has the task is absent, and the caller stands in</param>
    public static IReadOnlyList<string> OnTask(Principal who, CaseState state, CaseTask task, bool takesOver = false)
    {
        if (!task.IsOpen) return state.IsClosed ? [] : [.. MoveActions.OnTask(who, state, task)];
        // A check of the grant, or a new decision, comes when the case has ended.
        if (state.IsClosed && task.Kind is not (TaskKind.Verify or TaskKind.Reconsider)) return [];
        string[] overseeing = who.Has(Role.Supervisor, state.Region) ? ["urge", "reassign"] : [];
        return ActorFor(who, state.Region, task.Department) is null ? overseeing : [.. OwnWork(who, state, task, takesOver), .. MoveActions.OnTask(who, state, task).Except(overseeing, StringComparer.Ordinal), .. overseeing];
    }

    private static IReadOnlyList<string> OwnWork(Principal who, CaseState state, CaseTask task, bool takesOver)
    {
        if (task.IsHeld) return [];
        if (task.Assignee is { } officer && officer != who.Account) return takesOver ? ["claim"] : [];
        string[] work = task.Kind switch
        {
            TaskKind.Intake when state.Supplement is null => ["accept", "decline", "supplement-request"],
            TaskKind.Intake => ["accept", "decline"],
            TaskKind.Review => state.RunningClock(task.ClockId) is null && state.Clocks.ContainsKey(task.ClockId) ? [] : ["opinion"],
            TaskKind.Check => ["check"],
            TaskKind.Decide => ["decide"],
            TaskKind.Conclude => ["conclude"],
            TaskKind.Deliver => ["deliver"],
            TaskKind.Verify when IsInstantCheck(state, task) => ["instant-check"],
            TaskKind.Verify => ["verify"],
            TaskKind.Reconsider => ["reconsider"],
            _ when state.Moves.DelegationOf(task.Id) is not null => [],
            _ => ["complete"],
        };
        return [task.Assignee is null ? "claim" : "release", .. work];
    }

    private static bool IsInstantCheck(CaseState state, CaseTask task) =>
        state.Obligations.Values.Any(o => o.Kind == ObligationKind.Check && o.ClockId == task.Element);

    public static IReadOnlyList<string> OnCase(Principal who, CaseState state, JointItem item, CaseAccess access)
    {
        var actions = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var task in state.Tasks.Values) actions.UnionWith(OnTask(who, state, task).Where(a => a is not ("claim" or "release" or "opinion" or "complete" or "urge" or "reassign" or "send-back" or "withdraw-opinion" or "delegate" or "recall" or "return" or "check" or "verify")));
        if (!state.IsClosed && MoveActions.CopierOf(who, state) is not null) actions.Add("copy");
        if ((access.IsApplicant || (access.IsWindow && state.Channel == Channels.Window)) && !state.IsClosed && state.Decided is null) actions.Add("withdraw");
        if ((access.IsApplicant || access.IsWindow) && state.Status == CaseStatus.SupplementAsked) actions.Add("supplement");
        foreach (var clock in state.Clocks.Values) actions.UnionWith(ClockActions.Of(who, state, item, clock));
        if (state.IsClosed && !state.PersonalAnswers.IsErased && MayErase(who, state)) actions.Add("erase");
        actions.UnionWith(IntakeView.ActionsOnCase(who, state, item, access));
        if (state.HasTestClock && !state.IsClosed) actions.Add("test-clock");
        return [.. actions];
    }

    /// <summary>A review's clock belongs to its department, the case's to the lead department; supervisors reach both.</summary>
    public static Actor? ActorForClock(Principal who, CaseState state, JointItem item, string clock)
    {
        var owner = clock == CaseClocks.Case ? item.LeadDepartment : state.Tasks.Values.FirstOrDefault(t => t.ClockId == clock)?.Department;
        return (owner is null ? null : ActorFor(who, state.Region, owner))
            ?? (who.Has(Role.Supervisor, state.Region) ? who.As(Role.Supervisor, state.Region) : null);
    }

    public static bool MayErase(Principal who, CaseState state) => who.Has(Role.Administrator, state.Region) || who.Has(Role.Supervisor, state.Region);
}
