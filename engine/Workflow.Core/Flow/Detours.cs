using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>
/// A detour (绕行): one earlier step is played once more inside the waiting activity, which stands still until that is done.
/// No token goes back before the fork, so nothing that waits elsewhere can be left waiting.
/// </summary>
internal static class Detours
{
    public static void Open(Run run, Trigger.Detour detour)
    {
        if (!run.State.Activities.TryGetValue(detour.Activity, out var host) || host is not { Kind: ActivityKind.UserTask, Inside: null, IsCancelling: false }) return;
        if (run.State.IsBlocked(host.Scope) || run.GraphOf(host.Scope).Find(detour.Target) is not UserTask { Loop: null } target) return;

        if (detour.Output is { } output) Activities.Write(run, host.Scope, output);
        var scope = run.NextId;
        run.Add(new ScopeOpened(scope, host.Scope, target.Id, ScopeKind.Detour, host.Id, null, Value.Context.Empty, null, []));
        run.Add(new ActivityStarted(run.NextId, scope, target.Id, ActivityKind.UserTask, run.NextId + 1, null));
    }

    /// <summary>The activity is done without waiting for its detour (a policy closed it, silence consented): the detour is given up.</summary>
    public static void Close(Run run, Activity host)
    {
        if (host.Inside is not { } inside) return;
        foreach (var id in run.State.Scopes[inside].Activities)
        {
            var step = run.State.Activities[id];
            run.Add(new ActivityCancelled(id, inside, step.Element, step.Kind, step.Index, step.Timers));
        }
        run.Add(new ScopeClosed(inside, run.State.Scopes[inside].Element, ScopeKind.Detour, Cancelled: true));
    }
}
