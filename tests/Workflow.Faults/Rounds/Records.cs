using System.Collections.Concurrent;

namespace Workflow.Faults.Rounds;

/// <summary>What a sender knows of a command of its own.</summary>
internal enum Fate
{
    /// <summary>Answered with success: it happened, once and for ever.</summary>
    Acknowledged,

    /// <summary>Answered with a refusal, and no try of it was left without an answer: it did not happen.</summary>
    Refused,

    /// <summary>A try of it was never answered: it happened once or not at all.</summary>
    Unknown,
}

/// <summary>A command as its sender knows it in the end.</summary>
/// <param name="Key">Idempotency-Key; with the account it names the command for ever</param>
/// <param name="Code">of the refusal</param>
internal sealed record Sent(string Account, string Key, string Step, Fate Fate, string? CaseId, long Version, long Position, string? Code);

/// <summary>A case that nobody took on; the law takes it as accepted at an instant.</summary>
/// <param name="DueAt">by the machine's own clock</param>
internal sealed record Silence(string CaseId, DateTimeOffset DueAt);

/// <summary>The clients' own records: all that is held against the log afterwards.</summary>
internal sealed class Records
{
    /// <summary>Commands of the round that runs.</summary>
    public ConcurrentQueue<Sent> Commands { get; private set; } = [];

    /// <summary>Cases of all rounds that had not ended when they were seen last.</summary>
    public ConcurrentDictionary<string, int> Open { get; } = new(StringComparer.Ordinal);

    /// <summary>Cases whose silence is still to be looked at.</summary>
    public ConcurrentDictionary<string, Silence> Silent { get; } = new(StringComparer.Ordinal);

    /// <summary>The commands of the round that ended; the next begins with none.</summary>
    public IReadOnlyCollection<Sent> TakeCommands()
    {
        var taken = Commands;
        Commands = [];
        return taken;
    }
}
