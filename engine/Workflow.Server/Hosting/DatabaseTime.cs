using Workflow.Postgres;

namespace Workflow.Server.Hosting;

/// <summary>
/// What time it is on every node: the database's, as the node carries it on. Sessions, signatures and what pages show are the
/// same whichever node answers, however wrong the machine's own clock is.
/// </summary>
/// <param name="machine">its monotonic counter and its delays are used, its clock is not</param>
internal sealed class DatabaseTime(Node node, TimeProvider machine) : TimeProvider
{
    public override long TimestampFrequency => machine.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => node.Now;

    public override long GetTimestamp() => machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => machine.CreateTimer(callback, state, dueTime, period);
}
