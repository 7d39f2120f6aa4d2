using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using Workflow.Postgres.Queries;

namespace Workflow.Postgres.Queues;

/// <summary>A message that could not be taken ("in") or delivered ("out"), as it is to be kept.</summary>
/// <param name="Way">"http", "rabbitmq", "webhook" or "replay"</param>
/// <param name="Verified">false when it is not sure that the account sent it</param>
/// <param name="Errors">JSON array: the members that are wrong</param>
/// <param name="Subscription">of an outgoing message; null for incoming ones</param>
/// <param name="Headers">JSON object; no secrets</param>
/// <param name="Bytes">the message; longer ones are cut to <see cref="DeadLetters.BytesMax"/></param>
/// <param name="Size">bytes that it had</param>
public sealed record NewDeadLetter(
    string Direction, string Account, string Way, bool Verified, string Code, string Errors, string? Type, string? Source, string? MessageId,
    string? CaseId, string? Subscription, string? ContentType, string Headers, ReadOnlyMemory<byte> Bytes, long Size);

/// <param name="State">"waiting", "replayed" or "discarded"</param>
/// <param name="Times">how often it came</param>
public sealed record DeadLetter(
    long Id, NewDeadLetter Letter, DateTimeOffset FirstAt, DateTimeOffset LastAt, int Times, string State, string? SettledBy, DateTimeOffset? SettledAt, string? Reason)
{
    /// <summary>Only the beginning is kept: it cannot be sent again.</summary>
    public bool IsCut => Letter.Size > Letter.Bytes.Length;
}

/// <summary>Whose letters may be read: one's own, and those of accounts at home in these regions.</summary>
/// <param name="RegionPrefixes">beginnings of division codes; empty for none</param>
public sealed record DeadLetterScope(string Account, IReadOnlyList<string> RegionPrefixes);

/// <summary>Messages that found no way, both directions, until somebody sends them again or says that they are not needed.</summary>
public sealed class DeadLetters(NpgsqlDataSource database)
{
    /// <summary>So much of a message is kept.</summary>
    public const int BytesMax = 256 * 1024;

    /// <summary>So many unverified letters wait for an account at most; nobody may fill the table with a name alone.</summary>
    public const int UnverifiedMax = 200;

    public const int PageMax = 200;

    private const string Columns =
        "id, direction, account, way, verified, code, errors::text, type, source, message_id, case_id, subscription, content_type, headers::text, bytes, size, "
        + "first_at, last_at, times, state, settled_by, settled_at, reason";

    // What a case threw is nobody's account; it belongs to those of the case's region.
    private const string Overseen =
        "(exists (select from document d where d.kind = 'account' and d.id = dead_letter.account and d.region like any ($2)) "
        + "or (dead_letter.account = 'system' and exists (select from case_row c where c.stream_id = dead_letter.case_id and c.region like any ($2))))";

