using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>How data comes into activities and events and what is left of it (BPMN 2.0, clause 10.4.2). What cannot be evaluated is null, as in FEEL.</summary>
internal static class DataWays
{
    /// <summary>What the element gets; null when the model names nothing.</summary>
    public static Value.Context? In(Run run, DataMapping mapping, Value.Context data)
    {
        if (mapping.Inputs.IsEmpty) return null;
        var inputs = Value.Context.Empty;
        foreach (var way in mapping.Inputs)
        {
            var value = run.Evaluate(way.Value, data);
            inputs = inputs.With(way.Target, value);
            data = data.With(way.Target, value);
        }
        return inputs;
    }

    /// <summary>What is written when it is done: the result itself, or what the model makes of it.</summary>
    /// <param name="data">what the element knows</param>
    public static Value.Context Out(Run run, DataMapping mapping, Value.Context data, Value.Context result)
    {
        if (mapping.Outputs.IsEmpty) return result;
        data = data.WithAll(result);
        var outputs = Value.Context.Empty;
        foreach (var way in mapping.Outputs) outputs = outputs.With(way.Target, run.Evaluate(way.Value, data));
        return outputs;
    }

    /// <summary>What came with an event: under the event's id, or as the model says.</summary>
    public static void Caught(Run run, long scope, EventNode node, Value.Context payload)
    {
        if (!node.Data.Outputs.IsEmpty) Activities.Write(run, scope, Out(run, node.Data, run.State.DataOf(scope).With(node.Id, payload), payload));
        else if (!payload.Span.IsEmpty) Activities.Write(run, scope, Value.Context.Empty.With(node.Id, payload));
    }

    /// <summary>The data that a scope starts with: its data objects, empty, under what it is given.</summary>
    public static Value.Context Objects(ProcessGraph graph, string scope, Value.Context given)
    {
        if (!graph.DataObjects.TryGetValue(scope, out var names)) return given;
        var data = Value.Context.Empty;
        foreach (var name in names) data = data.With(name, Value.Null);
        return data.WithAll(given);
    }
}
