namespace Workflow.Core.Flow;

/// <summary>
/// Ends what is inside a scope or an interrupted activity, one piece at a time from the innermost outwards, so that a
/// large inside goes in slices. Nothing else moves meanwhile.
/// </summary>
internal static class Cancellation
{
    public static void CancelProcess(Run run)
    {
        if (run.State is not { IsStarted: true, IsCompleted: false }) return;
        foreach (var root in run.State.Roots)
            if (run.State.Scopes[root] is not { IsCancelling: true, IsTerminated: false }) run.Add(new ScopeCancelling(root, run.State.Scopes[root].Element, By: null));
        if (run.State.Roots.IsEmpty) run.Add(new ProcessCancelled(0, run.Graph.Id, [.. run.State.Starts]));
    }

    /// <summary>Ends one activity or scope that has nothing inside it.</summary>
    public static void Step(Run run)
    {
        var outermost = run.State.Cancelling.Min;
        for (var at = outermost; ;)
        {
            if (run.State.Activities.TryGetValue(at, out var activity))
            {
                if (activity.Inside is { } inside)
                {
                    at = inside;
                    continue;
                }
                End(run, activity, outermost);
                return;
            }
            var scope = run.State.Scopes[at];
            if (!scope.Children.IsEmpty) at = scope.Children.Min;
            else if (!scope.Activities.IsEmpty) at = scope.Activities.Min;
            else
            {
                End(run, scope, outermost);
                return;
            }
        }
    }

    private static void End(Run run, Activity activity, long outermost)
    {
        run.Add(new ActivityCancelled(activity.Id, activity.Scope, activity.Element, activity.Kind, activity.Index, activity.Timers));
        if (activity.Id == outermost) Scopes.EndIfEmpty(run, activity.Scope);
    }

    private static void End(Run run, Scope scope, long outermost)
    {
        if (scope.Id != outermost) run.Add(new ScopeClosed(scope.Id, scope.Element, scope.Kind, Cancelled: true, TimersGone: [.. scope.Waits]));
        else if (scope.IsTerminated) Scopes.End(run, scope);
        else run.Add(new ProcessCancelled(scope.Id, scope.Element, [.. scope.Waits, .. run.State.Roots.Count == 1 ? run.State.Starts : []]));
    }
}
