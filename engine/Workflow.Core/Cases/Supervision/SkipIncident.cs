using Workflow.Core.Flow;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Cases.Supervision;

/// <summary>
/// A supervisor does by hand what a failed step (异常) was for, and says what it would have given: the flow goes on behind it. Only for a step that
/// failed itself; where tokens stand before an element or find no way out, there is nothing to be given.
/// </summary>
/// <param name="Output">joins the flow's data as the step's own output would have; an automated step's under its element id</param>
public sealed record SkipIncident(long Incident, Value.Context Output, string Reason) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (By.Role != Role.Supervisor || By.Region != state.Region) return Outcome.Reject("not-your-case");
        if (string.IsNullOrWhiteSpace(Reason)) return Outcome.Reject("reason-required");
        if (!progress.State.Flow.Incidents.TryGetValue(Incident, out var incident)) return Outcome.Reject("incident-closed");
        if (!MayBeSkipped(progress.State.Flow, incident)) return Outcome.Reject("incident-not-skippable");

        var activity = progress.State.Flow.Activities[incident.Activity!.Value];
        var output = Output.IsEmpty || activity.Kind != ActivityKind.ServiceTask ? Output : Value.Context.Empty.With(activity.Element, Output);
        progress.Add(new IncidentSkipped(Incident, incident.Element, By.Id, Reason, [.. Output.Entries.Select(e => e.Key)], now))
            .Advance(new Trigger.Retry(Incident))
            .Advance(new Trigger.Complete(activity.Id, output));
        // It is done now, or done but for its way out, which is another incident; what is being cancelled is neither.
        var after = progress.State.Flow.Activities.GetValueOrDefault(activity.Id);
        return after is null || (after.Incident is { } next && progress.State.Flow.Incidents[next].Done) ? progress.Outcome : Outcome.Reject("incident-not-skippable");
    }

    /// <summary>The step failed itself, and gives a result that somebody else can give in its stead.</summary>
    public static bool MayBeSkipped(FlowState flow, Incident incident) =>
        incident is { Done: false, Activity: { } id } && flow.Activities.GetValueOrDefault(id) is { Kind: ActivityKind.ServiceTask or ActivityKind.BusinessRule };
}
