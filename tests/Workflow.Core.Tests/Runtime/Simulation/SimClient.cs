using System.Text;
using Workflow.Core.Runtime;

namespace Workflow.Core.Tests.Runtime.Simulation;

/// <summary>Sends one command until it is answered for good, from whichever node answers, and remembers what it was told.</summary>
internal sealed class SimClient(World world, CommandId id, Command command)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    public CommandId Id => id;
    public Command Command => command;
    public Answer? Final { get; private set; }

    /// <summary>Every answer "accepted" that ever arrived; they must all say the same.</summary>
    public List<Answer.Accepted> Accepted { get; } = [];

    public List<string> Surprises { get; } = [];

    public void Send()
    {
        if (Final is not null) return;
        var node = world.AnyNode();
        if (node.IsAlive) node.Submit(EnvelopeOf("body"), Answered);
        if (world.Chance(0.1)) world.AnyNode().Submit(EnvelopeOf("body"), Answered);
        if (world.Chance(0.02)) world.AnyNode().Submit(EnvelopeOf("another body"), AnsweredRival);
        world.At(world.Now + Patience, Send);
    }

    public Envelope EnvelopeOf(string body) => new(id, command, Encoding.UTF8.GetBytes(body));

    private void Answered(Answer answer)
    {
        if (answer is Answer.Accepted accepted) Accepted.Add(accepted);
        else if (answer is Answer.Failed { Code: FailureCodes.Busy or FailureCodes.Contended or FailureCodes.Unavailable }) return;

        // A rival body may have been first: then this one is refused as reused, and that is final.
        if (Final is Answer.Accepted && answer is Answer.IdReused or Answer.Failed) Surprises.Add($"{id} was accepted, then {answer}");
        if (Final is not Answer.Accepted) Final = answer;
    }

    private void AnsweredRival(Answer answer)
    {
        if (answer is Answer.Accepted accepted) RivalAccepted = accepted;
    }

    public Answer.Accepted? RivalAccepted { get; private set; }
}
