using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>What all activities share: they take a token, wait or open an inside, and let the token go when that is done.</summary>
internal static class Activities
{
    public static void Enter(Run run, ActivityNode node, Token token)
    {
        // Whatever has to be evaluated comes first: if it fails, the token still stands before the activity.
        if (!Timers.TryPlanBoundaries(run, node, token, out var timers)) return;
        if (!MultiInstances.TryPlan(run, node, token, out var children)) return;

        var id = run.NextId;
        var kind = node.Loop is null ? Elements.KindOf(node) : ActivityKind.MultiInstance;
        run.Add(new ActivityStarted(id, token.Scope, node.Id, kind, token.Id, null));
        foreach (var (boundary, plan) in timers) Timers.Set(run, id, boundary, plan);

        if (children is { } all) MultiInstances.Open(run, id, token.Scope, node, all);
        else if (node is SubProcess) OpenInside(run, id, token.Scope, node);
    }

    /// <summary>A person or a worker is done with it.</summary>
    public static void Finish(Run run, long id, Value.Context? output)
    {
        if (!run.State.Activities.TryGetValue(id, out var activity)) return;
        if (activity.Kind is not (ActivityKind.UserTask or ActivityKind.ServiceTask or ActivityKind.BusinessRule)) return;
        if (activity.IsCancelling || run.State.IsBlocked(activity.Scope) || Incidents.IsDone(run.State, activity)) return;

        Detours.Close(run, activity);
        Write(run, activity.Scope, output ?? Value.Context.Empty);
        Leave(run, id);
    }

    /// <summary>The activity is done: its token takes the outgoing flows, or it waits with an incident when there is no way out.</summary>
    public static void Leave(Run run, long id)
    {
        var activity = run.State.Activities[id];
        var node = run.Graph.Node(activity.Element);
        var flows = Outflow.Nowhere;
        if (!IsChild(run.State, activity) && !Outflow.TryChoose(run, node, activity.Scope, out flows, out var trouble))
        {
            run.Add(new IncidentRaised(run.NextId, id, [], node.Id, trouble.Code, trouble.Detail, Done: true));
            return;
        }
        run.Add(new ActivityCompleted(id, activity.Scope, node.Id, activity.Kind, activity.Index, run.Produce(flows), activity.Timers));
        if (flows.IsEmpty) Scopes.EndIfEmpty(run, activity.Scope);
    }

    public static void OpenInside(Run run, long activity, long scope, ActivityNode node)
    {
        var inside = run.NextId;
        run.Add(new ScopeOpened(inside, scope, node.Id, ScopeKind.SubProcess, activity, null, Value.Context.Empty, null, []));
        Scopes.Begin(run, inside, node.Id);
    }

    /// <summary>A multi-instance's child leaves to nowhere: the outgoing flows belong to the activity around all children. So does a detour's step.</summary>
    public static bool IsChild(FlowState state, Activity activity) =>
        state.Scopes[activity.Scope] is { Kind: ScopeKind.MultiInstanceChild or ScopeKind.Detour } scope && scope.Element == activity.Element;

    /// <summary>Each entry goes to the nearest scope that has it already, otherwise to the process: a new name is known everywhere.</summary>
    public static void Write(Run run, long from, Value.Context output)
    {
        var byScope = new SortedDictionary<long, Value.Context>();
        foreach (var (name, value) in output.Entries)
        {
            var scope = run.State.Scopes[from];
            while (scope.Parent is { } parent && !scope.Data.Has(name)) scope = run.State.Scopes[parent];
            byScope[scope.Id] = byScope.GetValueOrDefault(scope.Id, Value.Context.Empty).With(name, value);
        }
        foreach (var (scope, entries) in byScope) run.Add(new DataWritten(scope, entries));
    }
}
