using Workflow.Core.Runtime;

namespace Workflow.Core.Tests.Simulation;

/// <summary>How often things go wrong, as chances from 0 to 1; each a step's or an operation's, as its name says.</summary>
internal sealed record Faults
{
    public double NodeCrashPerStep { get; init; }
    public double NodeStopPerStep { get; init; }
    public double StoreCrashPerStep { get; init; }
    public double PausePerStep { get; init; }

    /// <summary>The database's clock jumps: days ahead, so that clocks of cases run out together, or a minute back, as after a change of primary.</summary>
    public double ClockJumpPerStep { get; init; }

    /// <summary>Anything that was to happen now happens later: every two things that may change places do at some seed.</summary>
    public double PostponePerStep { get; init; }

    public double LostPerWrite { get; init; }
    public double RefusedForNowPerWrite { get; init; }

    /// <summary>The node is stopped in the middle of sending: the database has the lock's statement, the rest comes later.</summary>
    public double HalfSentPerWrite { get; init; }

    public double FailedPerRead { get; init; }
    public double LostPerMessage { get; init; }
    public double LostPerNotice { get; init; }
    public double RepeatedPerNotice { get; init; }
}

/// <summary>One run: everything that shapes it follows from the seed, so that a seed replays it; a failing one is tried again with smaller numbers.</summary>
internal sealed record Plan(int Seed)
{
    public int Nodes { get; init; } = 1;
    public int Ledgers { get; init; } = 1;

    /// <summary>Commands on ledgers, each of a client of its own.</summary>
    public int Commands { get; init; }

    public int Cases { get; init; }

    /// <summary>What people try on each case after it was filed.</summary>
    public int ActsPerCase { get; init; }

    public TimeSpan FaultsFor { get; init; } = TimeSpan.FromSeconds(5);
    public Faults Faults { get; init; } = new();
    public BatchLimits Limits { get; init; } = BatchLimits.Default;

    /// <summary>Events that one read of a stream gives.</summary>
    public int EventsAtOnce { get; init; } = 2_000;

    /// <summary>The one step at which something is struck, whatever the chances; 0 for none.</summary>
    public long StrikeAtStep { get; init; }

    public Strike Strike { get; init; }

    /// <summary>The rule that is switched off, to see that the simulation notices.</summary>
    public Broken Broken { get; init; }

    public static Plan Of(int seed)
    {
        var dice = new Dice((ulong)seed * 7_919);
        double Often(double most, double share) => dice.Chance(share) ? most * dice.Next(1, 101) / 100 : 0;
        bool hasCases = dice.Chance(0.2);
        bool isCalm = dice.Chance(0.05);
        var faults = new Faults
        {
            NodeCrashPerStep = Often(0.02, 0.5),
            NodeStopPerStep = Often(0.003, 0.2),
            StoreCrashPerStep = Often(0.008, 0.4),
            PausePerStep = Often(0.01, 0.4),
            ClockJumpPerStep = Often(0.004, 0.3),
            PostponePerStep = Often(0.3, 0.6),
            LostPerWrite = Often(0.4, 0.6),
            RefusedForNowPerWrite = Often(0.3, 0.4),
            HalfSentPerWrite = Often(0.2, 0.4),
            FailedPerRead = Often(0.3, 0.3),
            LostPerMessage = Often(0.2, 0.5),
            LostPerNotice = Often(1, 0.5),
            RepeatedPerNotice = Often(0.5, 0.3),
        };
        return new Plan(seed)
        {
            Nodes = dice.Next(1, 5),
            Ledgers = dice.Next(1, 7),
            Commands = hasCases ? dice.Next(0, 12) : dice.Next(6, 45),
            Cases = hasCases ? dice.Next(1, 3) : 0,
            ActsPerCase = dice.Next(1, 25),
            FaultsFor = TimeSpan.FromMilliseconds(dice.Next(1_000, 8_000)),
            Faults = isCalm ? new Faults() : faults,
            EventsAtOnce = dice.Chance(0.5) ? dice.Next(1, 6) : 2_000,
            Limits = LimitsOf(dice),
        };
    }

    /// <summary>A run with a rule switched off, in a world where that rule matters often.</summary>
    public static Plan Without(Broken rule, int seed)
    {
        var plan = Of(seed) with { Broken = rule };
        return rule switch
        {
            Broken.LookUpWithoutFence or Broken.LookUpWithoutWaiting or Broken.LostMeansFailed =>
                plan with { Faults = plan.Faults with { LostPerWrite = 0.4 }, Limits = plan.Limits with { Failures = seed % 2 } },
            Broken.CommitNotAtomic => plan with { Faults = plan.Faults with { StoreCrashPerStep = 0.02 } },
            Broken.TimerIdWithoutAttempt => plan with { Cases = 2, ActsPerCase = 3, Faults = new Faults { ClockJumpPerStep = 0.02 } },
            _ => plan,
        };
    }

    /// <summary>A small world without chance of faults, where one thing is struck at one step.</summary>
    public static Plan Struck(int seed, Strike strike, long atStep) => new(seed)
    {
        Nodes = 2, Ledgers = 2, Commands = 8, FaultsFor = TimeSpan.FromSeconds(4), Strike = strike, StrikeAtStep = atStep,
        Limits = LimitsOf(new Dice((ulong)seed)), EventsAtOnce = 3,
    };

