namespace Workflow.Postgres.Queues;

/// <summary>
/// A signal to whoever waits at the moment: something was committed, look again. Take <see cref="Next"/> before looking
/// and wait for it afterwards, then no signal is missed.
/// </summary>
public sealed class Wakeup
{
    private TaskCompletionSource _next = Fresh();

    /// <summary>Ends with the next pulse.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Pulse() => Interlocked.Exchange(ref _next, Fresh()).TrySetResult();

    /// <summary>Waits for the task or the time, whichever comes first; the timer does not outlive the wait.</summary>
    public static async Task WaitAsync(Task next, TimeSpan atMost, CancellationToken ct)
    {
        if (atMost <= TimeSpan.Zero) return;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(next, Task.Delay(atMost, over.Token));
        await over.CancelAsync();
        ct.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
