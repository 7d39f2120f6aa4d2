using Npgsql;

namespace Workflow.Postgres.Delivery;

/// <summary>What people see of deliveries: how far each subscription has come, what waits, what was tried last.</summary>
public sealed class DeliveryView(NpgsqlDataSource database)
{
    /// <summary>Held cases that one answer names.</summary>
    public const int HeldMax = 100;

    /// <summary>In no particular order; one that has never been delivered by any node is missing.</summary>
    public async Task<IReadOnlyList<SubscriptionProgress>> ProgressAsync(IReadOnlyList<string> subscriptions, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            select c.subscription, c.position, (select coalesce(max(seq_id), 0) from mt_events),
              (select count(*)::int from held_case h where h.subscription = c.subscription),
              c.delivered, c.delivered_at, c.trouble, c.last_error, c.last_error_at
            from subscription_cursor c where c.subscription = any ($1)
            """);
        command.Parameters.Add(new() { Value = subscriptions.ToArray() });
        var found = new List<SubscriptionProgress>();
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct))
            found.Add(new(r.GetString(0), r.GetInt64(1), r.GetInt64(2), r.GetInt32(3), r.GetInt64(4), At(5), Text(6), Text(7), At(8)));
        return found;

        string? Text(int column) => r.IsDBNull(column) ? null : r.GetString(column);
        DateTimeOffset? At(int column) => r.IsDBNull(column) ? null : r.GetFieldValue<DateTimeOffset>(column);
    }

    public async Task<IReadOnlyList<Held>> HeldAsync(string subscription, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "select stream_id, position, part, attempts, next_try, last_error from held_case where subscription = $1 order by next_try limit $2");
        command.Parameters.Add(new() { Value = subscription });
        command.Parameters.Add(new() { Value = HeldMax });
        var held = new List<Held>();
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct)) held.Add(DeliveryStore.HeldOf(r));
        return held;
    }

    /// <summary>The last tries, the newest first.</summary>
    public async Task<IReadOnlyList<Tried>> TriesAsync(string subscription, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            select at, message_id, type, stream_id, position, attempt, outcome, status, milliseconds, error
            from delivery where subscription = $1 order by ordinal desc limit $2
            """);
        command.Parameters.Add(new() { Value = subscription });
        command.Parameters.Add(new() { Value = DeliveryStore.TriesKept });
        var tries = new List<Tried>();
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct))
            tries.Add(new(r.GetFieldValue<DateTimeOffset>(0), r.GetString(1), r.GetString(2), r.IsDBNull(3) ? null : r.GetString(3), r.IsDBNull(4) ? null : r.GetInt64(4),
                r.GetInt32(5), r.GetString(6), r.IsDBNull(7) ? null : r.GetInt32(7), r.GetInt32(8), r.IsDBNull(9) ? null : r.GetString(9)));
        return tries;
    }

    /// <summary>Adds tries that are not part of the delivery's own course: test messages.</summary>
    public async Task AddAsync(string subscription, IReadOnlyList<Tried> tries, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await DeliveryStore.RecordAsync(connection, null, subscription, tries, ct);
    }
}
