using Workflow.Core.Runtime;

namespace Workflow.Core.Tests.Runtime.Simulation;

/// <summary>Drives one <see cref="Batcher"/> against the simulated database and network, as the Postgres node drives it against the real ones.</summary>
internal sealed class SimNode
{
    private static readonly Dictionary<string, StreamKind> Kinds = new(StringComparer.Ordinal) { ["ledger"] = SimDatabase.Kind };
    private static readonly TimeSpan TimerLease = TimeSpan.FromSeconds(2);

    private readonly World _world;
    private readonly string _name;
    private readonly Batcher _batcher;
    private readonly Dictionary<long, Action<Answer>> _tickets = [];
    private readonly TimeSpan _skew; // How far this node's idea of the database's time is off.
    private DateTimeOffset _pausedUntil;
    private long _lastTicket;

    // The connection that the current commit went out on; a look-up ends it first, so that it cannot write later.
    private int _connection;

    // Decided meanwhile; sent one after another, and none before the outcome of the one before is known.
    private readonly Queue<Batch> _unsent = new();
    private bool _isSending;

    public SimNode(World world, string name, BatchLimits limits)
    {
        (_world, _name) = (world, name);
        _skew = TimeSpan.FromMicroseconds(world.Next(-50_000, 50_000));
        _batcher = new Batcher(Kinds, limits);
        After(_world.Delay(), PumpTimers);
    }

    public bool IsAlive { get; private set; } = true;
    public int Unanswered => _batcher.Unanswered;

    public void Crash() => IsAlive = false;

    public void Pause(TimeSpan length) => _pausedUntil = _world.Now + length;

    public void Submit(Envelope envelope, Action<Answer> answered)
    {
        _tickets.Add(++_lastTicket, answered);
        Handle(new BatchInput.Submit(envelope, _lastTicket));
    }

    public void Touched(IReadOnlyList<string> streams) => Handle(new BatchInput.Touched(streams));

    private void Handle(BatchInput input)
    {
        if (!IsAlive) return;
        if (_world.Now < _pausedUntil) { _world.At(_pausedUntil, () => Handle(input)); return; }
        if (_world.CrashesNow(this)) return;
        foreach (var output in _batcher.Handle(input, _world.Now + _skew)) Perform(output);
        if (input is BatchInput.Committed or BatchInput.CommitFailed or BatchInput.LookedUp) _isSending = false;
        if (!_isSending && _unsent.TryDequeue(out var next)) Send(next);
        if (_batcher.WakeAt is { } wake) _world.At(wake - _skew, () => Handle(new BatchInput.Tick()));
    }

    private void Perform(BatchOutput output)
    {
        switch (output)
        {
            case BatchOutput.Load load: After(_world.Delay(), () => Load(load)); break;
            case BatchOutput.Commit commit: _unsent.Enqueue(commit.Batch); break;
            case BatchOutput.LookUp lookUp: LookUp(lookUp); break;
            case BatchOutput.Reply reply when _tickets.Remove(reply.Ticket, out var answered): After(_world.Delay(), () => answered(reply.Answer)); break;
        }
    }

    private void Load(BatchOutput.Load load)
    {
        var streams = load.Streams.Select(_world.Database.Read).ToList();
        After(_world.Delay(), () => Handle(new BatchInput.Loaded(streams)));
    }

    private void Send(Batch batch)
    {
        _isSending = true;
        int connection = ++_connection;
        bool isLost = _world.Chance(_world.Faults.LoseConnection);
        // What was sent reaches the database even when this node dies meanwhile, unless the connection was fenced off.
        _world.At(_world.Now + _world.Delay(), () =>
        {
            if (connection != _connection || (isLost && _world.Chance(0.5))) return;
            if (_world.Chance(_world.Faults.RefuseForNow)) { Tell(new BatchInput.CommitFailed(batch.Id, CommitFailure.Transient, "lock timeout")); return; }
            var verdicts = _world.Database.Write(batch);
            _world.Wrote(this, batch);
            Tell(verdicts is null ? new BatchInput.CommitFailed(batch.Id, CommitFailure.Refused, "poison") : new BatchInput.Committed(batch.Id, verdicts));
        });
        if (isLost) After(_world.Delay(), () => Handle(new BatchInput.ConnectionLost(batch.Id)));

        void Tell(BatchInput verdict) { if (!isLost) After(_world.Delay(), () => Handle(verdict)); }
    }

    private void LookUp(BatchOutput.LookUp lookUp) => After(_world.Delay(), () =>
    {
        _connection++;
        var found = lookUp.Ids.Where(_world.Database.Commands.ContainsKey).Select(id => _world.Database.Commands[id]).ToList();
        After(_world.Delay(), () => Handle(new BatchInput.LookedUp(lookUp.BatchId, found)));
    });

    private void PumpTimers()
    {
        if (!IsAlive || _world.IsOver) return;
        if (_world.Now >= _pausedUntil)
            foreach (var (stream, due) in _world.Database.ClaimTimers(_name, 8, TimerLease, _world.Now))
            {
                var id = new CommandId("system", "timer", $"{stream}/{due:O}/{_world.Now:O}");
                Submit(new Envelope(id, new FireReminder(stream, due) { By = Actor.System("timer") }, default, CommandPriority.Timer), _ => { });
            }

        After(TimeSpan.FromMilliseconds(300), PumpTimers);
    }

    private void After(TimeSpan pause, Action act) => _world.At(_world.Now + pause, () => { if (IsAlive) act(); });
}
