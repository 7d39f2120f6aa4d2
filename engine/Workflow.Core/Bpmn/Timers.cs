using System.Diagnostics.CodeAnalysis;
using Workflow.Feel;

namespace Workflow.Core.Bpmn;

/// <summary>An intermediate catch event with a timer (BPMN 2.0, clause 10.5.4): its token waits until then.</summary>
public sealed record TimerCatch(string Id, string? Name, string? Parent, TimerSpec Timer) : FlowNode(Id, Name, Parent);

/// <summary>A timer on an activity's boundary: armed while the activity runs.</summary>
/// <param name="Interrupts">true when it ends the activity (cancelActivity)</param>
public sealed record BoundaryTimer(string Id, string? Name, string? Parent, string AttachedTo, bool Interrupts, TimerSpec Timer) : FlowNode(Id, Name, Parent);

/// <summary>When a timer is due: an ISO 8601 text, or an expression that gives one. Exactly one of the two is set.</summary>
public sealed record TimerSpec(TimerForm Form, string? Text, Expression? Expression)
{
    /// <summary>Reads an ISO 8601 text as this kind of timer.</summary>
    public static bool TryPlan(TimerForm form, string text, DateTimeOffset now, [NotNullWhen(true)] out TimerPlan? plan)
    {
        plan = form switch
        {
            TimerForm.Duration when IsoDuration.TryParse(text, out var wait) && wait.TryAddTo(now, out var due) => new(due, 0, null),
            TimerForm.Date when IsoDate.TryParse(text, out var due) => new(due, 0, null),
            TimerForm.Cycle when IsoCycle.TryParse(text, out var cycle) && cycle.TryFirst(now, out var due) => new(due, cycle.Times - 1, cycle.Interval.Text),
            _ => null,
        };
        return plan is not null;
    }
}

public enum TimerForm { Duration, Date, Cycle }

/// <param name="RepeatsLeft">how often it is armed again after firing; null for ever</param>
/// <param name="Interval">ISO 8601 duration between two firings; null when it fires once</param>
public sealed record TimerPlan(DateTimeOffset Due, int? RepeatsLeft, string? Interval);
