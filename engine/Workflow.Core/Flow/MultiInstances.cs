using System.Collections.Immutable;
using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>What a loop or multi-instance will go through, evaluated once when it starts.</summary>
internal readonly record struct Children(int Count, ImmutableArray<Value> Items, bool IsSequential);

/// <summary>
/// Multi-instances and standard loops (BPMN 2.0, clauses 13.3.6 and 13.3.7): a body scope, and in it one child scope per run: all at once in slices, or
/// one after the other. Boundary events stand on the activity around the body, so that they span all runs.
/// </summary>
internal static class MultiInstances
{
    /// <summary>A cardinality above this is refused with an incident; a collection is bounded by the size of case data.</summary>
    public const int CardinalityLimit = 1_000_000;

    /// <summary>False when an incident was raised; null children when the activity is carried out once.</summary>
    public static bool TryPlan(Run run, ActivityNode node, Token token, Value.Context data, out Children? children)
    {
        children = null;
        switch (node.Loop)
        {
            case null: return true;
            case StandardLoop loop: children = new(loop.Maximum ?? int.MaxValue, [], IsSequential: true); break;
            case MultiInstance { Collection: { } collection } multi:
                if (run.Evaluate(collection, data) is Value.List list) children = new(list.Items.Length, list.Items, multi.IsSequential);
                else Incidents.Stop(run, token, node, new("collection-not-a-list", $"the collection of '{node.Id}' is not a list: {collection.Source}"));
                break;
            case MultiInstance multi:
                if (multi.Cardinality is { } number && run.Evaluate(number, data) is Value.Number cardinality && cardinality.Is.TryToInt32(out var count) && count is >= 0 and <= CardinalityLimit)
                    children = new(count, [], multi.IsSequential);
                else
                    Incidents.Stop(run, token, node, new("cardinality-not-a-count", $"the cardinality of '{node.Id}' is not a whole number from 0 to {CardinalityLimit}: {multi.Cardinality?.Source}"));
                break;
        }
        return children is not null;
    }

    public static void Open(Run run, long activity, long scope, ActivityNode node, Children children)
    {
        var body = run.NextId;
        run.Add(new ScopeOpened(body, scope, node.Id, ScopeKind.MultiInstanceBody, activity, null, Value.Context.Empty, children.Count, children.Items, Sequential: children.IsSequential));
        if (children.Count == 0) Scopes.EndIfEmpty(run, body);
    }

    /// <summary>Opens the body's next child, or ends a loop that is done.</summary>
    public static void OpenNext(Run run, Scope body)
    {
        var node = (ActivityNode)run.GraphOf(body.Id).Node(body.Element);
        if (body.Opened == body.Count)
        {
            if (body.Children.IsEmpty) Scopes.End(run, body);
            return;
        }
        if (node.Loop is StandardLoop { Condition: { } condition } loop && (loop.TestBefore || body.Opened > 0))
        {
            var data = run.State.DataOf(body.Id).With(LoopSpec.LoopCounter, body.Opened);
            if (run.Evaluate(condition, data) is not Value.Boolean again)
            {
                run.Add(new IncidentRaised(run.NextId, body.Activity, [], node.Id, "condition-not-boolean", $"the loop condition of '{node.Id}' gives neither true nor false: {condition.Source}", Done: false));
                return;
            }
            if (!again.Is)
            {
                Scopes.End(run, body);
                return;
            }
        }
        OpenChild(run, body, body.Opened + 1, again: false);
    }

    /// <param name="again">the child had ended, and its number is used once more</param>
    public static void OpenChild(Run run, Scope body, int index, bool again)
    {
        var node = (ActivityNode)run.GraphOf(body.Id).Node(body.Element);
        var data = Value.Context.Empty.With(LoopSpec.LoopCounter, index);
        if (!body.Items.IsEmpty && node.Loop is MultiInstance { Element: { } element }) data = data.With(element, body.Items[index - 1]);
        if (node is SubProcess) data = DataWays.Objects(run.GraphOf(body.Id), node.Id, data);

        var child = run.NextId;
        run.Add(new ScopeOpened(child, body.Id, node.Id, ScopeKind.MultiInstanceChild, null, index, data, null, [], again));
        Work(run, node, run.State.Scopes[child]);
    }

