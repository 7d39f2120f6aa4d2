using Npgsql;
using NpgsqlTypes;
using Workflow.Postgres.Queries;

namespace Workflow.Postgres.Correlation;

/// <summary>
/// Messages between their sender and the case that takes them. Whoever delivers one has it for <see cref="Lease"/>; that two
/// have it at once is harmless, because it is delivered by a command under its own id.
/// </summary>
public sealed class ParkedMessages(NpgsqlDataSource database)
{
    /// <summary>Messages looked at in one round.</summary>
    public const int BatchMax = 200;

    public const int PageMax = 200;

    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private const string Columns =
        "id, principal, source, message_id, body_hash, way, region, name, address, sealed, case_id, thrown_by, expires_at, received_at, due_at, tries, last_code, "
        + "state, settled_by, settled_at, reason";

    internal const string InsertSql = """
        insert into parked_message (principal, source, message_id, body_hash, way, region, name, address, sealed, case_id, thrown_by, expires_at, due_at)
        select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, clock_timestamp() + $13
        where not exists (select from command where principal = $1 and source = $2 and id = $3)
        on conflict (principal, source, message_id) do nothing
        """;

    /// <summary>Takes a message in. One that came before is not taken again, whatever became of it.</summary>
    public async Task<Standing> TakeAsync(NewMessage message, CancellationToken ct)
    {
        while (true)
        {
            await using var batch = database.CreateBatch();
            batch.BatchCommands.Add(Insert(message, Lease, $" returning {Columns}"));
            batch.BatchCommands.Add(new($"select {Columns} from parked_message where principal = $1 and source = $2 and message_id = $3")
            {
                Parameters = { new() { Value = message.Principal }, new() { Value = message.Source }, new() { Value = message.MessageId } },
            });
            batch.BatchCommands.Add(new("select body_hash, stream_id, version, position from command where principal = $1 and source = $2 and id = $3")
            {
                Parameters = { new() { Value = message.Principal }, new() { Value = message.Source }, new() { Value = message.MessageId } },
            });
            await using var r = await batch.ExecuteReaderAsync(ct);
            if (await r.ReadAsync(ct)) return new Standing.Taken(Read(r));
            await r.NextResultAsync(ct);
            var known = await r.ReadAsync(ct) ? Read(r) : null;
            await r.NextResultAsync(ct);
            if (await r.ReadAsync(ct))
            {
                return r.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(message.BodyHash) ? new Standing.Delivered(r.GetString(1), r.GetInt64(2), r.GetInt64(3)) : new Standing.Reused();
            }
            if (known is not null) return known.Message.BodyHash.AsSpan().SequenceEqual(message.BodyHash) ? new Standing.Known(known) : new Standing.Reused();
            // It was delivered or withdrawn between two of the statements: asked again.
        }
    }

    internal static NpgsqlBatchCommand Insert(NewMessage m, TimeSpan held, string returning = "")
    {
        var command = new NpgsqlBatchCommand(InsertSql + returning);
        foreach (object value in (object[])[m.Principal, m.Source, m.MessageId, m.BodyHash, m.Way, m.Region, m.Name, m.Address, m.Sealed]) command.Parameters.Add(new() { Value = value });
        command.Parameters.Add(Text(m.CaseId));
        command.Parameters.Add(Text(m.ThrownBy));
        command.Parameters.Add(new() { Value = m.ExpiresAt.ToUniversalTime() });
        command.Parameters.Add(new() { Value = held });
        return command;
    }

    /// <summary>Messages to be looked at now, for the caller to have until their <see cref="ParkedMessage.DueAt"/>; the oldest first.</summary>
    // Not clock_timestamp(), here and below: what may change from row to row is no bound of an index scan.
    public Task<List<ParkedMessage>> ClaimAsync(CancellationToken ct) => ListAsync(
        $"""
        with due as (
          select id as due_id from parked_message
          where state = 'waiting' and due_at <= statement_timestamp() and expires_at > statement_timestamp()
          order by due_at, id
          limit $1
          for update skip locked)
        update parked_message
        set due_at = statement_timestamp() + $2, tries = tries + 1
        from due where id = due_id
        returning {Columns}
        """, ct, new() { Value = BatchMax }, new() { Value = Lease });

