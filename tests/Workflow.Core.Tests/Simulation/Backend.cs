using Workflow.Core.Runtime;

namespace Workflow.Core.Tests.Simulation;

/// <summary>What the database says to what it was sent.</summary>
internal abstract record Said
{
    public sealed record Written(IReadOnlyList<ItemVerdict> Verdicts, DateTimeOffset Time) : Said;

    public sealed record Error(CommitFailure Why, string Detail, bool IsLockTimeout = false) : Said;

    public sealed record Found(IReadOnlyList<KnownCommand> Known) : Said;

    /// <summary>The connection broke; what became of it is not known.</summary>
    public sealed record Lost : Said;
}

/// <summary>A client's wait for an answer; it hears one, once.</summary>
internal sealed class Call(Action<Said> heard)
{
    private bool _isOver;

    /// <summary>Answers no longer reach the client.</summary>
    public bool IsCut { get; set; }

    public void Hear(Said said)
    {
        if (_isOver) return;
        _isOver = true;
        heard(said);
    }
}

/// <summary>
/// A server process of the database with its transaction: lock, verdicts, writes, commit, answer, each at a step of its own, so that
/// everything else may come between. In step with Workflow.Postgres/Log/WriterSql.cs and LogWriter.cs.
/// </summary>
internal sealed class Backend(World world, Store store, SimNode owner, long pid)
{
    private static readonly TimeSpan TransactionTimeout = TimeSpan.FromSeconds(8);

    private enum Phase { Idle, Waiting, Holding, Committing }

    private readonly List<Action> _atEnd = [];
    private Phase _phase;
    private Call? _call;
    private Encoded? _batch;
    private IReadOnlyList<CommandId>? _asked;
    private List<ItemVerdict>? _pending;
    private List<ItemVerdict>? _early;
    private bool _isHalf, _endsAfterwards;
    private int _onTheWay;

    public SimNode Owner => owner;
    public long Pid => pid;
    public bool IsAlive { get; private set; } = true;
    public DateTimeOffset? WaitsForClientSince { get; private set; }

    /// <summary>Sends it: what is on its way arrives before the connection's end does, whatever becomes of the client.</summary>
    public void Send(Encoded batch, Call call, bool isHalf, TimeSpan takes)
    {
        _onTheWay++;
        world.After(takes, () =>
        {
            _onTheWay--;
            Receive(batch, call, isHalf);
        });
    }

    private void Receive(Encoded batch, Call call, bool isHalf)
    {
        if (isHalf && _endsAfterwards) End();
        if (!IsAlive) { world.After(world.Delay(), () => call.Hear(new Said.Lost())); return; }
        (_batch, _call, _isHalf, _phase) = (batch, call, isHalf, Phase.Waiting);
        if (world.Is(Broken.VerdictBeforeLock)) _early = Verdicts(batch);
        store.Acquire(this);
    }

    public void ReceiveRest()
    {
        if (!IsAlive || !_isHalf) return;
        _isHalf = false;
        if (_phase == Phase.Holding) { WaitsForClientSince = null; GoOn(); }
    }

    public void Receive(IReadOnlyList<CommandId> asked, Call call)
    {
        if (!IsAlive) { world.After(world.Delay(), () => call.Hear(new Said.Lost())); return; }
        (_asked, _call, _phase) = (asked, call, Phase.Waiting);
        if (world.Is(Broken.LookUpWithoutWaiting)) { LookUp(); return; }
        store.Acquire(this);
    }

    public void LockTimedOut() => Reject(CommitFailure.Transient, "55P03: lock timeout", isLockTimeout: true);

    public void Granted()
    {
        _phase = Phase.Holding;
        if (_isHalf)
        {
            WaitsForClientSince = world.Now;
            world.After(TransactionTimeout, () => { if (WaitsForClientSince is not null) Terminate(); });
            return;
        }

        GoOn();
    }

    private void GoOn() => world.After(world.Delay(), () =>
    {
        if (!IsAlive || _phase != Phase.Holding) return;
        if (_asked is not null) LookUp();
        else Write();
    });

    private void LookUp()
    {
        var found = new List<KnownCommand>();
        world.Note("look-up", owner.Name, _asked!.Count);
        foreach (var id in _asked!) if (store.Commands.TryGetValue(id, out var known)) found.Add(known.Record);
        _asked = null;
        Finish(new Said.Found(found));
    }

    private void Write()
    {
        var batch = _batch!;
        if (world.Fails(world.Plan.Faults.RefusedForNowPerWrite)) { Reject(CommitFailure.Transient, "53100: disk full"); return; }
        _pending = _early ?? Verdicts(batch);
        _early = null;
        if (batch.IsPoisoned) { Reject(CommitFailure.Refused, "22P05: poison"); return; }
        var time = store.Time;
        _phase = Phase.Committing;
        if (world.Is(Broken.AnswerBeforeCommit)) Answer(new Said.Written(_pending, time));
        if (world.Is(Broken.LockReleasedBeforeCommit)) store.Release(this);
        world.After(world.Delay(), () => Commit(time));
    }

