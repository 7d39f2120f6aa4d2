using Workflow.Core.Cases;
using Workflow.Core.Runtime;
using Workflow.Core.Tests.Runtime;

namespace Workflow.Core.Tests.Simulation;

/// <summary>An event in the log.</summary>
/// <param name="Step">the step of the run at which it became visible</param>
internal sealed record Stored(string StreamId, long Version, long Position, Event Happened, CommandId Command, DateTimeOffset At, string Hash, long Step);

/// <summary>A stream's events and the states between them: States[v] is the one after version v.</summary>
internal sealed class StoredStream(string id, StreamState empty)
{
    public string Id => id;
    public List<Stored> Events { get; } = [];
    public List<StreamState> States { get; } = [empty];
    public SimKey? Key { get; set; }

    /// <summary>Whether this version was the latest at some step between two.</summary>
    public bool WasLatest(long version, long from, long to) =>
        version >= 0 && version <= Events.Count
        && (version == 0 || Events[(int)version - 1].Step <= to)
        && (version == Events.Count || Events[(int)version].Step >= from);
}

internal sealed record TimerOf(DateTimeOffset Due, DateTimeOffset? LeaseUntil, string? Owner, int Attempts);

internal sealed record Notice(string Node, long Position, string[] Streams);

/// <summary>
/// PostgreSQL as the writer's statements leave it: what is committed, the writer's lock with those who wait for it, and a clock of
/// its own. In step with Workflow.Postgres/Log/WriterSql.cs and the migrations; transactions stand in <see cref="Backend"/>.
/// </summary>
internal sealed class Store(World world)
{
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan IdleHolder = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, StoredStream> _streams = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, TimerOf> _timers = new(StringComparer.Ordinal);

    // Rows of cases (task 0) and of their tasks.
    private readonly HashSet<(string Stream, long Task)> _rows = [];
    private readonly LinkedList<Backend> _waiters = new();
    private readonly List<Backend> _backends = [];
    private Backend? _holder;
    private TimeSpan _offset, _latestOffset;
    private long _lastPid;

    public bool IsUp { get; private set; } = true;
    public List<Stored> Log { get; } = [];
    public Dictionary<CommandId, (KnownCommand Record, long Step)> Commands { get; } = [];
    public IEnumerable<StoredStream> Streams => _streams.Values;
    public IReadOnlyDictionary<string, TimerOf> Timers => _timers;

    /// <summary>The sequence of positions: drawn under the lock, never given back.</summary>
    public long LastDrawn { get; set; }

    public DateTimeOffset Time => world.Now + _offset;

    /// <summary>The latest that a node can believe it is, should it not have heard yet that the clock was put back: no event stands after it.</summary>
    public DateTimeOffset LatestTime => world.Now + _latestOffset;

    public void JumpClock(TimeSpan by)
    {
        _offset += by;
        _latestOffset = _offset > _latestOffset ? _offset : _latestOffset;
        world.Note("clock jumps", "", (long)by.TotalSeconds);
    }

    public StoredStream StreamOf(string id) => _streams.GetValueOrDefault(id) ?? new StoredStream(id, Encoded.Kinds[StreamKind.NameOf(id)].Empty);

    // Connections and the lock

    public Backend? Connect(SimNode owner)
    {
        if (!IsUp) return null;
        var backend = new Backend(world, this, owner, ++_lastPid);
        _backends.Add(backend);
        return backend;
    }

    public void Closed(Backend backend) => _backends.Remove(backend);

    public void Acquire(Backend backend)
    {
        if (_holder is null) { Grant(backend); return; }
        var place = _waiters.AddLast(backend);
        world.After(LockTimeout, () =>
        {
            if (place.List is null) return;
            _waiters.Remove(place);
            backend.LockTimedOut();
        });
    }

    public void Release(Backend backend)
    {
        if (_waiters.Find(backend) is { } place) _waiters.Remove(place);
        if (_holder != backend) return;
        _holder = null;
        if (_waiters.First is not { } next) return;
        _waiters.RemoveFirst();
        Grant(next.Value);
    }

