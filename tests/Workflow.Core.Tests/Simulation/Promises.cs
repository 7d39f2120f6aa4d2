using Workflow.Core.Cases;
using Workflow.Core.Runtime;
using Workflow.Core.Tests.Cases;
using Workflow.Core.Tests.Runtime;

namespace Workflow.Core.Tests.Simulation;

/// <summary>
/// What must hold at every step, checked against the store itself: it sees what no node can. <see cref="Verdict"/> checks the whole
/// once the run is at rest.
/// </summary>
internal sealed class Promises(World world)
{
    // Clocks of nodes are read a moment before the commit; nothing is ever ahead of the database.
    private static readonly TimeSpan AheadAtMost = TimeSpan.FromMilliseconds(1);
    private static readonly object Pinned = new Scenario(Shop.Bpmn).Pinned;

    private readonly Dictionary<SimNode, Book> _books = [];
    private readonly Dictionary<CommandId, long> _writtenAt = [];

    /// <summary>What one node has taken in and not yet answered, and what it is writing.</summary>
    private sealed class Book
    {
        public Dictionary<CommandId, (long Since, int Count)> Open { get; } = [];
        public Dictionary<CommandId, DecidedCommand> Decided { get; } = [];

        /// <summary>Decided in the last step: what is told in that step belongs to earlier decisions.</summary>
        public List<DecidedCommand> JustDecided { get; } = [];
        public List<Batch> Outstanding { get; } = [];
        public List<HashSet<string>> Loads { get; } = [];
    }

    private Book BookOf(SimNode node)
    {
        if (!_books.TryGetValue(node, out var book)) _books.Add(node, book = new Book());
        return book;
    }

    public bool AllAnswered => _books.Values.All(b => b.Open.Count == 0);

    public string StillOpen() =>
        string.Join("; ", _books.SelectMany(b => b.Value.Open.Keys.Select(id => $"{b.Key.Name} owes {id.Source}/{id.Id}"))
            .Concat(world.Clients.Where(c => !c.IsDone).Select(c => $"{c.Id.Id} waits"))
            .Concat(world.Nodes.Where(n => !n.IsAtRest).Select(n => $"{n.Name} is not at rest"))
            .Concat(world.Store.HasWork ? world.Store.Timers.Select(t => $"timer {t.Key} due {t.Value.Due - world.Store.Time}, tried {t.Value.Attempts}") : []).Take(12));

    public void Gone(SimNode node) => _books.Remove(node);

    public void Submitted(SimNode node, Envelope envelope)
    {
        var open = BookOf(node).Open;
        open[envelope.Id] = open.TryGetValue(envelope.Id, out var same) ? (same.Since, same.Count + 1) : (world.Step, 1);
    }

    // What the batcher asks for

    public void Handled(SimNode node, Batcher batcher, IReadOnlyList<BatchInput> inputs, IReadOnlyList<BatchOutput> outputs, DateTimeOffset now)
    {
        var book = BookOf(node);
        var limits = world.Plan.Limits;
        foreach (var decided in book.JustDecided) book.Decided[decided.Envelope.Id] = decided;
        book.JustDecided.Clear();
        foreach (var input in inputs)
        {
            long? ended = input switch { BatchInput.Committed i => i.BatchId, BatchInput.CommitFailed i => i.BatchId, BatchInput.LookedUp i => i.BatchId, _ => null };
            if (ended is { } id) book.Outstanding.RemoveAll(b => b.Id == id);
            var read = input switch { BatchInput.Loaded i => i.Streams.Select(s => s.StreamId), BatchInput.LoadFailed i => i.StreamIds, _ => [] };
            foreach (var load in book.Loads) load.ExceptWith(read);
            book.Loads.RemoveAll(l => l.Count == 0);
        }

        foreach (var output in outputs)
        {
            if (output is BatchOutput.Commit commit) Asked(node, book, commit.Batch);
            if (output is BatchOutput.Load load) Reads(book, load);
        }

        // A clock that was put back is noticed when something is decided.
        if (inputs.Count == 0 && batcher.WakeAt is { } wake && wake > now + limits.Pause.Cap) throw World.Break($"a pause of {wake - now}, longer than any");
        if (batcher.Unanswered > limits.Waiting + limits.WaitingLower + world.Plan.Ledgers + world.Plan.Cases) throw World.Break($"{batcher.Unanswered} commands wait");
    }

