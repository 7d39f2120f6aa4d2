using Npgsql;
using NpgsqlTypes;
using Workflow.Postgres.Delivery;
using Workflow.Postgres.Queries;

namespace Workflow.Postgres.Papers;

/// <summary>A notice that is to go out, or waits for another try.</summary>
/// <param name="Document">the document's number in the case, from 1</param>
/// <param name="Channel">"email" or "sms"</param>
/// <param name="Attempts">tries that failed</param>
public sealed record WaitingNotice(
    string StreamId, int Document, string Channel, int Attempts, DateTimeOffset QueuedAt, DateTimeOffset NextTry, string? LastError, string CaseNumber, string Region);

/// <summary>How far documents were made from the log, and the notices that have not gone out yet.</summary>
public sealed class PaperStore(NpgsqlDataSource database)
{
    /// <summary>After this long another node may go on where a dead one stood.</summary>
    public static readonly TimeSpan LeaseLength = TimeSpan.FromSeconds(15);

    /// <summary>A notice that is being sent is left alone for so long; then whoever sent it is taken for dead.</summary>
    public static readonly TimeSpan SendingPatience = TimeSpan.FromMinutes(2);

    private const string Cursor = "papers";

    /// <summary>Takes or renews the lease; the position to go on behind, or null while another node has it.</summary>
    public async Task<long?> ClaimAsync(string node, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            update paper_cursor set lease_owner = $2, lease_until = clock_timestamp() + $3
            where name = $1 and (lease_owner = $2 or lease_until is null or lease_until <= clock_timestamp())
            returning position
            """);
        command.Parameters.Add(new() { Value = Cursor });
        command.Parameters.Add(new() { Value = node });
        command.Parameters.Add(new() { Value = LeaseLength });
        return (long?)await command.ExecuteScalarAsync(ct);
    }

    /// <exception cref="LeaseLostException">another node goes on by now; nothing was written</exception>
    public async Task MoveAsync(string node, long through, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "update paper_cursor set position = greatest(position, $3), lease_until = clock_timestamp() + $4 where name = $1 and lease_owner = $2");
        command.Parameters.Add(new() { Value = Cursor });
        command.Parameters.Add(new() { Value = node });
        command.Parameters.Add(new() { Value = through });
        command.Parameters.Add(new() { Value = LeaseLength });
        if (await command.ExecuteNonQueryAsync(ct) == 0) throw new LeaseLostException(Cursor);
    }

    /// <summary>Gives the lease back, so that another node goes on at once.</summary>
    public async Task ReleaseAsync(string node, CancellationToken ct)
    {
        await using var command = database.CreateCommand("update paper_cursor set lease_owner = null, lease_until = null where name = $1 and lease_owner = $2");
        command.Parameters.Add(new() { Value = Cursor });
        command.Parameters.Add(new() { Value = node });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Queues a document's notices; what is queued already stays as it is.</summary>
    public async Task QueueAsync(string streamId, int document, IReadOnlyList<string> channels, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "insert into notice_outbox (stream_id, document, channel) select $1, $2, channel from unnest($3) as c (channel) on conflict do nothing");
        command.Parameters.Add(new() { Value = streamId });
        command.Parameters.Add(new() { Value = document });
        command.Parameters.Add(new() { Value = channels.ToArray() });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Takes what is due, the longest due first, for the time of <see cref="SendingPatience"/>.</summary>
    public async Task<IReadOnlyList<WaitingNotice>> TakeAsync(int limit, CancellationToken ct)
    {
        // Not clock_timestamp(): what may change from row to row is no bound of an index scan.
        await using var command = database.CreateCommand(
            """
            with due as (
              select stream_id, document, channel from notice_outbox where next_try <= statement_timestamp()
              order by next_try limit $1 for update skip locked)
            update notice_outbox as mine set next_try = statement_timestamp() + $2
            from due join case_row on case_row.stream_id = due.stream_id
            where mine.stream_id = due.stream_id and mine.document = due.document and mine.channel = due.channel
            returning mine.stream_id, mine.document, mine.channel, mine.attempts, mine.queued_at, mine.next_try, mine.last_error, case_row.case_number, case_row.region
            """);
        command.Parameters.Add(new() { Value = limit });
        command.Parameters.Add(new() { Value = SendingPatience });
        return await ReadAsync(command, ct);
    }

    /// <summary>When the next one falls due, from now; null when nothing waits.</summary>
    public async Task<TimeSpan?> NextAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand("select greatest(min(next_try) - clock_timestamp(), interval '0') from notice_outbox");
        return await command.ExecuteScalarAsync(ct) as TimeSpan?;
    }

    /// <summary>A try failed: another one follows after a pause.</summary>
    public async Task PutOffAsync(WaitingNotice notice, TimeSpan pause, string error, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            update notice_outbox set attempts = $4, next_try = clock_timestamp() + $5, last_error = $6
            where stream_id = $1 and document = $2 and channel = $3
            """);
        AddKey(command, notice);
        command.Parameters.Add(new() { Value = notice.Attempts + 1 });
        command.Parameters.Add(new() { Value = pause });
        command.Parameters.Add(new() { Value = error });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>It went out or was given up, and its case says so.</summary>
    public async Task RemoveAsync(WaitingNotice notice, CancellationToken ct)
    {
        await using var command = database.CreateCommand("delete from notice_outbox where stream_id = $1 and document = $2 and channel = $3");
        AddKey(command, notice);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>What waits, of one case or of the regions named, the oldest first.</summary>
    /// <param name="streamId">null for all cases of the regions</param>
    /// <param name="regionPrefixes">beginnings of division codes</param>
    public async Task<IReadOnlyList<WaitingNotice>> WaitingAsync(string? streamId, IReadOnlyList<string> regionPrefixes, int limit, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            select mine.stream_id, mine.document, mine.channel, mine.attempts, mine.queued_at, mine.next_try, mine.last_error, case_row.case_number, case_row.region
            from notice_outbox mine join case_row using (stream_id)
            where ($1::text is null or mine.stream_id = $1) and case_row.region like any ($2)
            order by mine.queued_at, mine.stream_id, mine.document, mine.channel
            limit $3
            """);
        command.Parameters.Add(new() { Value = (object?)streamId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = Scope.Patterns(regionPrefixes), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = limit });
        return await ReadAsync(command, ct);
    }

    private static void AddKey(NpgsqlCommand command, WaitingNotice notice)
    {
        command.Parameters.Add(new() { Value = notice.StreamId });
        command.Parameters.Add(new() { Value = notice.Document });
        command.Parameters.Add(new() { Value = notice.Channel });
    }

    private static async Task<IReadOnlyList<WaitingNotice>> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var rows = new List<WaitingNotice>();
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct))
            rows.Add(new(r.GetString(0), r.GetInt32(1), r.GetString(2), r.GetInt32(3), r.GetFieldValue<DateTimeOffset>(4), r.GetFieldValue<DateTimeOffset>(5),
                r.IsDBNull(6) ? null : r.GetString(6), r.GetString(7), r.GetString(8)));
        return rows;
    }
}
