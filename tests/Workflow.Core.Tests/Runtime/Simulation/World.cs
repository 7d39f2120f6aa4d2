using Workflow.Core.Runtime;

namespace Workflow.Core.Tests.Runtime.Simulation;

/// <summary>How often things go wrong, as chances from 0 to 1.</summary>
internal sealed record Faults(double LoseConnection, double RefuseForNow, double CrashPerStep, double PausePerWrite, double NoticeOtherNodes)
{
    public static readonly Faults None = new(0, 0, 0, 0, 1);
}

/// <summary>Virtual time, a seeded random source, one database, some nodes and clients; single-threaded, so a seed repeats a run exactly.</summary>
internal sealed class World
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    private readonly Random _random;
    private readonly PriorityQueue<Action, (DateTimeOffset At, long Order)> _agenda = new();
    private readonly BatchLimits _limits;
    private readonly int _crashAtStep;
    private long _order;
    private int _steps;
    private int _nodesMade;
    private bool _isQuiet;

    /// <param name="crashAtStep">the one step to crash at; 0 for none beside the chances of <paramref name="faults"/></param>
    public World(int seed, int nodes, Faults faults, BatchLimits? limits = null, int crashAtStep = 0)
    {
        (_random, Faults, _crashAtStep) = (new Random(seed), faults, crashAtStep);
        _limits = limits ?? BatchLimits.Default with
        {
            CommandsPerBatch = _random.Next(1, 12), PlacesForLower = 1, CachedStreams = _random.Next(1, 8), StreamsPerLoad = _random.Next(1, 5), Failures = 200,
            BatchesAtOnce = _random.Next(1, 4), EnoughForNext = 1, ShareForNext = _random.Next(0, 2) * 0.5,
        };
        for (int i = 0; i < nodes; i++) Nodes.Add(NewNode());
    }

    public DateTimeOffset Now { get; private set; } = Start;
    public Faults Faults { get; private set; }
    public SimDatabase Database { get; } = new();
    public List<SimNode> Nodes { get; } = [];
    public int Steps => _steps;
    public bool IsOver { get; private set; }

    public TimeSpan Delay() => TimeSpan.FromMicroseconds(_random.Next(50, _random.Next(20) == 0 ? 80_000 : 3_000));
    public bool Chance(double likelihood) => likelihood > 0 && _random.NextDouble() < likelihood;
    public int Next(int min, int max) => _random.Next(min, max);
    public SimNode AnyNode() => Nodes[_random.Next(Nodes.Count)];

    public void At(DateTimeOffset at, Action act) => _agenda.Enqueue(act, (at < Now ? Now : at, _order++));

    /// <summary>A node may die before any input that it handles; another takes its place later.</summary>
    public bool CrashesNow(SimNode node)
    {
        _steps++;
        if (IsOver || (_steps != _crashAtStep && !Chance(_isQuiet ? 0 : Faults.CrashPerStep))) return false;
        node.Crash();
        Nodes[Nodes.IndexOf(node)] = NewNode();
        return true;
    }

    public void Wrote(SimNode by, Batch batch)
    {
        if (!_isQuiet && Chance(Faults.PausePerWrite)) AnyNode().Pause(TimeSpan.FromMilliseconds(_random.Next(1, 4_000)));
        if (!Chance(Faults.NoticeOtherNodes)) return;
        string[] streams = [.. batch.Items.Where(i => i.RowCount > 0).Select(i => i.StreamId)];
        foreach (var other in Nodes)
            if (other != by) At(Now + Delay(), () => other.Touched(streams));
    }

    /// <summary>Runs until nothing is left to do; faults stop at the given instant, so that everything can come to rest.</summary>
    public void Run(DateTimeOffset faultsUntil, DateTimeOffset end, int mostSteps = 2_000_000)
    {
        while (_agenda.TryDequeue(out var act, out var when))
        {
            if (--mostSteps < 0) throw new InvalidOperationException("the simulation does not come to rest");
            Now = when.At;
            if (Now > faultsUntil && !_isQuiet) (_isQuiet, Faults) = (true, Faults.None);
            if (Now > end) IsOver = true;
            act();
        }
    }

    private SimNode NewNode() => new(this, $"node-{++_nodesMade}", _limits);
}
