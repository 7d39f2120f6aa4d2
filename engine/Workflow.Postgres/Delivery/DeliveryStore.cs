using Npgsql;
using NpgsqlTypes;

namespace Workflow.Postgres.Delivery;

/// <summary>A subscription that this node delivers for the time of its lease.</summary>
public sealed record Claimed(string Subscription, long Position);

/// <summary>How far a subscription has come.</summary>
/// <param name="Head">last position of the log</param>
/// <param name="Trouble">why nothing goes out at all; null when all is well</param>
public sealed record SubscriptionProgress(
    string Subscription, long Position, long Head, int HeldCases, long Delivered, DateTimeOffset? DeliveredAt, string? Trouble, string? LastError, DateTimeOffset? LastErrorAt);

/// <summary>A case that waits behind a message that could not be delivered.</summary>
/// <param name="Position">the first event of the case that has not been delivered</param>
/// <param name="Attempts">tries of it that failed</param>
/// <param name="Part">which event of the row at this position is next, from 0</param>
public sealed record Held(string StreamId, long Position, int Part, int Attempts, DateTimeOffset NextTry, string? Error);

/// <summary>A case to be held from here on.</summary>
/// <param name="Pause">until the next try</param>
/// <param name="Part">which event of the row at this position is next, from 0</param>
public sealed record Hold(string StreamId, long Position, int Part, int Attempts, TimeSpan Pause, string? Error);

/// <summary>One try, as it is shown to people.</summary>
/// <param name="Outcome">"delivered", "failed" or "dead"</param>
public sealed record Tried(
    DateTimeOffset At, string MessageId, string Type, string? StreamId, long? Position, int Attempt, string Outcome, int? Status, int Milliseconds, string? Error);

/// <summary>Another node has taken the subscription over; what this one was about to write is not written.</summary>
public sealed class LeaseLostException(string subscription) : Exception($"the lease on '{subscription}' is lost");

/// <summary>
/// Where subscriptions stand in the log, and the cases that wait. Every write asks for the lease in the same statement, so
/// a node that was paused cannot move what another one delivers by now.
/// </summary>
public sealed class DeliveryStore(NpgsqlDataSource database)
{
    /// <summary>After this long another node may deliver what a dead one had claimed.</summary>
    public static readonly TimeSpan LeaseLength = TimeSpan.FromSeconds(15);

    /// <summary>Tries kept for each subscription.</summary>
    public const int TriesKept = 100;

    /// <summary>Held cases read at once.</summary>
    public const int DueMax = 64;

