using Npgsql;

namespace Workflow.Postgres.Correlation;

/// <summary>Something that a case threw, as it stands in the log.</summary>
/// <param name="Alias">"message_thrown" or "signal_thrown"</param>
/// <param name="Region">of the throwing case</param>
public sealed record ThrownEvent(long Position, string StreamId, long Version, string Alias, byte[] Data, string Region);

/// <summary>What there is to do, asked in one statement.</summary>
/// <param name="Thrown">cases have thrown something behind the place in the log</param>
/// <param name="Awaited">cases have begun to wait for messages behind the place asked about</param>
/// <param name="Due">a message is to be looked at</param>
/// <param name="Over">a message's time is over</param>
/// <param name="Signals">signals are under way</param>
/// <param name="End">the log's end then</param>
/// <param name="Next">until the next message is due or over; null when none will be</param>
public sealed record RouterWork(bool Thrown, bool Awaited, bool Due, bool Over, bool Signals, long End, TimeSpan? Next);

/// <summary>
/// What cases throw, in the order of commits, read by one node at a time. The place in the log moves in the transaction that
/// takes what was read further, so nothing is taken twice and nothing is left out, wherever a node dies.
/// </summary>
public sealed class ThrownLog(NpgsqlDataSource database, string node)
{
    /// <summary>Throws of one step.</summary>
    public const int PageSize = 200;

    /// <summary>Takes or renews the lease; the place in the log, or null while another node has it.</summary>
    public async Task<long?> LeaseAsync(TimeSpan length, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            update message_router set lease_owner = $1, lease_until = clock_timestamp() + $2
            where lease_owner = $1 or lease_until is null or lease_until <= clock_timestamp()
            returning position
            """);
        command.Parameters.Add(new() { Value = node });
        command.Parameters.Add(new() { Value = length });
        return await command.ExecuteScalarAsync(ct) as long?;
    }

    /// <summary>Lets go of the lease, so that another node need not wait for its end.</summary>
    public async Task ReleaseAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand("update message_router set lease_until = null where lease_owner = $1");
        command.Parameters.Add(new() { Value = node });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>What there is to do behind a place in the log, and behind another one that waits were looked at up to.</summary>
    public async Task<RouterWork> PeekAsync(long position, long awaited, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            select
              exists (select from mt_events where seq_id > $1 and type in ('message_thrown', 'signal_thrown')),
              exists (select from case_wait where kind = 0 and position > $2),
              exists (select from parked_message where state = 'waiting' and due_at <= statement_timestamp()),
              exists (select from parked_message where state = 'waiting' and expires_at <= statement_timestamp() and (due_at is null or due_at <= statement_timestamp())),
              exists (select from signal_broadcast where ended_at is null),
              (select coalesce(max(seq_id), 0) from mt_events),
              least(
                (select min(due_at) from parked_message where state = 'waiting' and due_at > statement_timestamp()),
                (select min(expires_at) from parked_message where state = 'waiting' and expires_at > statement_timestamp())) - clock_timestamp()
            """);
        command.Parameters.Add(new() { Value = position });
        command.Parameters.Add(new() { Value = awaited });
        await using var r = await command.ExecuteReaderAsync(ct);
        await r.ReadAsync(ct);
        return new(r.GetBoolean(0), r.GetBoolean(1), r.GetBoolean(2), r.GetBoolean(3), r.GetBoolean(4), r.GetInt64(5), r.IsDBNull(6) ? null : r.GetTimeSpan(6));
    }

    /// <summary>The next throws behind a position.</summary>
    public async Task<List<ThrownEvent>> ReadAsync(long after, CancellationToken ct)
    {
        // The types as literals, so that the index over nothing else serves.
        await using var command = database.CreateCommand(
            """
            select e.seq_id, e.stream_id, e.version, e.type, convert_to(e.data::text, 'UTF8'), coalesce(c.region, '')
            from mt_events e left join case_row c on c.stream_id = e.stream_id
            where e.seq_id > $1 and e.type in ('message_thrown', 'signal_thrown')
            order by e.seq_id
            limit $2
            """);
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = PageSize });
        var thrown = new List<ThrownEvent>();
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct))
            thrown.Add(new(r.GetInt64(0), r.GetString(1), r.GetInt64(2), r.GetString(3), r.GetFieldValue<byte[]>(4), r.GetString(5)));
        return thrown;
    }

    /// <summary>Takes messages and signals further and moves the place; false, and nothing written, when another node was faster.</summary>
    public async Task<bool> MoveAsync(long from, long to, IReadOnlyList<NewMessage> messages, IReadOnlyList<NewSignal> signals, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var move = new NpgsqlCommand("update message_router set position = $2 where position = $1", connection, transaction))
        {
            move.Parameters.Add(new() { Value = from });
            move.Parameters.Add(new() { Value = to });
            if (await move.ExecuteNonQueryAsync(ct) != 1) return false;
        }
        if (messages.Count + signals.Count > 0)
        {
            await using var batch = new NpgsqlBatch(connection, transaction);
            foreach (var message in messages) batch.BatchCommands.Add(ParkedMessages.Insert(message, TimeSpan.Zero));
            foreach (var signal in signals) batch.BatchCommands.Add(SignalBroadcasts.Insert(signal));
            await batch.ExecuteNonQueryAsync(ct);
        }
        await transaction.CommitAsync(ct);
        return true;
    }
}
