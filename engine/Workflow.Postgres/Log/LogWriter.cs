using Npgsql;
using Workflow.Core.Runtime;
using Workflow.Postgres.Figures;

namespace Workflow.Postgres.Log;

/// <summary>
/// A connection of a node that appends: it has as many as batches may be outstanding, so that the next batch waits at the lock already when
/// one is committed. A batch is one round trip and one transaction: lock, verdicts, events, commands, derived rows, notification. Not for use by two at once.
/// </summary>
/// <remarks>Played by SimWriter and Backend in tests/Workflow.Core.Tests/Simulation: whoever changes one changes the other.</remarks>
internal sealed class LogWriter(NpgsqlDataSource database, IReadOnlyDictionary<string, StreamKind> kinds, EventJson json, string nodeName, NodeFigures figures) : IAsyncDisposable
{
    private static readonly TimeSpan ReplyPatience = TimeSpan.FromSeconds(30);

    private NpgsqlConnection? _connection;
    private (int Pid, DateTime Started) _backend;
    private volatile bool _isDoubtful;

    /// <summary>A data source whose connections are fit for appending.</summary>
    public static NpgsqlDataSource DataSourceFor(string connectionString, string nodeName)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = $"onego writer {nodeName}",
            Pooling = false,
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 2,
            // A whole batch normally goes out in one send, so a node stopped in the middle of one is stopped before or after it.
            WriteBufferSize = 1 << 20,
            CommandTimeout = (int)ReplyPatience.TotalSeconds,
            KeepAlive = 10,
            // A commit that waits for its standby is not called off: PostgreSQL would then answer as if it were confirmed.
            CancellationTimeout = -1,
            // Plans are made once and kept; made while a table was small they must still be right when it is large.
            // Whoever waits or works longer than this under the lock is ended by the database, so that others go on.
            Options = "-c lock_timeout=3s -c statement_timeout=10s -c idle_in_transaction_session_timeout=5s -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off",
        };
        return Primary.Source(settings);
    }

    /// <summary>Everything that can be done before it is the batch's turn. Safe beside a write.</summary>
    /// <exception cref="Exception">something of it cannot be stored: the batch is refused</exception>
    public EncodedBatch Encode(Batch batch) => new(batch, kinds, json);

    /// <summary>What became of the batch, and the database's time when it said so.</summary>
    public async Task<(BatchInput Result, DateTimeOffset? DatabaseTime)> WriteAsync(Batch batch, EncodedBatch encoded)
    {
        NpgsqlConnection connection;
        try
        {
            connection = await OpenAsync();
        }
        catch (Exception unreachable) when (unreachable is NpgsqlException or IOException or TimeoutException)
        {
            return (new BatchInput.CommitFailed(batch.Id, CommitFailure.Transient, unreachable.Message), null);
        }

        try
        {
            return await SendAsync(batch, encoded, connection);
        }
        catch (PostgresException error) when (error.InvariantSeverity == "ERROR")
        {
            if (error.SqlState == PostgresErrorCodes.LockNotAvailable) await EndIdleHolderAsync(connection);
            return (new BatchInput.CommitFailed(batch.Id, KindOf(error.SqlState), $"{error.SqlState}: {error.MessageText}"), null);
        }
        catch (Exception)
        {
            // Broken, ended by the server, or silent too long: nobody knows. The look-up finds out.
            await DropAsync();
            return (new BatchInput.ConnectionLost(batch.Id), null);
        }
    }

    private async Task<(BatchInput, DateTimeOffset?)> SendAsync(Batch batch, EncodedBatch encoded, NpgsqlConnection connection)
    {
        await using var commands = new NpgsqlBatch(connection);
        encoded.AddTo(commands, nodeName);
        var known = new Dictionary<int, List<KnownCommand>>();
        bool[] accepted = [];
        var databaseTime = default(DateTimeOffset);
        List<long> positions = [];
        await using (var reader = await commands.ExecuteReaderAsync())
        {
            if (await reader.ReadAsync()) figures.LockWaited(reader.GetTimeSpan(1));
            await reader.NextResultAsync();
            while (await reader.ReadAsync())
            {
                if (reader.IsDBNull(0)) (databaseTime, accepted) = (reader.GetFieldValue<DateTimeOffset>(8), reader.GetFieldValue<bool[]>(9));
                else if (known.TryGetValue(reader.GetInt32(0), out var list)) list.Add(ReadKnown(reader, 1));
                else known.Add(reader.GetInt32(0), [ReadKnown(reader, 1)]);
            }

            if (encoded.RowCount > 0 && await reader.NextResultAsync())
                while (await reader.ReadAsync()) positions.Add(reader.GetInt64(0));

            // An error of any later statement arrives only when its turn comes: nothing is confirmed before the end.
            while (await reader.NextResultAsync()) { }
        }

        // What another node's lost batch left here may not be on the standby; who sends such a command again is told of it only when it is.
        if (known.Count > 0) await ConfirmAsync(connection);
        if (_isDoubtful) throw new NpgsqlException(WriterSql.NotConfirmed);

        return (new BatchInput.Committed(batch.Id, Verdicts(batch, encoded, accepted, known, positions)), databaseTime);
    }

    /// <summary>Whatever goes wrong with it, the batch before it is committed: only a look-up may tell what became of it.</summary>
    private static async Task ConfirmAsync(NpgsqlConnection connection)
    {
        try
        {
            await using var confirm = new NpgsqlCommand(WriterSql.Confirm, connection) { CommandTimeout = WriterSql.ConfirmSeconds };
            await confirm.ExecuteNonQueryAsync();
        }
        catch (PostgresException refused)
        {
            throw new NpgsqlException(WriterSql.NotConfirmed, refused);
        }
    }

    private async Task EndIdleHolderAsync(NpgsqlConnection connection)
    {
        try
        {
            await using var end = new NpgsqlCommand(WriterSql.EndIdleHolder, connection);
            await end.ExecuteNonQueryAsync();
        }
        catch (NpgsqlException)
        {
            // The batch is tried again anyway, and this with it.
            await DropAsync();
        }
    }

    private static List<ItemVerdict> Verdicts(
        Batch batch, EncodedBatch encoded, bool[] accepted, Dictionary<int, List<KnownCommand>> known, List<long> positions)
    {
        var verdicts = new List<ItemVerdict>(batch.Items.Count);
        int next = 0;
        for (int i = 0; i < batch.Items.Count; i++)
        {
            var item = batch.Items[i];
            if (!accepted[i])
            {
                // With a command known from before, nobody looked at the version: it may hold.
                var before = known.GetValueOrDefault(i + 1);
                verdicts.Add(before is null ? ItemVerdict.Conflict : new ItemVerdict(false, true, null, [], before));
                continue;
            }

            var own = positions.GetRange(next, item.RowCount);
            next += item.RowCount;
            var (hash, at, key, isErased) = encoded.Ends[i];
            var head = own.Count == 0 ? item.Expected : new StreamHead(item.Expected.Version + own.Count, own[^1], at, hash, key);
            verdicts.Add(new ItemVerdict(true, false, head, own, []) { MustReload = isErased });
        }

        if (next != positions.Count) throw new InvalidOperationException($"{positions.Count} positions came back for {next} events");
        return verdicts;
    }

    /// <summary>Which of these commands stand in the log, with nothing of this node's lost batch still to come.</summary>
    public async Task<IReadOnlyList<KnownCommand>> LookUpAsync(IReadOnlyList<CommandId> ids)
    {
        var (pid, started) = _backend;
        var connection = await OpenAsync();
        try
        {
            // Ended and waited for in a statement of its own, before the lock: the lost backend may hold it.
            await using (var fence = new NpgsqlCommand(WriterSql.Fence, connection) { Parameters = { new() { Value = pid }, new() { Value = started } } })
                if (_backend.Pid != pid || _backend.Started != started) await fence.ExecuteNonQueryAsync();
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands =
                {
                    new NpgsqlBatchCommand(WriterSql.Lock),
                    new NpgsqlBatchCommand(WriterSql.LookUp)
                    {
                        Parameters =
                        {
                            new NpgsqlParameter<string[]> { TypedValue = [.. ids.Select(i => i.Principal)] },
                            new NpgsqlParameter<string[]> { TypedValue = [.. ids.Select(i => i.Source)] },
                            new NpgsqlParameter<string[]> { TypedValue = [.. ids.Select(i => i.Id)] },
                        },
                    },
                    // The lost batch may have been committed here and not on the standby.
                    new NpgsqlBatchCommand(WriterSql.Confirm),
                },
            };
            var found = new List<KnownCommand>();
            await using (var reader = await batch.ExecuteReaderAsync())
            {
                await reader.NextResultAsync();
                while (await reader.ReadAsync()) found.Add(ReadKnown(reader, 0));
                while (await reader.NextResultAsync()) { }
            }

            return _isDoubtful ? throw new NpgsqlException(WriterSql.NotConfirmed) : found;
        }
        catch (Exception failed)
        {
            // A stopped holder is ended from here too: every live node may be looking something up.
            if (failed is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable }) await EndIdleHolderAsync(connection);
            // The next try must fence the backend that the batch went out on, not the one of this look-up.
            await DropAsync();
            _backend = (pid, started);
            throw;
        }
    }

    private static KnownCommand ReadKnown(NpgsqlDataReader reader, int first) => new(
        new CommandId(reader.GetString(first), reader.GetString(first + 1), reader.GetString(first + 2)),
        reader.GetString(first + 3), reader.GetFieldValue<byte[]>(first + 4), reader.GetInt64(first + 5), reader.GetInt64(first + 6));

    /// <summary>
    /// What is the batch's own fault (bad data, broken rules) and what is the database's condition just now. XX too is a condition: a file
    /// that may grow no more (ulimit, quota) is told as an internal error, and nobody's command is to blame for it.
    /// </summary>
    internal static CommitFailure KindOf(string sqlState) => sqlState[..2] switch
    {
        "40" or "53" or "55" or "57" or "58" or "25" or "XX" => CommitFailure.Transient,
        // A table or column is not as this version knows it: a newer node has migrated the database. Nobody's command is at fault.
        _ when sqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn => CommitFailure.Transient,
        _ => CommitFailure.Refused,
    };

    private async Task<NpgsqlConnection> OpenAsync()
    {
        if (_connection is { State: System.Data.ConnectionState.Open } open) return open;
        await DropAsync();
        var connection = await database.OpenConnectionAsync();
        _isDoubtful = false;
        connection.Notice += (_, e) => _isDoubtful |= e.Notice.InvariantSeverity == "WARNING";
        try
        {
            await using (var confirm = new NpgsqlCommand(WriterSql.Confirm, connection) { CommandTimeout = WriterSql.ConfirmSeconds }) await confirm.ExecuteNonQueryAsync();
            if (_isDoubtful) throw new NpgsqlException(WriterSql.NotConfirmed);
            await using var identify = new NpgsqlCommand(WriterSql.Identify, connection);
            await using var reader = await identify.ExecuteReaderAsync();
            await reader.ReadAsync();
            _backend = (reader.GetInt32(0), reader.GetDateTime(1));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        return _connection = connection;
    }

    private async ValueTask DropAsync()
    {
        var old = _connection;
        _connection = null;
        if (old is not null) await old.DisposeAsync();
    }

    public ValueTask DisposeAsync() => DropAsync();
}
