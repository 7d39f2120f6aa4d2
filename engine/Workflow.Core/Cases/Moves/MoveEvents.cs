using System.Collections.Immutable;

namespace Workflow.Core.Cases.Moves;

/// <summary>How work moves between people while the case runs: sent back, taken back, delegated, copied.</summary>
public abstract record MoveEvent : CaseEvent;

/// <summary>An officer sent the case back (退回) to an earlier step.</summary>
/// <param name="TaskId">the task it was sent back from</param>
/// <param name="Target">id of the element it goes back to; <see cref="Intake"/> for the window, outside the flow</param>
/// <param name="Again">ids of the steps that people are asked for once more; each begins a new round</param>
/// <param name="Detour">the task at the window, when the window is the target; null otherwise</param>
/// <param name="Paused">tasks that wait until the detour is over</param>
public sealed record CaseSentBack(
    long TaskId, string Target, SendBackMode Mode, string Reason, ImmutableArray<string> Again, long? Detour, ImmutableArray<long> Paused, string Officer, DateTimeOffset At) : MoveEvent
{
    /// <summary>Stands for the window, which asks the applicant: no element of the flow.</summary>
    public const string Intake = "intake";
}

/// <summary>A task that was sent back may go on: what it waited for was done beside the flow, or is not needed any more.</summary>
public sealed record DetourEnded(long TaskId, DateTimeOffset At) : MoveEvent;

/// <summary>Opinions that no longer count, because their steps are asked once more.</summary>
/// <param name="Tasks">the tasks they were given on</param>
public sealed record OpinionsSuperseded(ImmutableArray<long> Tasks, DateTimeOffset At) : MoveEvent;

/// <summary>An officer took the department's opinion back (撤回意见) before the case had gone on from it; the step opens anew.</summary>
public sealed record OpinionWithdrawn(long TaskId, string Reason, string Officer, DateTimeOffset At) : MoveEvent;

/// <summary>An officer has somebody else prepare a task (委派); the task itself stays his and waits.</summary>
/// <param name="Delegate">the task of whoever prepares it</param>
/// <param name="To">the officer asked; null for the department as a whole</param>
public sealed record TaskDelegated(long TaskId, long Delegate, string Department, string? To, string Note, string Officer, DateTimeOffset At) : MoveEvent;

/// <summary>What was delegated came back.</summary>
/// <param name="Note">what the delegate found; null when it was recalled</param>
/// <param name="Officer">who returned or recalled it; null when the task it was for closed meanwhile</param>
public sealed record TaskReturned(long TaskId, long Delegate, string? Note, bool Recalled, string? Officer, DateTimeOffset At) : MoveEvent;

/// <summary>A department or officer may read the case from here on (抄送).</summary>
/// <param name="Copy">a number of the series that also numbers the tasks</param>
/// <param name="To">the officer it is meant for; null for the department as a whole</param>
public sealed record CopySent(long Copy, string Department, string? To, string Note, string Officer, DateTimeOffset At) : MoveEvent;

public sealed record CopyRead(long Copy, string Officer, DateTimeOffset At) : MoveEvent;

/// <summary>
/// How a case is sent back. Branch: only the own token moves. Cancel: the fork is given up with all its tokens and opinions.
/// Keep, Pause: the step is asked once more beside the flow, and the fork stays; with Pause its other tasks wait meanwhile.
/// </summary>
public enum SendBackMode { Branch, Cancel, Keep, Pause }

public static class MoveEventNames
{
    public static readonly (string, Type)[] All =
    [
        ("case_sent_back", typeof(CaseSentBack)),
        ("detour_ended", typeof(DetourEnded)),
        ("opinions_superseded", typeof(OpinionsSuperseded)),
        ("opinion_withdrawn", typeof(OpinionWithdrawn)),
        ("task_delegated", typeof(TaskDelegated)),
        ("task_returned", typeof(TaskReturned)),
        ("copy_sent", typeof(CopySent)),
        ("copy_read", typeof(CopyRead)),
    ];
}
