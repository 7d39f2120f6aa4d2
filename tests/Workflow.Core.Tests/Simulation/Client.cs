using System.Text;
using Workflow.Core.Runtime;

namespace Workflow.Core.Tests.Simulation;

/// <summary>Sends one command, to whichever node, until it is answered for good; sometimes twice, sometimes with another body, sometimes it gives up.</summary>
internal sealed class Client(World world, CommandId id, Command command)
{
    private const string Body = "body";
    private static readonly TimeSpan MostPatience = TimeSpan.FromSeconds(5);
    private TimeSpan _patience = TimeSpan.FromMilliseconds(500);

    public CommandId Id => id;
    public Command Command => command;

    /// <summary>The answer that ended it; null while it waits, and when it gave up.</summary>
    public Answer? Final { get; private set; }
    public bool IsDone { get; private set; }

    /// <summary>Told once, when it is done.</summary>
    public Action<Answer?>? Done { get; init; }

    public Client Begin(TimeSpan after)
    {
        world.After(after, Send);
        return this;
    }

    private void Send()
    {
        if (IsDone) return;
        if (world.Fails(0.03)) { End(null); return; }
        SendTo(world.Dice.Next(0, world.Nodes.Length), Body, Heard);
        if (world.Dice.Chance(0.1)) SendTo(world.Dice.Next(0, world.Nodes.Length), Body, Heard);
        if (world.Fails(0.04)) SendTo(world.Dice.Next(0, world.Nodes.Length), "another body", _ => { });
        world.After(_patience, Send);
        _patience = _patience * 2 < MostPatience ? _patience * 2 : MostPatience;
    }

    /// <summary>Asks once more, with this body.</summary>
    public void Ask(string body, Action<Answer> heard) => SendTo(world.Dice.Next(0, world.Nodes.Length), body, heard);

    private void SendTo(int place, string body, Action<Answer> heard)
    {
        if (world.Fails(world.Plan.Faults.LostPerMessage)) return;
        var envelope = new Envelope(id, command, Encoding.UTF8.GetBytes(body));
        world.RequestsUnderWay++;
        world.After(world.Delay(), () =>
        {
            world.RequestsUnderWay--;
            world.Nodes[place].Submit(envelope, answer =>
            {
                if (!world.Fails(world.Plan.Faults.LostPerMessage)) world.After(world.Delay(), () => heard(answer));
            });
        });
    }

    private void Heard(Answer answer)
    {
        if (IsDone) return;
        if (answer is Answer.Failed { Code: FailureCodes.Busy or FailureCodes.Contended or FailureCodes.Unavailable or FailureCodes.PinnedUnavailable }) return;

        // What was refused may be sent again under the same id, and is decided again.
        if (answer is Answer.Rejected && world.Fails(0.2)) return;
        End(answer);
    }

    private void End(Answer? final)
    {
        (Final, IsDone) = (final, true);
        Done?.Invoke(final);
    }
}
