using System.Collections.Immutable;
using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>What all activities share: they take tokens, wait or open an inside, and let the token go when that is done.</summary>
internal static class Activities
{
    public static void Enter(Run run, ActivityNode node, Token token, bool takesTurn = false)
    {
        if (!takesTurn && AdHocs.MustWait(run, token)) return;
        if (!TryGather(run, node, token, out var consumed)) return;
        // Whatever has to be evaluated comes first: if it fails, the token still stands before the activity.
        var around = run.State.DataOf(token.Scope);
        var inputs = DataWays.In(run, node.Data, around);
        var known = inputs is null ? around : around.WithAll(inputs);
        if (node.Loop is null && Elements.IsInstant(node))
        {
            Instants.Enter(run, node, token, consumed, inputs);
            return;
        }
        if (!Waiting.TryPlanBoundaries(run, node, token, known, out var waits)) return;
        if (node is ReceiveTask { Loop: null } receive && !Waiting.TryPlan(run, receive.Id, receive.Message, 0, token, known, waits)) return;
        if (!MultiInstances.TryPlan(run, node, token, known, out var children)) return;

        var id = run.NextId;
        var kind = node.Loop is null ? Elements.KindOf(node) : ActivityKind.MultiInstance;
        run.Add(new ActivityStarted(id, token.Scope, node.Id, kind, token.Id, null, inputs, consumed));
        Waiting.Arm(run, waits, id, null);

        if (children is { } all) MultiInstances.Open(run, id, token.Scope, node, all);
        else OpenInside(run, id, token.Scope, node, inputs);
    }

    /// <summary>A person or a worker is done with it.</summary>
    public static void Finish(Run run, long id, Value.Context? output)
    {
        if (!run.State.Activities.TryGetValue(id, out var activity)) return;
        if (activity.Kind is not (ActivityKind.UserTask or ActivityKind.ServiceTask or ActivityKind.BusinessRule)) return;
        if (activity.IsCancelling || run.State.IsBlocked(activity.Scope) || Incidents.IsDone(run.State, activity)) return;

        Detours.Close(run, activity);
        var node = (ActivityNode)run.NodeOf(activity);
        Write(run, activity.Scope, DataWays.Out(run, node.Data, run.State.DataOf(activity), output ?? Value.Context.Empty));
        Leave(run, id);
    }

    /// <summary>The activity is done: its token takes the outgoing flows, or it waits with an incident when there is no way out.</summary>
    public static void Leave(Run run, long id)
    {
        var activity = run.State.Activities[id];
        var node = run.NodeOf(activity);
        var flows = Outflow.Nowhere;
        var isChild = IsChild(run.State, activity);
        if (!isChild && !Outflow.TryChoose(run, node, activity.Scope, out flows, out var trouble))
        {
            run.Add(new IncidentRaised(run.NextId, id, [], node.Id, trouble.Code, trouble.Detail, Done: true));
            return;
        }
        if (!isChild && node is ActivityNode host && activity.Kind is not (ActivityKind.MultiInstance or ActivityKind.SubProcess or ActivityKind.CallActivity or ActivityKind.EventSubProcess))
            Compensations.KeepTask(run, activity.Scope, host, activity.Inputs);
        run.Add(new ActivityCompleted(id, activity.Scope, node.Id, activity.Kind, activity.Index, run.Produce(Times(flows, node)), activity.Timers));
        if (flows.IsEmpty || AdHocs.Holds(run, activity.Scope)) Scopes.EndIfEmpty(run, activity.Scope);
    }

    /// <summary>Each flow as often as the activity puts tokens on it.</summary>
    public static ImmutableArray<string> Times(ImmutableArray<string> flows, FlowNode node) =>
        node is ActivityNode { CompletionQuantity: > 1 and var times } ? [.. flows.SelectMany(flow => Enumerable.Repeat(flow, times))] : flows;

    /// <summary>Opens what is inside an activity that has an inside; nothing for a task.</summary>
    public static void OpenInside(Run run, long activity, long scope, ActivityNode node, Value.Context? inputs)
    {
        if (node is CallActivity call)
        {
            CallActivities.Open(run, activity, scope, call, inputs);
            return;
        }
        if (node is not SubProcess) return;
        var inside = run.NextId;
        var data = DataWays.Objects(run.GraphOf(scope), node.Id, inputs ?? Value.Context.Empty);
        run.Add(new ScopeOpened(inside, scope, node.Id, ScopeKind.SubProcess, activity, null, data, null, []));
        Scopes.Begin(run, inside, node.Id);
    }

    /// <summary>A multi-instance's child leaves to nowhere: the outgoing flows belong to the activity around all children. So does a detour's step.</summary>
    public static bool IsChild(FlowState state, Activity activity) =>
        state.Scopes[activity.Scope] is { Kind: ScopeKind.MultiInstanceChild or ScopeKind.Detour } scope && scope.Element == activity.Element;

    /// <summary>Each entry goes to the nearest scope that has it already, otherwise to the process: a new name is known everywhere. An isolated call keeps its own.</summary>
    public static void Write(Run run, long from, Value.Context output)
    {
        var byScope = new SortedDictionary<long, Value.Context>();
        foreach (var (name, value) in output.Entries)
        {
            var scope = run.State.Scopes[from];
            while (scope.Parent is { } parent && scope.Called is not { IsIsolated: true } && !scope.Data.Has(name)) scope = run.State.Scopes[parent];
            byScope[scope.Id] = byScope.GetValueOrDefault(scope.Id, Value.Context.Empty).With(name, value);
        }
        foreach (var (scope, entries) in byScope) run.Add(new DataWritten(scope, entries));
    }

    /// <summary>False while fewer tokens have come than the activity takes to start; the oldest go first, whichever flow they came by.</summary>
    private static bool TryGather(Run run, ActivityNode node, Token token, out ImmutableArray<long>? further)
    {
        further = null;
        if (node.StartQuantity == 1) return true;
        var scope = run.State.Scopes[token.Scope];
        var others = node.Incoming.SelectMany(flow => scope.OnFlows.GetValueOrDefault(flow, [])).Where(id => id != token.Id && run.State.Tokens[id].Waits).Order().Take(node.StartQuantity - 1).ToImmutableArray();
        if (others.Length < node.StartQuantity - 1)
        {
            run.Add(new JoinAwaited(token.Scope, node.Id, token.Id));
            return false;
        }
        further = others;
        return true;
    }
}
