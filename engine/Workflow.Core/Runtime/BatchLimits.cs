namespace Workflow.Core.Runtime;

/// <summary>Every bound of the <see cref="Batcher"/>, by name.</summary>
public sealed record BatchLimits
{
    public static readonly BatchLimits Default = new();

    /// <summary>Commands in one commit. More than this gains nothing and makes everyone wait (limits measured at 256).</summary>
    public int CommandsPerBatch { get; init; } = 256;

    /// <summary>Batches outstanding: the one being written and those decided and encoded meanwhile, on other streams.</summary>
    public int BatchesAtOnce { get; init; } = 2;

    /// <summary>Commands that must wait before another batch is cut beside one that is outstanding: a commit of its own is not free.</summary>
    public int EnoughForNext { get; init; } = 16;

    /// <summary>The same as a share of the commands in the batch before it; the larger of the two counts.</summary>
    public double ShareForNext { get; init; } = 0.5;

    /// <summary>Events in one commit; a batch takes no further command once it holds so many.</summary>
    public int EventsPerBatch { get; init; } = 4_000;

    /// <summary>Commands of one stream in one commit while commands of others wait too, so that one large case never fills a batch.</summary>
    public int CommandsOfOneStream { get; init; } = 64;

    /// <summary>Events of lower priorities in one commit; it takes no further such command once it holds so many.</summary>
    public int LowerEventsPerBatch { get; init; } = 1_000;

    /// <summary>Commands of lower priorities in one commit while people are at work: ten thousand timers that fall due together make no long commits.</summary>
    public int LowerCommandsShared { get; init; } = 16;

    /// <summary>Batches of people's commands alone, one after another, that lower priorities let pass; the next one takes some of them too.</summary>
    public int PassedOver { get; init; } = 3;

    /// <summary>Pieces of a large fan-out or cancellation in one step (<see cref="Command.InSlicesOf"/>) while nobody else asks for anything.</summary>
    public int PiecesAlone { get; init; } = 500;

    /// <summary>The same while people are at work: a commit stays about as short as theirs.</summary>
    public int PiecesShared { get; init; } = 50;

    /// <summary>How long after somebody's last command people count as at work.</summary>
    public TimeSpan SharedFor { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Sum of <see cref="Envelope.Size"/> in one commit, bytes.</summary>
    public int BytesPerBatch { get; init; } = 8 * 1024 * 1024;

    /// <summary>Places of a batch kept for lower priorities while such commands wait, so that none starves.</summary>
    public int PlacesForLower { get; init; } = 32;

    /// <summary>People's commands unanswered at once; beyond, "busy".</summary>
    public int Waiting { get; init; } = 20_000;

    /// <summary>Timers' and the system's commands unanswered at once; beyond, "busy" (their rows stay and come again).</summary>
    public int WaitingLower { get; init; } = 10_000;

    /// <summary>Committed stream states kept in memory.</summary>
    public int CachedStreams { get; init; } = 4_096;

    /// <summary>Pinned contents kept in memory.</summary>
    public int CachedPinned { get; init; } = 256;

    /// <summary>Streams asked for in one load; whoever needs another stream waits until it has come.</summary>
    public int StreamsPerLoad { get; init; } = 64;

    /// <summary>
    /// Commands of lower priorities that stand in the line with their streams read, while people are at work; no more is read for such commands then.
    /// What is read far ahead is alive at each garbage collection until it is written.
    /// </summary>
    public int ReadAheadShared { get; init; } = 96;

    /// <summary>How often a command is decided again because another node moved its stream.</summary>
    public int Conflicts { get; init; } = 100;

    /// <summary>How often a command is sent again after the database could not write or the connection broke.</summary>
    public int Failures { get; init; } = 8;

    /// <summary>From this failure on the commands of a batch are tried in halves: one of them may be the cause.</summary>
    public int FailuresBeforeSplit { get; init; } = 2;

    /// <summary>Pauses between such tries.</summary>
    public Backoff Pause { get; init; } = new(First: TimeSpan.FromMilliseconds(20), Cap: TimeSpan.FromSeconds(2));
}
