using System.Collections.Immutable;
using Workflow.Core.Bpmn;

namespace Workflow.Core.Flow;

/// <summary>An event with the flow before and after it.</summary>
public readonly record struct FlowStep(FlowState Before, FlowEvent Happened, FlowState After);

/// <summary>
/// How tokens move (BPMN 2.0, clause 13). Pure: no I/O, no clock, no random. A trigger that finds nothing to do
/// (its activity is gone, its timer disarmed, its scope being cancelled) gives no events.
/// </summary>
public static class Interpreter
{
    /// <summary>Steps of one <see cref="Advance"/> at most; past it an incident "step-limit" is raised (an endless loop in the model).</summary>
    public const int StepLimit = 10_000;

    /// <summary>Children opened, activities and scopes cancelled in one <see cref="Advance"/> at most; the rest follows with <see cref="Trigger.Continue"/>.</summary>
    public const int SliceLimit = 500;

    /// <summary>After this many steps no further child is opened in the same <see cref="Advance"/>, so that a wide fan-out of long children is not taken for a loop.</summary>
    public const int SliceSteps = 2_000;

    /// <param name="around">what conditions and other expressions may know beside the data; null: nothing</param>
    public static ImmutableArray<FlowEvent> Advance(ProcessGraph graph, FlowState state, Trigger trigger, DateTimeOffset now, Surroundings? around = null) =>
        [.. AdvanceByStep(graph, state, trigger, now, around).Select(step => step.Happened)];

    /// <summary>The same, each event with the flow before and after it: whoever folds them need not do it again.</summary>
    public static ImmutableArray<FlowStep> AdvanceByStep(ProcessGraph graph, FlowState state, Trigger trigger, DateTimeOffset now, Surroundings? around = null)
    {
        var run = new Run(graph, state, now, around ?? Surroundings.None);
        run.Take(trigger);
        // A fan-out or cancellation that is under way goes on with its own slices, never on the back of another command.
        var next = trigger as Trigger.Continue;
        if (next is not null || (run.HasEvents && state.Cancelling.IsEmpty)) Settle(run, next?.Slice ?? SliceLimit, mayOpen: next is not null || state.Opening.IsEmpty);
        return run.Steps();
    }

    /// <summary>
    /// Cancels first, lets conditions act, then moves every token as far as it goes, asks the joins that depend on what may still come, then opens
    /// children; stops at the slice or when all is quiet.
    /// </summary>
    private static void Settle(Run run, int most, bool mayOpen)
    {
        for (int steps = 0, slice = 0; ;)
        {
            if (!run.State.Cancelling.IsEmpty)
            {
                if (slice++ == most) return;
                Cancellation.Step(run);
            }
            else if (run.AsksConditions)
            {
                if (steps++ == StepLimit)
                {
                    RaiseStepLimit(run);
                    return;
                }
                run.AsksConditions = Conditions.TryAct(run);
            }
            else if (!run.State.Ready.IsEmpty)
            {
                if (steps++ == StepLimit)
                {
                    RaiseStepLimit(run);
                    return;
                }
                var (node, token) = Next(run);
                Elements.Enter(run, node, token);
            }
            else if (run.Moved.Count > 0)
            {
                if (!AskJoins(run, run.Moved.Min)) run.Moved.Remove(run.Moved.Min);
            }
            else if (mayOpen && !run.State.Opening.IsEmpty)
            {
                if (slice++ == most || steps > SliceSteps) return;
                MultiInstances.OpenNext(run, run.State.Scopes[run.State.Opening.Min]);
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>
    /// The token that has waited longest. Those before something that throws a message or a signal come last: the branches of one step run at the
    /// same time, and what one of them throws finds the others waiting, whatever the order they are drawn in.
    /// </summary>
    private static (FlowNode Node, Token Token) Next(Run run)
    {
        (FlowNode, Token)? throws = null;
        foreach (var id in run.State.Ready)
        {
            var token = run.State.Tokens[id];
            var graph = run.GraphOf(token.Scope);
            var node = graph.Node(graph.Flow(token.Flow!).Target);
            var isThrow = node is SendTask || (node is ThrowEvent or EndEvent && ((EventNode)node).Definitions.Any(d => d is SignalDefinition or MessageDefinition));
            if (!isThrow) return (node, token);
            throws ??= (node, token);
        }
        return throws!.Value;
    }

    /// <summary>Lets the first join of a scope act that waited for what may still come; false when none does.</summary>
    private static bool AskJoins(Run run, long id)
    {
        if (!run.State.Asking.Contains(id) || run.State.IsBlocked(id)) return false;
        var scope = run.State.Scopes[id];
        var graph = run.GraphOf(id);
        return scope.Asking.Keys.Union(scope.Resetting.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).Any(element => graph.Node(element) switch
        {
            InclusiveGateway gateway => Inclusive.TryFire(run, gateway, scope),
            ComplexGateway gateway => Complexes.TryAct(run, gateway, scope),
            _ => false,
        });
    }

    private static void RaiseStepLimit(Run run)
    {
        var detail = $"more than {StepLimit} steps without a wait";
        if (run.State.Ready.IsEmpty) return;
        var token = run.State.Tokens[run.State.Ready.Min];
        run.Add(new IncidentRaised(run.NextId, null, [.. run.State.Ready], run.GraphOf(token.Scope).Flow(token.Flow!).Target, "step-limit", detail, Done: false));
    }
}