    private void Grant(Backend backend)
    {
        _holder = backend;
        backend.Granted();
    }

    /// <summary>Ends a holder that has waited for its client for a second.</summary>
    public void EndIdleHolder()
    {
        if (_holder is { } holder && holder.WaitsForClientSince is { } since && world.Now - since > IdleHolder) holder.Terminate();
    }

    /// <summary>What was not committed is gone, every connection is lost; of commits under way nobody knows until it is back.</summary>
    public void Crash()
    {
        if (!IsUp) return;
        world.Note("store crashes");
        IsUp = false;
        foreach (var backend in _backends.ToArray()) backend.Crash();
        _waiters.Clear();
        _holder = null;
        if (world.Is(Broken.CommandIdsForgotten)) Commands.Clear();
        world.After(TimeSpan.FromMilliseconds(world.Dice.Next(50, 3_000)), () => IsUp = true);
    }

    /// <summary>Ends every connection from the server's end, as an administrator may.</summary>
    public void EndConnections()
    {
        world.Note("connections end");
        foreach (var backend in _backends.ToArray()) backend.Terminate();
    }

    // What is committed

    /// <summary>Makes a transaction's writes visible, all at once.</summary>
    public void Apply(Backend backend, Encoded batch, IReadOnlyList<ItemVerdict> verdicts, bool isTorn = false)
    {
        world.Note("commit", backend.Owner.Name, batch.Batch.Id, LastDrawn);
        world.Promises.Committing(backend.Owner, batch.Batch, verdicts);
        for (int i = 0; i < verdicts.Count; i++)
            if (verdicts[i].Written) Apply(batch.Items[i], verdicts[i], isTorn);
    }

    private void Apply(EncodedItem encoded, ItemVerdict verdict, bool isTorn)
    {
        var item = encoded.Item;
        if (!_streams.TryGetValue(item.StreamId, out var stream))
        {
            stream = StreamOf(item.StreamId);
            if (item.RowCount > 0) _streams.Add(item.StreamId, stream);
        }

        int next = 0;
        foreach (var command in item.Commands)
        {
            foreach (var happened in command.Rows)
            {
                var stored = new Stored(
                    item.StreamId, item.Expected.Version + next + 1, verdict.Positions[next], happened, command.Envelope.Id, command.At, encoded.Hashes[next], world.Step);
                world.Promises.Appending(stream, stored);
                stream.Events.Add(stored);
                stream.States.Add(stream.States[^1].Evolve(happened));
                Log.Add(stored);
                next++;
            }

            if (!command.IsAccepted || isTorn) continue;
            var record = new KnownCommand(
                command.Envelope.Id, item.StreamId, command.Envelope.BodyHash, command.Version, command.Version == 0 ? 0 : stream.Events[(int)command.Version - 1].Position);
            if (!Commands.TryAdd(record.Id, (record, world.Step))) throw World.Break($"{record.Id} is recorded twice");
        }

        if (encoded.MakesKey) stream.Key = encoded.Key;
        if (encoded.IsErased) stream.Key = null;
        if (encoded.Rows is not { } rows) return;
        ApplyRows(rows);
        foreach (string gone in rows.TimersGone) _timers.Remove(gone);
        foreach (var row in rows.Timers) _timers[row.StreamId] = new TimerOf(row.DueAt, null, null, 0);
    }

    /// <summary>A row that is said to be new must not be there, one that is said to be changed must: the statements insert or update without asking.</summary>
    private void ApplyRows(RowChanges rows)
    {
        foreach (var row in rows.Cases) if (!_rows.Add((row.StreamId, 0))) throw World.Break($"the row of {row.StreamId} is inserted twice");
        foreach (var row in rows.Tasks) if (!_rows.Add((row.StreamId, row.TaskId))) throw World.Break($"the row of task {row.TaskId} of {row.StreamId} is inserted twice");
        foreach (var row in rows.CasesChanged) if (!_rows.Contains((row.StreamId, 0))) throw World.Break($"the row of {row.StreamId} is changed and not there");
        foreach (var row in rows.TasksChanged) if (!_rows.Contains((row.StreamId, row.TaskId))) throw World.Break($"the row of task {row.TaskId} of {row.StreamId} is changed and not there");
    }

