using Npgsql;
using NpgsqlTypes;

namespace Workflow.Postgres.Correlation;

/// <summary>A signal as it comes in.</summary>
/// <param name="Region">of the throwing case, or where the sending account is at home</param>
/// <param name="Sealed">its payload, sealed</param>
/// <param name="ThrownBy">the case that threw it, which is not told again; null for an account's</param>
/// <param name="Position">of the throw in the log; null for now. Waits that began later are none of its business</param>
public sealed record NewSignal(
    string Principal, string Source, string MessageId, byte[] BodyHash, string Region, string Name, string Sealed, string? ThrownBy, long? Position);

/// <summary>A signal on its way.</summary>
/// <param name="AfterId">the last case that was told</param>
/// <param name="Reached">cases that took it</param>
/// <param name="PassedBy">cases that did not wait any more when it came, or that the sender may not reach</param>
/// <param name="Failed">cases that could not be told; each has a dead letter</param>
public sealed record SignalBroadcast(
    long Id, string Principal, string Source, string MessageId, byte[] BodyHash, string Region, string Name, string Sealed, string? ThrownBy, long Position,
    string AfterId, long Reached, long PassedBy, long Failed, DateTimeOffset ReceivedAt, DateTimeOffset? EndedAt);

/// <summary>Signals on their way to all cases that waited for them; how far each has come outlives the node that tells them.</summary>
public sealed class SignalBroadcasts(NpgsqlDataSource database)
{
    private const string Columns =
        "id, principal, source, message_id, body_hash, region, name, sealed, thrown_by, position, after_id, reached, passed_by, failed, received_at, ended_at";

    /// <summary>Takes a signal in. Null when its id was used with other content; one that came before is given as it stands.</summary>
    public async Task<SignalBroadcast?> TakeAsync(NewSignal signal, CancellationToken ct)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(Insert(signal));
        batch.BatchCommands.Add(new($"select {Columns} from signal_broadcast where principal = $1 and source = $2 and message_id = $3")
        {
            Parameters = { new() { Value = signal.Principal }, new() { Value = signal.Source }, new() { Value = signal.MessageId } },
        });
        await using var r = await batch.ExecuteReaderAsync(ct);
        while (!r.HasRows && await r.NextResultAsync(ct)) { }
        await r.ReadAsync(ct);
        var stands = Read(r);
        return stands.BodyHash.AsSpan().SequenceEqual(signal.BodyHash) ? stands : null;
    }

    internal static NpgsqlBatchCommand Insert(NewSignal s) => new(
        """
        insert into signal_broadcast (principal, source, message_id, body_hash, region, name, sealed, thrown_by, position)
        values ($1, $2, $3, $4, $5, $6, $7, $8, coalesce($9, (select coalesce(max(seq_id), 0) from mt_events)))
        on conflict (principal, source, message_id) do nothing
        """)
    {
        Parameters =
        {
            new() { Value = s.Principal }, new() { Value = s.Source }, new() { Value = s.MessageId }, new() { Value = s.BodyHash }, new() { Value = s.Region }, new() { Value = s.Name },
            new() { Value = s.Sealed }, new() { Value = (object?)s.ThrownBy ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            new() { Value = (object?)s.Position ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
        },
    };

    /// <summary>The oldest that has not come to its end; null when none is under way.</summary>
    /// <param name="behind">id of one that has to wait; those behind it are asked for</param>
    public async Task<SignalBroadcast?> NextAsync(long behind, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"select {Columns} from signal_broadcast where ended_at is null and id > $1 order by id limit 1");
        command.Parameters.Add(new() { Value = behind });
        await using var r = await command.ExecuteReaderAsync(ct);
        return await r.ReadAsync(ct) ? Read(r) : null;
    }

    /// <summary>Writes down how far it has come; false when another node was faster. At its end what it said is gone.</summary>
    public async Task<bool> SaveAsync(SignalBroadcast was, SignalBroadcast now, bool ended, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            update signal_broadcast set after_id = $3,
              -- At the end by what the log has accepted: of a slice told twice some cases had it before and wait no more.
              reached = case when $7 then greatest($4, (
                select count(*) from command where principal = 'system' and source = 'signal' and id >= $1::text || '/' and id < $1::text || '0')) else $4 end, passed_by = $5, failed = $6,
              ended_at = case when $7 then clock_timestamp() end, sealed = case when $7 then null else sealed end
            where id = $1 and after_id = $2 and ended_at is null
            """);
        command.Parameters.Add(new() { Value = was.Id });
        command.Parameters.Add(new() { Value = was.AfterId });
        command.Parameters.Add(new() { Value = now.AfterId });
        command.Parameters.Add(new() { Value = now.Reached });
        command.Parameters.Add(new() { Value = now.PassedBy });
        command.Parameters.Add(new() { Value = now.Failed });
        command.Parameters.Add(new() { Value = ended });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>One of an account; null when there is none of that id.</summary>
    public async Task<SignalBroadcast?> FindAsync(string principal, long id, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"select {Columns} from signal_broadcast where id = $1 and principal = $2");
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = principal });
        await using var r = await command.ExecuteReaderAsync(ct);
        return await r.ReadAsync(ct) ? Read(r) : null;
    }

    private static SignalBroadcast Read(NpgsqlDataReader r) => new(
        r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetFieldValue<byte[]>(4), r.GetString(5), r.GetString(6), r.IsDBNull(7) ? "" : r.GetString(7),
        r.IsDBNull(8) ? null : r.GetString(8), r.GetInt64(9), r.GetString(10), r.GetInt64(11), r.GetInt64(12), r.GetInt64(13), r.GetFieldValue<DateTimeOffset>(14),
        r.IsDBNull(15) ? null : r.GetFieldValue<DateTimeOffset>(15));
}
