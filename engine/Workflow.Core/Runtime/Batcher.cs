namespace Workflow.Core.Runtime;

/// <summary>
/// The writer's mind: collects commands while the previous commit is under way, decides them on committed states, and asks for commits, the next one already
/// while the one before is under way. A state machine without I/O, clock or random: all that it learns and wants goes by <see cref="Handle"/>. Not thread-safe.
/// </summary>
/// <remarks>
/// Nothing is decided on an unconfirmed commit, nothing is answered before the commit is confirmed, and every item checks its stream's version, also when
/// it only refuses. Batches that are outstanding at the same time have no stream in common: a stream of one is left in the line until its outcome is known.
/// </remarks>
public sealed class Batcher(IReadOnlyDictionary<string, StreamKind> kinds, BatchLimits limits)
{
    private readonly StreamCache _cache = new(limits.CachedStreams);
    private readonly PinnedContents _pinned = new(limits.CachedPinned);
    private readonly StreamReads _reads = new(limits.StreamsPerLoad);

    private readonly Dictionary<CommandId, Waiting> _unanswered = [];
    private int _unansweredLower;
    private readonly HashSet<string> _ownSteps = new(StringComparer.Ordinal); // streams whose next step of the engine's own is among them
    private readonly WaitingLine _line = new();

    // Commands that wait for their stream or its pinned content, in order; a stream in here is not decided on.
    private readonly Dictionary<string, List<Waiting>> _parked = new(StringComparer.Ordinal);

    // Groups under suspicion after a refusal: each is tried as a batch of its own, halved until one command is left.
    private readonly Stack<List<Waiting>> _suspects = new();

    private readonly Outstanding _outstanding = new(limits);
    private readonly Sharing _sharing = new(limits);
    private long _lastBatchId;
    private List<BatchOutput> _out = [];
    private DateTimeOffset _now;

    /// <summary>When a <see cref="BatchInput.Tick"/> is due, after a pause; null when nothing waits for time alone.</summary>
    public DateTimeOffset? WakeAt { get; private set; }

    /// <summary>Commands that have not been answered.</summary>
    public int Unanswered => _unanswered.Count;

    private bool SomebodyWaits => _unanswered.Count > _unansweredLower;

    public bool IsCommitting => _outstanding.Count > 0;

    /// <summary>How often a stream's state was at hand when it was looked for, and how often not.</summary>
    public (long Hits, long Misses) Cache => (_cache.Hits, _cache.Misses);

    /// <param name="now">database time</param>
    public IReadOnlyList<BatchOutput> Handle(BatchInput input, DateTimeOffset now) => Handle([input], now);

    /// <summary>Takes in all that has arrived before it decides: what came together is written together.</summary>
    public IReadOnlyList<BatchOutput> Handle(IReadOnlyList<BatchInput> inputs, DateTimeOffset now) => [.. Take(inputs, now), .. Decide(now)];

    /// <summary>The first half: takes in what has arrived, and answers.</summary>
    public IReadOnlyList<BatchOutput> Take(IReadOnlyList<BatchInput> inputs, DateTimeOffset now)
    {
        (_out, _now) = ([], now);
        foreach (var input in inputs) TakeIn(input, now);
        return _out;
    }

    /// <summary>The second half: decides what may be written now, and asks for what must be read.</summary>
    public IReadOnlyList<BatchOutput> Decide(DateTimeOffset now)
    {
        (_out, _now) = ([], now);
        DecideNext(now);
        _out.AddRange(_reads.Next(_cache, _sharing.MayReadAhead(_line, _outstanding.HasPeople, now)));
        return _out;
    }

    /// <summary>Few commands are ready: those that are about to come, because others came or were answered just now, are worth a moment.</summary>
    public bool IsShort => (_line.People > 0 ? _line.People : _line.Ready) < limits.EnoughForNext;

