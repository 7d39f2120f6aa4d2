using Workflow.Core.Runtime;
using Workflow.Core.Tests.Runtime;

namespace Workflow.Core.Tests.Simulation;

/// <summary>People with ledgers: small streams with everything the runtime has to cope with.</summary>
internal static class LedgerClients
{
    public static Client Make(World world, int number)
    {
        var dice = world.Dice;
        string ledger = $"ledger-{dice.Next(0, world.Plan.Ledgers)}";
        Command command = dice.Next(0, 20) switch
        {
            0 => new OpenLedger(ledger, "savings") { By = world.By },
            1 or 2 => new OpenLedger(ledger, "savings", "王小明") { By = world.By },
            3 or 4 or 5 or 6 => new Withdraw(ledger, dice.Next(1, 20)) { By = world.By },
            7 => new SetReminder(ledger, $"r{number}", World.Start + TimeSpan.FromMilliseconds(dice.Next(0, 9_000))) { By = world.By },
            8 => new Explode(ledger) { By = world.By },
            9 => new Deposit(ledger, 1, Encoded.Poison) { By = world.By },
            10 => dice.Chance(0.5) ? new Deposit(ledger, 1, Encoded.Unspeakable) { By = world.By } : new EraseOwner(ledger) { By = world.By },
            11 => new PlanSlices(ledger, dice.Next(1, 5)) { By = world.By },
            _ => new Deposit(ledger, dice.Next(1, 10)) { By = world.By },
        };
        return new Client(world, new CommandId("tester", "http", $"c{number}"), command).Begin(TimeSpan.FromMilliseconds(dice.Next(0, 2_000)));
    }
}