    /// <summary>Small numbers, so that every bound is met.</summary>
    private static BatchLimits LimitsOf(Dice dice) => new()
    {
        CommandsPerBatch = dice.Next(1, 14),
        BatchesAtOnce = dice.Next(1, 4),
        EnoughForNext = dice.Next(1, 4),
        ShareForNext = dice.Chance(0.3) ? 0.5 : 0,
        EventsPerBatch = dice.Chance(0.3) ? dice.Next(1, 8) : 4_000,
        CommandsOfOneStream = dice.Next(1, 8),
        LowerEventsPerBatch = dice.Next(1, 20),
        PlacesForLower = 1,
        Waiting = dice.Chance(0.2) ? dice.Next(1, 6) : 20_000,
        WaitingLower = dice.Chance(0.2) ? dice.Next(1, 4) : 10_000,
        CachedStreams = dice.Next(1, 8),
        CachedPinned = dice.Next(1, 3),
        StreamsPerLoad = dice.Next(1, 5),
        Conflicts = dice.Chance(0.3) ? dice.Next(1, 5) : 100,
        Failures = dice.Chance(0.5) ? dice.Next(0, 4) : 8,
        FailuresBeforeSplit = dice.Next(1, 4),

        // New draws come last, so that kept seeds go on meaning about the same.
        LowerCommandsShared = dice.Next(1, 10),
        PassedOver = dice.Next(0, 4),
        ReadAheadShared = dice.Next(1, 6),
    };

    /// <summary>Runs that are smaller in one way each: what still fails in one of them is easier to read.</summary>
    public IEnumerable<Plan> Smaller()
    {
        if (Nodes > 1) yield return this with { Nodes = Nodes / 2 };
        if (Nodes > 2) yield return this with { Nodes = Nodes - 1 };
        if (Commands > 0) yield return this with { Commands = Commands / 2 };
        if (Commands > 1) yield return this with { Commands = Commands - 1 };
        if (Cases > 0) yield return this with { Cases = Cases - 1 };
        if (ActsPerCase > 1 && Cases > 0) yield return this with { ActsPerCase = ActsPerCase / 2 };
        if (Ledgers > 1) yield return this with { Ledgers = 1 };
        if (FaultsFor > TimeSpan.FromMilliseconds(200)) yield return this with { FaultsFor = FaultsFor / 2 };
        foreach (var fewer in FewerFaults()) if (fewer != Faults) yield return this with { Faults = fewer };
    }

    private IEnumerable<Faults> FewerFaults()
    {
        yield return Faults with { NodeCrashPerStep = 0 };
        yield return Faults with { NodeStopPerStep = 0 };
        yield return Faults with { StoreCrashPerStep = 0 };
        yield return Faults with { PausePerStep = 0 };
        yield return Faults with { ClockJumpPerStep = 0 };
        yield return Faults with { PostponePerStep = 0 };
        yield return Faults with { LostPerWrite = 0 };
        yield return Faults with { RefusedForNowPerWrite = 0 };
        yield return Faults with { HalfSentPerWrite = 0 };
        yield return Faults with { FailedPerRead = 0 };
        yield return Faults with { LostPerMessage = 0 };
        yield return Faults with { LostPerNotice = 0 };
        yield return Faults with { RepeatedPerNotice = 0 };
    }
}

/// <summary>What is struck at one chosen step.</summary>
internal enum Strike
{
    Node,
    Store,

    /// <summary>Every connection of every node, from the server's end.</summary>
    Connections,
}

/// <summary>A rule of the store or of the driver switched off: each must be noticed, or the checks are worth nothing.</summary>
internal enum Broken
{
    Nothing,

    /// <summary>The store accepts an item without events whatever its version.</summary>
    NoVersionCheckForRefusals,

    /// <summary>The verdict does not ask for command ids accepted before.</summary>
    CommandIdsNotAsked,

    /// <summary>Command ids are lost when the store crashes.</summary>
    CommandIdsForgotten,

    /// <summary>Versions are read when the batch arrives, not once the lock is held.</summary>
    VerdictBeforeLock,

    /// <summary>The lock is let go before the commit is visible.</summary>
    LockReleasedBeforeCommit,

    /// <summary>A crash in the middle of the commit leaves the events without their command ids.</summary>
    CommitNotAtomic,

    /// <summary>The lost connection's backend is not ended before the look-up.</summary>
    LookUpWithoutFence,

    /// <summary>The look-up does not wait for the writer's lock, and the fence does not wait for the backend's end.</summary>
    LookUpWithoutWaiting,

    /// <summary>"Written" is told when the verdict is known.</summary>
    AnswerBeforeCommit,

    /// <summary>A lost connection is taken for a failed commit.</summary>
    LostMeansFailed,

    /// <summary>Who lost a batch with its connection takes another batch while the look-up is still to come, and forgets which backend to end.</summary>
    NextBeforeLookUp,

    /// <summary>The machine's own clock is taken for the database's.</summary>
    OwnClock,

    /// <summary>No tick comes after a pause.</summary>
    NoTick,

    /// <summary>A timer that is heard again has the same id as the first time.</summary>
    TimerIdWithoutAttempt,

    /// <summary>What is read may be what a replica shows: states from before the latest commits, for ever.</summary>
    ReadsNeverMove,
}
