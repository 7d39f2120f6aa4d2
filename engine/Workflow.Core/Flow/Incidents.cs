using Workflow.Core.Bpmn;

namespace Workflow.Core.Flow;

/// <summary>Where the flow cannot go on by itself, and how it is tried again.</summary>
internal static class Incidents
{
    /// <summary>The token stays before the element until somebody retries.</summary>
    public static void Stop(Run run, Token token, FlowNode before, Trouble trouble) =>
        run.Add(new IncidentRaised(run.NextId, null, [token.Id], before.Id, trouble.Code, trouble.Detail, Done: false));

    public static void Fail(Run run, Trigger.Fail fail)
    {
        if (!run.State.Activities.TryGetValue(fail.Activity, out var activity)) return;
        if (activity is { IsCancelling: true } or { Incident: not null } || run.State.IsBlocked(activity.Scope)) return;
        run.Add(new IncidentRaised(run.NextId, activity.Id, [], activity.Element, fail.Code, fail.Detail, Done: false));
    }

    public static void Retry(Run run, long id)
    {
        if (!run.State.Incidents.TryGetValue(id, out var incident)) return;
        var scope = incident.Scope ?? (incident.Activity is { } held ? run.State.Activities[held].Scope : incident.Tokens.IsEmpty ? null : run.State.Tokens[incident.Tokens.Min].Scope);
        if (scope is { } within && (!run.State.Scopes.ContainsKey(within) || run.State.IsBlocked(within))) return;

        run.Add(new IncidentResolved(id, incident.Activity, incident.Element));
        if (incident is { Done: true, Activity: { } done }) Activities.Leave(run, done);
        else if (incident.Activity is { } activity) TryAgain(run, run.State.Activities[activity]);
        else if (incident.Scope is { } armed) EventSubProcesses.Arm(run, armed, (StartEvent)run.GraphOf(armed).Node(incident.Element));
        else if (incident.Tokens.IsEmpty) Instances.ListenAgain(run, incident.Element);
    }

    public static bool IsDone(FlowState state, Activity activity) =>
        activity.Incident is { } id && state.Incidents[id].Done;

    private static void TryAgain(Run run, Activity activity)
    {
        switch (activity)
        {
            case { Kind: ActivityKind.CallActivity, Inside: null }: CallActivities.Retry(run, activity); break;
            case { Kind: ActivityKind.MultiInstance, Inside: { } body }:
                var node = (ActivityNode)run.NodeOf(activity);
                foreach (var child in run.State.Scopes[body].Children)
                    if (run.State.Scopes.TryGetValue(child, out var empty) && empty.IsEmpty) MultiInstances.Work(run, node, empty);
                break;
        }
    }
}
