using System.Collections.Immutable;
using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>What a multi-instance will go through, evaluated once when it starts.</summary>
internal readonly record struct Children(int Count, ImmutableArray<Value> Items);

/// <summary>Parallel multi-instance: a body scope, and in it one child scope per element, opened in slices.</summary>
internal static class MultiInstances
{
    /// <summary>A cardinality above this is refused with an incident; a collection is bounded by the size of case data.</summary>
    public const int CardinalityLimit = 1_000_000;

    /// <summary>False when an incident was raised; null children when the activity is no multi-instance.</summary>
    public static bool TryPlan(Run run, ActivityNode node, Token token, out Children? children)
    {
        children = null;
        if (node.Loop is not { } loop) return true;
        var data = run.State.DataOf(token.Scope);
        if (loop.Collection is { } collection)
        {
            if (run.Evaluate(collection, data) is Value.List list) children = new(list.Items.Length, list.Items);
            else Incidents.Stop(run, token, node, new("collection-not-a-list", $"the collection of '{node.Id}' is not a list: {collection.Source}"));
        }
        else if (loop.Cardinality is { } number && run.Evaluate(number, data) is Value.Number cardinality && cardinality.Is.TryToInt32(out var count) && count is >= 0 and <= CardinalityLimit)
        {
            children = new(count, []);
        }
        else
        {
            Incidents.Stop(run, token, node, new("cardinality-not-a-count", $"the cardinality of '{node.Id}' is not a whole number from 0 to {CardinalityLimit}: {loop.Cardinality?.Source}"));
        }
        return children is not null;
    }

    public static void Open(Run run, long activity, long scope, ActivityNode node, Children children)
    {
        var body = run.NextId;
        run.Add(new ScopeOpened(body, scope, node.Id, ScopeKind.MultiInstanceBody, activity, null, Value.Context.Empty, children.Count, children.Items));
        if (children.Count == 0) Scopes.EndIfEmpty(run, body);
    }

    /// <summary>Opens the body's next child: a scope that knows its element and its number, and the work inside.</summary>
    public static void OpenNext(Run run, Scope body)
    {
        OpenChild(run, body, body.Opened + 1, again: false);
    }

    /// <param name="again">the child had ended, and its number is used once more</param>
    public static void OpenChild(Run run, Scope body, int index, bool again)
    {
        var node = (ActivityNode)run.Graph.Node(body.Element);
        var data = Value.Context.Empty.With(MultiInstance.LoopCounter, index);
        if (!body.Items.IsEmpty && node.Loop!.Element is { } element) data = data.With(element, body.Items[index - 1]);

        var child = run.NextId;
        run.Add(new ScopeOpened(child, body.Id, node.Id, ScopeKind.MultiInstanceChild, null, index, data, null, [], again));
        if (node is SubProcess) Scopes.Begin(run, child, node.Id);
        else if (node is PassTask) Scopes.EndIfEmpty(run, child);
        else run.Add(new ActivityStarted(run.NextId, child, node.Id, Elements.KindOf(node), run.NextId + 1, index));
    }
}
