using Npgsql;
using NpgsqlTypes;
using Workflow.Core.Cases;

namespace Workflow.Postgres.Queries;

/// <summary>A line of the log of cases, as it is stored; what is personal in it is still sealed.</summary>
/// <param name="Alias">stored name, see EventNames; a row of several events has that of <see cref="CaseAdvanced"/></param>
/// <param name="Data">JSON as stored</param>
/// <param name="At">when it was recorded, in the case's own time</param>
public sealed record FeedEvent(long Position, string StreamId, long Version, string Alias, byte[] Data, DateTimeOffset At);

/// <summary>The log of all cases in the order of commits, a stretch at a time, and one case as it stood after a command.</summary>
public sealed class EventFeed(NpgsqlDataSource database)
{
    public const int MaxLimit = 500;

    /// <summary>So many positions are looked through in one read; a stretch without anything wanted costs no more.</summary>
    private const int StretchMax = 5_000;

    /// <summary>What is wanted of the next stretch, in order.</summary>
    /// <param name="after">position that was read up to</param>
    /// <param name="aliases">stored names of the rows wanted; events that stand among others in a row are found by that row's (<see cref="CaseAdvanced"/>)</param>
    /// <param name="regionPrefixes">beginnings of the division codes of the cases wanted</param>
    /// <param name="limit">1 to <see cref="MaxLimit"/></param>
    /// <returns>the events, the position that was looked through up to (the next <paramref name="after"/>), and the log's end at that time</returns>
    public async Task<(List<FeedEvent> Events, long Through, long End)> ReadAsync(
        long after, IReadOnlyList<string> aliases, IReadOnlyList<string> regionPrefixes, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(limit is >= 1 and <= MaxLimit, true, nameof(limit));
        // Positions grow in commit order, so nothing smaller than the end can still appear.
        await using var command = database.CreateCommand(
            """
            with log_end as (select coalesce(max(seq_id), 0) as at from mt_events)
            select log_end.at, e.seq_id, e.stream_id, e.version, e.type, convert_to(e.data::text, 'UTF8'), e.timestamp
            from log_end left join lateral (
              select mt_events.seq_id, mt_events.stream_id, mt_events.version, mt_events.type, mt_events.data, mt_events.timestamp
              from mt_events join case_row on case_row.stream_id = mt_events.stream_id
              where mt_events.seq_id > $1 and mt_events.seq_id <= least($1 + $2, log_end.at)
                and mt_events.type = any ($3) and case_row.region like any ($4)
              order by mt_events.seq_id
              limit $5) e on true
            order by e.seq_id
            """);
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = (long)StretchMax });
        command.Parameters.Add(new() { Value = aliases.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = Scope.Patterns(regionPrefixes), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = limit });
        var events = new List<FeedEvent>();
        long end = 0;
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct))
        {
            end = r.GetInt64(0);
            if (await r.IsDBNullAsync(1, ct)) continue;
            events.Add(new(r.GetInt64(1), r.GetString(2), r.GetInt64(3), r.GetString(4), r.GetFieldValue<byte[]>(5), r.GetFieldValue<DateTimeOffset>(6)));
        }
        return (events, events.Count == limit ? events[^1].Position : Math.Max(after, Math.Min(after + StretchMax, end)), end);
    }

    /// <summary>What is wanted of one case between two positions, both included, in order; at most <see cref="MaxLimit"/>.</summary>
    public async Task<List<FeedEvent>> ReadCaseAsync(string streamId, IReadOnlyList<string> aliases, long from, long through, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            select e.seq_id, e.stream_id, e.version, e.type, convert_to(e.data::text, 'UTF8'), e.timestamp
            from mt_events e
            where e.stream_id = $1 and e.type = any ($2) and e.seq_id between $3 and $4
            order by e.version
            limit $5
            """);
        command.Parameters.Add(new() { Value = streamId });
        command.Parameters.Add(new() { Value = aliases.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = from });
        command.Parameters.Add(new() { Value = through });
        command.Parameters.Add(new() { Value = MaxLimit });
        var events = new List<FeedEvent>();
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct))
            events.Add(new(r.GetInt64(0), r.GetString(1), r.GetInt64(2), r.GetString(3), r.GetFieldValue<byte[]>(4), r.GetFieldValue<DateTimeOffset>(5)));
        return events;
    }

    /// <summary>A stream's events behind a version, up to the last one of the command that wrote <paramref name="version"/>.</summary>
    public async Task<List<FeedEvent>> ReadCommandAsync(string streamId, long afterVersion, long version, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            select e.seq_id, e.stream_id, e.version, e.type, convert_to(e.data::text, 'UTF8'), e.timestamp
            from mt_events e
            where e.stream_id = $1 and e.version > $2 and e.version <= (
              select max(same.version) from mt_events same
              where same.stream_id = $1 and same.version >= $3
                and same.headers -> 'commandId' = (select asked.headers -> 'commandId' from mt_events asked where asked.stream_id = $1 and asked.version = $3))
            order by e.version
            """);
        command.Parameters.Add(new() { Value = streamId });
        command.Parameters.Add(new() { Value = afterVersion });
        command.Parameters.Add(new() { Value = version });
        var events = new List<FeedEvent>();
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct))
            events.Add(new(r.GetInt64(0), r.GetString(1), r.GetInt64(2), r.GetString(3), r.GetFieldValue<byte[]>(4), r.GetFieldValue<DateTimeOffset>(5)));
        return events;
    }
}
