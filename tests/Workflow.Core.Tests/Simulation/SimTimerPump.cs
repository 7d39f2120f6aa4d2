using System.Globalization;
using System.Text;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Runtime;
using Workflow.Core.Tests.Runtime;

namespace Workflow.Core.Tests.Simulation;

/// <summary>Fires due timers. In step with Workflow.Postgres/Queues/TimerPump.cs: claim, hand over, wait for all answers, give back; what came to nothing after a growing pause.</summary>
internal sealed class SimTimerPump(World world, SimNode node)
{
    private const int BatchMax = 8;
    private static readonly TimeSpan LeaseLength = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private int _open;

    public void Start() => node.After(world.Delay(), Round);

    private void Round()
    {
        if (world.IsOver) return;
        if (!world.Store.IsUp || world.Fails(world.Plan.Faults.FailedPerRead)) { node.After(Pause, Round); return; }
        var due = world.Store.Claim($"{node.Name}/{node.Instance}", BatchMax, LeaseLength);
        _open = due.Count;
        if (_open == 0) node.After(Pause, Round);
        foreach (var (stream, timer) in due) node.After(world.Delay(), () => Fire(stream, timer));
    }

    private void Fire(string stream, TimerOf timer)
    {
        int attempt = world.Is(Broken.TimerIdWithoutAttempt) ? 1 : timer.Attempts;
        string id = string.Create(CultureInfo.InvariantCulture, $"{stream}/{timer.Due.UtcDateTime:O}/{attempt}");
        var by = Actor.System("timer");
        Command command = stream.StartsWith("case", StringComparison.Ordinal) ? new FireTimer { CaseId = stream, By = by } : new FireReminder(stream, timer.Due) { By = by };
        node.Submit(new Envelope(new CommandId("system", "timer", id), command, Encoding.UTF8.GetBytes(id), CommandPriority.Timer), answer =>
        {
            bool isVain = answer is not Answer.Accepted { Events.Count: > 0 };
            world.Note(isVain ? "fired in vain" : "fired", stream);
            node.After(world.Delay(), () =>
            {
                if (world.Store.IsUp) world.Store.GiveBack(stream, timer, isVain ? Backoff.OfQueues.After(timer.Attempts) : TimeSpan.Zero);
                if (--_open == 0) node.After(world.Delay(), Round);
            });
        });
    }
}
