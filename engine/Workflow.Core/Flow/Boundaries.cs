using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>Events on an activity's boundary (BPMN 2.0, clause 13.5.3): interrupting ones end it, the others leave beside it, in the same branch.</summary>
internal static class Boundaries
{
    /// <summary>What one of its definitions waits for has come; one that needs all of them goes on only with the last.</summary>
    public static void Hit(Run run, BoundaryEvent boundary, Activity host, Subscription waiting, Value.Context payload)
    {
        var partial = boundary.IsParallel && host.Timers.Any(id => id != waiting.Id && Waiting.ElementOf(run.State, id) == boundary.Id);
        run.Add(Waiting.HitOf(waiting, payload, ends: boundary.Interrupts || boundary.IsParallel, interrupts: boundary.Interrupts && !partial));
        if (!partial) Leave(run, boundary, host, payload);
    }

    /// <summary>A token leaves by the event. That the host is ended stands in the event before.</summary>
    public static void Leave(Run run, BoundaryEvent boundary, Activity host, Value.Context payload)
    {
        DataWays.Caught(run, host.Scope, boundary, payload);
        run.Add(new ElementPassed(host.Scope, boundary.Id, boundary.Interrupts ? [host.Token] : [], run.Produce(boundary.Outgoing), boundary.Interrupts ? null : host.Id));
        if (boundary is not { Interrupts: false, IsParallel: true }) return;
        var waits = new List<Wait>();
        for (var i = 0; i < boundary.Definitions.Length; i++) Waiting.Plan(run, boundary.Id, boundary.Definitions[i], i, run.State.DataOf(host.Scope), waits);
        Waiting.Arm(run, waits, host.Id, null);
    }
}
