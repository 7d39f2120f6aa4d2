using Npgsql;
using NpgsqlTypes;
using Workflow.Postgres.Log;

namespace Workflow.Postgres.Secrets;

/// <summary>A key of an account's personal store, without its value.</summary>
/// <param name="Version">grows with every saving; never given twice</param>
public sealed record StoredKey(string Key, long Version, DateTimeOffset SavedAt);

/// <param name="Json">the value as it was saved</param>
public sealed record StoredValue(string Json, long Version, DateTimeOffset SavedAt);

/// <summary>What became of saving a value.</summary>
public enum Saving { Saved, Moved, Full }

/// <summary>
/// What a person keeps for himself (filters, phrases, drafts): values by key, sealed under the account's own key, so that
/// they are erased with it.
/// </summary>
public sealed class PersonalStore(NpgsqlDataSource database)
{
    /// <summary>Keys of one account at most.</summary>
    public const int KeysMax = 200;

    private const string Upsert = """
        insert into personal_store as s (account, key, sealed)
        select $1, $2, $3
        where exists (select from personal_store where account = $1 and key = $2)
           or (coalesce($4::bigint, 0) = 0 and (select count(*) from personal_store where account = $1) < $5)
        on conflict (account, key) do update
        set sealed = excluded.sealed, version = excluded.version, saved_at = clock_timestamp()
        where $4::bigint is null or s.version = $4
        returning version, saved_at
        """;

    public async Task<List<StoredKey>> ListAsync(string account, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select key, version, saved_at from personal_store where account = $1 order by key");
        command.Parameters.Add(new() { Value = account });
        await using var read = await command.ExecuteReaderAsync(ct);
        List<StoredKey> keys = [];
        while (await read.ReadAsync(ct)) keys.Add(new(read.GetString(0), read.GetInt64(1), read.GetFieldValue<DateTimeOffset>(2)));
        return keys;
    }

    /// <summary>Null when nothing is stored there, or what was stored is erased.</summary>
    public async Task<StoredValue?> FindAsync(string account, string key, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            select s.sealed, s.version, s.saved_at, k.key from personal_store s join case_key k on k.stream_id = $3
            where s.account = $1 and s.key = $2
            """);
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = key });
        command.Parameters.Add(new() { Value = StreamOf(account) });
        await using var read = await command.ExecuteReaderAsync(ct);
        if (!await read.ReadAsync(ct)) return null;
        var opened = CaseKey.Of(read.GetFieldValue<byte[]>(3)).Open(read.GetString(0), PlaceOf(account, key));
        return opened is null ? null : new(opened, read.GetInt64(1), read.GetFieldValue<DateTimeOffset>(2));
    }

    /// <param name="expected">the version that is to be replaced, 0 for none; null to save whatever is there</param>
    public async Task<(Saving Outcome, StoredKey? Saved)> SaveAsync(string account, string key, string json, long? expected, CancellationToken ct)
    {
        var own = await KeyOfAsync(account, ct) ?? throw new InvalidOperationException($"the account {account} has no key of its own");
        await using var command = database.CreateCommand(Upsert);
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = key });
        command.Parameters.Add(new() { Value = own.Seal(json, PlaceOf(account, key)) });
        command.Parameters.Add(new() { Value = (object?)expected ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = KeysMax });
        await using (var read = await command.ExecuteReaderAsync(ct))
            if (await read.ReadAsync(ct)) return (Saving.Saved, new(key, read.GetInt64(0), read.GetFieldValue<DateTimeOffset>(1)));
        // Nothing was written: another version stands there, or there is no room for a new key.
        var keys = await ListAsync(account, ct);
        return (keys.Any(k => k.Key == key) || expected is > 0 ? Saving.Moved : Saving.Full, null);
    }

    public async Task DeleteAsync(string account, string key, CancellationToken ct)
    {
        await using var command = database.CreateCommand("delete from personal_store where account = $1 and key = $2");
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = key });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Deletes everything of an account that was closed.</summary>
    public async Task DeleteAllAsync(string account, CancellationToken ct)
    {
        await using var command = database.CreateCommand("delete from personal_store where account = $1");
        command.Parameters.Add(new() { Value = account });
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<CaseKey?> KeyOfAsync(string account, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select key from case_key where stream_id = $1");
        command.Parameters.Add(new() { Value = StreamOf(account) });
        return await command.ExecuteScalarAsync(ct) is byte[] key ? CaseKey.Of(key) : null;
    }

    private static string StreamOf(string account) => "account-" + account;

    // A value moved to another account or key does not open.
    private static string PlaceOf(string account, string key) => $"personal-store/{account}/{key}";
}
