using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>
/// A transaction's cancel (BPMN 2.0, clause 13.3.3): what still runs is stopped, what was completed is undone, then the cancel event on its boundary is left.
/// An error that leaves a transaction (a hazard) undoes nothing.
/// </summary>
internal static class Transactions
{
    public static void Cancel(Run run, long scope, FlowNode cancel)
    {
        run.Add(new ScopeInterrupted(scope, cancel.Id, [.. run.State.Scopes[scope].Waits]));
        Compensations.UndoAll(run, scope, cancel);
    }

    /// <summary>All is undone: the transaction is left. As a multi-instance, the cancel of one instance cancels all.</summary>
    public static void Leave(Run run, long scope)
    {
        var at = run.State.Scopes[scope];
        while (at.Activity is null && at.Parent is { } parent) at = run.State.Scopes[parent];
        var host = run.State.Activities[at.Activity!.Value];
        var boundary = run.GraphOf(host.Scope).BoundariesOf(host.Element).FirstOrDefault(b => b.Definitions.Any(d => d is CancelDefinition));
        if (boundary is null)
        {
            Scopes.EndIfEmpty(run, scope);
            return;
        }
        run.Add(new TransactionCancelled(host.Id, host.Scope, boundary.Id));
        Boundaries.Leave(run, boundary with { Interrupts = true }, host, Value.Context.Empty);
    }
}
