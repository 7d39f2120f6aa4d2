using Workflow.Core.Cases;
using Workflow.Core.Flow;
using Workflow.Core.Runtime;
using Workflow.Core.Tests.Cases;
using Workflow.Core.Tests.Flow;
using Workflow.Core.Tests.Runtime;

namespace Workflow.Core.Tests.Simulation;

/// <summary>What must hold of the whole once a run is at rest: the log against what everybody was told, the tables against a rebuild.</summary>
internal sealed class Verdict(World world)
{
    private static readonly Pinned Pinned = new Scenario(Shop.Bpmn).Pinned;

    public void Check()
    {
        foreach (var stream in world.Store.Streams) CheckStream(stream);
        CheckTimers();
        foreach (var client in world.Clients) CheckClient(client);
        AskAgain();
    }

    private static void CheckStream(StoredStream stream)
    {
        var rules = new FlowRules(Pinned.Graph);
        var state = stream.States[0];
        var reminded = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < stream.Events.Count; i++)
        {
            var happened = stream.Events[i].Happened;
            foreach (var part in happened is CaseAdvanced advanced ? advanced.Parts : [happened])
                if (part is FlowEvent flow && rules.Check(flow) is { } broken) throw World.Break($"{stream.Id} at {i + 1}: {broken}");
            if (happened is ReminderFired { Key: var key } && !reminded.Add(key)) throw World.Break($"reminder {key} fired twice");
            state = state.Evolve(happened);
            if (state is LedgerState { Balance: < 0 }) throw World.Break($"{stream.Id} is overdrawn at {i + 1}");
        }

        if (state is LedgerState { SlicesLeft: > 0 }) throw World.Break($"{stream.Id}: a large piece of work was left");
        if (state is CaseState { HasMore: true }) throw World.Break($"{stream.Id}: a slice was left");
    }

    /// <summary>The table of timers is what a rebuild makes of the states.</summary>
    private void CheckTimers()
    {
        var rows = new RowChanges();
        foreach (var stream in world.Store.Streams) Encoded.Kinds[StreamKind.NameOf(stream.Id)].Project(stream.Id, stream.States[0], stream.States[^1], events: null, rows);
        var rebuilt = rows.Timers.ToDictionary(t => t.StreamId, t => t.DueAt, StringComparer.Ordinal);
        foreach (var (stream, due) in rebuilt)
            if (world.Store.Timers.GetValueOrDefault(stream)?.Due != due) throw World.Break($"the timer of {stream} is not in the table as a rebuild has it");
        foreach (string stream in world.Store.Timers.Keys)
            if (!rebuilt.ContainsKey(stream)) throw World.Break($"the timer of {stream} is in the table and not in a rebuild");
    }

    private void CheckClient(Client client)
    {
        bool isRecorded = world.Store.Commands.ContainsKey(client.Id);
        if (client.Final is Answer.Accepted && !isRecorded) throw World.Break($"{client.Id} was acknowledged and is lost");
        if (isRecorded && client.Command is Explode or Deposit { Note: Encoded.Poison or Encoded.Unspeakable } && isRecorded) throw World.Break($"{client.Id} failed and left something");
    }

    /// <summary>Days later, on whichever node: the same id is answered as it was, with another body it is refused; nothing is written.</summary>
    private void AskAgain()
    {
        int events = world.Store.Log.Count;
        var asked = new List<(Client Client, List<Answer> Same, List<Answer> Other)>();
        foreach (var client in world.Clients)
        {
            if (!world.Store.Commands.ContainsKey(client.Id)) continue;
            var (same, other) = (new List<Answer>(), new List<Answer>());
            client.Ask("body", same.Add);
            client.Ask("another body", other.Add);
            asked.Add((client, same, other));
        }

        world.RunOn();
        foreach (var (client, same, other) in asked)
        {
            // That an answer fits the log was checked when it was told: here, that the two bodies have one answer each, and which.
            bool isFirst = world.Store.Commands[client.Id].Record.BodyHash.Span.SequenceEqual("body"u8);
            var (accepted, reused) = isFirst ? (same, other) : (other, same);
            if (accepted is not [Answer.Accepted { Repeated: true } or Answer.Failed { Code: FailureCodes.Busy or FailureCodes.Contended }])
                throw World.Break($"{client.Id}, asked again, is answered {string.Join(", ", accepted)}");
            if (reused is not [Answer.IdReused or Answer.Failed { Code: FailureCodes.Busy or FailureCodes.Contended }])
                throw World.Break($"{client.Id}, asked again with another body, is answered {string.Join(", ", reused)}");
        }

        if (world.Store.Log.Count != events) throw World.Break("asking again wrote something");
    }
}