    private void Commit(DateTimeOffset time)
    {
        if (!IsAlive || _pending is not { } verdicts) return;
        var batch = _batch!;
        _pending = null;
        store.Apply(this, batch, verdicts);
        string[] touched = [.. batch.Items.Where((item, i) => verdicts[i].Written && item.Item.RowCount > 0).Select(i => i.Item.StreamId)];
        if (touched.Length > 0) store.Notify(new Notice(owner.Name, store.Log[^1].Position, touched));
        Finish(new Said.Written(verdicts, time));
    }

    /// <summary>An item is accepted when none of its commands was accepted before and its stream stands at the expected version.</summary>
    private List<ItemVerdict> Verdicts(Encoded batch)
    {
        var verdicts = new List<ItemVerdict>();
        foreach (var encoded in batch.Items)
        {
            var item = encoded.Item;
            List<KnownCommand>? known = null;
            foreach (var command in item.Commands)
                if (!world.Is(Broken.CommandIdsNotAsked) && store.Commands.TryGetValue(command.Envelope.Id, out var before)) (known ??= []).Add(before.Record);
            bool isLatest = store.StreamOf(item.StreamId).Events.Count == item.Expected.Version || (item.RowCount == 0 && world.Is(Broken.NoVersionCheckForRefusals));
            if (known is not null) world.Note("known before", owner.Name);
            else if (!isLatest) world.Note("moved", owner.Name);
            if (known is not null) verdicts.Add(new ItemVerdict(false, true, null, [], known));
            else if (!isLatest) verdicts.Add(ItemVerdict.Conflict);
            else verdicts.Add(Accepted(encoded));
        }

        return verdicts;
    }

    private ItemVerdict Accepted(EncodedItem encoded)
    {
        var item = encoded.Item;
        long[] positions = [.. encoded.Hashes.Select(_ => ++store.LastDrawn)];
        DateTimeOffset at = item.Expected.At;
        foreach (var command in item.Commands) if (command.Rows.Count > 0) at = command.At;
        var head = positions.Length == 0 ? item.Expected : new StreamHead(item.Expected.Version + positions.Length, positions[^1], at, encoded.Hashes[^1], encoded.Key);
        return new ItemVerdict(true, false, head, positions, []) { MustReload = encoded.IsErased };
    }

    /// <summary>An error ends the transaction and keeps the connection.</summary>
    private void Reject(CommitFailure why, string detail, bool isLockTimeout = false)
    {
        world.Note(detail, owner.Name);
        _pending = null;
        Finish(new Said.Error(why, detail, isLockTimeout));
    }

    private void Finish(Said said)
    {
        (_phase, _batch) = (Phase.Idle, null);
        store.Release(this);
        Answer(said);
        if (_endsAfterwards) End();
    }

    private void Answer(Said said)
    {
        if (_call is not { IsCut: false } call) return;
        world.After(world.Delay(), () => { if (!call.IsCut || said is Said.Lost) call.Hear(said); });
    }

    // Its end

    /// <summary>As pg_terminate_backend: a commit under way is finished first.</summary>
    public void Terminate()
    {
        if (!IsAlive) return;
        world.Note("terminate", owner.Name, pid, (long)_phase);
        if (_phase == Phase.Committing) _endsAfterwards = true;
        else End();
    }

    /// <summary>The client's end of the connection is closed: noticed once what was sent whole has been done.</summary>
    public void ClientGone()
    {
        if (!IsAlive) return;
        if (_phase is Phase.Idle && _onTheWay == 0 || _isHalf) End();
        else _endsAfterwards = true;
    }

    public void WhenEnded(Action act)
    {
        if (!IsAlive) act();
        else _atEnd.Add(act);
    }

    /// <summary>The whole server dies; a commit that had come to the disk stands.</summary>
    public void Crash()
    {
        if (_phase == Phase.Committing && _pending is { } verdicts && world.Dice.Chance(0.5)) store.Apply(this, _batch!, verdicts, world.Is(Broken.CommitNotAtomic));
        _pending = null;
        End();
    }

    private void End()
    {
        if (!IsAlive) return;
        bool isAwaited = _phase != Phase.Idle;
        (IsAlive, _phase, _pending, WaitsForClientSince) = (false, Phase.Idle, null, null);
        store.Release(this);
        store.Closed(this);
        if (isAwaited && _call is { } call) world.After(world.Delay(), () => call.Hear(new Said.Lost()));
        _atEnd.ForEach(act => act());
    }
}
