using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>Escalations (BPMN 2.0, clause 13.5.3): caught by the nearest event around the throw, which may leave everything running; what nobody catches has no effect.</summary>
internal static class Escalations
{
    public static void Throw(Run run, long scope, string element, string code)
    {
        for (var at = run.State.Scopes[scope]; ;)
        {
            if (EventSubProcesses.CatcherIn<EscalationDefinition>(run, at, d => d.Code, code) is { } start)
            {
                run.Add(new EscalationThrown(scope, element, code, Caught: true));
                EventSubProcesses.Start(run, start, at.Id, Told(code));
                return;
            }
            if (at.Activity is { } id)
            {
                var activity = run.State.Activities[id];
                if (On(run, activity, code) is { } boundary)
                {
                    run.Add(new EscalationThrown(scope, element, code, Caught: true));
                    run.Add(new EscalationCaught(activity.Id, activity.Scope, boundary.Id, element, code, boundary.Interrupts));
                    Boundaries.Leave(run, boundary, activity, Told(code));
                    return;
                }
                at = run.State.Scopes[activity.Scope];
            }
            else if (at.Parent is { } parent)
            {
                at = run.State.Scopes[parent];
            }
            else
            {
                run.Add(new EscalationThrown(scope, element, code, Caught: false));
                return;
            }
        }
    }

    private static Value.Context Told(string code) => Value.Context.Empty.With("code", code);

    private static BoundaryEvent? On(Run run, Activity activity, string code)
    {
        if (activity.IsCancelling) return null;
        var events = run.GraphOf(activity.Scope).BoundariesOf(activity.Element).Where(b => b.Definitions.OfType<EscalationDefinition>().Any()).ToList();
        return events.Find(b => b.Definitions.OfType<EscalationDefinition>().Any(d => d.Code == code)) ?? events.Find(b => b.Definitions.OfType<EscalationDefinition>().Any(d => d.Code is null));
    }
}
