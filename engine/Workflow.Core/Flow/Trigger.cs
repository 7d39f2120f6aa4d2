using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>What makes tokens move.</summary>
public abstract record Trigger
{
    private Trigger() { }

    /// <summary>Starts the process with its data.</summary>
    public sealed record Begin(Value.Context Data) : Trigger;

    /// <summary>A waiting activity (user task, service task, business rule) is done. Each entry of its output is written to the nearest scope that has the name already, otherwise to the process.</summary>
    public sealed record Complete(long Activity, Value.Context? Output = null) : Trigger;

    /// <summary>An armed timer is due. Nothing happens when it is not due yet or no longer armed.</summary>
    public sealed record FireTimer(long Timer) : Trigger;

    /// <summary>A worker gave up: an incident is raised on the activity.</summary>
    public sealed record Fail(long Activity, string Code, string Detail) : Trigger;

    /// <summary>A worker came to a business error (BPMN error): caught by an error event around its step, otherwise an incident.</summary>
    /// <param name="Message">for people; null when there is none</param>
    public sealed record Throw(long Activity, string Code, string? Message = null) : Trigger;

    /// <summary>Tries an incident's step again, after its cause was mended.</summary>
    public sealed record Retry(long Incident) : Trigger;

    /// <summary>The next slice of a large fan-out or cancellation.</summary>
    public sealed record Continue : Trigger;

    /// <summary>Ends everything (withdrawn, terminated).</summary>
    public sealed record Cancel : Trigger;
}
