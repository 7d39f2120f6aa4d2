using Workflow.Contracts.Cases;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Moves;
using Workflow.Core.Cases.Review;
using Workflow.Core.Runtime;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>What a caller may move, and what was moved about a task.</summary>
internal static class MoveActions
{
    /// <summary>On an own task, open or closed; nothing on those of others.</summary>
    public static IEnumerable<string> OnTask(Principal who, CaseState state, CaseTask task)
    {
        if (CaseActions.ActorFor(who, state.Region, task.Department) is not { } by) yield break;
        if (!task.IsOpen)
        {
            if (WithdrawOpinion.MayBeWithdrawn(state, task, by)) yield return "withdraw-opinion";
            yield break;
        }
        if (task.Assignee is { } other && other != who.Account) yield break;
        if (task.Holds.Contains(HoldReason.Delegated)) yield return "recall";
        if (task.IsHeld) yield break;
        if (state.Moves.DelegationOf(task.Id) is not null) yield return "return";
        if (SendBackTarget.IsPossible(state, task)) yield return "send-back";
        if (task.Activity is null) yield break;
        yield return "delegate";
        yield return "reassign";
    }

    /// <summary>In which role the caller sends copies of a case; null when the caller does not work on it.</summary>
    public static Actor? CopierOf(Principal who, CaseState state) =>
        state.Tasks.Values.Select(t => t.Department).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(d => CaseActions.ActorFor(who, state.Region, d)).FirstOrDefault(a => a is not null)
        ?? (who.Has(Role.Supervisor, state.Region) ? who.As(Role.Supervisor, state.Region) : null);

    public static TaskMoves Of(CaseState state, CaseTask task, CaseAccess access)
    {
        var delegated = state.Moves.Delegations.GetValueOrDefault(task.Id);
        var asked = state.Moves.DelegationOf(task.Id);
        var detour = state.Moves.DetourOf(task.Id) ?? state.Moves.Detours.GetValueOrDefault(task.Id);
        var names = access.SeesOfficers;
        return new TaskMoves(
            task.Round, names && delegated is not null ? delegated.To ?? delegated.Department : null,
            names ? asked?.Officer : null, names ? asked?.Note ?? delegated?.Note ?? detour?.Reason : detour?.Reason);
    }
}
