using Workflow.Core.Cases;
using Workflow.Core.Runtime;
using Workflow.Core.Tests.Cases;

namespace Workflow.Core.Tests.Simulation;

/// <summary>
/// One process's way into the log. In step with Workflow.Postgres/Node.cs: the same inbox, the same taking in of all that has arrived, the same
/// outputs performed in the same order, the same tries and pauses; only threads are missing. Whoever changes one changes the other.
/// </summary>
internal sealed class SimNode
{
    private const int LoadTries = 3;
    private static readonly TimeSpan PauseBeforeRetry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);
    private static readonly object Pinned = new Scenario(Shop.Bpmn).Pinned;

    private readonly World _world;
    private readonly int _place;
    private readonly Batcher _batcher;
    private readonly SeenStreams _seen;
    private readonly SimWriter[] _writers;
    private readonly SimClock _clock;
    private readonly Queue<(BatchInput Input, Sender? Sender)> _inbox = new();
    private readonly Dictionary<long, Sender> _senders = [];

    // Whose connection is free, and which one holds a batch whose outcome is not known.
    private readonly Stack<SimWriter> _free;
    private readonly Dictionary<long, SimWriter> _lost = [];

    private long _lastTicket, _feedPosition;
    private DateTimeOffset? _tickAt;
    private DateTimeOffset _pausedUntil;
    private bool _isAwake, _isStopping;

    // Requests that have come and are not taken in: it is paused, or reads first.
    private int _arriving;

    public SimNode(World world, int place, int instance)
    {
        (_world, _place, Instance, Name) = (world, place, instance, $"node-{place}");
        _clock = new SimClock(world, TimeSpan.FromSeconds(world.Dice.Next(-300, 300)));
        _writers = [.. Enumerable.Range(0, world.Plan.Limits.BatchesAtOnce).Select(_ => new SimWriter(world, this))];
        _free = new Stack<SimWriter>(_writers);
        _batcher = new Batcher(Encoded.Kinds, world.Plan.Limits);
        _seen = new SeenStreams(world.Plan.Limits.CachedStreams);
        _clock.Set(world.Store.Time);
        (_feedPosition, _) = world.Store.Since(long.MaxValue);
        After(world.Delay(), Poll);
        new SimTimerPump(world, this).Start();
    }

    private sealed record Sender(Envelope Envelope, Action<Answer> Answered);

    public string Name { get; }
    public int Instance { get; }
    public bool IsAlive { get; private set; } = true;
    public SimClock Clock => _clock;
    public bool IsAtRest => IsAlive && _batcher.Unanswered == 0 && !_batcher.IsCommitting && _inbox.Count == 0 && _arriving == 0;

    public void Die()
    {
        IsAlive = false;
        _world.Promises.Gone(this);
        foreach (var writer in _writers) writer.Drop();
    }

    /// <summary>As SIGSTOP: what arrives waits. A suspended machine's counter stands still as well.</summary>
    public void Pause(TimeSpan length, bool stopsCounter)
    {
        _world.Note("pause", Name, length.Ticks);
        _pausedUntil = _world.Now + length;
        if (stopsCounter) _clock.LoseCounter(length);
    }

    /// <summary>Something that this process does, later: not when it is dead by then, and only once it is not paused.</summary>
    public void After(TimeSpan pause, Action act) => _world.After(pause, () => Do(act));

    public void Do(Action act)
    {
        if (!IsAlive) return;
        if (_world.Now < _pausedUntil) _world.At(_pausedUntil, () => Do(act));
        else act();
    }

    /// <summary>Answers after the commit that made the answer true; null when nothing is told.</summary>
    public void Submit(Envelope envelope, Action<Answer> answered)
    {
        _arriving++;
        Do(() => ReadAndTake(envelope, answered));
    }

    private void ReadAndTake(Envelope envelope, Action<Answer> answered)
    {
        if (!_world.Store.IsUp || _world.Dice.Next(0, 2) == 0) { Take(envelope, answered); return; }
        // Whoever asks has often read the case here just before.
        var read = _world.Store.Read(_seen.ToRead([envelope.Command.StreamId])[0]);
        After(_world.Delay(), () =>
        {
            _seen.Saw([read]);
            Take(envelope, answered);
        });
    }

    private void Take(Envelope envelope, Action<Answer> answered)
    {
        _arriving--;
        if (_isStopping) { answered(new Answer.Failed(FailureCodes.Unavailable, "the node is stopping")); return; }
        _world.Promises.Submitted(this, envelope);
        Post(new BatchInput.Submit(envelope, Ticket: 0), new Sender(envelope, answered));
    }

    /// <summary>Answers those who wait, for a while; whoever is left then is not told anything. Another takes its place.</summary>
    public void Stop()
    {
        if (!IsAlive || _isStopping) return;
        _world.Note("stop", Name, Instance);
        _isStopping = true;
        Post(new BatchInput.Tick());
        After(StopPatience, () => _world.Crash(_place));
    }

    private void Post(BatchInput input, Sender? sender = null)
    {
        _inbox.Enqueue((input, sender));
        if (!_isAwake) Wake();
    }

    private void Wake()
    {
        _isAwake = true;
        After(_world.Delay(), Loop);
    }

    private void Loop()
    {
        TakeIn();
        if (_batcher.IsShort) After(_world.Delay(), () => { TakeIn(); Decide(); });
        else Decide();
    }

    private void TakeIn()
    {
        var inputs = new List<BatchInput>();
        while (_inbox.TryDequeue(out var message)) inputs.Add(TakeIn(message.Input, message.Sender));
        if (inputs.Count == 0) return;
        foreach (var input in inputs) _world.Note(input.GetType().Name, input is BatchInput.Submit sent ? sent.Envelope.Id.Id : Name);
        Handled(inputs, now => _batcher.Take(inputs, now));
    }

    private void Decide()
    {
        _isAwake = false;
        Handled([], _batcher.Decide);
        ScheduleTick();
        if (_isStopping && _senders.Count == 0 && !_batcher.IsCommitting) _world.Crash(_place);
        else if (_inbox.Count > 0) Wake();
    }

    private void Handled(IReadOnlyList<BatchInput> inputs, Func<DateTimeOffset, IReadOnlyList<BatchOutput>> handle)
    {
        var now = _clock.Now;
        var outputs = handle(now);
        _world.Promises.Handled(this, _batcher, inputs, outputs, now);
        foreach (var output in outputs) Perform(output);
    }

    private BatchInput TakeIn(BatchInput input, Sender? sender)
    {
        if (input is BatchInput.Tick) _tickAt = null;
        if (sender is null || input is not BatchInput.Submit submit) return input;
        _senders.Add(++_lastTicket, sender);
        return submit with { Ticket = _lastTicket };
    }

    private void Perform(BatchOutput output)
    {
        switch (output)
        {
            case BatchOutput.Commit commit: StartCommit(commit.Batch); break;
            case BatchOutput.Load load: After(_world.Delay(), () => Load(load.Streams)); break;
            case BatchOutput.LoadPinned load: After(_world.Delay(), () => LoadPinned(load.Pin)); break;
            case BatchOutput.LookUp lookUp: After(_world.Delay(), () => LookUp(lookUp)); break;
            case BatchOutput.Reply reply when _senders.Remove(reply.Ticket, out var sender):
                _world.Promises.Told(this, sender.Envelope, reply.Answer);
                sender.Answered(reply.Answer);
                break;
            case BatchOutput.Reply reply: throw World.Break($"ticket {reply.Ticket} was answered before, or never given");
            case BatchOutput.InternalFailed failed: _world.Note("internal failed", ((Answer.Failed)failed.Answer).Code); break;
        }
    }

    private void StartCommit(Batch batch)
    {
        if (!_free.TryPop(out var writer)) throw World.Break("more batches than connections to write them");
        Encoded encoded;
        try { encoded = Encoded.Of(batch, _world.Step); }
        catch (ArgumentException bug)
        {
            _free.Push(writer);
            Post(new BatchInput.CommitFailed(batch.Id, CommitFailure.Refused, bug.Message));
            return;
        }

        After(_world.Delay(), () => writer.Write(encoded, (result, time) => Ended(batch, writer, result, time)));
    }

    private void Ended(Batch batch, SimWriter writer, BatchInput result, DateTimeOffset? databaseTime)
    {
        if (databaseTime is { } time) _clock.Set(time);
        if (result is BatchInput.Committed committed) _seen.Wrote(batch, committed.Verdicts);
        if (result is BatchInput.ConnectionLost broken && _world.Is(Broken.LostMeansFailed)) result = new BatchInput.CommitFailed(broken.BatchId, CommitFailure.Transient, "lost");
        if (result is BatchInput.ConnectionLost lost) _lost[lost.BatchId] = writer;
        if (result is not BatchInput.ConnectionLost || _world.Is(Broken.NextBeforeLookUp)) _free.Push(writer);
        Post(result);
    }

    private void Load(IReadOnlyList<LoadRequest> requests)
    {
        var (atHand, toRead) = _seen.Look(requests);
        if (atHand.Count > 0) After(_world.Delay(), () => Post(new BatchInput.Loaded(atHand)));
        if (toRead.Count > 0) Load(toRead, tried: 1);
    }

    private void Load(List<LoadRequest> requests, int tried)
    {
        bool fails = !_world.Store.IsUp || _world.Fails(_world.Plan.Faults.FailedPerRead);
        var streams = fails ? [] : requests.Select(_world.Store.Read).ToList();
        After(_world.Delay(), () =>
        {
            if (!fails) Post(new BatchInput.Loaded(streams));
            else if (tried < LoadTries) After(PauseBeforeRetry, () => Load(requests, tried + 1));
            else Post(new BatchInput.LoadFailed([.. requests.Select(r => r.StreamId)], FailureCodes.Unavailable, "unreachable"));
        });
    }

    private void LoadPinned(PinnedRef pin)
    {
        if (_world.Store.IsUp && !_world.Fails(_world.Plan.Faults.FailedPerRead)) Post(new BatchInput.PinnedLoaded(pin, Pinned));
        else Post(new BatchInput.PinnedFailed(pin, "unreachable"));
    }

    /// <summary>As often as it takes: nobody in the lost batch is answered before the database has said what it holds.</summary>
    private void LookUp(BatchOutput.LookUp lookUp) => _lost[lookUp.BatchId].LookUp(lookUp.Ids, found =>
    {
        if (found is null) { After(PauseBeforeRetry, () => LookUp(lookUp)); return; }
        if (_lost.Remove(lookUp.BatchId, out var writer) && !_world.Is(Broken.NextBeforeLookUp)) _free.Push(writer);
        Post(new BatchInput.LookedUp(lookUp.BatchId, found));
    });

    private void ScheduleTick()
    {
        if (_batcher.WakeAt is not { } wake || wake == _tickAt) return;
        _tickAt = wake;
        if (_world.Is(Broken.NoTick)) return;
        var pause = wake - _clock.Now;
        After(pause > TimeSpan.Zero ? pause + TimeSpan.FromMilliseconds(1) : TimeSpan.Zero, () => Post(new BatchInput.Tick()));
    }

    // What other nodes commit. In step with Workflow.Postgres/Log/ChangeFeed.cs.

    public void Noticed(Notice notice) => Do(() =>
    {
        if (notice.Position <= _feedPosition) return;
        _feedPosition = notice.Position;
        if (notice.Node != Name) Touched(notice.Streams);
    });

    private void Touched(IReadOnlyList<string> streams)
    {
        _seen.MarkStale(streams);
        Post(new BatchInput.Touched(streams));
    }

    private void Poll()
    {
        if (_world.IsOver) return;
        if (_world.Store.IsUp)
        {
            _clock.Set(_world.Store.Time);
            var (position, streams) = _world.Store.Since(_feedPosition);
            if (position > _feedPosition) Touched(streams);
            _feedPosition = Math.Max(position, _feedPosition);
        }

        After(TimeSpan.FromSeconds(2), Poll);
    }
}

/// <summary>The database's time, carried on between two readings by the process's counter. In step with Workflow.Postgres/Log/DatabaseClock.cs.</summary>
/// <param name="ownIsOff">how far the machine's own clock is off; nobody asks it</param>
internal sealed class SimClock(World world, TimeSpan ownIsOff)
{
    private TimeSpan _lostCounter;
    private (DateTimeOffset Time, DateTimeOffset Counter) _last = (World.Start, World.Start);

    private DateTimeOffset Counter => world.Now - _lostCounter;

    public DateTimeOffset Now => world.Is(Broken.OwnClock) ? world.Now + ownIsOff : _last.Time + (Counter - _last.Counter);

    public void Set(DateTimeOffset databaseTime) => _last = (databaseTime, Counter);

    public void LoseCounter(TimeSpan length) => _lostCounter += length;
}
