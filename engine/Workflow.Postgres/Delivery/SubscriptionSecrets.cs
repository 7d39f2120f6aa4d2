using Npgsql;

namespace Workflow.Postgres.Delivery;

/// <summary>Signing secrets of subscriptions, as the server encrypted them.</summary>
public sealed class SubscriptionSecrets(NpgsqlDataSource database)
{
    /// <summary>How long the secret before goes on signing beside the new one, so that a receiver can change over.</summary>
    public static readonly TimeSpan ChangeOver = TimeSpan.FromHours(24);

    /// <summary>Sets the first secret; one that is there stays. Returns the one that holds.</summary>
    public async Task<string> EnsureAsync(string subscription, string secret, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            insert into subscription_secret as held (subscription, secret) values ($1, $2)
            on conflict (subscription) do update set secret = held.secret
            returning secret
            """);
        command.Parameters.Add(new() { Value = subscription });
        command.Parameters.Add(new() { Value = secret });
        return (string)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Sets a new secret; the one before signs too for <see cref="ChangeOver"/>.</summary>
    public async Task ReplaceAsync(string subscription, string secret, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            insert into subscription_secret as held (subscription, secret) values ($1, $2)
            on conflict (subscription) do update set secret = excluded.secret, previous = held.secret, previous_until = clock_timestamp() + $3
            """);
        command.Parameters.Add(new() { Value = subscription });
        command.Parameters.Add(new() { Value = secret });
        command.Parameters.Add(new() { Value = ChangeOver });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Those that sign now, the newest first; none when there is no secret.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(string subscription, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "select secret, case when previous_until > clock_timestamp() then previous end from subscription_secret where subscription = $1");
        command.Parameters.Add(new() { Value = subscription });
        await using var r = await command.ExecuteReaderAsync(ct);
        if (!await r.ReadAsync(ct)) return [];
        return r.IsDBNull(1) ? [r.GetString(0)] : [r.GetString(0), r.GetString(1)];
    }
}
