namespace Workflow.Core.Runtime;

/// <summary>
/// One stream's part of the batch that is being decided: its commands folded one after another onto a committed state.
/// A command that throws fails alone: neither state nor events keep anything of it.
/// </summary>
internal sealed class Draft(LoadedStream start, StreamKind kind)
{
    private readonly List<DecidedCommand> _decided = [];
    private DateTimeOffset _lastAt = start.Head.At;

    public StreamState State { get; private set; } = start.State;
    public long Version { get; private set; } = start.Head.Version;
    public List<Waiting> Members { get; } = [];

    /// <summary>Decides one command and folds its events. Returns how many events that were.</summary>
    public int Decide(Waiting waiting, object? pinned, DateTimeOffset now)
    {
        var at = InstantFor(waiting, now);
        Members.Add(waiting);
        try
        {
            switch (waiting.Envelope.Command.Decide(pinned, State, at))
            {
                case Outcome.Rejection why:
                    Refuse(waiting, new Answer.Rejected(why), at);
                    return 0;
                case Outcome.Events { List: var events } outcome:
                    var rows = kind.RowsOf(events);
                    Keep(waiting, events, rows, outcome.After ?? rows.Aggregate(State, (state, row) => state.Evolve(row)), at);
                    return events.Count;
                default:
                    throw new InvalidOperationException("Decide returned no outcome");
            }
        }
        catch (Exception bug)
        {
            Refuse(waiting, FailureOf(bug), at);
            return 0;
        }
    }

    public void Fail(Waiting waiting, Exception bug, DateTimeOffset now)
    {
        Members.Add(waiting);
        Refuse(waiting, FailureOf(bug), InstantFor(waiting, now));
    }

    public BatchItem ToItem() => new(start.StreamId, start.Head, start.State, State, _decided);

    /// <summary>Database time plus the stream's own offset, cut to microseconds, never before its last event.</summary>
    private DateTimeOffset InstantFor(Waiting waiting, DateTimeOffset now)
    {
        var own = now + waiting.Envelope.Command.OffsetIn(State);
        own = own.AddTicks(-(own.Ticks % TimeSpan.TicksPerMicrosecond));
        return own < _lastAt ? _lastAt : own;
    }

    private void Keep(Waiting waiting, IReadOnlyList<Event> events, IReadOnlyList<Event> rows, StreamState after, DateTimeOffset at)
    {
        State = after;
        Version += rows.Count;
        if (events.Count > 0) _lastAt = at;
        _decided.Add(new DecidedCommand(waiting.Envelope, Refusal: null, events, at, Version) { Rows = rows });
    }

    private void Refuse(Waiting waiting, Answer why, DateTimeOffset at) =>
        _decided.Add(new DecidedCommand(waiting.Envelope, why, [], at, Version));

    private static Answer.Failed FailureOf(Exception bug) => new(FailureCodes.DecideFailed, $"{bug.GetType().Name}: {bug.Message}");
}
