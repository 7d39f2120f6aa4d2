namespace Workflow.Postgres.Log;

/// <summary>
/// The database's time, carried on between two readings by this process's monotonic counter. The machine's own clock is
/// never read: it may be off by minutes.
/// </summary>
internal sealed class DatabaseClock(TimeProvider time)
{
    private Reading _last = new(default, 0);

    private sealed record Reading(DateTimeOffset DatabaseTime, long Timestamp);

    public DateTimeOffset Now => _last.DatabaseTime + time.GetElapsedTime(_last.Timestamp);

    public void Set(DateTimeOffset databaseTime) => _last = new Reading(databaseTime.ToUniversalTime(), time.GetTimestamp());
}