    private void Asked(SimNode node, Book book, Batch batch)
    {
        var limits = world.Plan.Limits;
        world.Note("batch", node.Name, batch.Id, batch.Items.Count);
        if (book.Outstanding.Count >= limits.BatchesAtOnce) throw World.Break("too many batches are outstanding");
        if (book.Outstanding.Exists(b => b.Id >= batch.Id)) throw World.Break("batches are not numbered in their order");
        if (batch.Items.Sum(i => i.Commands.Count) > limits.CommandsPerBatch) throw World.Break("a batch is too large");
        var streams = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in batch.Items)
        {
            if (!streams.Add(item.StreamId)) throw World.Break($"{item.StreamId} stands twice in a batch");
            if (book.Outstanding.Exists(b => b.Items.Any(i => i.StreamId == item.StreamId))) throw World.Break($"{item.StreamId} stands in two batches");
            CheckBase(item);
            book.JustDecided.AddRange(item.Commands);
        }

        book.Outstanding.Add(batch);
    }

    private static void Reads(Book book, BatchOutput.Load load)
    {
        if (book.Loads.Exists(l => l.Overlaps(load.Streams.Select(s => s.StreamId)))) throw World.Break("a stream is read twice at once");
        book.Loads.Add([.. load.Streams.Select(s => s.StreamId)]);
        if (book.Loads.Count > 2) throw World.Break("more than two loads are under way");
    }

    /// <summary>Decided on what is committed, and on nothing else.</summary>
    private void CheckBase(BatchItem item)
    {
        var stream = world.Store.StreamOf(item.StreamId);
        long version = item.Expected.Version;
        if (version > stream.Events.Count) throw World.Break($"{item.StreamId} was decided on version {version}, which is not committed");
        if (version > 0 && stream.Events[(int)version - 1].Hash != item.Expected.Hash) throw World.Break($"{item.StreamId} was decided on another version {version}");
        if (item.Before is LedgerState before && before.Balance != ((LedgerState)stream.States[(int)version]).Balance) throw World.Break($"{item.StreamId} was decided on a state that it never had");
    }

    // What the store makes visible

    public void Committing(SimNode by, Batch batch, IReadOnlyList<ItemVerdict> verdicts)
    {
        for (int i = 0; i < verdicts.Count; i++)
        {
            if (!verdicts[i].Written) continue;
            var item = batch.Items[i];
            long version = item.Expected.Version;
            foreach (var command in item.Commands)
            {
                version += command.Rows.Count;
                if (version != command.Version) throw World.Break($"{command.Envelope.Id} ends at {version}, not at {command.Version}");
                if (!by.IsAlive || !command.IsAccepted || command.Envelope.Id.Source == "internal") continue;
                if (!BookOf(by).Open.ContainsKey(command.Envelope.Id)) throw World.Break($"{command.Envelope.Id} is written after {by.Name} had answered that it is not");
            }
        }
    }

    public void Appending(StoredStream stream, Stored stored)
    {
        if (!_writtenAt.TryAdd(stored.Command, stored.Step) && _writtenAt[stored.Command] != stored.Step) throw World.Break($"{stored.Command} is written twice");
        if (stored.Version != stream.Events.Count + 1) throw World.Break($"{stored.StreamId} at {stream.Events.Count} gets version {stored.Version}");
        if (world.Store.Log.Count > 0 && stored.Position <= world.Store.Log[^1].Position) throw World.Break($"position {stored.Position} comes after {world.Store.Log[^1].Position}");
        string? previous = stream.Events.Count == 0 ? null : stream.Events[^1].Hash;
        if (stored.Hash != Encoded.Chain(stored.StreamId, stored.Version, stored.Happened.GetType().Name, previous)) throw World.Break($"the chain of {stored.StreamId} breaks at {stored.Version}");
        if (stream.Events.Count > 0 && stored.At < stream.Events[^1].At) throw World.Break($"time runs back in {stored.StreamId}");
        if (stored.At > world.Store.LatestTime + AheadAtMost) throw World.Break($"{stored.StreamId} has an event from the future: {stored.At - world.Store.LatestTime}");
    }

    // What is told

    public void Told(SimNode node, Envelope envelope, Answer answer)
    {
        var book = BookOf(node);
        var (since, count) = book.Open[envelope.Id];
        if (count == 1) book.Open.Remove(envelope.Id);
        else book.Open[envelope.Id] = (since, count - 1);
        world.Note(answer.GetType().Name, $"{envelope.Id.Source}/{envelope.Id.Id}", (answer as Answer.Accepted)?.Version ?? 0, (answer as Answer.Accepted)?.Position ?? 0);

        bool isRecorded = world.Store.Commands.TryGetValue(envelope.Id, out var found);
        bool isSame = isRecorded && found.Record.BodyHash.Span.SequenceEqual(envelope.BodyHash.Span);
        switch (answer)
        {
            case Answer.Accepted accepted:
                if (!isRecorded) throw World.Break($"{envelope.Id} is told to be accepted and is not in the log");
                if (!isSame) throw World.Break($"{envelope.Id} was accepted with another body and is told to be accepted");
                if ((found.Record.StreamId, found.Record.Version, found.Record.Position) != (accepted.StreamId, accepted.Version, accepted.Position))
                    throw World.Break($"{envelope.Id} stands at {found.Record.Version}/{found.Record.Position} and is told to stand at {accepted.Version}/{accepted.Position}");
                if (!accepted.Repeated) CheckDecision(envelope, book.Decided[envelope.Id], since);
                break;
            case Answer.IdReused when !isRecorded || isSame: throw World.Break($"{envelope.Id} is told to be used with another body and is not");
            case Answer.Rejected when isRecorded && found.Step < since: throw World.Break($"{envelope.Id} was accepted before, and is refused");
            case Answer.Rejected: CheckDecision(envelope, book.Decided[envelope.Id], since); break;
            case Answer.Failed failed: CheckFailure(envelope, failed.Code); break;
        }
    }

    /// <summary>What was decided is what the command comes to on a state that was the latest between its arrival and its answer.</summary>
    private void CheckDecision(Envelope envelope, DecidedCommand decided, long since)
    {
        var (command, stream) = (envelope.Command, world.Store.StreamOf(envelope.Command.StreamId));
        long before = decided.Version - decided.Rows.Count;
        if (!stream.WasLatest(before, since, world.Step)) throw World.Break($"{envelope.Id} was decided on version {before}, which was not the latest while it waited");
        var state = stream.States[(int)before];
        var outcome = command.Decide(command.Pin(state) is null ? null : Pinned, state, decided.At);
        bool isEqual = (outcome, decided.Refusal) switch
        {
            (Outcome.Rejection why, Answer.Rejected no) => why.Code == no.Why.Code,
            (Outcome.Events happened, null) => happened.List.Count == decided.Events.Count && happened.List.Zip(decided.Events, (a, b) => a.GetType() == b.GetType() && (a is not (Deposited or Withdrew or SliceDone) || a.Equals(b))).All(e => e),
            _ => false,
        };
        if (!isEqual) throw World.Break($"{envelope.Id} comes to something else on version {before} of {stream.Id}");
        for (int i = 0; i < decided.Rows.Count; i++)
            if (!ReferenceEquals(stream.Events[(int)before + i].Happened, decided.Rows[i])) throw World.Break($"{envelope.Id} is told other events than stand in the log");
    }

    /// <summary>A failure that is the command's own befalls only those that have it in them.</summary>
    private static void CheckFailure(Envelope envelope, string code)
    {
        bool isOwn = code switch
        {
            FailureCodes.DecideFailed => envelope.Command is Explode,
            FailureCodes.RefusedByDatabase => envelope.Command is Deposit { Note: Encoded.Poison or Encoded.Unspeakable },
            FailureCodes.StreamUnreadable => false,
            _ => true,
        };
        if (!isOwn) throw World.Break($"{envelope.Id} ({envelope.Command.GetType().Name}) failed with {code}");
    }
}
