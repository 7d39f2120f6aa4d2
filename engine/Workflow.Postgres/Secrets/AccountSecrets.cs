using Npgsql;
using NpgsqlTypes;

namespace Workflow.Postgres.Secrets;

/// <summary>What a sign-in is checked against.</summary>
/// <param name="LockedUntil">null while the account is not locked out</param>
public sealed record AccountSecret(string PasswordHash, int Failures, DateTimeOffset? LockedUntil);

/// <summary>Password hashes and failed sign-ins, beside the log. Times are the database's.</summary>
public sealed class AccountSecrets(NpgsqlDataSource database)
{
    /// <summary>So many failures in a row lock an account out …</summary>
    public const int FailuresMax = 5;

    /// <summary>… for so many minutes.</summary>
    public const int LockMinutes = 15;

    public async Task<AccountSecret?> ReadAsync(string account, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            select password_hash, failures, case when locked_until > clock_timestamp() then locked_until end
            from account_secret where account = $1
            """);
        command.Parameters.Add(new() { Value = account });
        await using var read = await command.ExecuteReaderAsync(ct);
        return await read.ReadAsync(ct)
            ? new(read.GetString(0), read.GetInt32(1), read.IsDBNull(2) ? null : read.GetFieldValue<DateTimeOffset>(2))
            : null;
    }

    /// <summary>Counts a failure in one statement, so that none is lost between nodes; the last one allowed locks.</summary>
    /// <returns>until when the account is locked now, or null</returns>
    public async Task<DateTimeOffset?> FailedAsync(string account, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            update account_secret
            set failures = case when failures + 1 >= $2 then 0 else failures + 1 end,
                locked_until = case when failures + 1 >= $2 then clock_timestamp() + make_interval(mins => $3) else locked_until end
            where account = $1
            returning case when locked_until > clock_timestamp() then locked_until end
            """);
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = FailuresMax });
        command.Parameters.Add(new() { Value = LockMinutes });
        return await command.ExecuteScalarAsync(ct) is DateTime until ? new DateTimeOffset(until) : null;
    }

    public async Task SucceededAsync(string account, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "update account_secret set failures = 0, locked_until = null where account = $1 and (failures > 0 or locked_until is not null)");
        command.Parameters.Add(new() { Value = account });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Sets the first secret of an account; false when it has one, which then stays.</summary>
    public async Task<bool> AddAsync(string account, string passwordHash, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "insert into account_secret (account, password_hash) values ($1, $2) on conflict (account) do nothing");
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = passwordHash });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>Sets a secret, whatever was there, and ends a lock-out.</summary>
    public async Task SetAsync(string account, string passwordHash, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            insert into account_secret (account, password_hash) values ($1, $2)
            on conflict (account) do update set password_hash = excluded.password_hash, failures = 0, locked_until = null
            """);
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = passwordHash });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Replaces a hash by one of the same password with today's cost, unless the password was changed meanwhile.</summary>
    public async Task RenewAsync(string account, string oldHash, string newHash, CancellationToken ct)
    {
        await using var command = database.CreateCommand("update account_secret set password_hash = $3 where account = $1 and password_hash = $2");
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = oldHash });
        command.Parameters.Add(new() { Value = newHash, NpgsqlDbType = NpgsqlDbType.Text });
        await command.ExecuteNonQueryAsync(ct);
    }
}
