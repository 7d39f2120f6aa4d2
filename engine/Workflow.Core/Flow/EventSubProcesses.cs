using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>
/// Event sub-processes (BPMN 2.0, clause 13.5.4): armed with their scope. An interrupting one gives up everything else in the scope, which then
/// completes normally with it; a non-interrupting one runs beside, as often as its event occurs, and the scope waits for it.
/// </summary>
internal static class EventSubProcesses
{
    public static void Arm(Run run, long scope, string owner)
    {
        foreach (var sub in run.GraphOf(scope).EventSubProcessesOf(owner)) Arm(run, scope, run.GraphOf(scope).TriggerOf(sub));
    }

    /// <summary>One of them begins to wait; where what it waits for cannot be understood, an incident says so and it is armed on retry.</summary>
    public static void Arm(Run run, long scope, StartEvent start)
    {
        var waits = new List<Wait>();
        Trouble? trouble = null;
        for (var i = 0; i < start.Definitions.Length; i++) trouble ??= Waiting.Plan(run, start.Id, start.Definitions[i], i, run.State.DataOf(scope), waits);
        if (trouble is null) Waiting.Arm(run, waits, null, scope);
        else run.Add(new IncidentRaised(run.NextId, null, [], start.Id, trouble.Code, trouble.Detail, Done: false, Scope: scope));
    }

    /// <summary>Its event has occurred.</summary>
    public static void Start(Run run, StartEvent start, long scope, Value.Context payload)
    {
        if (start.Interrupts) run.Add(new ScopeInterrupted(scope, start.Id, [.. run.State.Scopes[scope].Waits]));
        else if (start.IsParallel) Arm(run, scope, start);
        Open(run, start, scope, payload);
    }

    /// <summary>Its activity and inside are opened and the first token leaves.</summary>
    public static void Open(Run run, StartEvent start, long scope, Value.Context payload)
    {
        var (graph, sub) = (run.GraphOf(scope), start.Parent!);
        var activity = run.NextId;
        run.Add(new ActivityStarted(activity, scope, sub, ActivityKind.EventSubProcess, activity + 1, null));
        var inside = run.NextId;
        var data = payload.Span.IsEmpty ? Value.Context.Empty : Value.Context.Empty.With(start.Id, payload);
        run.Add(new ScopeOpened(inside, scope, sub, ScopeKind.EventSubProcess, activity, null, DataWays.Objects(graph, sub, data), null, []));
        Arm(run, inside, sub);
        if (!start.Data.Outputs.IsEmpty) DataWays.Caught(run, inside, start, payload);
        run.Add(new ElementPassed(inside, start.Id, [], run.Produce(start.Outgoing)));
    }

    /// <summary>The event sub-process of a scope that catches an error or escalation: the one that names the code, else the one that catches all.</summary>
    public static StartEvent? CatcherIn<TDefinition>(Run run, Scope scope, Func<TDefinition, string?> codeOf, string code)
        where TDefinition : EventDefinition
    {
        if (scope.IsInterrupted || scope.IsCancelling) return null;
        var graph = run.GraphOf(scope.Id);
        var starts = graph.EventSubProcessesOf(scope.Called?.Process is { } called && scope.Kind == ScopeKind.Call ? called : scope.Element)
            .Select(graph.TriggerOf).Where(start => start.Definitions.OfType<TDefinition>().Any()).ToList();
        return starts.Find(start => start.Definitions.OfType<TDefinition>().Any(d => codeOf(d) == code)) ?? starts.Find(start => start.Definitions.OfType<TDefinition>().Any(d => codeOf(d) is null));
    }
}
