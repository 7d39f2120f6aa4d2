using System.Text;
using Workflow.Core.Runtime;

namespace Workflow.Core.Tests.Simulation;

/// <summary>A promise was not kept.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message);

/// <summary>
/// Virtual time, one source of chance, one database, some nodes and clients. Single-threaded: a plan repeats a run exactly,
/// and <see cref="Hash"/> is equal only where everything happened in the same order.
/// </summary>
internal sealed class World
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    private const int MostSteps = 200_000;

    // Longer than all pauses and time-outs together, the fence's and the lock's included.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(240);

    private readonly PriorityQueue<Action, (long At, long Order)> _agenda = new();
    private readonly StringBuilder? _trace;
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private long _order;

    public World(Plan plan, bool keepsTrace = false)
    {
        (Plan, Dice, _trace) = (plan, new Dice((ulong)plan.Seed), keepsTrace ? new StringBuilder() : null);
        Store = new Store(this);
        Promises = new Promises(this);
        Nodes = new SimNode[plan.Nodes];
        for (int i = 0; i < plan.Nodes; i++) Nodes[i] = new SimNode(this, i, instance: 1);
        for (int i = 0; i < plan.Commands; i++) Clients.Add(LedgerClients.Make(this, i));
        for (int i = 0; i < plan.Cases; i++) CaseClients.Make(this, i);
    }

    public Plan Plan { get; }
    public Dice Dice { get; }
    public Store Store { get; }
    public Promises Promises { get; }

    /// <summary>Who stands in each place now; a place is empty of answers while its node is down.</summary>
    public SimNode[] Nodes { get; }
    public List<Client> Clients { get; } = [];

    public DateTimeOffset Now { get; private set; } = Start;
    public long Step { get; private set; }
    public ulong Hash { get; private set; } = 14_695_981_039_346_656_037;

    /// <summary>How often each kind of thing happened.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;
    public string Trace => _trace?.ToString() ?? "";

    /// <summary>Everybody has been answered and nothing is due: nothing that comes round by itself goes on.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Requests that have not come to their node. Whoever sent one may be content with another's answer, or have given up: it is work all the same.</summary>
    public int RequestsUnderWay { get; set; }
    public bool HasFaults => Now < Start + Plan.FaultsFor;
    public bool Is(Broken rule) => Plan.Broken == rule;

    public bool Fails(double likelihood) => HasFaults && Dice.Chance(likelihood);

    public TimeSpan Delay() => TimeSpan.FromMicroseconds(
        Dice.Next(0, 40) switch { 0 when HasFaults => Dice.Next(50, 3_000_000), < 3 => Dice.Next(50, 80_000), _ => Dice.Next(50, 3_000) });

    public void After(TimeSpan pause, Action act) => At(Now + pause, act);

    public void At(DateTimeOffset at, Action act) => _agenda.Enqueue(act, ((at < Now ? Now : at).Ticks, _order++));

    /// <summary>A line of the trace: part of the hash always, of the text when it is kept.</summary>
    public void Note(string what, string who = "", long a = 0, long b = 0)
    {
        _counts[what] = _counts.GetValueOrDefault(what) + 1;
        Mix(what);
        Mix(who);
        Hash = (((Hash ^ (ulong)a) * 1_099_511_628_211) ^ (ulong)b ^ (ulong)Now.Ticks) * 1_099_511_628_211;
        _trace?.Append(Step).Append("  ").Append((Now - Start).TotalMilliseconds.ToString("F3")).Append(" ms  ").Append(what).Append(' ').Append(who).Append(' ').Append(a).Append(' ').Append(b).Append('\n');
    }

    private void Mix(string text)
    {
        foreach (char c in text) Hash = (Hash ^ c) * 1_099_511_628_211;
    }

    public static BrokenPromiseException Break(string promise) => new(promise);

    /// <summary>Faults until the plan's instant, then on until all is at rest.</summary>
    public void Run()
    {
        while (_agenda.TryDequeue(out var act, out var when))
        {
            if (++Step > MostSteps) throw Break("the run does not come to rest: too many steps");
            Now = new DateTimeOffset(when.At, TimeSpan.Zero);
            if (HasFaults)
            {
                if (Step == Plan.StrikeAtStep) StrikeOnce();
                if (Dice.Chance(Plan.Faults.PostponePerStep)) { After(Delay() + Delay(), act); continue; }
                Strike();
            }

            act();
            if (IsOver || HasFaults) continue;
            if (IsAtRest()) IsOver = true;
            else if (Now > Start + Plan.FaultsFor + Patience) throw Break($"not everybody was answered: {Promises.StillOpen()}");
        }
    }

    private void Strike()
    {
        var faults = Plan.Faults;
        if (Dice.Chance(faults.NodeCrashPerStep)) Crash(Dice.Next(0, Nodes.Length));
        if (Dice.Chance(faults.NodeStopPerStep)) Nodes[Dice.Next(0, Nodes.Length)].Stop();
        if (Dice.Chance(faults.StoreCrashPerStep)) Store.Crash();
        if (Dice.Chance(faults.PausePerStep)) Dice.Any(Nodes).Pause(TimeSpan.FromMilliseconds(Dice.Next(1, 12_000)), stopsCounter: Dice.Chance(0.3));
        if (Dice.Chance(faults.ClockJumpPerStep)) Store.JumpClock(Dice.Chance(0.3) ? TimeSpan.FromSeconds(-Dice.Next(1, 60)) : TimeSpan.FromHours(Dice.Next(1, 500)));
    }

    private void StrikeOnce()
    {
        switch (Plan.Strike)
        {
            case Simulation.Strike.Node: Crash(Dice.Next(0, Nodes.Length)); break;
            case Simulation.Strike.Store: Store.Crash(); break;
            case Simulation.Strike.Connections: Store.EndConnections(); break;
        }
    }

    /// <summary>A node loses all it knows; another takes its place after a while, under the same name.</summary>
    public void Crash(int place)
    {
        var node = Nodes[place];
        if (!node.IsAlive) return;
        Note("crash", node.Name, node.Instance);
        node.Die();
        After(TimeSpan.FromMilliseconds(Dice.Next(1, 2_000)), () => Restart(place, node.Instance + 1));
    }

    /// <summary>A node begins by asking the database for its time and position; without it there is none.</summary>
    private void Restart(int place, int instance)
    {
        if (Store.IsUp) Nodes[place] = new SimNode(this, place, instance);
        else After(TimeSpan.FromMilliseconds(500), () => Restart(place, instance));
    }

    private bool IsAtRest()
    {
        foreach (var client in Clients) if (!client.IsDone) return false;
        foreach (var node in Nodes) if (!node.IsAtRest) return false;
        return RequestsUnderWay == 0 && Store.IsUp && !Store.HasWork && Promises.AllAnswered;
    }

    /// <summary>After the end: what is asked now is answered without faults.</summary>
    public void RunOn()
    {
        while (_agenda.TryDequeue(out var act, out var when))
        {
            if (++Step > MostSteps) throw Break("the run does not come to rest after its end");
            Now = new DateTimeOffset(when.At, TimeSpan.Zero);
            act();
        }
    }

    public Actor By { get; } = new(ActorKind.Person, "tester");
}
