namespace Workflow.Core.Runtime;

/// <summary>Growing pauses between tries: the first, then twice the one before, never above the cap.</summary>
public sealed record Backoff(TimeSpan First, TimeSpan Cap)
{
    /// <summary>Timers and jobs: 1 s, 2 s, 4 s … 5 min.</summary>
    public static readonly Backoff OfQueues = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));

    /// <param name="failures">failed tries so far, from 1</param>
    public TimeSpan After(int failures)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        // Beyond 2^30 times the first pause every cap of ours is reached; the shift stays harmless.
        double pause = First.Ticks * (double)(1L << Math.Min(failures - 1, 30));
        return pause >= Cap.Ticks ? Cap : TimeSpan.FromTicks((long)pause);
    }
}

/// <summary>What to do with a timer, job or message whose try failed.</summary>
public abstract record Retry
{
    private Retry() { }

    /// <summary>Not before this instant, real time.</summary>
    public sealed record Again(DateTimeOffset At) : Retry;

    /// <summary>No tries are left: an incident (异常) for a person.</summary>
    public sealed record GiveUp : Retry;

    /// <param name="failures">failed tries so far, this one included</param>
    /// <param name="tries">tries allowed in all, from 1</param>
    public static Retry After(int failures, int tries, Backoff pauses, DateTimeOffset now) =>
        failures >= tries ? new GiveUp() : new Again(now + pauses.After(failures));
}

/// <summary>
/// A short claim on a queue row. Whoever holds it acts; when it runs out anyone may claim the row again, so acting
/// twice must be harmless (the act is an idempotent command).
/// </summary>
public readonly record struct Lease(string? Owner, DateTimeOffset? Until)
{
    public static readonly Lease None;

    public bool IsFree(DateTimeOffset now) => Until is null || Until <= now;

    public bool IsHeldBy(string owner, DateTimeOffset now) => !IsFree(now) && Owner == owner;

    /// <summary>The lease as this owner takes it, or null while another holds it.</summary>
    public Lease? Claim(string owner, TimeSpan length, DateTimeOffset now) =>
        IsFree(now) || Owner == owner ? new Lease(owner, now + length) : null;
}
