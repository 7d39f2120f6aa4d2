using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>How a scope begins and ends. Its end is the end of what it is the inside of.</summary>
internal static class Scopes
{
    /// <summary>Event sub-processes are armed with the scope; then its first tokens leave.</summary>
    /// <param name="owner">id of the process or sub-process that is being entered</param>
    public static void Begin(Run run, long scope, string owner)
    {
        EventSubProcesses.Arm(run, scope, owner);
        if (run.GraphOf(scope).Find(owner) is SubProcess { AdHoc: { } adHoc }) AdHocs.Begin(run, scope, owner, adHoc);
        else Enter(run, scope, owner);
    }

    /// <summary>Tokens leave the start event, or stand before everything that no flow leads to.</summary>
    public static void Enter(Run run, long scope, string owner)
    {
        var graph = run.GraphOf(scope);
        var entries = graph.EntriesOf(owner).ToList();
        if (entries is [StartEvent start]) run.Add(new ElementPassed(scope, start.Id, [], run.Produce(start.Outgoing)));
        else if (entries.Count > 0) run.Add(new ElementPassed(scope, owner, [], run.Produce([.. entries.Select(node => ProcessGraph.EntryOf(node.Id)).Order(StringComparer.Ordinal)])));
        else EndIfEmpty(run, scope);
    }

    /// <summary>A scope ends when nothing is left in it, unless a cancellation has yet to close it.</summary>
    public static void EndIfEmpty(Run run, long id)
    {
        if (!run.State.Scopes.TryGetValue(id, out var scope) || run.State.IsBlocked(id)) return;
        if (AdHocs.Holds(run, id) && AdHocs.Continue(run, scope)) return;
        if (run.State.Scopes.TryGetValue(id, out scope) && scope.IsEmpty) End(run, scope);
    }

    public static void End(Run run, Scope scope)
    {
        if (scope.Kind == ScopeKind.Process)
        {
            run.Add(new ProcessCompleted(scope.Id, scope.Element, scope.IsTerminated, [.. scope.Waits, .. Instances.IsLast(run) ? run.State.Starts : []]));
            return;
        }
        var left = Compensations.Keep(run, scope) ?? Value.Context.Empty;
        run.Add(new ScopeClosed(scope.Id, scope.Element, scope.Kind, Cancelled: false, MultiInstances.OutputOf(run, scope), [.. scope.Waits]));
        if (!left.Span.IsEmpty) Activities.Write(run, scope.Parent!.Value, left);
        switch (scope)
        {
            case { Kind: ScopeKind.Detour }: break;
            case { Kind: ScopeKind.Compensation, Activity: { } throwing }: Compensations.Next(run, throwing); break;
            case { Kind: ScopeKind.MultiInstanceBody, Activity: { } around }: MultiInstances.Leave(run, around, scope); break;
            case { Activity: { } activity }: Activities.Leave(run, activity); break;
            default: MultiInstances.ChildDone(run, scope); break;
        }
    }
}
