namespace Workflow.Core.Runtime;

/// <summary>What the <see cref="Batcher"/> asks of whoever drives it. There is nothing else that it can ask.</summary>
public abstract record BatchOutput
{
    private BatchOutput() { }

    /// <summary>Read these streams' committed states. At most two loads are under way, of different streams: one that people wait for, and one of all others.</summary>
    public sealed record Load(IReadOnlyList<LoadRequest> Streams) : BatchOutput;

    public sealed record LoadPinned(PinnedRef Pin) : BatchOutput;

    /// <summary>
    /// Write this in one transaction. Up to <see cref="BatchLimits.BatchesAtOnce"/> may be outstanding; their streams are disjoint,
    /// so they may come to the log in any order.
    /// </summary>
    public sealed record Commit(Batch Batch) : BatchOutput;

    /// <summary>Find these command ids under the writer's lock, as often as it takes until the database answers.</summary>
    public sealed record LookUp(long BatchId, IReadOnlyList<CommandId> Ids) : BatchOutput;

    /// <summary>Tell the sender. Given only for what is confirmed.</summary>
    public sealed record Reply(long Ticket, Answer Answer) : BatchOutput;

    /// <summary>A command of the engine's own (<see cref="StreamKind.NextInternal"/>) failed; nobody else is told.</summary>
    public sealed record InternalFailed(Envelope Envelope, Answer Answer) : BatchOutput;
}

/// <param name="Known">a committed state to fold the rest onto; null when nothing is cached</param>
public sealed record LoadRequest(string StreamId, LoadedStream? Known);

/// <summary>What one transaction writes: each stream stands in it once.</summary>
public sealed record Batch(long Id, IReadOnlyList<BatchItem> Items)
{
    public IEnumerable<CommandId> CommandIds => Items.SelectMany(i => i.Commands).Select(c => c.Envelope.Id);
}

/// <summary>One stream's part of a batch: its commands folded together. Without events only its version is checked.</summary>
/// <param name="Expected">where the stream must end for this to be written</param>
/// <param name="Commands">in the order in which they were decided</param>
public sealed record BatchItem(string StreamId, StreamHead Expected, StreamState Before, StreamState After, IReadOnlyList<DecidedCommand> Commands)
{
    public IEnumerable<Event> Events => Commands.SelectMany(c => c.Events);
    public int RowCount => Commands.Sum(c => c.Rows.Count);
}

/// <summary>A command with what it came to on a state that is not yet confirmed to be the latest.</summary>
/// <param name="Refusal">null when accepted</param>
/// <param name="Events">what happened, one by one; empty for a refusal and for what had been done already</param>
/// <param name="At">the instant it was decided at, in the stream's own time; its events carry it</param>
/// <param name="Version">the stream's version after it</param>
public sealed record DecidedCommand(Envelope Envelope, Answer? Refusal, IReadOnlyList<Event> Events, DateTimeOffset At, long Version)
{
    /// <summary>The same as the rows of the log, see <see cref="StreamKind.RowsOf"/>; each has a version and a position.</summary>
    public IReadOnlyList<Event> Rows { get; init; } = Events;

    /// <summary>Accepted results are recorded for ever; refusals are not: they may be sent and decided again.</summary>
    public bool IsAccepted => Refusal is null;
}
