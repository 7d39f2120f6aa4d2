using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>
/// BPMN errors (clause 13.5.3): the nearest thing around the throw that catches the code ends what it guards with all its inside: an event
/// sub-process its scope, a boundary event its activity. What nobody catches becomes an incident, never an end in silence.
/// </summary>
internal static class Errors
{
    /// <summary>A worker says that its step came to a business error.</summary>
    public static void Throw(Run run, Trigger.Throw thrown)
    {
        if (!run.State.Activities.TryGetValue(thrown.Activity, out var activity) || activity.Kind != ActivityKind.ServiceTask) return;
        if (activity is { IsCancelling: true } or { Incident: not null } || run.State.IsBlocked(activity.Scope)) return;

        if (!Activities.IsChild(run.State, activity) && On(run, activity, thrown.Code) is { } own) Catch(run, activity, own, activity.Element, thrown.Code, thrown.Detail);
        else if (IsCaught(run, activity.Scope, thrown.Code)) Throw(run, activity.Scope, activity.Element, thrown.Code, thrown.Detail);
        else
        {
            var trouble = NotCaught(thrown.Code, thrown.Detail);
            run.Add(new IncidentRaised(run.NextId, activity.Id, [], activity.Element, trouble.Code, trouble.Detail, Done: false));
        }
    }

    /// <summary>Something in a scope throws; whoever is nearest catches. Nothing when nobody does.</summary>
    /// <param name="source">id of what threw it</param>
    public static void Throw(Run run, long scope, string source, string code, string? message)
    {
        if (Find(run, scope, code) is not { } found) return;
        if (found.Start is { } start)
        {
            run.Add(new ScopeInterrupted(found.Scope, start.Id, [.. run.State.Scopes[found.Scope].Waits]));
            EventSubProcesses.Open(run, start, found.Scope, Told(code, message));
        }
        else
        {
            Catch(run, run.State.Activities[found.Activity], found.Boundary!, source, code, message);
        }
    }

    public static bool IsCaught(Run run, long scope, string code) => Find(run, scope, code) is not null;

    public static Trouble NotCaught(string code, string? message) => new("error-not-caught", message is null ? $"nothing catches {code}" : $"nothing catches {code}: {message}");

    private static void Catch(Run run, Activity host, BoundaryEvent boundary, string source, string code, string? message)
    {
        run.Add(new ErrorCaught(host.Id, host.Scope, boundary.Id, source, code));
        Boundaries.Leave(run, boundary, host, Told(code, message));
    }

    /// <summary>The flow behind the event finds code and message in the data, under the event's id.</summary>
    private static Value.Context Told(string code, string? message)
    {
        var told = Value.Context.Empty.With("code", code);
        return message is null ? told : told.With("message", message);
    }

    private static (long Scope, StartEvent? Start, long Activity, BoundaryEvent? Boundary)? Find(Run run, long inside, string code)
    {
        for (var at = run.State.Scopes[inside]; ;)
        {
            if (EventSubProcesses.CatcherIn<ErrorDefinition>(run, at, d => d.Code, code) is { } start) return (at.Id, start, 0, null);
            if (at.Activity is { } id)
            {
                var activity = run.State.Activities[id];
                if (On(run, activity, code) is { } boundary) return (0, null, id, boundary);
                at = run.State.Scopes[activity.Scope];
            }
            else if (at.Parent is { } parent)
            {
                at = run.State.Scopes[parent];
            }
            else
            {
                return null;
            }
        }
    }

    /// <summary>The event of an activity that catches an error: the one that names its code, else the one that catches all.</summary>
    private static BoundaryEvent? On(Run run, Activity activity, string code)
    {
        if (activity.IsCancelling) return null;
        var events = run.GraphOf(activity.Scope).BoundariesOf(activity.Element).Where(b => b.Definitions.OfType<ErrorDefinition>().Any()).ToList();
        return events.Find(b => b.Definitions.OfType<ErrorDefinition>().Any(d => d.Code == code)) ?? events.Find(b => b.Definitions.OfType<ErrorDefinition>().Any(d => d.Code is null));
    }
}