    /// <summary>
    /// Wakes the messages for which a case began to wait behind a position; gives the position up to which that is done. From 0 on all
    /// that sleep are held against all that wait, which also finds what a change of grants has let through.
    /// </summary>
    public async Task<long> WakeAwaitedAsync(long after, CancellationToken ct)
    {
        // One statement, one snapshot: a wait that is not seen has a position behind the end that is given back.
        await using var command = database.CreateCommand(
            """
            with log_end as (select coalesce(max(seq_id), 0) as at from mt_events),
            woken as (
              update parked_message p set due_at = clock_timestamp()
              where p.state = 'waiting' and (p.due_at is null or (p.due_at > clock_timestamp() and $1 > 0))
                and p.address in (select w.address from case_wait w where w.kind = 0 and w.position > $1))
            select at from log_end
            """);
        command.Parameters.Add(new() { Value = after });
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>True when an older message to the same address is still being looked at: whoever comes later waits its turn.</summary>
    public async Task<bool> IsBehindAsync(ParkedMessage message, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select exists (select from parked_message where state = 'waiting' and address = $1 and id < $2 and due_at is not null)");
        command.Parameters.Add(new() { Value = message.Message.Address });
        command.Parameters.Add(new() { Value = message.Id });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>It was delivered, or is given back to its sender: its id is the command's from now on.</summary>
    public Task RemoveAsync(long id, CancellationToken ct) => RunAsync("delete from parked_message where id = $1", ct, new NpgsqlParameter { Value = id });

    /// <summary>Nobody waits for it: it sleeps, unless somebody has begun to wait since it was claimed.</summary>
    public Task SleepAsync(ParkedMessage message, CancellationToken ct) => RunAsync(
        "update parked_message set due_at = null, tries = 0, last_code = null where id = $1 and due_at = $2", ct, new() { Value = message.Id }, At(message.DueAt));

    /// <summary>It is looked at again after a pause.</summary>
    /// <param name="code">why it could not be delivered now; null for no failure</param>
    public Task PutOffAsync(ParkedMessage message, TimeSpan pause, string? code, CancellationToken ct) => RunAsync(
        "update parked_message set due_at = clock_timestamp() + $3, last_code = coalesce($4, last_code) where id = $1 and due_at = $2", ct,
        new() { Value = message.Id }, At(message.DueAt), new() { Value = pause }, Text(code));

    /// <summary>Those whose time is over and whom nobody has, to be kept as dead letters by the caller and then settled. One that was delivered after all goes.</summary>
    public async Task<List<ParkedMessage>> ClaimExpiredAsync(CancellationToken ct)
    {
        await RunAsync(
            """
            delete from parked_message p using command c
            where p.state = 'waiting' and p.expires_at <= statement_timestamp() and c.principal = p.principal and c.source = p.source and c.id = p.message_id
            """, ct);
        return await ListAsync(
            $"""
            with over as (
              select id as over_id from parked_message
              where state = 'waiting' and expires_at <= statement_timestamp() and (due_at is null or due_at <= statement_timestamp())
              order by expires_at
              limit $1
              for update skip locked)
            update parked_message set due_at = statement_timestamp() + $2
            from over where id = over_id
            returning {Columns}
            """, ct, new() { Value = BatchMax }, new() { Value = Lease });
    }

    /// <summary>Its dead letter is written: it waits no more until somebody sends it again.</summary>
    public Task ExpireAsync(ParkedMessage message, string code, CancellationToken ct) => RunAsync(
        "update parked_message set state = 'expired', due_at = null, last_code = $3, settled_at = clock_timestamp() where id = $1 and state = 'waiting' and due_at = $2", ct,
        new() { Value = message.Id }, At(message.DueAt), Text(code));

    /// <summary>Somebody says that it is not needed; what it said is gone. False when it does not wait and is not expired, or belongs to another region.</summary>
    public async Task<bool> DiscardAsync(long id, string by, string reason, CancellationToken ct) => await RunAsync(
        """
        update parked_message set state = 'discarded', due_at = null, sealed = null, settled_by = $2, settled_at = clock_timestamp(), reason = $3
        where id = $1 and state in ('waiting', 'expired')
        """, ct, new() { Value = id }, new() { Value = by }, new() { Value = reason }) == 1;

    /// <summary>An expired one waits again, for so long; false when it is not expired.</summary>
    public async Task<bool> ReviveAsync(long id, DateTimeOffset expiresAt, CancellationToken ct) => await RunAsync(
        """
        update parked_message set state = 'waiting', due_at = clock_timestamp(), tries = 0, expires_at = $2, settled_by = null, settled_at = null, reason = null
        where id = $1 and state = 'expired'
        """, ct, new() { Value = id }, new() { Value = expiresAt.ToUniversalTime() }) == 1;

    /// <summary>By the id of its command; null when there is none, or it was delivered.</summary>
    public async Task<ParkedMessage?> FindAsync(string principal, string source, string messageId, CancellationToken ct) => (await ListAsync(
        $"select {Columns} from parked_message where principal = $1 and source = $2 and message_id = $3", ct,
        new() { Value = principal }, new() { Value = source }, new() { Value = messageId })).FirstOrDefault();

    /// <param name="regionPrefixes">beginnings of the division codes of the senders wanted</param>
    public async Task<ParkedMessage?> FindAsync(IReadOnlyList<string> regionPrefixes, long id, CancellationToken ct) => (await ListAsync(
        $"select {Columns} from parked_message where id = $1 and region like any ($2)", ct, new() { Value = id }, Patterns(regionPrefixes))).FirstOrDefault();

    /// <summary>Newest first.</summary>
    /// <param name="before">id of the last message of the page before; null for the first page</param>
    public Task<List<ParkedMessage>> ListAsync(
        IReadOnlyList<string> regionPrefixes, string state, string? name, byte[]? address, long? before, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(limit is >= 1 and <= PageMax, true, nameof(limit));
        return ListAsync(
            $"""
            select {Columns} from parked_message
            where region like any ($1) and state = $2 and ($3::text is null or name = $3) and ($4::bytea is null or address = $4) and id < $5
            order by id desc
            limit $6
            """, ct, Patterns(regionPrefixes), new() { Value = state }, Text(name), new() { Value = (object?)address ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea },
            new() { Value = before ?? long.MaxValue }, new() { Value = limit });
    }

    /// <summary>How many wait, by name; the most first, at most <see cref="PageMax"/> names.</summary>
    public async Task<List<ParkedName>> NamesAsync(IReadOnlyList<string> regionPrefixes, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            select name, count(*), min(received_at), min(expires_at) from parked_message
            where state = 'waiting' and region like any ($1)
            group by name
            order by count(*) desc, name
            limit $2
            """);
        command.Parameters.Add(Patterns(regionPrefixes));
        command.Parameters.Add(new() { Value = PageMax });
        var names = new List<ParkedName>();
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct)) names.Add(new(r.GetString(0), r.GetInt64(1), r.GetFieldValue<DateTimeOffset>(2), r.GetFieldValue<DateTimeOffset>(3)));
        return names;
    }

    /// <summary>True when an account has so many messages waiting already.</summary>
    public async Task<bool> HasManyAsync(string principal, int many, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select exists (select from parked_message where principal = $1 and state = 'waiting' offset $2 - 1 limit 1)");
        command.Parameters.Add(new() { Value = principal });
        command.Parameters.Add(new() { Value = many });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task<List<ParkedMessage>> ListAsync(string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        var messages = new List<ParkedMessage>();
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct)) messages.Add(Read(r));
        return messages;
    }

    private async Task<int> RunAsync(string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter At(DateTimeOffset? value) => new() { Value = value is { } at ? at.ToUniversalTime() : DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    private static NpgsqlParameter Patterns(IReadOnlyList<string> prefixes) => new() { Value = Scope.Patterns(prefixes), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    private static ParkedMessage Read(NpgsqlDataReader r) => new(
        r.GetInt64(0),
        new NewMessage(r.GetString(1), r.GetString(2), r.GetString(3), r.GetFieldValue<byte[]>(4), r.GetString(5), r.GetString(6), r.GetString(7), r.GetFieldValue<byte[]>(8),
            TextAt(r, 9) ?? "", TextAt(r, 10), TextAt(r, 11), r.GetFieldValue<DateTimeOffset>(12)),
        r.GetFieldValue<DateTimeOffset>(13), r.IsDBNull(14) ? null : r.GetFieldValue<DateTimeOffset>(14), r.GetInt32(15), TextAt(r, 16), r.GetString(17), TextAt(r, 18),
        r.IsDBNull(19) ? null : r.GetFieldValue<DateTimeOffset>(19), TextAt(r, 20));

    private static string? TextAt(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);
}