    /// <summary>Keeps a message; one that waits already is counted there.</summary>
    /// <returns>its id; null when too many unverified ones wait</returns>
    public async Task<long?> KeepAsync(NewDeadLetter letter, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            insert into dead_letter as kept (
              direction, account, way, verified, code, errors, type, source, message_id, case_id, subscription, content_type, headers, bytes, size, sha256)
            select $1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9, $10, $11, $12, $13::jsonb, $14, $15, $16
            where $4 or (select count(*) from dead_letter l where l.account = $2 and l.state = 'waiting' and not l.verified) < $17
            on conflict (direction, account, coalesce(subscription, ''), sha256) where state = 'waiting'
              do update set times = kept.times + 1, last_at = clock_timestamp(), code = excluded.code, errors = excluded.errors
            returning id
            """);
        var bytes = letter.Bytes.Length > BytesMax ? letter.Bytes[..BytesMax] : letter.Bytes;
        Add(letter.Direction, letter.Account, letter.Way, letter.Verified, letter.Code, letter.Errors, letter.Type, letter.Source, letter.MessageId,
            letter.CaseId, letter.Subscription, letter.ContentType, letter.Headers, bytes.ToArray(), letter.Size, Fingerprint(letter), UnverifiedMax);
        return await command.ExecuteScalarAsync(ct) as long?;

        void Add(params object?[] values)
        {
            foreach (var value in values)
                command.Parameters.Add(value is null ? new() { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text } : new() { Value = value });
        }
    }

    /// <summary>Newest first.</summary>
    /// <param name="before">id of the last letter of the page before; null for the first page</param>
    public async Task<List<DeadLetter>> ListAsync(DeadLetterScope scope, string direction, string state, long? before, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(limit is >= 1 and <= PageMax, true, nameof(limit));
        await using var command = database.CreateCommand(
            $"""
            select {Columns} from dead_letter
            where direction = $3 and state = $4 and id < $5
              and (account = $1 or {Overseen})
            order by id desc
            limit $6
            """);
        AddScope(command, scope);
        command.Parameters.Add(new() { Value = direction });
        command.Parameters.Add(new() { Value = state });
        command.Parameters.Add(new() { Value = before ?? long.MaxValue });
        command.Parameters.Add(new() { Value = limit });
        var letters = new List<DeadLetter>();
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct)) letters.Add(Read(r));
        return letters;
    }

    public async Task<DeadLetter?> FindAsync(DeadLetterScope scope, long id, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"""
            select {Columns} from dead_letter
            where id = $3 and (account = $1 or {Overseen})
            """);
        AddScope(command, scope);
        command.Parameters.Add(new() { Value = id });
        await using var r = await command.ExecuteReaderAsync(ct);
        return await r.ReadAsync(ct) ? Read(r) : null;
    }

    /// <summary>Ends the waiting of a letter; false when it does not wait.</summary>
    /// <param name="state">"replayed" or "discarded"</param>
    public async Task<bool> SettleAsync(long id, string state, string by, string? reason, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "update dead_letter set state = $2, settled_by = $3, settled_at = clock_timestamp(), reason = $4 where id = $1 and state = 'waiting'");
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = state });
        command.Parameters.Add(new() { Value = by });
        command.Parameters.Add(new() { Value = (object?)reason ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>Ends the waiting of the letters of one message that was settled elsewhere.</summary>
    /// <param name="way">the way that the letters name</param>
    public async Task SettleAsync(string way, string account, string source, string messageId, string state, string by, string? reason, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            update dead_letter set state = $5, settled_by = $6, settled_at = clock_timestamp(), reason = $7
            where way = $1 and account = $2 and source = $3 and message_id = $4 and direction = 'in' and state = 'waiting'
            """);
        foreach (var value in (string[])[way, account, source, messageId, state, by]) command.Parameters.Add(new() { Value = value });
        command.Parameters.Add(new() { Value = (object?)reason ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>A letter was tried again in vain: says why this time.</summary>
    public async Task TriedAsync(long id, string code, string errors, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "update dead_letter set times = times + 1, last_at = clock_timestamp(), code = $2, errors = $3::jsonb where id = $1 and state = 'waiting'");
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = code });
        command.Parameters.Add(new() { Value = errors });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static void AddScope(NpgsqlCommand command, DeadLetterScope scope)
    {
        command.Parameters.Add(new() { Value = scope.Account });
        command.Parameters.Add(new() { Value = Scope.Patterns(scope.RegionPrefixes), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
    }

    // In binary mode the attributes stand in the headers, so they belong to what makes a message the same.
    private static byte[] Fingerprint(NewDeadLetter letter)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{letter.Way == "replay"}\n{letter.Source}\n{letter.MessageId}\n{letter.ContentType}\n"));
        hash.AppendData(letter.Bytes.Span);
        return hash.GetHashAndReset();
    }

    private static DeadLetter Read(NpgsqlDataReader r) => new(
        r.GetInt64(0),
        new NewDeadLetter(
            r.GetString(1), r.GetString(2), r.GetString(3), r.GetBoolean(4), r.GetString(5), r.GetString(6), Text(r, 7), Text(r, 8), Text(r, 9),
            Text(r, 10), Text(r, 11), Text(r, 12), r.GetString(13), r.GetFieldValue<byte[]>(14), r.GetInt64(15)),
        r.GetFieldValue<DateTimeOffset>(16), r.GetFieldValue<DateTimeOffset>(17), r.GetInt32(18), r.GetString(19), Text(r, 20),
        r.IsDBNull(21) ? null : r.GetFieldValue<DateTimeOffset>(21), Text(r, 22));

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);
}
