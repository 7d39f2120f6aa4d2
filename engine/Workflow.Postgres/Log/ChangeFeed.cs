using System.Text.Json;
using Npgsql;
using Workflow.Postgres.Queues;

namespace Workflow.Postgres.Log;

/// <summary>Positions were committed, on whichever node.</summary>
/// <param name="Position">the last of them</param>
/// <param name="StreamIds">the streams they belong to</param>
public sealed record Change(long Position, IReadOnlyList<string> StreamIds);

/// <summary>
/// What all nodes commit, in commit order: one listening connection, and a slow poll behind it for what a lost
/// notification would hide. Followers read from a ring; one that is too slow reads from the log, and hurts nobody.
/// </summary>
internal sealed class ChangeFeed : IAsyncDisposable
{
    /// <summary>The one poll behind all notices; the workers' own are longer, because this one wakes them.</summary>
    public static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(500);
    private const int Kept = 4_096;
    private const int StreamsPerCatchUp = 5_000;

    // Which nodes are connected comes with it, so that it costs no statement of its own.
    private const string NewestSql = $"select coalesce(max(seq_id), 0), clock_timestamp(), {LostNodes.ConnectedArray} from mt_events";

    private const string SinceSql =
        """
        select stream_id, max(seq_id) from (select stream_id, seq_id from mt_events where seq_id > $1 order by seq_id limit $2) e
        group by stream_id order by max(seq_id)
        """;

    private readonly NpgsqlDataSource _database;
    private readonly DatabaseClock _clock;
    private readonly Action<string?, Change> _onChange;
    private readonly CancellationTokenSource _stop = new();
    private readonly Change[] _recent = new Change[Kept];
    private long _told;
    private readonly Lock _lock = new();
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _forgottenUpTo;
    private volatile bool _isListening;
    private Task _run = Task.CompletedTask;

    /// <param name="onChange">called in order with the writing node's name, null when it is not known</param>
    public ChangeFeed(string connectionString, string nodeName, DatabaseClock clock, Action<string?, Change> onChange)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = LostNodes.Listener + nodeName, Pooling = false, KeepAlive = 30, CancellationTimeout = -1 };
        (_database, _clock, _onChange) = (Primary.Source(settings), clock, onChange);
    }

    /// <summary>Position up to which everything has been told.</summary>
    public long Position { get; private set; }

    /// <summary>Whether the listening connection is open: the database that confirms what is written can be reached.</summary>
    public bool IsListening => _isListening;

    public async Task StartAsync(CancellationToken ct)
    {
        await using var connection = await _database.OpenConnectionAsync(ct);
        await Primary.ConfirmAsync(connection, ct);
        var (position, time, _) = await NewestAsync(connection, ct);
        _clock.Set(time);
        (Position, _forgottenUpTo) = (position, position);
        _isListening = true;
        _run = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>Everything committed after a position, then whatever follows, until cancelled.</summary>
    public async IAsyncEnumerable<Change> FollowAsync(long? after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        long last = after ?? Position;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, _stop.Token);
        while (!stop.IsCancellationRequested)
        {
            Task moved;
            List<Change>? news;
            lock (_lock)
            {
                moved = _moved.Task;
                news = last >= _forgottenUpTo ? Behind(last) : null;
            }

            news ??= await ReadSinceAsync(last, stop.Token);
            foreach (var change in news)
            {
                yield return change;
                last = Math.Max(last, change.Position);
            }

            if (news.Count == 0) await moved.WaitAsync(stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>From the newest backwards: a thousand followers that each miss one change must not look through all that are kept.</summary>
    private List<Change> Behind(long last)
    {
        long from = _told;
        while (from > Math.Max(0, _told - Kept) && _recent[(from - 1) % Kept].Position > last) from--;
        var news = new List<Change>((int)(_told - from));
        for (long i = from; i < _told; i++) news.Add(_recent[i % Kept]);
        return news;
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await ListenAsync();
            }
            catch (Exception) when (!_stop.IsCancellationRequested)
            {
                // The database is away; whatever is committed meanwhile is read when it is back.
                await Task.Delay(PauseAfterFailure, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ListenAsync()
    {
        var notified = new Queue<string>();
        string[]? connected = null;
        await using var connection = await _database.OpenConnectionAsync(_stop.Token);
        connection.Notification += (_, e) => notified.Enqueue(e.Payload);
        await using (var listen = new NpgsqlCommand("listen onego", connection)) await listen.ExecuteNonQueryAsync(_stop.Token);
        await Primary.ConfirmAsync(connection, _stop.Token);
        try
        {
            while (true)
            {
                var (newest, time, nodes) = await NewestAsync(connection, _stop.Token);
                _clock.Set(time);
                _isListening = true;
                await TellAsync(connection, notified);
                if (newest > Position) await CatchUpAsync(connection);
                // Also at the start: all may have died, and nobody saw it.
                if (connected is null || connected.Except(nodes, StringComparer.Ordinal).Any()) await LostNodes.FreeAsync(connection, _stop.Token);
                connected = nodes;
                await WaitAsync(connection, notified);
            }
        }
        finally
        {
            _isListening = false;
        }
    }

    /// <summary>Tells what comes, for one pause and no longer: under load a notification always comes.</summary>
    private async Task WaitAsync(NpgsqlConnection connection, Queue<string> notified)
    {
        long until = Environment.TickCount64 + (long)PollEvery.TotalMilliseconds;
        while (until - Environment.TickCount64 is > 0 and var left && await connection.WaitAsync(TimeSpan.FromMilliseconds(left), _stop.Token)) await TellAsync(connection, notified);
    }

    private async Task TellAsync(NpgsqlConnection connection, Queue<string> notified)
    {
        while (notified.TryDequeue(out string? payload))
        {
            var told = JsonSerializer.Deserialize<Notice>(payload, JsonSerializerOptions.Web)!;
            if (told.Position <= Position) continue;
            if (told.Streams is null) await CatchUpAsync(connection);
            else Publish(told.Node, new Change(told.Position, told.Streams));
        }
    }

    private sealed record Notice(string Node, long Position, string[]? Streams);

    private async Task CatchUpAsync(NpgsqlConnection connection)
    {
        List<Change> missed;
        do
        {
            missed = await ReadSinceAsync(connection, Position, _stop.Token);
            foreach (var change in missed) Publish(node: null, change);
        }
        while (missed.Count > 0);
    }

    private void Publish(string? node, Change change)
    {
        lock (_lock)
        {
            Position = Math.Max(Position, change.Position);
            if (_told >= Kept) _forgottenUpTo = _recent[_told % Kept].Position;
            _recent[_told++ % Kept] = change;
        }

        _onChange(node, change);
        var moved = Interlocked.Exchange(ref _moved, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        moved.SetResult();
    }

    private async Task<List<Change>> ReadSinceAsync(long after, CancellationToken ct)
    {
        await using var connection = await _database.OpenConnectionAsync(ct);
        return await ReadSinceAsync(connection, after, ct);
    }

    private static async Task<List<Change>> ReadSinceAsync(NpgsqlConnection connection, long after, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(SinceSql, connection) { Parameters = { new() { Value = after }, new() { Value = StreamsPerCatchUp } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var changes = new List<Change>();
        while (await reader.ReadAsync(ct)) changes.Add(new Change(reader.GetInt64(1), [reader.GetString(0)]));
        return changes;
    }

    private static async Task<(long Position, DateTimeOffset Time, string[] Nodes)> NewestAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(NewestSql, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetFieldValue<string[]>(2));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        await _database.DisposeAsync();
        _stop.Dispose();
    }
}
