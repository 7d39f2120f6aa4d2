namespace Workflow.Core.Flow;

/// <summary>How a scope begins and ends. Its end is the end of what it is the inside of.</summary>
internal static class Scopes
{
    /// <summary>The scope's first token leaves its start event.</summary>
    /// <param name="owner">id of the process or sub-process that is being entered</param>
    public static void Begin(Run run, long scope, string owner)
    {
        var start = run.Graph.StartOf(owner);
        run.Add(new ElementPassed(scope, start.Id, [], run.Produce(start.Outgoing)));
    }

    /// <summary>A scope ends when nothing is left in it, unless a cancellation has yet to close it.</summary>
    public static void EndIfEmpty(Run run, long id)
    {
        var scope = run.State.Scopes[id];
        if (scope.IsEmpty && !scope.IsCancelling) End(run, scope);
    }

    public static void End(Run run, Scope scope)
    {
        if (scope.Kind == ScopeKind.Process)
        {
            run.Add(new ProcessCompleted(scope.Id, scope.Element, scope.IsTerminated));
            return;
        }
        run.Add(new ScopeClosed(scope.Id, scope.Element, scope.Kind, Cancelled: false));
        if (scope.Kind == ScopeKind.Detour) return;
        if (scope.Activity is { } activity) Activities.Leave(run, activity);
        else EndIfEmpty(run, scope.Parent!.Value);
    }
}