    private void TakeIn(BatchInput input, DateTimeOffset now)
    {
        switch (input)
        {
            case BatchInput.Submit submit: Submit(submit.Envelope, submit.Ticket); break;
            case BatchInput.Loaded loaded: Loaded(loaded.Streams); break;
            case BatchInput.LoadFailed failed: LoadFailed(failed); break;
            case BatchInput.PinnedLoaded pinned: PinnedLoaded(pinned); break;
            case BatchInput.PinnedFailed failed: PinnedFailed(failed); break;
            case BatchInput.Committed committed when Outcome(committed.BatchId) is { } ended: Committed(ended, committed.Verdicts); break;
            case BatchInput.CommitFailed failed when Outcome(failed.BatchId) is { } ended: CommitFailed(ended, failed, now); break;
            case BatchInput.ConnectionLost lost when _outstanding.Find(lost.BatchId) is { } unknown:
                _out.Add(new BatchOutput.LookUp(lost.BatchId, [.. unknown.Batch.CommandIds]));
                break;
            case BatchInput.LookedUp lookedUp when Outcome(lookedUp.BatchId) is { } ended: LookedUp(ended, lookedUp.Found, now); break;
            case BatchInput.Touched touched:
                foreach (string streamId in touched.StreamIds) _cache.MarkStale(streamId);
                break;
        }
    }

    private void Submit(Envelope envelope, long ticket)
    {
        if (_unanswered.TryGetValue(envelope.Id, out var same))
        {
            if (same.Envelope.BodyHash.Span.SequenceEqual(envelope.BodyHash.Span)) same.Tickets.Add(ticket);
            else same.Rivals.Add((envelope, ticket));
            return;
        }

        bool isLower = envelope.Priority != CommandPriority.People;
        if (!isLower) _sharing.Asked(_now);
        if (isLower ? _unansweredLower >= limits.WaitingLower : _unanswered.Count - _unansweredLower >= limits.Waiting)
        {
            _out.Add(new BatchOutput.Reply(ticket, new Answer.Failed(FailureCodes.Busy, "too many commands wait")));
            return;
        }

        Enlist(new Waiting(envelope) { Tickets = { ticket } });
    }

    private void Enlist(Waiting waiting)
    {
        _unanswered.Add(waiting.Envelope.Id, waiting);
        if (!waiting.IsOfPeople) _unansweredLower++;
        // Known to need a read: asked for at once, so that it runs beside the commit that is under way. What is being written needs none.
        if (_parked.TryGetValue(waiting.StreamId, out var parked)) Join(parked, waiting);
        else if (_line.IsHeld(waiting.StreamId)) _line.AddLast(waiting);
        else if (!waiting.Envelope.Command.OpensStream && !_cache.TryUse(waiting.StreamId, out _)) Park(waiting);
        else _line.AddLast(waiting);
    }

    // Deciding

    private void DecideNext(DateTimeOffset now)
    {
        // Further off than any pause: the database's clock was put back (another primary), and the old instant may be hours away.
        if (WakeAt > now && WakeAt <= now + limits.Pause.Cap) return;
        WakeAt = null;
        while ((_suspects.Count == 0 || _outstanding.Count == 0) && _outstanding.MayAdd(_line, _sharing.IsOn(now) && SomebodyWaits) && Cut(now)) { }
    }

    private bool Cut(DateTimeOffset now)
    {
        var drafts = new Dictionary<string, Draft>(StringComparer.Ordinal);
        while (drafts.Count == 0 && _suspects.TryPop(out var group))
            foreach (var waiting in group) Place(waiting, drafts, now);
        bool isSuspect = drafts.Count > 0;
        if (!isSuspect) FillFromLine(drafts, now);
        if (drafts.Count == 0) return false;

        var batch = new Batch(++_lastBatchId, [.. drafts.Values.Select(d => d.ToItem())]);
        foreach (string streamId in drafts.Keys) _line.Hold(streamId);
        _outstanding.Add(batch, [.. drafts.Values.Select(d => d.Members)], isSuspect);
        _out.Add(new BatchOutput.Commit(batch));
        return true;
    }

