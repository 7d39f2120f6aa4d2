using System.Collections.Concurrent;
using System.Threading.Channels;
using Npgsql;
using Workflow.Core.Runtime;
using Workflow.Postgres.Figures;
using Workflow.Postgres.Log;
using StreamReader = Workflow.Postgres.Log.StreamReader;

namespace Workflow.Postgres;

/// <summary>
/// One process's way into the log: takes commands, drives the <see cref="Batcher"/> against PostgreSQL, answers after
/// the commit. Stateless beside its caches; any number of nodes work on one database.
/// </summary>
/// <remarks>Played without threads by SimNode in tests/Workflow.Core.Tests/Simulation: whoever changes one changes the other.</remarks>
public sealed class Node : IAsyncDisposable
{
    private const int LoadTries = 3;
    private const int InputsAtOnce = 4_096;
    private static readonly TimeSpan PauseBeforeRetry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);
    private static readonly Answer.Failed Stopping = new(FailureCodes.Unavailable, "the node is stopping");

    private readonly NodeSettings _settings;
    private readonly NpgsqlDataSource _reads;
    private readonly NpgsqlDataSource _writes;
    private readonly LogWriter[] _writers;
    private readonly StreamReader _reader;
    private readonly DatabaseClock _clock;
    private readonly ChangeFeed _feed;
    private readonly Batcher _batcher;
    private readonly CommandTraces _traces;
    private readonly Channel<(BatchInput Input, Sender? Sender)> _inbox =
        Channel.CreateUnbounded<(BatchInput, Sender?)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopping;

    private readonly SeenStreams _seen;

    // Used by the loop alone.
    private readonly Senders _senders = new();
    private DateTimeOffset? _tickAt;

    // Whose connection is free, and which one holds a batch whose outcome is not known.
    private readonly ConcurrentStack<LogWriter> _free;
    private readonly ConcurrentDictionary<long, LogWriter> _lost = [];

    private int _waiting;
    private bool _isStopping;
    private Task _loop = Task.CompletedTask;

    private Node(NodeSettings settings)
    {
        _settings = settings;
        var kinds = settings.Kinds.ToDictionary(k => k.Name, StringComparer.Ordinal);
        _reads = Primary.Source(new NpgsqlConnectionStringBuilder(settings.ConnectionString)
        {
            ApplicationName = $"onego {settings.Name}", MaxAutoPrepare = 64, AutoPrepareMinUsages = 2,
            // They only read, so nothing has to be reset before the next use: that would be seven statements each time.
            NoResetOnClose = true,
            // For reading streams by their ids, and nothing else.
            Options = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off",
        });
        _writes = LogWriter.DataSourceFor(settings.ConnectionString, settings.Name);
        Figures = new NodeFigures(settings, () => Waiting);
        _traces = new CommandTraces(settings);
        _writers = [.. Enumerable.Range(0, settings.Limits.BatchesAtOnce).Select(_ => new LogWriter(_writes, kinds, settings.Events, settings.Name, Figures))];
        _free = new ConcurrentStack<LogWriter>(_writers);
        _reader = new StreamReader(_reads, kinds, settings.Events);
        _clock = new DatabaseClock(settings.Time);
        _feed = new ChangeFeed(settings.ConnectionString, settings.Name, _clock, OnChange);
        _batcher = new Batcher(kinds, settings.Limits);
        _seen = new SeenStreams(settings.Limits.CachedStreams);
        _stopping = _stop.Token;
        Kinds = kinds;
    }

    public string Name => _settings.Name;

    public IReadOnlyDictionary<string, StreamKind> Kinds { get; }

    /// <summary>The database's time, as this node carries it on between two commits.</summary>
    public DateTimeOffset Now => _clock.Now;

    /// <summary>Position up to which commits of all nodes have been noticed here.</summary>
    public long Position => _feed.Position;

    /// <summary>Whether the database that confirms what is written can be reached; false while it is away, or a lone primary waits for its standby.</summary>
    public bool IsConnected => _feed.IsListening;

    /// <summary>Commands taken and not yet answered.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>What this node counts of its own work.</summary>
    public NodeFigures Figures { get; }

    public static async Task<Node> StartAsync(NodeSettings settings, CancellationToken ct)
    {
        var node = new Node(settings);
        try
        {
            await node._feed.StartAsync(ct);
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }

        node._loop = Task.Run(node.RunAsync, CancellationToken.None);
        return node;
    }

    /// <summary>
    /// Answers after the commit that made the answer true. Cancelling gives up the wait, not the command: sent again
    /// under the same id it is answered as if it had been waited for.
    /// </summary>
    public async Task<Answer> SubmitAsync(Envelope envelope, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var trace = _traces.Begin(envelope);
        Answer? answer = null;
        try
        {
            return answer = await TakeAsync(envelope, ct);
        }
        finally
        {
            _traces.End(envelope, trace, answer);
        }
    }

    private Task<Answer> TakeAsync(Envelope envelope, CancellationToken ct)
    {
        // The batcher refuses politely long before; this bounds what stands in front of it.
        if (Interlocked.Increment(ref _waiting) > 2 * (_settings.Limits.Waiting + _settings.Limits.WaitingLower))
        {
            Interlocked.Decrement(ref _waiting);
            return Task.FromResult<Answer>(new Answer.Failed(FailureCodes.Busy, "too many commands wait"));
        }

        var sender = new Sender(_settings.Time.GetTimestamp());
        if (!_isStopping && _inbox.Writer.TryWrite((new BatchInput.Submit(envelope, Ticket: 0), sender))) return sender.Task.WaitAsync(ct);
        Interlocked.Decrement(ref _waiting);
        return Task.FromResult<Answer>(Stopping);
    }

    /// <summary>A stream's committed state, read from the primary now; version 0 when it has no event.</summary>
    /// <exception cref="StreamUnreadableException">its events cannot be folded by this version</exception>
    public async ValueTask<(StreamState State, long Version)> ReadAsync(string streamId, CancellationToken ct)
    {
        var stream = (await ReadAsync([streamId], ct))[0];
        return (stream.State, stream.Head.Version);
    }

    /// <summary>Several streams in one query, in the order asked for.</summary>
    public async ValueTask<IReadOnlyList<LoadedStream>> ReadAsync(IReadOnlyList<string> streamIds, CancellationToken ct)
    {
        var (loaded, failed) = await _reader.ReadAsync(_seen.ToRead(streamIds), long.MaxValue, ct);
        if (failed.Count > 0) throw new StreamUnreadableException(failed[0].StreamId, failed[0].Detail);
        _seen.Saw(loaded);
        return loaded;
    }

    /// <summary>What this node last read or wrote of a stream, perhaps old; null when it is not at hand. Only for what is checked again when it is decided.</summary>
    public LoadedStream? Known(string streamId) => _seen.Last(streamId);

    /// <summary>What all nodes commit, in commit order, after a position (from now on when null). Ends when cancelled or stopped.</summary>
    public IAsyncEnumerable<Change> ChangesAsync(long? after, CancellationToken ct) => _feed.FollowAsync(after, ct);

    private async Task RunAsync()
    {
        var inputs = new List<BatchInput>();
        while (await _inbox.Reader.WaitToReadAsync())
        {
            TakeIn(inputs);
            if (_batcher.IsShort)
            {
                // Who was answered just now asks for the next thing at once, and six opinions of a case come one after another: a moment
                // later they are there, where otherwise they would wait for a whole commit.
                await Task.Yield();
                TakeIn(inputs);
            }

            var decided = _traces.Now;
            foreach (var output in _batcher.Decide(_clock.Now)) Perform(output, decided);
            Figures.OldestIs(_senders.OldestSince);
            Figures.CacheIs(_batcher.Cache);
            ScheduleTick();
            if (_isStopping && _senders.Count == 0 && !_batcher.IsCommitting) return;
        }
    }

    private void TakeIn(List<BatchInput> inputs)
    {
        inputs.Clear();
        while (inputs.Count < InputsAtOnce && _inbox.Reader.TryRead(out var message)) inputs.Add(TakeIn(message.Input, message.Sender));
        if (inputs.Count == 0) return;
        foreach (var output in _batcher.Take(inputs, _clock.Now)) Perform(output, decided: null);
    }

    private BatchInput TakeIn(BatchInput input, Sender? sender)
    {
        if (input is BatchInput.Tick) _tickAt = null;
        if (sender is null || input is not BatchInput.Submit submit) return input;
        return submit with { Ticket = _senders.Add(sender) };
    }

    /// <param name="decided">since when its content was decided; null while nobody listens</param>
    private void Perform(BatchOutput output, DateTimeOffset? decided)
    {
        switch (output)
        {
            case BatchOutput.Commit commit: StartCommit(commit.Batch, decided); break;
            case BatchOutput.Load load: _ = Task.Run(() => LoadAsync(load.Streams)); break;
            case BatchOutput.LoadPinned load: _ = Task.Run(() => LoadPinnedAsync(load.Pin)); break;
            case BatchOutput.LookUp lookUp: _ = Task.Run(() => LookUpAsync(lookUp)); break;
            case BatchOutput.Reply reply when _senders.Remove(reply.Ticket, out var sender):
                Interlocked.Decrement(ref _waiting);
                Figures.Answered(reply.Answer, sender.TakenAt);
                sender.TrySetResult(reply.Answer);
                break;
            case BatchOutput.InternalFailed failed: _settings.InternalFailed?.Invoke(failed.Envelope, failed.Answer); break;
        }
    }

    private void StartCommit(Batch batch, DateTimeOffset? decided)
    {
        // The batcher has no more batches outstanding than there are writers, and a lost batch is outstanding until it was looked up.
        if (!_free.TryPop(out var writer)) throw new InvalidOperationException("more batches than connections to write them");
        _ = Task.Run(() => CommitAsync(batch, decided, writer));
    }

    private async Task CommitAsync(Batch batch, DateTimeOffset? decided, LogWriter writer)
    {
        var result = TryEncode(batch, writer, out var encoded) is { } refused ? refused : await WriteAsync(batch, encoded!, decided, writer);
        if (result is BatchInput.ConnectionLost) _lost[batch.Id] = writer;
        else _free.Push(writer);
        Post(result);
    }

    private BatchInput.CommitFailed? TryEncode(Batch batch, LogWriter writer, out EncodedBatch? encoded)
    {
        encoded = null;
        try
        {
            encoded = writer.Encode(batch);
            return null;
        }
        catch (Exception bug)
        {
            var refused = new BatchInput.CommitFailed(batch.Id, CommitFailure.Refused, $"{bug.GetType().Name}: {bug.Message}");
            Figures.Committed(batch.Items.Sum(i => i.Commands.Count), TimeSpan.Zero, refused);
            return refused;
        }
    }

    private async Task<BatchInput> WriteAsync(Batch batch, EncodedBatch encoded, DateTimeOffset? decided, LogWriter writer)
    {
        var trace = _traces.Batch(batch, decided);
        long started = _settings.Time.GetTimestamp();
        var (result, databaseTime) = await writer.WriteAsync(batch, encoded);
        if (databaseTime is { } time) _clock.Set(time);
        Figures.Committed(batch.Items.Sum(i => i.Commands.Count), _settings.Time.GetElapsedTime(started), result);
        if (result is BatchInput.Committed committed) _seen.Wrote(batch, committed.Verdicts);
        // Before anybody is answered, so that the spans of a command are complete when it is.
        trace?.End(result);
        return result;
    }

    private async Task LoadAsync(IReadOnlyList<LoadRequest> requests)
    {
        // Who sends a command has often just read its stream here.
        var (atHand, toRead) = _seen.Look(requests);
        if (atHand.Count > 0) Post(new BatchInput.Loaded(atHand));
        if (toRead.Count == 0) return;
        for (int tried = 1; ; tried++)
        {
            try
            {
                var (loaded, failed) = await _reader.ReadAsync(toRead, StreamReader.EventsAtOnce, _stopping);
                foreach (var (streamId, detail) in failed) Post(new BatchInput.LoadFailed([streamId], FailureCodes.StreamUnreadable, detail));
                Post(new BatchInput.Loaded(loaded));
                return;
            }
            catch (Exception unreachable) when (tried >= LoadTries || _stopping.IsCancellationRequested)
            {
                Post(new BatchInput.LoadFailed([.. toRead.Select(r => r.StreamId)], FailureCodes.Unavailable, unreachable.Message));
                return;
            }
            catch (Exception)
            {
                await PauseAsync();
            }
        }
    }

    private async Task LoadPinnedAsync(PinnedRef pin)
    {
        try
        {
            Post(new BatchInput.PinnedLoaded(pin, await _settings.Pinned(pin, _stopping)));
        }
        catch (Exception missing)
        {
            Post(new BatchInput.PinnedFailed(pin, missing.Message));
        }
    }

    /// <summary>As often as it takes: nobody in the lost batch is answered before the database has said what it holds.</summary>
    private async Task LookUpAsync(BatchOutput.LookUp lookUp)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var found = await _lost[lookUp.BatchId].LookUpAsync(lookUp.Ids);
                if (_lost.TryRemove(lookUp.BatchId, out var writer)) _free.Push(writer);
                Post(new BatchInput.LookedUp(lookUp.BatchId, found));
                return;
            }
            catch (Exception)
            {
                await PauseAsync();
            }
        }
    }

    private async Task PauseAsync() => await Task.Delay(PauseBeforeRetry, _settings.Time, _stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private void ScheduleTick()
    {
        if (_batcher.WakeAt is not { } wake || wake == _tickAt) return;
        _tickAt = wake;
        var pause = wake - _clock.Now;
        _ = Task.Delay(pause > TimeSpan.Zero ? pause + TimeSpan.FromMilliseconds(1) : TimeSpan.Zero, _settings.Time, _stopping)
            .ContinueWith(_ => Post(new BatchInput.Tick()), TaskScheduler.Default);
    }

    private void OnChange(string? node, Change change)
    {
        if (node == Name) return;
        _seen.MarkStale(change.StreamIds);
        Post(new BatchInput.Touched(change.StreamIds));
    }

    private void Post(BatchInput input) => _inbox.Writer.TryWrite((input, null));

    /// <summary>Answers those who wait, for a while; whoever is left then is not told anything, because nothing is certain.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isStopping, true)) return;
        Post(new BatchInput.Tick());
        await _loop.WaitAsync(StopPatience, _settings.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stop.CancelAsync();
        _inbox.Writer.TryComplete();
        await _loop;
        foreach (var sender in _senders.All) sender.TrySetCanceled();
        foreach (var writer in _writers) await writer.DisposeAsync();
        await _feed.DisposeAsync();
        await _reads.DisposeAsync();
        await _writes.DisposeAsync();
        Figures.Dispose();
        _stop.Dispose();
    }
}

/// <summary>A stream's events cannot be folded by this version: damaged, or written by a newer one.</summary>
public sealed class StreamUnreadableException(string streamId, string detail) : Exception($"{streamId}: {detail}")
{
    public string StreamId { get; } = streamId;
}
