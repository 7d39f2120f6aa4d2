using Workflow.Core.Bpmn;
using Workflow.Core.Flow;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Moves;

/// <summary>One step that a person may start now, once or once more, inside an ad-hoc sub-process (即席子流程).</summary>
/// <param name="Activity">the ad-hoc sub-process that runs</param>
/// <param name="SubProcess">its name, else its id</param>
/// <param name="Name">the step's name, else its id</param>
public sealed record StartableStep(long Activity, string SubProcess, string Element, string Name);

/// <summary>A person starts a step whose order the model leaves open.</summary>
/// <param name="Activity">the running ad-hoc sub-process</param>
/// <param name="Element">id of the step</param>
public sealed record StartStep(long Activity, string Element) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        return Of(pinned, progress.State.Flow).Any(step => step.Activity == Activity && step.Element == Element)
            ? progress.Advance(new Trigger.StartAdHoc(Activity, Element)).Outcome
            : Outcome.Reject("step-not-startable");
    }

    /// <summary>All that may be started now; those of called definitions are not among them.</summary>
    public static IEnumerable<StartableStep> Of(Pinned pinned, FlowState flow) => !pinned.Graph.Nodes.Any(node => node is SubProcess { AdHoc: not null }) ? [] :
        from activity in flow.Activities.Values
        where activity is { Kind: ActivityKind.SubProcess, Inside: not null, IsCancelling: false } && !flow.IsBlocked(activity.Scope)
            && flow.ProcessOf(activity.Scope).Called?.Definition is null
        let sub = pinned.Graph.Find(activity.Element) as SubProcess
        where sub is { AdHoc: not null }
        orderby activity.Id
        from node in pinned.Graph.Loose(sub.Id).OrderBy(node => node.Id, StringComparer.Ordinal)
        select new StartableStep(activity.Id, sub.Name ?? sub.Id, node.Id, node.Name ?? node.Id);
}