    private void FillFromLine(Dictionary<string, Draft> drafts, DateTimeOffset now)
    {
        // Again when all that was taken has to be read first.
        while (drafts.Count == 0 && _line.Ready > 0)
        {
            var filling = new Filling(_line, limits, _sharing.TakeTurn(_line, now));
            while (filling.Next(drafts) is { } waiting)
                if (Place(waiting, drafts, now) is { } added) filling.Took(waiting, added);
        }
    }

    /// <summary>Decides a command into its stream's draft; parks it where something has to be read first (null).</summary>
    private int? Place(Waiting waiting, Dictionary<string, Draft> drafts, DateTimeOffset now)
    {
        if (_parked.TryGetValue(waiting.StreamId, out var parked)) { Join(parked, waiting); return null; }
        if (!drafts.TryGetValue(waiting.StreamId, out var draft))
        {
            if (StartOf(waiting) is not { } start) { Park(waiting); return null; }
            draft = new Draft(start, KindOf(waiting.StreamId)!);
        }

        PinnedRef? pin;
        try { pin = waiting.Envelope.Command.Pin(draft.State); }
        catch (Exception bug)
        {
            draft.Fail(waiting, bug, now);
            drafts.TryAdd(waiting.StreamId, draft);
            return 0;
        }

        object? content = null;
        if (pin is not null && !_pinned.TryGet(pin, out content)) { ParkOnPin(waiting, pin); return null; }
        drafts.TryAdd(waiting.StreamId, draft);
        return draft.Decide(waiting, content, now);
    }

    private LoadedStream? StartOf(Waiting waiting)
    {
        if (_cache.TryUse(waiting.StreamId, out var cached)) return cached;
        bool assumeNew = waiting.Envelope.Command.OpensStream && waiting.Conflicts == 0 && _cache.Peek(waiting.StreamId) is null;
        return assumeNew && KindOf(waiting.StreamId) is { } kind ? new LoadedStream(waiting.StreamId, kind.Empty, StreamHead.None) : null;
    }

    private StreamKind? KindOf(string streamId) =>
        streamId.IndexOf('-', StringComparison.Ordinal) is > 0 and var dash ? kinds.GetValueOrDefault(streamId[..dash]) : null;

    // Reading

    private void Park(Waiting waiting)
    {
        if (KindOf(waiting.StreamId) is null)
        {
            Settle(waiting, new Answer.Failed(FailureCodes.StreamUnreadable, $"no kind of stream is known for '{waiting.StreamId}'"));
            return;
        }

        _parked.Add(waiting.StreamId, [waiting]);
        _reads.Want(waiting.StreamId, waiting.IsOfPeople);
    }

    private void Join(List<Waiting> parked, Waiting waiting)
    {
        parked.Add(waiting);
        if (waiting.IsOfPeople) _reads.Hurry(waiting.StreamId);
    }

    private void ParkOnPin(Waiting waiting, PinnedRef pin)
    {
        _parked.Add(waiting.StreamId, [waiting]);
        if (_pinned.Await(pin, waiting.StreamId)) _out.Add(new BatchOutput.LoadPinned(pin));
    }

    private void Loaded(IReadOnlyList<LoadedStream> streams)
    {
        foreach (var stream in streams)
        {
            var parked = _parked.GetValueOrDefault(stream.StreamId) ?? [];
            if (!_reads.Took(stream, isForPeople: parked.Exists(w => w.IsOfPeople))) continue;
            _cache.Put(stream, isAwaited: true, isPassing: parked.TrueForAll(w => w.IsTimer));
            Unpark(stream.StreamId);
        }
    }

