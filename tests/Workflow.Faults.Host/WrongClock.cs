namespace Workflow.Faults.Host;

/// <summary>A machine's clock that is off and may jump; its monotonic counter goes on as counters do.</summary>
internal sealed class WrongClock(TimeSpan offset) : TimeProvider
{
    private long _ticks = offset.Ticks;

    /// <summary>How far ahead of the true time it is; negative when behind.</summary>
    public TimeSpan Offset
    {
        get => new(Interlocked.Read(ref _ticks));
        set => Interlocked.Exchange(ref _ticks, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
}
