using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>Timer events: of catch events, boundaries, event sub-processes and starts of processes.</summary>
internal static class Timers
{
    public static void Fire(Run run, long id)
    {
        if (!run.State.Timers.TryGetValue(id, out var timer) || timer.Due > run.Now) return;
        if (timer.Activity is { } of) FireOn(run, timer, run.State.Activities[of]);
        else if (timer.Scope is { } scope) FireIn(run, timer, scope);
        else
        {
            run.Add(new TimerFired(id, null, timer.Element, timer.Due, false));
            SetAgain(run, timer);
            if (run.Graph.Node(timer.Element) is StartEvent { IsParallel: true } && Waiting.AwaitsMore(run.State, run.State.Starts, timer.Element)) return;
            Instances.Create(run, timer.Element, Value.Context.Empty);
        }
    }

    private static void FireOn(Run run, ArmedTimer timer, Activity activity)
    {
        if (activity.IsCancelling || run.State.IsBlocked(activity.Scope)) return;
        var boundary = run.GraphOf(activity.Scope).Node(timer.Element) as BoundaryEvent;
        var partial = boundary is { IsParallel: true } && activity.Timers.Any(other => other != timer.Id && Waiting.ElementOf(run.State, other) == boundary.Id);
        run.Add(new TimerFired(timer.Id, activity.Id, timer.Element, timer.Due, boundary is { Interrupts: true } && !partial));
        if (boundary is null)
        {
            // A cycle lets a token go at each firing; the last takes the event's own.
            var repeats = activity.Kind != ActivityKind.EventGateway && SetAgain(run, timer);
            Catching.Occur(run, run.State.Activities[activity.Id], timer.Element, Value.Context.Empty, repeats);
            return;
        }
        if (partial) return;
        Boundaries.Leave(run, boundary, activity, Value.Context.Empty);
        if (boundary is { Interrupts: false, IsParallel: false }) SetAgain(run, timer);
    }

    private static void FireIn(Run run, ArmedTimer timer, long scope)
    {
        if (run.State.IsBlocked(scope)) return;
        var start = (StartEvent)run.GraphOf(scope).Node(timer.Element);
        run.Add(new TimerFired(timer.Id, null, timer.Element, timer.Due, false));
        if (start.IsParallel && Waiting.AwaitsMore(run.State, run.State.Scopes[scope].Waits, timer.Element)) return;
        if (start is { Interrupts: false, IsParallel: false }) SetAgain(run, timer);
        EventSubProcesses.Start(run, start, scope, Value.Context.Empty);
    }

    /// <summary>The next firing counts from when this one was due, not from when it was noticed: no drift. False when it was the last.</summary>
    private static bool SetAgain(Run run, ArmedTimer timer)
    {
        if (timer.Interval is null || timer.RepeatsLeft == 0) return false;
        if (!IsoDuration.TryParse(timer.Interval, out var interval) || !interval.TryAddTo(timer.Due, out var due)) return false;
        run.Add(new TimerSet(run.NextId, timer.Activity, timer.Element, due, timer.RepeatsLeft - 1, timer.Interval, timer.Scope));
        return true;
    }

    public static TimerPlan? Plan(Run run, string element, TimerSpec spec, Value.Context data, out Trouble? trouble)
    {
        var text = spec.Text ?? TextOf(run.Evaluate(spec.Expression!, data));
        trouble = null;
        if (text is not null && TimerSpec.TryPlan(spec.Form, text, run.Now, out var plan)) return plan;
        trouble = new("timer-not-a-time", $"timer '{element}' is no ISO 8601 {spec.Form.ToString().ToLowerInvariant()}: {text ?? spec.Expression!.Source}");
        return null;
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
}