    /// <summary>Takes or renews the leases of these subscriptions, as far as no other node holds them. A new one begins behind its own definition.</summary>
    public async Task<IReadOnlyList<Claimed>> ClaimAsync(string node, IReadOnlyList<string> subscriptions, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            insert into subscription_cursor as mine (subscription, position, lease_owner, lease_until)
            select wanted.id, coalesce((select seq_id from mt_events where stream_id = 'subscription-' || wanted.id and version = 1), 0), $2, clock_timestamp() + $3
            from unnest($1) as wanted (id)
            order by wanted.id
            on conflict (subscription) do update set lease_owner = excluded.lease_owner, lease_until = excluded.lease_until
            where mine.lease_owner = $2 or mine.lease_until is null or mine.lease_until <= clock_timestamp()
            returning mine.subscription, mine.position
            """);
        command.Parameters.Add(new() { Value = subscriptions.ToArray() });
        command.Parameters.Add(new() { Value = node });
        command.Parameters.Add(new() { Value = LeaseLength });
        var claimed = new List<Claimed>();
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct)) claimed.Add(new(r.GetString(0), r.GetInt64(1)));
        return claimed;
    }

    /// <summary>Gives the node's leases back, so that another goes on at once.</summary>
    public async Task ReleaseAsync(string node, CancellationToken ct)
    {
        await using var command = database.CreateCommand("update subscription_cursor set lease_owner = null, lease_until = null where lease_owner = $1");
        command.Parameters.Add(new() { Value = node });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Where the subscription stands now.</summary>
    /// <exception cref="LeaseLostException">another node holds it</exception>
    public async Task<long> PositionAsync(string node, string subscription, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select position from subscription_cursor where subscription = $1 and lease_owner = $2");
        command.Parameters.Add(new() { Value = subscription });
        command.Parameters.Add(new() { Value = node });
        return await command.ExecuteScalarAsync(ct) as long? ?? throw new LeaseLostException(subscription);
    }

    /// <summary>The cases that wait, of these.</summary>
    public async Task<HashSet<string>> HeldOfAsync(string subscription, IReadOnlyCollection<string> streamIds, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select stream_id from held_case where subscription = $1 and stream_id = any ($2)");
        command.Parameters.Add(new() { Value = subscription });
        command.Parameters.Add(new() { Value = streamIds.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        var held = new HashSet<string>(StringComparer.Ordinal);
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct)) held.Add(r.GetString(0));
        return held;
    }

    /// <summary>
    /// Moves on to <paramref name="through"/>: what came before was delivered or belongs to a case that is held with it. A case
    /// that is held already stays as it is.
    /// </summary>
    /// <exception cref="LeaseLostException">another node holds it; nothing was written</exception>
    public async Task AdvanceAsync(string node, string subscription, long through, int delivered, IReadOnlyList<Hold> holds, IReadOnlyList<Tried> tries, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var move = new NpgsqlCommand(
            """
            update subscription_cursor
            set position = greatest(position, $3), delivered = delivered + $4, trouble = null,
              delivered_at = case when $4 > 0 then clock_timestamp() else delivered_at end,
              last_error = coalesce($5, last_error), last_error_at = case when $5 is null then last_error_at else clock_timestamp() end
            where subscription = $1 and lease_owner = $2
            """, connection, transaction))
        {
            move.Parameters.Add(new() { Value = subscription });
            move.Parameters.Add(new() { Value = node });
            move.Parameters.Add(new() { Value = through });
            move.Parameters.Add(new() { Value = (long)delivered });
            move.Parameters.Add(Text(tries.LastOrDefault(t => t.Error is not null)?.Error));
            if (await move.ExecuteNonQueryAsync(ct) == 0) throw new LeaseLostException(subscription);
        }
        if (holds.Count > 0)
        {
            await using var hold = new NpgsqlCommand(
                """
                insert into held_case (subscription, stream_id, position, part, attempts, next_try, last_error)
                select $1, h.stream_id, h.position, h.part, h.attempts, clock_timestamp() + h.pause, h.error
                from unnest($2, $3, $4, $5, $6, $7) as h (stream_id, position, part, attempts, pause, error)
                on conflict (subscription, stream_id) do nothing
                """, connection, transaction);
            hold.Parameters.Add(new() { Value = subscription });
            hold.Parameters.Add(new() { Value = holds.Select(h => h.StreamId).ToArray() });
            hold.Parameters.Add(new() { Value = holds.Select(h => h.Position).ToArray() });
            hold.Parameters.Add(new() { Value = holds.Select(h => h.Part).ToArray() });
            hold.Parameters.Add(new() { Value = holds.Select(h => h.Attempts).ToArray() });
            hold.Parameters.Add(new() { Value = holds.Select(h => h.Pause).ToArray() });
            hold.Parameters.Add(new() { Value = holds.Select(h => h.Error).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
            await hold.ExecuteNonQueryAsync(ct);
        }
        await RecordAsync(connection, transaction, subscription, tries, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Held cases whose time has come, the longest due first; and until when nothing else is due (null: nothing is held).</summary>
    public async Task<(IReadOnlyList<Held> Due, TimeSpan? Next)> DueAsync(string subscription, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            select stream_id, position, part, attempts, next_try, last_error, next_try - clock_timestamp() from held_case
            where subscription = $1 order by next_try limit $2
            """);
        command.Parameters.Add(new() { Value = subscription });
        command.Parameters.Add(new() { Value = DueMax });
        var due = new List<Held>();
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct))
        {
            var wait = r.GetTimeSpan(6);
            if (wait > TimeSpan.Zero) return (due, wait);
            due.Add(HeldOf(r));
        }
        return (due, due.Count > 0 ? TimeSpan.Zero : null);
    }

    /// <summary>The case goes on being held: at this position, for another pause.</summary>
    /// <exception cref="LeaseLostException">another node holds it; nothing was written</exception>
    public async Task KeepHeldAsync(string node, string subscription, Hold hold, int delivered, IReadOnlyList<Tried> tries, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await CountAsync(connection, transaction, node, subscription, delivered, tries, ct);
        await using (var keep = new NpgsqlCommand(
            "update held_case set position = $3, part = $4, attempts = $5, next_try = clock_timestamp() + $6, last_error = $7 where subscription = $1 and stream_id = $2",
            connection, transaction))
        {
            keep.Parameters.Add(new() { Value = subscription });
            keep.Parameters.Add(new() { Value = hold.StreamId });
            keep.Parameters.Add(new() { Value = hold.Position });
            keep.Parameters.Add(new() { Value = hold.Part });
            keep.Parameters.Add(new() { Value = hold.Attempts });
            keep.Parameters.Add(new() { Value = hold.Pause });
            keep.Parameters.Add(Text(hold.Error));
            await keep.ExecuteNonQueryAsync(ct);
        }
        await RecordAsync(connection, transaction, subscription, tries, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>
    /// Lets a case go that was caught up with to <paramref name="through"/>. Should the cursor have gone past an event of the case
    /// meanwhile, the case stays held from there.
    /// </summary>
    /// <exception cref="LeaseLostException">another node holds it; nothing was written</exception>
    public async Task LetGoAsync(string node, string subscription, string streamId, long through, int delivered, IReadOnlyList<Tried> tries, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Takes the cursor's row first, so that it does not move between the question and the answer.
        await CountAsync(connection, transaction, node, subscription, delivered, tries, ct);
        await using (var go = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                new(
                    """
                    delete from held_case where subscription = $1 and stream_id = $2 and not exists (
                      select from mt_events, subscription_cursor
                      where mt_events.stream_id = $2 and mt_events.seq_id > $3
                        and subscription_cursor.subscription = $1 and mt_events.seq_id <= subscription_cursor.position)
                    """) { Parameters = { new() { Value = subscription }, new() { Value = streamId }, new() { Value = through } } },
                new(
                    """
                    update held_case set position = greatest(position, $3 + 1), part = case when position > $3 then part else 0 end, attempts = 0, next_try = clock_timestamp(), last_error = null
                    where subscription = $1 and stream_id = $2
                    """) { Parameters = { new() { Value = subscription }, new() { Value = streamId }, new() { Value = through } } },
            },
        }) await go.ExecuteNonQueryAsync(ct);
        await RecordAsync(connection, transaction, subscription, tries, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Nothing can go out at the moment, and why; shown until something does.</summary>
    public async Task TroubleAsync(string node, string subscription, string code, string? error, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            update subscription_cursor
            set trouble = $3, last_error = coalesce($4, last_error), last_error_at = case when $4 is null then last_error_at else clock_timestamp() end
            where subscription = $1 and lease_owner = $2 and (trouble is distinct from $3 or last_error is distinct from coalesce($4, last_error))
            """);
        command.Parameters.Add(new() { Value = subscription });
        command.Parameters.Add(new() { Value = node });
        command.Parameters.Add(new() { Value = code });
        command.Parameters.Add(Text(error));
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<int> HeldCountAsync(string subscription, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select count(*)::int from held_case where subscription = $1");
        command.Parameters.Add(new() { Value = subscription });
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>A subscription is gone: its place, its held cases, its secret.</summary>
    public async Task ForgetAsync(string subscription, CancellationToken ct)
    {
        await using var batch = database.CreateBatch();
        foreach (var sql in (string[])[
            "delete from held_case where subscription = $1", "delete from delivery where subscription = $1",
            "delete from subscription_secret where subscription = $1", "delete from subscription_cursor where subscription = $1"])
            batch.BatchCommands.Add(new(sql) { Parameters = { new() { Value = subscription } } });
        await batch.ExecuteNonQueryAsync(ct);
    }

    internal static Held HeldOf(NpgsqlDataReader r) =>
        new(r.GetString(0), r.GetInt64(1), r.GetInt32(2), r.GetInt32(3), r.GetFieldValue<DateTimeOffset>(4), r.IsDBNull(5) ? null : r.GetString(5));

    private static async Task CountAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string node, string subscription, int delivered, IReadOnlyList<Tried> tries, CancellationToken ct)
    {
        await using var count = new NpgsqlCommand(
            """
            update subscription_cursor
            set delivered = delivered + $3, delivered_at = case when $3 > 0 then clock_timestamp() else delivered_at end,
              last_error = coalesce($4, last_error), last_error_at = case when $4 is null then last_error_at else clock_timestamp() end
            where subscription = $1 and lease_owner = $2
            """, connection, transaction);
        count.Parameters.Add(new() { Value = subscription });
        count.Parameters.Add(new() { Value = node });
        count.Parameters.Add(new() { Value = (long)delivered });
        count.Parameters.Add(Text(tries.LastOrDefault(t => t.Error is not null)?.Error));
        if (await count.ExecuteNonQueryAsync(ct) == 0) throw new LeaseLostException(subscription);
    }

    internal static async Task RecordAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, string subscription, IReadOnlyList<Tried> tries, CancellationToken ct)
    {
        if (tries.Count == 0) return;
        var last = tries.Skip(Math.Max(0, tries.Count - TriesKept)).ToList();
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                new(
                    """
                    insert into delivery (subscription, at, message_id, type, stream_id, position, attempt, outcome, status, milliseconds, error)
                    select $1, t.at, t.message_id, t.type, t.stream_id, t.position, t.attempt, t.outcome, t.status, t.milliseconds, t.error
                    from unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11) with ordinality
                      as t (at, message_id, type, stream_id, position, attempt, outcome, status, milliseconds, error, place)
                    order by t.place
                    """)
                {
                    Parameters =
                    {
                        new() { Value = subscription },
                        new() { Value = last.Select(t => t.At).ToArray() },
                        new() { Value = last.Select(t => t.MessageId).ToArray() },
                        new() { Value = last.Select(t => t.Type).ToArray() },
                        new() { Value = last.Select(t => t.StreamId).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                        new() { Value = last.Select(t => t.Position).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
                        new() { Value = last.Select(t => t.Attempt).ToArray() },
                        new() { Value = last.Select(t => t.Outcome).ToArray() },
                        new() { Value = last.Select(t => t.Status).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
                        new() { Value = last.Select(t => t.Milliseconds).ToArray() },
                        new() { Value = last.Select(t => t.Error).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                    },
                },
                new(
                    """
                    delete from delivery where subscription = $1 and ordinal <= (
                      select ordinal from delivery where subscription = $1 order by ordinal desc offset $2 limit 1)
                    """) { Parameters = { new() { Value = subscription }, new() { Value = TriesKept } } },
            },
        };
        await batch.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
