using Npgsql;
using NpgsqlTypes;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;

namespace Workflow.Postgres.Correlation;

/// <summary>A case that waits for a message.</summary>
/// <param name="Position">of the event that began the wait; who waits first has the smallest</param>
public sealed record WaitingCase(string StreamId, string Region, long Position);

/// <summary>A case that waited for a signal, with its waits that were there then.</summary>
public sealed record SignalledCase(string StreamId, string Region, IReadOnlyList<long> Subscriptions);

/// <summary>A line of the list of what waits for what.</summary>
public sealed record WaitLine(
    string StreamId, long Subscription, string CaseNumber, string Title, WaitKind Kind, string Name, string Element, string Region, string JointItem, long Position, DateTimeOffset Since);

/// <summary>Which cases wait for which message or signal, as the writer keeps it with every append.</summary>
public sealed class CaseWaits(NpgsqlDataSource database)
{
    /// <summary>Cases asked for one message at once.</summary>
    public const int CandidatesMax = 20;

    /// <summary>Cases of one slice of a signal.</summary>
    public const int SliceMax = 500;

    public const int PageMax = 200;

    /// <summary>Cases that wait at an address, who waited first at the head; at most <see cref="CandidatesMax"/>.</summary>
    /// <param name="caseId">only this case; null for any</param>
    /// <param name="after">those whose wait began behind this position</param>
    public async Task<List<WaitingCase>> AtAsync(byte[] address, string? caseId, Reach reach, long after, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            select stream_id, region, position from case_wait
            where kind = 0 and address = $1 and position > $2 and ($3::text is null or stream_id = $3) and (region like any ($4) or region = any ($5))
            order by position
            limit $6
            """);
        command.Parameters.Add(new() { Value = address });
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = (object?)caseId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(reach.Patterns);
        command.Parameters.Add(reach.Exactly);
        command.Parameters.Add(new() { Value = CandidatesMax });
        var waits = new List<WaitingCase>();
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct)) waits.Add(new(r.GetString(0), r.GetString(1), r.GetInt64(2)));
        return waits;
    }

    /// <summary>The next slice of the cases that waited for a signal when it was thrown, in the order of their ids; fewer than <see cref="SliceMax"/> on the last.</summary>
    public async Task<List<SignalledCase>> SliceAsync(SignalBroadcast signal, Reach reach, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            select stream_id, region, array_agg(subscription order by subscription) from case_wait
            where kind = 1 and name = $1 and position <= $2 and stream_id > $3 and stream_id is distinct from $4 and (region like any ($5) or region = any ($6))
            group by stream_id, region
            order by stream_id
            limit $7
            """);
        command.Parameters.Add(new() { Value = signal.Name });
        command.Parameters.Add(new() { Value = signal.Position });
        command.Parameters.Add(new() { Value = signal.AfterId });
        command.Parameters.Add(new() { Value = (object?)signal.ThrownBy ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(reach.Patterns);
        command.Parameters.Add(reach.Exactly);
        command.Parameters.Add(new() { Value = SliceMax });
        var cases = new List<SignalledCase>();
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct)) cases.Add(new(r.GetString(0), r.GetString(1), r.GetFieldValue<long[]>(2)));
        return cases;
    }

    /// <summary>What waits for what, the longest wait first.</summary>
    /// <param name="regionPrefixes">beginnings of the division codes of the cases wanted</param>
    /// <param name="name">only this name; null for all</param>
    /// <param name="address">only messages at this address; null for all</param>
    /// <param name="after">place of the last line of the page before; null for the first page</param>
    public async Task<List<WaitLine>> ListAsync(
        IReadOnlyList<string> regionPrefixes, string? name, byte[]? address, (long Position, long Subscription)? after, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(limit is >= 1 and <= PageMax, true, nameof(limit));
        await using var command = database.CreateCommand(
            """
            select w.stream_id, w.subscription, c.case_number, c.title, w.kind, w.name, w.element, w.region, w.joint_item, w.position, w.since
            from case_wait w join case_row c on c.stream_id = w.stream_id
            where w.region like any ($1) and ($2::text is null or w.name = $2) and ($3::bytea is null or w.address = $3) and (w.position, w.subscription) > ($4, $5)
            order by w.position, w.subscription
            limit $6
            """);
        command.Parameters.Add(new() { Value = Scope.Patterns(regionPrefixes), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)name ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)address ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea });
        command.Parameters.Add(new() { Value = after?.Position ?? -1 });
        command.Parameters.Add(new() { Value = after?.Subscription ?? -1 });
        command.Parameters.Add(new() { Value = limit });
        var lines = new List<WaitLine>();
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct))
        {
            lines.Add(new(r.GetString(0), r.GetInt64(1), r.GetString(2), r.GetString(3), (WaitKind)r.GetInt16(4), r.GetString(5), r.GetString(6), r.GetString(7), r.GetString(8),
                r.GetInt64(9), r.GetFieldValue<DateTimeOffset>(10)));
        }
        return lines;
    }
}
