using System.Collections.Immutable;
using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>
/// Compensation (BPMN 2.0, clause 13.5.5): what was completed is recorded, each instance with what it knew; a throw undoes the records of its scope in
/// the reverse order of completion, each once. What was cancelled or still runs has no record.
/// </summary>
internal static class Compensations
{
    /// <summary>A task is done: recorded when its boundary names who undoes it.</summary>
    public static void KeepTask(Run run, long scope, ActivityNode node, Value.Context known)
    {
        if (HandlerOf(run.GraphOf(scope), node.Id) is { } handler) run.Add(new CompensationKept(run.NextId, scope, node.Id, handler, known, null));
    }

    /// <summary>A scope is done: recorded, with the records inside it, when there is anything to undo.</summary>
    /// <returns>what the scope leaves behind in the data around it; null when nothing</returns>
    public static Value.Context? Keep(Run run, Scope scope)
    {
        var graph = run.GraphOf(scope.Parent!.Value);
        var node = graph.Find(scope.Element) as ActivityNode;
        var left = scope.Kind switch
        {
            ScopeKind.Call when scope.Called is { IsIsolated: true } && node is not null => node.Data.Outputs.IsEmpty ? null : DataWays.Out(run, node.Data, run.State.DataOf(scope.Id), Value.Context.Empty),
            ScopeKind.SubProcess or ScopeKind.MultiInstanceChild when node is SubProcess && !node.Data.Outputs.IsEmpty => DataWays.Out(run, node.Data, run.State.DataOf(scope.Id), Value.Context.Empty),
            _ => null,
        };
        var handler = scope.Kind is ScopeKind.SubProcess or ScopeKind.Call or ScopeKind.MultiInstanceChild ? HandlerOf(graph, scope.Element) : null;
        // A call is closed: what was done in it is undone by its own handler or not at all.
        var inner = scope.Kind is ScopeKind.SubProcess or ScopeKind.EventSubProcess or ScopeKind.MultiInstanceChild or ScopeKind.MultiInstanceBody && !scope.Records.IsEmpty;
        if (handler is not null || inner) run.Add(new CompensationKept(run.NextId, scope.Parent!.Value, scope.Element, handler, scope.Data, scope.Kind == ScopeKind.Call ? null : scope.Id));
        return left;
    }

    /// <summary>False when there is nothing to undo, so that the token goes on at once.</summary>
    public static bool TryThrow(Run run, EventNode node, Token token, CompensationDefinition definition)
    {
        if (FindRecords(run, token.Scope, definition.Activity) is not { } found) return false;
        var id = run.NextId;
        if (definition.Waits)
        {
            run.Add(new ActivityStarted(id, token.Scope, node.Id, ActivityKind.Compensation, token.Id, null));
        }
        else
        {
            run.Add(new ElementPassed(token.Scope, node.Id, [token.Id], node is EndEvent ? [] : run.Produce(node.Outgoing)));
            id = run.NextId;
            run.Add(new ActivityStarted(id, token.Scope, node.Id, ActivityKind.Compensation, id + 1, null));
        }
        run.Add(new CompensationStarted(id, found.Scope, node.Id, found.Records));
        Next(run, id);
        return true;
    }

    /// <summary>Undoes all records of a scope for a cancelled transaction; the activity stands at its cancel end event.</summary>
    public static void UndoAll(Run run, long scope, FlowNode cancel)
    {
        var id = run.NextId;
        run.Add(new ActivityStarted(id, scope, cancel.Id, ActivityKind.Compensation, id + 1, null));
        run.Add(new CompensationStarted(id, scope, cancel.Id, [.. run.State.Scopes[scope].Records.Select(r => r.Id)]));
        Next(run, id);
    }

    /// <summary>The next record is undone in a scope of its own, which knows what the activity knew; after the last, the throw is done.</summary>
    public static void Next(Run run, long id)
    {
        var activity = run.State.Activities[id];
        if (activity.ToUndo.IsEmpty)
        {
            Done(run, activity);
            return;
        }
        var record = activity.ToUndo[^1];
        var scope = run.NextId;
        run.Add(new ScopeOpened(scope, activity.Scope, record.Element, ScopeKind.Compensation, id, null, record.Data, null, []));
        if (run.GraphOf(activity.Scope).Node(record.Handler!) is SubProcess { IsEvent: true } sub) EventSubProcesses.Open(run, run.GraphOf(activity.Scope).TriggerOf(sub), scope, Value.Context.Empty);
        else run.Add(new ElementPassed(scope, record.Element, [], run.Produce([ProcessGraph.EntryOf(record.Handler!)])));
    }

    private static void Done(Run run, Activity activity)
    {
        var node = (EventNode)run.NodeOf(activity);
        if (node.Definitions.Any(d => d is CancelDefinition))
        {
            run.Add(new ActivityCompleted(activity.Id, activity.Scope, node.Id, activity.Kind, null, [], activity.Timers));
            Transactions.Leave(run, activity.Scope);
            return;
        }
        var waited = node.Definitions.OfType<CompensationDefinition>().First().Waits;
        run.Add(new ActivityCompleted(activity.Id, activity.Scope, node.Id, activity.Kind, null, waited && node is ThrowEvent ? run.Produce(node.Outgoing) : [], activity.Timers));
        if (node is EndEvent || !waited || node.Outgoing.IsEmpty) Scopes.EndIfEmpty(run, activity.Scope);
    }

    /// <summary>The records that a throw means: in its own scope; from inside an event sub-process or a compensation, also in the scope around that.</summary>
    private static (long Scope, ImmutableArray<long> Records)? FindRecords(Run run, long from, string? activity)
    {
        for (var scope = run.State.Scopes[from]; ; scope = run.State.Scopes[scope.Parent!.Value])
        {
            var records = scope.Records.Where(r => activity is null || r.Element == activity).Select(r => r.Id).ToImmutableArray();
            if (!records.IsEmpty) return (scope.Id, records);
            if (scope.Kind is not (ScopeKind.EventSubProcess or ScopeKind.Compensation)) return null;
        }
    }

    /// <summary>Who undoes an activity: what its compensation boundary event points to, else the event sub-process for compensation inside it.</summary>
    private static string? HandlerOf(ProcessGraph graph, string element) =>
        graph.BoundariesOf(element).FirstOrDefault(b => b.Definitions is [CompensationDefinition])?.Handler
        ?? graph.EventSubProcessesOf(element).FirstOrDefault(sub => graph.TriggerOf(sub).Definitions is [CompensationDefinition])?.Id;
}
