using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>
/// BPMN errors: the nearest activity around the throw that catches the code is ended with all its inside, and the flow goes
/// on behind its boundary event. What nobody catches becomes an incident, never an end in silence.
/// </summary>
internal static class Errors
{
    private const string NotCaught = "error-not-caught";

    /// <summary>A worker says that its step came to a business error.</summary>
    public static void Throw(Run run, Trigger.Throw thrown)
    {
        if (!run.State.Activities.TryGetValue(thrown.Activity, out var activity) || activity.Kind != ActivityKind.ServiceTask) return;
        if (activity is { IsCancelling: true } or { Incident: not null } || run.State.IsBlocked(activity.Scope)) return;

        var scope = run.State.Scopes[activity.Scope];
        var catcher = !Activities.IsChild(run.State, activity) && run.Graph.CatcherOf(activity.Element, thrown.Code) is { } own ? (activity, own) : CatcherAround(run, scope, thrown.Code);
        if (catcher is { } found) Catch(run, found, activity.Element, thrown.Code, thrown.Message);
        else run.Add(new IncidentRaised(run.NextId, activity.Id, [], activity.Element, NotCaught, Detail(thrown.Code, thrown.Message), Done: false));
    }

    /// <summary>A token came to an error end event.</summary>
    public static void Enter(Run run, ErrorEndEvent end, Token token)
    {
        if (CatcherAround(run, run.State.Scopes[token.Scope], end.Code) is not { } found)
        {
            Incidents.Stop(run, token, end, new(NotCaught, Detail(end.Code, end.Name)));
            return;
        }
        run.Add(new ElementPassed(token.Scope, end.Id, [token.Id], []));
        Catch(run, found, end.Id, end.Code, end.Name);
    }

    /// <summary>The flow behind the event finds code and message in the data, under the event's id.</summary>
    private static void Catch(Run run, (Activity Activity, BoundaryError Event) found, string source, string code, string? message)
    {
        var (activity, boundary) = found;
        run.Add(new ErrorCaught(activity.Id, activity.Scope, boundary.Id, source, code));
        var told = Value.Context.Empty.With("code", code);
        if (message is not null) told = told.With("message", message);
        Activities.Write(run, activity.Scope, Value.Context.Empty.With(boundary.Id, told));
        run.Add(new ElementPassed(activity.Scope, boundary.Id, [activity.Token], run.Produce(boundary.Outgoing)));
    }

    private static (Activity, BoundaryError)? CatcherAround(Run run, Scope inside, string code)
    {
        for (var at = inside; ; )
        {
            if (at.Activity is { } id)
            {
                var activity = run.State.Activities[id];
                if (run.Graph.CatcherOf(activity.Element, code) is { } found) return (activity, found);
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

    private static string Detail(string code, string? message) => message is null ? $"nothing catches '{code}'" : $"nothing catches '{code}': {message}";
}
