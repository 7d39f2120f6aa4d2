using System.Collections.Immutable;

namespace Workflow.Core.Cases.Review;

/// <summary>What happens inside a parallel review beside the opinions themselves: tasks held back, signers, groups, sending back.</summary>
public abstract record ReviewEvent : CaseEvent;

/// <summary>An open task must wait: nobody can work on it until it is freed. Its clock runs on.</summary>
public sealed record TaskHeld(long TaskId, HoldReason Reason, DateTimeOffset At) : ReviewEvent;

/// <summary>A reason to wait is gone; the task can be worked on when no other is left.</summary>
public sealed record TaskFreed(long TaskId, HoldReason Reason, DateTimeOffset At) : ReviewEvent;

/// <summary>Why an open task waits.</summary>
public enum HoldReason
{
    /// <summary>Another signer comes first (前加签).</summary>
    SignerBefore,

    /// <summary>Its turn has not come (依次会签), or the lead department speaks last.</summary>
    Order,

    /// <summary>It was sent back, and a detour is under way (退回).</summary>
    SentBack,

    /// <summary>Another branch was sent back with the others paused (退回并暂停).</summary>
    Paused,

    /// <summary>It was delegated, and the delegate has not returned it (委派).</summary>
    Delegated,
}

public static class ReviewEventNames
{
    public static readonly (string, Type)[] All =
    [
        ("task_held", typeof(TaskHeld)),
        ("task_freed", typeof(TaskFreed)),
    ];
}

/// <summary>What the case knows of its reviews beside tasks and opinions.</summary>
public sealed record ReviewBook
{
    public static readonly ReviewBook Empty = new();
}

internal static class ReviewFold
{
    public static CaseState Evolve(CaseState state, ReviewEvent happened) => happened switch
    {
        TaskHeld e => CaseEvolution.WithTask(CaseEvolution.At(state, e.At), e.TaskId, task => task with { Holds = task.Holds.Add(e.Reason) }),
        TaskFreed e => CaseEvolution.WithTask(CaseEvolution.At(state, e.At), e.TaskId, task => task with { Holds = task.Holds.Remove(e.Reason) }),
        _ => throw new InvalidOperationException($"no fold for {happened.GetType().Name}"),
    };
}