    public void Notify(Notice notice)
    {
        foreach (var node in world.Nodes)
        {
            for (int times = world.Fails(world.Plan.Faults.RepeatedPerNotice) ? 2 : 1; times > 0; times--)
                if (!world.Fails(world.Plan.Faults.LostPerNotice)) world.After(world.Delay(), () => node.Noticed(notice));
        }
    }

    // Reading: always the primary, always what is committed now

    /// <summary>A piece of a stream after what is known of it. In step with Workflow.Postgres/Log/StreamReader.cs.</summary>
    public LoadedStream Read(LoadRequest request)
    {
        var stream = StreamOf(request.StreamId);
        var known = request.Known;
        bool isAnew = known is null || known.Head.Key is null || ReferenceEquals(known.Head.Key, SimKey.Erased);
        var (state, head) = known is null ? (stream.States[0], StreamHead.None) : (known.State, known.Head);
        var rows = Rows(stream, head.Version);
        if (!isAnew && rows.Exists(r => r.Happened is PersonalDataErased))
        {
            (state, head) = (stream.States[0], StreamHead.None);
            rows = Rows(stream, 0);
        }

        var key = head.Key ?? (rows.Count > 0 ? stream.Key : null);
        foreach (var row in rows)
        {
            if (row.Happened is PersonalDataErased) key = SimKey.Erased;
            state = state.Evolve(row.Happened);
            head = new StreamHead(row.Version, row.Position, row.At, row.Hash, key);
        }

        return new LoadedStream(request.StreamId, state, head) { HasMore = rows.Count >= world.Plan.EventsAtOnce };
    }

    private List<Stored> Rows(StoredStream stream, long after) =>
        world.Is(Broken.ReadsNeverMove) || after >= stream.Events.Count ? []
        : stream.Events.GetRange((int)after, Math.Min(world.Plan.EventsAtOnce, stream.Events.Count - (int)after));

    /// <summary>Streams written to after a position, each with its last.</summary>
    public (long Position, string[] Streams) Since(long position)
    {
        var streams = new List<string>();
        for (int i = Log.Count - 1; i >= 0 && Log[i].Position > position; i--) if (!streams.Contains(Log[i].StreamId)) streams.Add(Log[i].StreamId);
        return (Log.Count == 0 ? 0 : Log[^1].Position, [.. streams]);
    }

    // Timers. In step with Workflow.Postgres/Queues/TimerPump.cs: due by the database's time, free, under a lease.

    public List<(string Stream, TimerOf Timer)> Claim(string owner, int most, TimeSpan lease)
    {
        var due = _timers.Where(t => t.Value.Due <= Time && (t.Value.LeaseUntil is not { } until || until <= Time)).OrderBy(t => t.Value.Due).Take(most).ToList();
        var claimed = new List<(string, TimerOf)>();
        foreach (var (stream, timer) in due)
        {
            var mine = timer with { LeaseUntil = Time + lease, Owner = owner, Attempts = timer.Attempts + 1 };
            _timers[stream] = mine;
            claimed.Add((stream, mine));
        }

        return claimed;
    }

    public void GiveBack(string stream, TimerOf held, TimeSpan pause)
    {
        if (_timers.GetValueOrDefault(stream) is { } timer && timer.Due == held.Due && timer.Owner == held.Owner)
            _timers[stream] = timer with { LeaseUntil = Time + pause, Owner = null };
    }

    /// <summary>Whether something stands in the tables that is to happen without anybody asking.</summary>
    public bool HasWork
    {
        get
        {
            foreach (var (stream, timer) in _timers)
                if (timer.Due <= Time || StreamOf(stream).States[^1] is LedgerState or CaseState { HasMore: true }) return true;
            return false;
        }
    }
}
