using Workflow.Core.Flow;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Supervision;

/// <summary>A person mended the cause of an incident (异常): the step is tried again.</summary>
/// <param name="Tries">how often an automated step is tried before it is an incident again; null for as often as its definition says</param>
/// <param name="Run">id of the bulk retry (批量重试) that it belongs to; null when it is retried by hand</param>
public sealed record RetryIncident(long Incident, int? Tries = null, string? Run = null) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (!progress.State.Flow.Incidents.TryGetValue(Incident, out var incident)) return Outcome.Reject("incident-closed");
        progress.Add(new IncidentRetried(Incident, incident.Element, By.Id, Run, now)).Advance(new Trigger.Retry(Incident));
        // What is being cancelled around it is not tried again.
        if (progress.State.Flow.Incidents.ContainsKey(Incident)) return Outcome.Reject("incident-blocked");
        if (incident.Activity is { } activity && progress.State.Flow.Activities.GetValueOrDefault(activity) is { Kind: ActivityKind.ServiceTask, Incident: null } waiting)
            progress.ReopenJob(waiting, Tries);
        else if (incident is { Done: false, Activity: { } ruled } && progress.State.Flow.Activities.GetValueOrDefault(ruled) is { Kind: ActivityKind.BusinessRule })
            progress.DecideAgain(ruled);
        return progress.Outcome;
    }
}
