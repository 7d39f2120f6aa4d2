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
    /// <param name="Detail">for people; null when there is none</param>
    public sealed record Throw(long Activity, string Code, string? Detail = null) : Trigger;

    /// <summary>Tries an incident's step again, after its cause was mended.</summary>
    public sealed record Retry(long Incident) : Trigger;

    /// <summary>A message came: the subscription of that name and key that waited first takes it, else a start event. Nothing happens when nobody waits.</summary>
    /// <param name="Key">null: whoever waits for that name, whatever its key</param>
    public sealed record Message(string Name, string? Key, Value.Context Payload) : Trigger;

    /// <summary>A signal came: everybody who waits for it gets it. Nothing happens when nobody does.</summary>
    public sealed record Signal(string Name, Value.Context Payload) : Trigger;

    /// <summary>A person starts something inside a running ad-hoc sub-process. Nothing happens where that is not allowed.</summary>
    /// <param name="Activity">the ad-hoc sub-process</param>
    /// <param name="Element">id of an element inside it that no flow leads to</param>
    public sealed record StartAdHoc(long Activity, string Element) : Trigger;

    /// <summary>Starts another process of the same definition beside the case's own.</summary>
    public sealed record StartProcess(string Process, Value.Context Data) : Trigger;

    /// <summary>The next slice of a large fan-out or cancellation.</summary>
    /// <param name="Slice">children opened, activities and scopes cancelled at most; less leaves more room to others</param>
    public sealed record Continue(int Slice = Interpreter.SliceLimit) : Trigger;

    /// <summary>
    /// A waiting user task gives its token back to a point before <paramref name="Target"/>, in the scope of that element: its own token
    /// (what stands around the task up to that scope is cancelled with it), or all tokens of a fork. It asks nothing of the
    /// model: whoever sends it has proved that no join starves.
    /// </summary>
    /// <param name="Fork">a fork that the token is in, in the target's scope; null to move only the own token</param>
    /// <param name="Output">written to the data first</param>
    public sealed record Rewind(long Activity, string Target, Split? Fork = null, Value.Context? Output = null) : Trigger;

    /// <summary>A token that waits at a join goes back to before the step that let it go.</summary>
    public sealed record TakeBack(long Token, string Target, Value.Context? Output = null) : Trigger;

    /// <summary>A multi-instance's child that has ended, a user task, is opened again while the body is open.</summary>
    /// <param name="Index">the child's number, from 1</param>
    public sealed record Reopen(long Body, int Index, Value.Context? Output = null) : Trigger;

    /// <summary>Plays one user task beside the flow while the waiting user task stands still; it goes on when that is done.</summary>
    public sealed record Detour(long Activity, string Target, Value.Context? Output = null) : Trigger;

    /// <summary>Ends everything (withdrawn, terminated).</summary>
    public sealed record Cancel : Trigger;
}