    private void LoadFailed(BatchInput.LoadFailed failed)
    {
        foreach (string streamId in failed.StreamIds)
        {
            _reads.Failed(streamId);
            if (_parked.Remove(streamId, out var parked))
                foreach (var waiting in parked) Settle(waiting, new Answer.Failed(failed.Code, failed.Detail));
        }
    }

    private void PinnedLoaded(BatchInput.PinnedLoaded loaded) => _pinned.Loaded(loaded.Pin, loaded.Content).ForEach(Unpark);

    private void PinnedFailed(BatchInput.PinnedFailed failed)
    {
        foreach (string streamId in _pinned.Failed(failed.Pin))
        {
            if (!_parked.Remove(streamId, out var parked)) continue;
            // Only the first is known to need this content; the others are looked at again.
            Settle(parked[0], new Answer.Failed(FailureCodes.PinnedUnavailable, failed.Detail));
            _line.AddFirst(parked[1..]);
        }
    }

    private void Unpark(string streamId)
    {
        if (_parked.Remove(streamId, out var parked)) _line.AddFirst(parked);
    }

    // What became of a batch

    /// <summary>Takes a batch out of those outstanding, its streams back into their turns; null when it is none of them.</summary>
    private InFlight? Outcome(long batchId)
    {
        if (_outstanding.Take(batchId) is not { } ended) return null;
        foreach (var item in ended.Batch.Items) _line.Release(item.StreamId);
        return ended;
    }

    private void Committed(InFlight ended, IReadOnlyList<ItemVerdict> verdicts)
    {
        var (batch, members) = (ended.Batch, ended.Members);
        var again = new List<Waiting>();
        for (int i = 0; i < batch.Items.Count; i++)
        {
            if (verdicts[i].Written) Written(batch.Items[i], members[i], verdicts[i]);
            else again.AddRange(NotWritten(members[i], verdicts[i]));
        }

        _line.AddFirst(again);
    }

    private void Written(BatchItem item, List<Waiting> members, ItemVerdict verdict)
    {
        var head = verdict.Head!;
        // Ten thousand that were read for their timers and kept would be moved about by the garbage collector, and push out what people work on.
        if (verdict.MustReload || (_cache.IsPassing(item.StreamId) && members.TrueForAll(m => m.IsTimer))) _cache.Forget(item.StreamId);
        else _cache.Put(new LoadedStream(item.StreamId, item.After, head));
        long position = item.Expected.Position;
        int next = 0;
        for (int i = 0; i < members.Count; i++)
        {
            var decided = item.Commands[i];
            next += decided.Rows.Count;
            if (decided.Rows.Count > 0) position = verdict.Positions[next - 1];
            Settle(members[i], decided.Refusal ?? new Answer.Accepted(item.StreamId, decided.Version, position, decided.Events, Repeated: false));
        }

        if (next > 0) SubmitInternal(item, head);
    }

    private List<Waiting> NotWritten(List<Waiting> members, ItemVerdict verdict)
    {
        var known = verdict.Known.ToDictionary(k => k.Id);
        var again = new List<Waiting>();
        if (verdict.Moved) _cache.MarkStale(members[0].StreamId);
        foreach (var waiting in members)
        {
            if (known.TryGetValue(waiting.Envelope.Id, out var before)) Settle(waiting, before.AnswerTo(waiting.Envelope));
            else if (verdict.Moved && ++waiting.Conflicts > limits.Conflicts)
                Settle(waiting, new Answer.Failed(FailureCodes.Contended, "other nodes moved the stream at every try"));
            else again.Add(waiting);
        }

        // A cached base that keeps losing may not be the log's at all (a restored database): read from the start.
        if (verdict.Moved && again.Exists(w => w.Conflicts % 5 == 4)) _cache.Forget(again[0].StreamId);
        return again;
    }

