using System.Collections.Immutable;
using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>What makes tokens move.</summary>
public abstract record Trigger
{
    private Trigger() { }

    /// <summary>Starts the process with its data.</summary>
    public sealed record Begin(Value.Context Data) : Trigger;

    /// <summary>A waiting activity (user task, service task) is done; its output is written to its scope.</summary>
    public sealed record Complete(long Activity, Value.Context? Output = null) : Trigger;

    /// <summary>An armed timer is due. Nothing happens when it is no longer armed.</summary>
    public sealed record FireTimer(long Timer) : Trigger;

    /// <summary>A worker gave up: an incident is raised on the activity.</summary>
    public sealed record Fail(long Activity, string Code, string Detail) : Trigger;

    /// <summary>Tries an incident's step again, after its cause was mended.</summary>
    public sealed record Retry(long Incident) : Trigger;

    /// <summary>The next slice of a large fan-out or cancellation.</summary>
    public sealed record Continue : Trigger;

    /// <summary>Ends everything (withdrawn, terminated).</summary>
    public sealed record Cancel : Trigger;
}

/// <summary>How tokens move (BPMN 2.0, clause 13). Pure: no I/O, no clock, no random.</summary>
public static class Interpreter
{
    /// <summary>Steps of one <see cref="Advance"/> at most; past it an incident "step-limit" is raised (an endless loop in the model).</summary>
    public const int StepLimit = 10_000;

    /// <summary>Children started or scopes cancelled in one <see cref="Advance"/> at most; the rest follows with <see cref="Trigger.Continue"/>.</summary>
    public const int SliceLimit = 500;

    public static ImmutableArray<FlowEvent> Advance(ProcessGraph graph, FlowState state, Trigger trigger, DateTimeOffset now) => [];
}
