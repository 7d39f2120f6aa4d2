using System.Collections.Immutable;
using Workflow.Core.Cases.Obligations;
using Workflow.Core.Cases.Review;
using Workflow.Core.Catalog;
using Workflow.Core.Flow;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Cases.Moves;

/// <summary>What moves bring about, step by step.</summary>
internal static class ProgressMoves
{
    public static Progress SendBack(this Progress progress, CaseTask task, string target, SendBackMode mode, string reason, SendBackPlan plan, Actor by)
    {
        var now = progress.Now;
        var atWindow = target == CaseSentBack.Intake;
        long? window = atWindow ? progress.State.Flow.LastId + 1 : null;
        var paused = mode == SendBackMode.Pause ? plan.Paused : [];
        progress.Add(new CaseSentBack(task.Id, target, mode, reason, plan.Again, window, paused, by.Id, now));
        progress.Supersede(plan.Superseded, by.Id, now);
        var output = Without(progress.State, task, plan.Superseded);

        if (mode is SendBackMode.Branch or SendBackMode.Cancel)
        {
            progress.Add(new TaskClosed(task.Id, TaskEnd.Superseded, by.Id, now)).EndClock(task.ClockId, now);
            return progress.Advance(new Trigger.Rewind(task.Activity!.Value, target, plan.Fork, output)).SettleReviews(now);
        }
        progress.Add(new TaskHeld(task.Id, HoldReason.SentBack, now));
        foreach (var other in paused) progress.Add(new TaskHeld(other, HoldReason.Paused, now));
        return (window is { } id
            ? progress.Add(new TaskOpened(id, null, TaskKind.Work, Departments.Window, task.Title, CaseSentBack.Intake, task.ServiceItem, now))
            : progress.Advance(new Trigger.Detour(task.Activity!.Value, target, output))).SettleReviews(now);
    }

    /// <summary>Opinions that do not count any more, and with them the conditions that they set.</summary>
    public static Progress Supersede(this Progress progress, ImmutableArray<long> tasks, string? by, DateTimeOffset at)
    {
        if (tasks.IsEmpty) return progress;
        progress.Add(new OpinionsSuperseded(tasks, at));
        return progress.WaiveConditions(tasks, by, at);
    }

    public static Progress WaiveConditions(this Progress progress, ImmutableArray<long> tasks, string? by, DateTimeOffset at)
    {
        foreach (var owed in progress.State.Obligations.Values.Where(o => o is { IsOpen: true, Kind: ObligationKind.Condition, TaskId: { } from } && tasks.Contains(from)).ToList())
            progress.CloseObligation(owed.Id, ObligationEnd.Waived, null, by, at);
        return progress;
    }

    /// <summary>A step played beside the flow is over: the task that waited for it goes on, and so do those that were paused.</summary>
    public static Progress EndDetour(this Progress progress, CaseSentBack detour, DateTimeOffset at)
    {
        progress.Add(new DetourEnded(detour.TaskId, at));
        progress.Free(detour.TaskId, HoldReason.SentBack, at);
        foreach (var other in detour.Paused) progress.Free(other, HoldReason.Paused, at);
        return progress;
    }

    /// <summary>Looks for detours whose step the flow has just closed.</summary>
    public static Progress EndDetours(this Progress progress, DateTimeOffset at)
    {
        foreach (var detour in progress.State.Moves.Detours.Values.Where(d => d.Detour is null).ToList())
        {
            if (progress.State.OpenTask(detour.TaskId) is { Activity: { } id } && progress.State.Flow.Activities.GetValueOrDefault(id) is { Inside: null, IsCancelling: false })
                progress.EndDetour(detour, at);
        }
        return progress;
    }

    /// <summary>Closes what was only there for a task that has just closed itself: a detour at the window, a delegated preparation.</summary>
    public static Progress CloseWithHost(this Progress progress, long host, DateTimeOffset at)
    {
        if (progress.State.Moves.Detours.GetValueOrDefault(host) is { } detour)
        {
            progress.EndDetour(detour, at);
            if (detour.Detour is { } window) progress.Cancel(window, at);
        }
        if (progress.State.Moves.Delegations.GetValueOrDefault(host) is { } delegation)
        {
            progress.Add(new TaskReturned(host, delegation.Delegate, null, Recalled: true, null, at));
            progress.Cancel(delegation.Delegate, at);
        }
        return progress;
    }

    public static Progress Free(this Progress progress, long task, HoldReason reason, DateTimeOffset at) =>
        progress.State.OpenTask(task) is { } held && held.Holds.Contains(reason) ? progress.Add(new TaskFreed(task, reason, at)) : progress;

    /// <summary>A closed task of a step that is still open for other signers, once more in the same department and seat.</summary>
    public static Progress Reopen(this Progress progress, CaseTask task, DateTimeOffset at)
    {
        var id = progress.State.Flow.LastId + 1;
        progress.Add(new TaskOpened(id, task.Activity, task.Kind, task.Department, task.Title, task.Element, task.ServiceItem, at));
        if (progress.State.Reviews.Seats.GetValueOrDefault(task.Id) is { } seat) progress.Add(new SeatTaken(id, seat.Group, seat.Weight, seat.Veto, at));
        return progress.StartStepClock(progress.State.Tasks[id], at);
    }

    /// <summary>The opinions that the flow's conditions see, without some.</summary>
    public static Value.Context? Without(CaseState state, CaseTask task, ImmutableArray<long> superseded)
    {
        if (superseded.IsEmpty || task.Activity is null) return null;
        var scope = state.Flow.Activities.TryGetValue(task.Activity.Value, out var activity) ? activity.Scope : state.Flow.Root;
        if (scope is not { } from || state.Flow.DataOf(from)["opinions"] is not Value.Context opinions) return null;
        var names = superseded.Select(id => FlowData.NameOf(state.Tasks[id])).ToHashSet(StringComparer.Ordinal);
        return Value.Context.Empty.With("opinions", opinions.Without(names));
    }

    private static void Cancel(this Progress progress, long task, DateTimeOffset at)
    {
        if (progress.State.OpenTask(task) is not null) progress.Add(new TaskClosed(task, TaskEnd.Cancelled, null, at));
    }
}
