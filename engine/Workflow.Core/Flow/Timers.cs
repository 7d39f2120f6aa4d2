using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>Timer events: a catch event holds its token until the instant; a boundary event watches an activity.</summary>
internal static class Timers
{
    public static void Enter(Run run, TimerCatch node, Token token)
    {
        if (Plan(run, node, node.Timer, token) is not { } plan) return;
        var id = run.NextId;
        run.Add(new ActivityStarted(id, token.Scope, node.Id, ActivityKind.TimerCatch, token.Id, null));
        Set(run, id, node, plan);
    }

    public static void Set(Run run, long activity, FlowNode node, TimerPlan plan) =>
        run.Add(new TimerSet(run.NextId, activity, node.Id, plan.Due, plan.RepeatsLeft, plan.Interval));

    /// <summary>False when an incident was raised because one of the boundary timers cannot be understood.</summary>
    public static bool TryPlanBoundaries(Run run, ActivityNode node, Token token, out List<(BoundaryTimer Node, TimerPlan Plan)> plans)
    {
        plans = [];
        foreach (var boundary in run.Graph.BoundaryTimersOf(node.Id))
        {
            if (Plan(run, boundary, boundary.Timer, token) is not { } plan) return false;
            plans.Add((boundary, plan));
        }
        return true;
    }

    public static void Fire(Run run, long id)
    {
        if (!run.State.Timers.TryGetValue(id, out var timer) || timer.Due > run.Now) return;
        var activity = run.State.Activities[timer.Activity];
        if (activity.IsCancelling || run.State.IsBlocked(activity.Scope)) return;

        var boundary = run.Graph.Node(timer.Element) as BoundaryTimer;
        run.Add(new TimerFired(id, activity.Id, timer.Element, timer.Due, boundary is { Interrupts: true }));
        if (boundary is null)
        {
            Activities.Leave(run, activity.Id);
            return;
        }
        run.Add(new ElementPassed(activity.Scope, boundary.Id, boundary.Interrupts ? [activity.Token] : [], run.Produce(boundary.Outgoing)));
        if (!boundary.Interrupts) SetAgain(run, timer, boundary);
    }

    /// <summary>The next firing counts from when this one was due, not from when it was noticed: no drift.</summary>
    private static void SetAgain(Run run, ArmedTimer timer, BoundaryTimer boundary)
    {
        if (timer.Interval is null || timer.RepeatsLeft == 0) return;
        if (!IsoDuration.TryParse(timer.Interval, out var interval) || !interval.TryAddTo(timer.Due, out var due)) return;
        Set(run, timer.Activity, boundary, new(due, timer.RepeatsLeft - 1, timer.Interval));
    }

    /// <summary>A text, or the text of what FEEL has for durations and instants; null for anything else.</summary>
    private static string? TextOf(Value value) => value switch
    {
        Value.Text text => text.Is,
        Value.DayTime length => length.Is.ToString(),
        Value.YearMonth length => length.Is.ToString(),
        Value.DateTime instant => instant.Is.ToString(),
        _ => null,
    };

    private static TimerPlan? Plan(Run run, FlowNode node, TimerSpec spec, Token token)
    {
        var text = spec.Text ?? TextOf(run.Evaluate(spec.Expression!, run.State.DataOf(token.Scope)));
        if (text is not null && TimerSpec.TryPlan(spec.Form, text, run.Now, out var plan)) return plan;
        var before = run.Graph.Node(run.Graph.Flow(token.Flow!).Target);
        Incidents.Stop(run, token, before, new("timer-not-a-time", $"timer '{node.Id}' is no ISO 8601 {spec.Form.ToString().ToLowerInvariant()}: {text ?? spec.Expression!.Source}"));
        return null;
    }
}
