using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>Why a token cannot leave or enter an element.</summary>
internal sealed record Trouble(string Code, string Detail);

/// <summary>
/// Which flows leave an activity or event (BPMN 2.0, clause 13.2.1): every flow without a condition and every flow whose
/// condition holds; the default flow when no condition holds.
/// </summary>
internal static class Outflow
{
    public static readonly ImmutableArray<string> Nowhere = [];

    /// <param name="more">what the conditions know beside the scope's data; null: nothing</param>
    public static bool TryChoose(Run run, FlowNode node, long scope, out ImmutableArray<string> flows, [NotNullWhen(false)] out Trouble? trouble, Value.Context? more = null)
    {
        (flows, trouble) = (node.Outgoing, null);
        var all = node.Outgoing.Select(run.GraphOf(scope).Flow).ToList();
        if (all.TrueForAll(flow => flow is { Condition: null, IsDefault: false })) return true;

        var data = run.State.DataOf(scope);
        if (more is not null) data = data.WithAll(more);
        var taken = ImmutableArray.CreateBuilder<string>();
        var held = false;
        foreach (var flow in all.Where(flow => !flow.IsDefault))
        {
            if (flow.Condition is null)
            {
                taken.Add(flow.Id);
                continue;
            }
            if (!Holds(run, flow, data, out trouble, out var holds)) return false;
            if (holds) taken.Add(flow.Id);
            held |= holds;
        }
        if (!held && all.Find(flow => flow.IsDefault) is { } fallback) taken.Add(fallback.Id);
        if (taken.Count == 0) trouble = NoFlow(node);
        flows = taken.DrainToImmutable();
        return trouble is null;
    }

    /// <summary>False when the condition gives neither true nor false: taking the default in silence could skip a department.</summary>
    public static bool Holds(Run run, SequenceFlow flow, Value.Context data, [NotNullWhen(false)] out Trouble? trouble, out bool holds)
    {
        var condition = flow.Condition!;
        var value = run.Evaluate(condition, data);
        holds = value is Value.Boolean { Is: true };
        trouble = value is Value.Boolean ? null
            : new("condition-not-boolean", $"the condition of flow '{flow.Id}' gives neither true nor false: {condition.Source}");
        return trouble is null;
    }

    public static Trouble NoFlow(FlowNode node) => new("no-flow-taken", $"no condition behind '{node.Id}' holds and there is no default flow");
}
