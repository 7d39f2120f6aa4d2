using Workflow.Core.Runtime;
using Workflow.Core.Tests.Runtime.Simulation;
using Xunit;

namespace Workflow.Core.Tests.Runtime;

/// <summary>The batcher under seeded faults: nothing acknowledged is lost, nothing is done twice, everybody is answered.</summary>
public sealed class SimulationTests
{
    private const int Seeds = 1_000;

    [Fact]
    public void A_thousand_seeded_worlds_keep_their_promises()
    {
        for (int seed = 1; seed <= Seeds; seed++)
        {
            var faults = new Faults(LoseConnection: 0.1, RefuseForNow: 0.05, CrashPerStep: seed % 3 == 0 ? 0.02 : 0, PausePerWrite: 0.03, NoticeOtherNodes: seed % 2);
            Play(seed, nodes: 1 + seed % 3, faults);
        }
    }

    [Fact]
    public void A_crash_at_any_single_step_loses_nothing()
    {
        for (int seed = 1; seed <= 3; seed++)
        {
            int steps = Play(seed, nodes: 2, Faults.None).Steps;
            for (int step = 1; step <= steps; step++) Play(seed, nodes: 2, Faults.None, step);
        }
    }

    [Fact]
    public void The_same_seed_repeats_a_run_exactly()
    {
        var faults = new Faults(0.2, 0.1, 0.02, 0.05, 0.5);
        var (first, second) = (Play(4711, 3, faults), Play(4711, 3, faults));
        Assert.Equal(first.Database.Log, second.Database.Log);
        Assert.Equal(first.Steps, second.Steps);
    }

    private static World Play(int seed, int nodes, Faults faults, int crashAtStep = 0)
    {
        try
        {
            var world = new World(seed, nodes, faults, limits: null, crashAtStep);
            var clients = Clients(world);
            foreach (var client in clients) world.At(World.Start + TimeSpan.FromMilliseconds(world.Next(0, 2_000)), client.Send);
            world.Run(faultsUntil: World.Start + TimeSpan.FromSeconds(10), end: World.Start + TimeSpan.FromSeconds(60));
            Check(world, clients);
            AskAgain(world, clients);
            return world;
        }
        catch (Exception broken)
        {
            throw new InvalidOperationException($"seed {seed}, {nodes} nodes, crash at step {crashAtStep}: {broken.Message}", broken);
        }
    }

    private static List<SimClient> Clients(World world)
    {
        var clients = new List<SimClient>();
        int ledgers = world.Next(1, 7), commands = world.Next(10, 50);
        for (int i = 0; i < commands; i++)
        {
            string ledger = $"ledger-{world.Next(0, ledgers)}";
            Command command = world.Next(0, 16) switch
            {
                0 or 1 => new OpenLedger(ledger, "savings") { By = By },
                2 or 3 or 4 => new Withdraw(ledger, world.Next(1, 20)) { By = By },
                5 => new SetReminder(ledger, $"r{i}", World.Start + TimeSpan.FromMilliseconds(world.Next(0, 9_000))) { By = By },
                6 => new Explode(ledger) { By = By },
                7 => new Deposit(ledger, 1, SimDatabase.Poison) { By = By },
                8 => new PlanSlices(ledger, world.Next(1, 5)) { By = By },
                _ => new Deposit(ledger, world.Next(1, 10)) { By = By },
            };
            clients.Add(new SimClient(world, new CommandId("tester", "http", $"c{i}"), command));
        }

        return clients;
    }

    private static readonly Actor By = new(ActorKind.Person, "tester");

    private static void Check(World world, List<SimClient> clients)
    {
        var database = world.Database;
        var byCommand = database.Log.ToLookup(e => e.Command);
        foreach (var client in clients) CheckClient(client, byCommand[client.Id].ToList(), database);

        // Every live node came to rest, every reminder fired once, every large piece of work went on to its end.
        Assert.All(world.Nodes, node => Assert.Equal(0, node.Unanswered));
        Assert.Empty(database.Timers);
        foreach (var reminders in database.Log.Where(e => e.Happened is ReminderFired).GroupBy(e => (e.StreamId, e.Happened))) Assert.Single(reminders);

        // Positions increase in commit order; versions have no gap; time never runs back; no balance was ever overdrawn.
        Assert.Equal(database.Log.Select(e => e.Position).Order(), database.Log.Select(e => e.Position));
        foreach (var stream in database.Log.GroupBy(e => e.StreamId))
        {
            Assert.Equal(Enumerable.Range(1, stream.Count()).Select(v => (long)v), stream.Select(e => e.Version));
            Assert.Equal(stream.Select(e => e.At).Order(), stream.Select(e => e.At));
            StreamState state = LedgerState.Empty;
            foreach (var stored in stream)
            {
                state = state.Evolve(stored.Happened);
                Assert.True(((LedgerState)state).Balance >= 0, $"{stream.Key} is overdrawn at {stored.Version}");
            }

            Assert.Equal(0, ((LedgerState)state).SlicesLeft);
        }
    }

    /// <summary>Days later, on whichever node: the same id is answered as it was, with another body it is refused.</summary>
    private static void AskAgain(World world, List<SimClient> clients)
    {
        int events = world.Database.Log.Count;
        foreach (var client in clients.Where(c => world.Database.Commands.ContainsKey(c.Id)))
        {
            var record = world.Database.Commands[client.Id];
            Answer? same = null, other = null;
            world.AnyNode().Submit(new Envelope(client.Id, client.Command, record.BodyHash), a => same = a);
            world.AnyNode().Submit(new Envelope(client.Id, client.Command, "no such body"u8.ToArray()), a => other = a);
            world.Run(World.Start, World.Start);
            Assert.Equal(new Answer.Accepted(record.StreamId, record.Version, record.Position, [], Repeated: true), same as Answer.Accepted, SameButEvents);
            Assert.Equal(new Answer.IdReused(record.StreamId), other);
        }

        Assert.Equal(events, world.Database.Log.Count);
    }

    private static bool SameButEvents(Answer.Accepted? told, Answer.Accepted? now) => told! with { Events = now!.Events } == now;

    private static void CheckClient(SimClient client, List<Stored> written, SimDatabase database)
    {
        Assert.NotNull(client.Final);
        Assert.Empty(client.Surprises);
        bool isRecorded = database.Commands.TryGetValue(client.Id, out var record);
        if (client.Final is Answer.Accepted || client.RivalAccepted is not null) Assert.True(isRecorded, $"{client.Id} was acknowledged and is lost");

        // A command's events stand together, once, and end where its record says.
        Assert.True(written.Count <= 1, $"{client.Id} was written {written.Count} times");
        if (written.Count > 0) Assert.Equal((written[^1].Version, written[^1].Position), (record!.Version, record.Position));
        if (client.Command is Explode or Deposit { Note: SimDatabase.Poison }) Assert.False(isRecorded, "what fails leaves nothing");
        if (client.Command is Deposit { Note: "" }) Assert.Single(written);

        // Whoever asks again is told the same.
        foreach (var told in client.Accepted) Assert.Equal((record!.StreamId, record.Version, record.Position), (told.StreamId, told.Version, told.Position));
    }
}
