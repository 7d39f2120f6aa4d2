namespace Workflow.Core.Runtime;

/// <summary>
/// What timers and the engine's own work leave to people. While somebody has asked for something within the last moment, their commits are short,
/// what people wait for carries nothing of theirs, and their streams are read no further ahead than is needed; but they let people pass only so often.
/// </summary>
internal sealed class Sharing(BatchLimits limits)
{
    private DateTimeOffset _peopleAt = DateTimeOffset.MinValue;

    // Batches of people's commands since one that took what waits behind them.
    private int _passedOver;

    /// <summary>Somebody asked for something.</summary>
    public void Asked(DateTimeOffset now) => _peopleAt = now;

    /// <summary>People are at work.</summary>
    public bool IsOn(DateTimeOffset now) => now - _peopleAt < limits.SharedFor;

    /// <summary>Pieces of a large fan-out or cancellation in one step.</summary>
    public int Pieces(DateTimeOffset now) => IsOn(now) ? limits.PiecesShared : limits.PiecesAlone;

    /// <summary>True while lower priorities may have more streams read for them: beside a commit that people wait for only when nothing of them is left to write.</summary>
    public bool MayReadAhead(WaitingLine line, bool isPeoplesOutstanding, DateTimeOffset now)
    {
        int ready = line.Ready - line.People;
        return !IsOn(now) ? ready < 2 * limits.CommandsPerBatch : ready == 0 || (ready < limits.ReadAheadShared && !isPeoplesOutstanding);
    }

    /// <summary>Whose turn the batch is that is filled now, which counts: the commands of lower priorities that it may hold.</summary>
    public int TakeTurn(WaitingLine line, DateTimeOffset now)
    {
        if (!IsOn(now)) return limits.CommandsPerBatch;
        bool isPeoples = line.People > 0 && _passedOver < limits.PassedOver;
        _passedOver = isPeoples && line.Ready > line.People ? _passedOver + 1 : 0;
        return isPeoples ? 0 : limits.LowerCommandsShared;
    }
}
