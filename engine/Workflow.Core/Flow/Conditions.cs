using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>
/// Conditional events (BPMN 2.0, clause 10.5.5): asked when they begin to wait and whenever data has changed. One that has acted and waits on has to
/// become false before it acts again. A condition that gives neither true nor false does not hold.
/// </summary>
internal static class Conditions
{
    /// <summary>Lets the first that holds act; false when none does.</summary>
    public static bool TryAct(Run run)
    {
        foreach (var id in run.State.Conditions)
        {
            var waiting = run.State.Subscriptions[id];
            if (!Waiting.IsLive(run.State, waiting)) continue;
            var holds = Holds(run, waiting);
            if (holds == waiting.Held) continue;
            if (holds) Waiting.Hit(run, waiting, Value.Context.Empty);
            else run.Add(new ConditionChanged(id, waiting.Element, Holds: false));
            return true;
        }
        return false;
    }

    private static bool Holds(Run run, Subscription waiting)
    {
        var scope = waiting.Activity is { } activity ? run.State.Activities[activity].Scope : waiting.Scope;
        var graph = scope is { } of ? run.GraphOf(of) : run.Graph;
        var data = waiting.Activity is { } host ? run.State.DataOf(run.State.Activities[host])
            : scope is { } around ? run.State.DataOf(around)
            : run.State.Root is { } root ? run.State.DataOf(root) : run.State.Begun;
        return ((EventNode)graph.Node(waiting.Element)).Definitions[waiting.Definition] is ConditionalDefinition { Condition: var condition } && run.Evaluate(condition, data) is Value.Boolean { Is: true };
    }
}
