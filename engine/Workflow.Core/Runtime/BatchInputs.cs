namespace Workflow.Core.Runtime;

/// <summary>What the <see cref="Batcher"/> is told by whoever drives it (the Postgres node, the simulation).</summary>
public abstract record BatchInput
{
    private BatchInput() { }

    /// <summary>A command came in.</summary>
    /// <param name="Ticket">names the sender's wait; its answer carries the same number</param>
    public sealed record Submit(Envelope Envelope, long Ticket) : BatchInput;

    /// <summary>Committed states that a <see cref="BatchOutput.Load"/> asked for.</summary>
    public sealed record Loaded(IReadOnlyList<LoadedStream> Streams) : BatchInput;

    /// <summary>These streams cannot be had; commands that wait for them fail.</summary>
    public sealed record LoadFailed(IReadOnlyList<string> StreamIds, string Code, string Detail) : BatchInput;

    public sealed record PinnedLoaded(PinnedRef Pin, object Content) : BatchInput;

    public sealed record PinnedFailed(PinnedRef Pin, string Detail) : BatchInput;

    /// <summary>The batch's transaction is confirmed; one verdict per item, in the items' order.</summary>
    public sealed record Committed(long BatchId, IReadOnlyList<ItemVerdict> Verdicts) : BatchInput;

    /// <summary>The batch's transaction was rolled back for certain: nothing of it is written.</summary>
    public sealed record CommitFailed(long BatchId, CommitFailure Why, string Detail) : BatchInput;

    /// <summary>Nobody knows whether the batch was committed.</summary>
    public sealed record ConnectionLost(long BatchId) : BatchInput;

    /// <summary>Those of a lost batch's command ids that stand in the log. Read under the writer's lock, so the verdict is final.</summary>
    public sealed record LookedUp(long BatchId, IReadOnlyList<KnownCommand> Found) : BatchInput;

    /// <summary>Another node wrote to these streams; what is cached of them is read again before use.</summary>
    public sealed record Touched(IReadOnlyList<string> StreamIds) : BatchInput;

    /// <summary>Time went on; sent when <see cref="Batcher.WakeAt"/> has come.</summary>
    public sealed record Tick : BatchInput;
}

public enum CommitFailure
{
    /// <summary>The database refuses the content: some command of the batch is the cause.</summary>
    Refused,

    /// <summary>The database could not write just now: lock timeout, disk full, shutting down.</summary>
    Transient,
}

/// <summary>Where a stream ends. Kept beside its state; the last two are the driver's and opaque here.</summary>
/// <param name="Version">version of its last event; 0 when it has none</param>
/// <param name="Position">position of its last event; 0 when it has none</param>
/// <param name="At">instant of its last event, in the stream's own time</param>
/// <param name="Hash">hash of its last event; null when it has none</param>
/// <param name="Key">the key of its personal values</param>
public sealed record StreamHead(long Version, long Position, DateTimeOffset At, string? Hash = null, object? Key = null)
{
    public static readonly StreamHead None = new(0, 0, DateTimeOffset.MinValue);
}

public sealed record LoadedStream(string StreamId, StreamState State, StreamHead Head)
{
    /// <summary>True when it has more events than one read takes: the next read goes on from here.</summary>
    public bool HasMore { get; init; }
}

/// <summary>What became of one item of a batch.</summary>
/// <param name="Written">its events are in the log, its commands are recorded; for an item without events: its version holds</param>
/// <param name="Moved">another node's events came first: the expected version does not hold</param>
/// <param name="Head">the stream's end after the write; null when not written</param>
/// <param name="Positions">position of each of its events, in order; empty when not written</param>
/// <param name="Known">those of its commands that were accepted before; then the item is not written</param>
public sealed record ItemVerdict(bool Written, bool Moved, StreamHead? Head, IReadOnlyList<long> Positions, IReadOnlyList<KnownCommand> Known)
{
    public static readonly ItemVerdict Conflict = new(false, true, null, [], []);

    /// <summary>The state in memory holds what was erased by this write: it is read again from the log.</summary>
    public bool MustReload { get; init; }
}

/// <summary>An accepted command as the log remembers it.</summary>
public sealed record KnownCommand(CommandId Id, string StreamId, ReadOnlyMemory<byte> BodyHash, long Version, long Position)
{
    /// <summary>What is told whoever sends a command under its id again: the same answer, or that the id was used for something else.</summary>
    public Answer AnswerTo(Envelope again) => BodyHash.Span.SequenceEqual(again.BodyHash.Span)
        ? new Answer.Accepted(StreamId, Version, Position, [], Repeated: true)
        : new Answer.IdReused(StreamId);
}