    /// <summary>Starts the work of a child.</summary>
    public static void Work(Run run, ActivityNode node, Scope child)
    {
        if (node is SubProcess)
        {
            if (DataWays.In(run, node.Data, run.State.DataOf(child.Id)) is { } given) run.Add(new DataWritten(child.Id, given));
            Scopes.Begin(run, child.Id, node.Id);
            return;
        }
        if (Elements.IsInstant(node))
        {
            if (Instants.Child(run, node, child.Id, run.State.Scopes[child.Parent!.Value].Activity!.Value)) Scopes.EndIfEmpty(run, child.Id);
            return;
        }
        var data = run.State.DataOf(child.Id);
        var inputs = DataWays.In(run, node.Data, data);
        var waits = new List<Wait>();
        if (node is ReceiveTask receive && Waiting.Plan(run, receive.Id, receive.Message, 0, inputs is null ? data : data.WithAll(inputs), waits) is { } trouble)
        {
            run.Add(new IncidentRaised(run.NextId, run.State.Scopes[child.Parent!.Value].Activity, [], node.Id, trouble.Code, trouble.Detail, Done: false));
            return;
        }
        var activity = run.NextId;
        run.Add(new ActivityStarted(activity, child.Id, node.Id, Elements.KindOf(node), activity + 1, child.Index, inputs));
        Waiting.Arm(run, waits, activity, null);
        Activities.OpenInside(run, activity, child.Id, node, inputs);
    }

    /// <summary>What a child adds to the list of results, evaluated while its data is still there; null for every other scope.</summary>
    public static Value? OutputOf(Run run, Scope scope) =>
        scope.Kind == ScopeKind.MultiInstanceChild && run.GraphOf(scope.Id).Node(scope.Element) is ActivityNode { Loop: MultiInstance { OutputElement: { } element } }
            ? run.Evaluate(element, run.State.DataOf(scope.Id)) : null;

    /// <summary>A child is done: it is told, and the rest is ended where the model says that it is enough.</summary>
    public static void ChildDone(Run run, Scope child)
    {
        var bodyId = child.Parent!.Value;
        var body = run.State.Scopes[bodyId];
        if (run.GraphOf(bodyId).Node(body.Element) is ActivityNode { Loop: MultiInstance multi } node && (multi.Completion is not null || !multi.Throws.IsEmpty) && !run.State.IsBlocked(bodyId))
        {
            Tell(run, node, multi, body);
            if (!run.State.Scopes.TryGetValue(bodyId, out body!) || run.State.IsBlocked(bodyId)) return;
            if (multi.Completion is { } completion && run.Evaluate(completion, Known(run, body)) is Value.Boolean { Is: true })
            {
                if (body.Children.IsEmpty) Scopes.End(run, body);
                else run.Add(new ScopeCancelling(bodyId, body.Element, body.Element));
                return;
            }
        }
        Scopes.EndIfEmpty(run, bodyId);
    }

    /// <summary>All runs are over: the list of results is written, and the activity around them is done.</summary>
    public static void Leave(Run run, long activity, Scope body)
    {
        var around = run.State.Activities[activity];
        if (run.NodeOf(around) is ActivityNode { Loop: MultiInstance { Output: { } output } })
        {
            ImmutableArray<Value> results = [.. Enumerable.Range(1, body.Opened).Select(number => body.Outputs.GetValueOrDefault(number, Value.Null))];
            Activities.Write(run, around.Scope, Value.Context.Empty.With(output, new Value.List(results)));
        }
        Activities.Leave(run, activity);
    }

    /// <summary>Behaviours None, One and Complex: an event is thrown from the activity's boundary, which goes on whatever catches it.</summary>
    private static void Tell(Run run, ActivityNode node, MultiInstance multi, Scope body)
    {
        foreach (var told in multi.Throws)
        {
            var tells = told.Moment switch
            {
                MultiInstanceMoment.First => body.Done == 1,
                MultiInstanceMoment.Each => true,
                _ => run.Evaluate(told.Condition!, Known(run, body)) is Value.Boolean { Is: true },
            };
            if (tells) Throwing.ThrowBeside(run, body.Activity!.Value, node, told.Definition);
        }
    }

    /// <summary>The data around with the instance attributes of clause 10.3.8, table 10.31.</summary>
    private static Value.Context Known(Run run, Scope body) => run.State.DataOf(body.Id)
        .With("numberOfInstances", body.IsSequential ? body.Opened : body.Count)
        .With("numberOfActiveInstances", body.IsSequential ? body.Children.Count : body.Count - body.Done - body.Terminated)
        .With("numberOfCompletedInstances", body.Done)
        .With("numberOfTerminatedInstances", body.Terminated);
}
