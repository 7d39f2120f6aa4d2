using Workflow.Core.Flow;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Supervision;

/// <summary>A person mended the cause of an incident (异常): the step is tried again.</summary>
public sealed record RetryIncident(long Incident) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (!progress.State.Flow.Incidents.TryGetValue(Incident, out var incident)) return Outcome.Reject("incident-closed");
        progress.Advance(new Trigger.Retry(Incident));
        if (incident.Activity is { } activity && progress.State.Flow.Activities.GetValueOrDefault(activity) is { Kind: ActivityKind.ServiceTask } waiting)
            progress.ReopenJob(waiting);
        else if (incident is { Done: false, Activity: { } ruled } && progress.State.Flow.Activities.GetValueOrDefault(ruled) is { Kind: ActivityKind.BusinessRule })
            progress.DecideAgain(ruled);
        return progress.Outcome;
    }
}