    private void CommitFailed(InFlight ended, BatchInput.CommitFailed failed, DateTimeOffset now)
    {
        var members = ended.Members;
        if (failed.Why == CommitFailure.Transient) { TryAgain([.. members.SelectMany(m => m)], failed.Detail, now); return; }
        if (members is [[var alone]]) Settle(alone, new Answer.Failed(FailureCodes.RefusedByDatabase, failed.Detail));
        else Suspect([.. members.SelectMany(m => m)]);
    }

    private void LookedUp(InFlight ended, IReadOnlyList<KnownCommand> found, DateTimeOffset now)
    {
        var known = found.ToDictionary(k => k.Id);
        var again = new List<Waiting>();
        foreach (var waiting in ended.Members.SelectMany(m => m))
        {
            _cache.MarkStale(waiting.StreamId);
            if (known.TryGetValue(waiting.Envelope.Id, out var before)) Settle(waiting, before.AnswerTo(waiting.Envelope));
            else again.Add(waiting);
        }

        if (again.Count > 0) TryAgain(again, "the connection to the database was lost", now);
    }

    private void TryAgain(List<Waiting> members, string detail, DateTimeOffset now)
    {
        int worst = 0;
        var again = new List<Waiting>();
        foreach (var waiting in members)
        {
            if (++waiting.Failures > limits.Failures) { Settle(waiting, new Answer.Failed(FailureCodes.Unavailable, detail)); continue; }
            worst = Math.Max(worst, waiting.Failures);
            again.Add(waiting);
        }

        if (worst == 0) return;
        // For all: whatever the database could not take just now, it could not take from another batch either.
        var wake = now + limits.Pause.After(worst);
        if (WakeAt is not { } earlier || earlier < wake) WakeAt = wake;
        if (worst >= limits.FailuresBeforeSplit) Suspect(again);
        else _line.AddFirst(again);
    }

    /// <summary>One of them may be the cause: halves by stream, and within one stream by command, first half first.</summary>
    private void Suspect(List<Waiting> group)
    {
        int half = (group.Count + 1) / 2;
        if (half < group.Count) _suspects.Push(group[half..]);
        _suspects.Push(group[..half]);
    }

    private void Settle(Waiting waiting, Answer answer)
    {
        _unanswered.Remove(waiting.Envelope.Id);
        if (!waiting.IsOfPeople) _unansweredLower--;
        if (waiting.IsOwnStep) _ownSteps.Remove(waiting.StreamId);
        for (int i = 0; i < waiting.Tickets.Count; i++)
            _out.Add(new BatchOutput.Reply(waiting.Tickets[i], i > 0 && answer is Answer.Accepted first ? first with { Repeated = true } : answer));
        if (waiting.Tickets.Count == 0 && answer is Answer.Failed) _out.Add(new BatchOutput.InternalFailed(waiting.Envelope, answer));

        // Another body under the same id: refused once this one stands, else it takes its turn.
        foreach (var (envelope, ticket) in waiting.Rivals)
        {
            if (answer is Answer.Accepted accepted) _out.Add(new BatchOutput.Reply(ticket, new Answer.IdReused(accepted.StreamId)));
            else Submit(envelope, ticket);
        }
    }

    /// <summary>
    /// The engine's own next step, under an id that is the same on every node and after every crash. One a stream: what waits already is decided on
    /// the state of its turn, and is followed by the next; one more for each of people's commits would pile up behind them.
    /// </summary>
    private void SubmitInternal(BatchItem item, StreamHead head)
    {
        if (_ownSteps.Contains(item.StreamId) || KindOf(item.StreamId)?.NextInternal(item.StreamId, item.After) is not { } next) return;
        var id = new CommandId("system", "internal", $"{item.StreamId}@{head.Version}");
        var envelope = new Envelope(id, next.InSlicesOf(_sharing.Pieces(_now)), ReadOnlyMemory<byte>.Empty, CommandPriority.System);
        _ownSteps.Add(item.StreamId);
        Enlist(new Waiting(envelope) { IsOwnStep = true });
    }
}
