using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>
/// Call activities (BPMN 2.0, clause 13.3.4): what is called runs in a scope of its own in the same stream. Where it stands in another definition,
/// the latest version is taken at the call and kept. With inputs or outputs named, the call knows and leaves only these.
/// </summary>
internal static class CallActivities
{
    /// <summary>Calls within calls at most: a process that calls itself ends here.</summary>
    public const int DepthLimit = 64;

    public static void Open(Run run, long activity, long scope, CallActivity node, Value.Context? inputs)
    {
        if (Resolve(run, scope, node, out var trouble) is not { } called)
        {
            run.Add(new IncidentRaised(run.NextId, activity, [], node.Id, trouble!.Code, trouble.Detail, Done: false));
            return;
        }
        var inside = run.NextId;
        var graph = called.Called.Definition is null ? run.GraphOf(scope) : called.Graph;
        var data = DataWays.Objects(graph, called.Called.Process, inputs ?? Value.Context.Empty);
        run.Add(new ScopeOpened(inside, scope, node.Id, ScopeKind.Call, activity, null, data, null, [], Called: called.Called));
        Scopes.Begin(run, inside, called.Called.Process);
    }

    /// <summary>A call that failed is tried again.</summary>
    public static void Retry(Run run, Activity activity)
    {
        if (run.NodeOf(activity) is CallActivity node) Open(run, activity.Id, activity.Scope, node, activity.Inputs.Span.IsEmpty ? null : activity.Inputs);
    }

    private static (CalledProcess Called, ProcessGraph Graph)? Resolve(Run run, long scope, CallActivity node, out Trouble? trouble)
    {
        trouble = null;
        if (DepthOf(run.State, scope) >= DepthLimit)
        {
            trouble = new("call-too-deep", $"'{node.Id}' stands in {DepthLimit} calls already");
            return null;
        }
        var around = run.GraphOf(scope);
        if (around.HasProcess(node.Called)) return Checked(around, new(node.Called, DefinitionOf(run.State, scope)?.Definition, DefinitionOf(run.State, scope)?.Version, !node.Data.IsEmpty), out trouble);
        if (run.Calls?.Latest(node.Called) is { } found) return Checked(found.Graph, new(found.Graph.Id, node.Called, found.Version, !node.Data.IsEmpty), out trouble);
        trouble = new("call-not-found", $"'{node.Id}' calls '{node.Called}', which is no process of this file and no published definition");
        return null;
    }

    private static (CalledProcess, ProcessGraph)? Checked(ProcessGraph graph, CalledProcess called, out Trouble? trouble)
    {
        trouble = graph.EntriesOf(called.Process).Any() ? null : new("call-cannot-start", $"'{called.Process}' starts by events only and cannot be called");
        return trouble is null ? (called, graph) : null;
    }

    private static CalledProcess? DefinitionOf(FlowState state, long scope) => state.ProcessOf(scope).Called;

    private static int DepthOf(FlowState state, long scope)
    {
        var depth = 0;
        for (long? at = scope; at is { } id; at = state.Scopes[id].Parent)
            if (state.Scopes[id].Kind == ScopeKind.Call) depth++;
        return depth;
    }
}
