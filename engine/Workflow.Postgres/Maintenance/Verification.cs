using System.Data;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using Workflow.Postgres.Log;

namespace Workflow.Postgres.Maintenance;

/// <summary>Something in the log that is not as it was written.</summary>
/// <param name="Version">version of the event in question; 0 when it is about the stream or a command as a whole</param>
/// <param name="What">a stable code, kebab-case</param>
public sealed record Finding(string StreamId, long Version, string What, string Detail);

/// <summary>What a walk over the whole log found.</summary>
/// <param name="Findings">the first of them, at most <see cref="Verification.FindingsMax"/></param>
/// <param name="FindingCount">all of them</param>
public sealed record VerificationReport(long Streams, long Events, IReadOnlyList<Finding> Findings, long FindingCount)
{
    public bool IsIntact => FindingCount == 0;
}

/// <summary>What a walk over one stream found.</summary>
/// <param name="Head">version of the stream's last event; 0 without events</param>
/// <param name="HeadHash">recorded hash of that event, lower-case hex; null without one</param>
public sealed record StreamReport(string StreamId, long Events, long Head, string? HeadHash, IReadOnlyList<Finding> Findings)
{
    public bool IsIntact => Findings.Count == 0;
}

/// <summary>
/// Proves that the log is what was written (存证): walks every stream in one snapshot, computes each event's hash again from
/// what is stored, and compares versions, positions, stream heads and accepted commands with each other. Reads only;
/// may run while nodes write.
/// </summary>
/// <remarks>
/// A chain shows any change, and any loss within a stream. That someone with all rights removed the newest events of
/// a stream together with its head and its commands, only a hash kept elsewhere can show.
/// </remarks>
public sealed class Verification(NpgsqlDataSource database)
{
    public const int FindingsMax = 1_000;
    private const int EventsBetweenReports = 10_000;

    private readonly List<Finding> _findings = [];
    private long _findingCount;
    private long _streams;
    private long _events;

    /// <param name="progress">events walked so far, and how many there are</param>
    public async Task<VerificationReport> RunAsync(IProgress<(long Done, long All)>? progress, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        (_streams, _events, _findingCount) = (0, 0, 0);
        _findings.Clear();
        await WalkAsync(connection, progress, ct);
        await CompareAsync(connection, CommandsWithoutEvents, "command-without-event", ct);
        await CompareAsync(connection, EventsWithoutCommand, "event-without-command", ct);
        await CompareAsync(connection, ProjectionsAhead, "projection-ahead", ct);
        return new VerificationReport(_streams, _events, [.. _findings], _findingCount);
    }

    /// <summary>The same for one stream, whether it can still be folded or not.</summary>
    /// <returns>null when there is neither such a stream nor an event of it</returns>
    public async Task<StreamReport?> RunOneAsync(string streamId, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        (_streams, _events, _findingCount) = (0, 0, 0);
        _findings.Clear();
        await using var walk = new NpgsqlCommand(WalkOne, connection) { Parameters = { new() { Value = streamId } } };
        var last = await WalkAsync(walk, _ => { }, ct);
        if (last is null) return null;
        await CompareAsync(connection, EventsOfOneWithoutCommand, "event-without-command", ct, streamId);
        return new StreamReport(streamId, _events, last.Version, last.Hash, [.. _findings]);
    }

    // Streams and events meet in the order of ids, byte by byte, so that a stream without events and events without a
    // stream are seen on the way.
    private const string Walk =
        """
        select coalesce(s.id, e.stream_id), s.version, e.seq_id, e.id, e.version, e.type, e.timestamp, e.data, e.headers
        from (select id, version from mt_streams) s
        full join mt_events e on e.stream_id = s.id
        order by coalesce(s.id, e.stream_id) collate "C", e.version
        """;

    private const string WalkOne =
        """
        select coalesce(s.id, e.stream_id), s.version, e.seq_id, e.id, e.version, e.type, e.timestamp, e.data, e.headers
        from (select id, version from mt_streams where id = $1) s
        full join (select * from mt_events where stream_id = $1) e on e.stream_id = s.id
        order by e.version
        """;

    private const string EventsOfOneWithoutCommand =
        """
        select e.stream_id, e.version, format('its command %s is not among the accepted ones', e.headers ->> 'commandId')
        from mt_events e
        where e.stream_id = $1 and not exists (
          select from command c
          where c.principal = e.headers -> 'commandId' ->> 'principal' and c.source = e.headers -> 'commandId' ->> 'source'
            and c.id = e.headers -> 'commandId' ->> 'id' and c.stream_id = e.stream_id)
        order by e.version
        """;

    private const string CommandsWithoutEvents =
        """
        select c.stream_id, c.version, format('command %s/%s/%s was accepted at version %s, the stream ends at %s', c.principal, c.source, c.id, c.version, coalesce(s.version, 0))
        from command c left join mt_streams s on s.id = c.stream_id
        where c.version > coalesce(s.version, 0)
        order by c.stream_id, c.version
        """;

    private const string EventsWithoutCommand =
        """
        select e.stream_id, e.version, format('its command %s is not among the accepted ones', e.headers ->> 'commandId')
        from mt_events e
        where not exists (
          select from command c
          where c.principal = e.headers -> 'commandId' ->> 'principal' and c.source = e.headers -> 'commandId' ->> 'source'
            and c.id = e.headers -> 'commandId' ->> 'id' and c.stream_id = e.stream_id)
        order by e.stream_id, e.version
        """;

    private const string ProjectionsAhead =
        """
        select '', 0::bigint, format('projection %s has seen position %s, the log ends at %s', name, last_seq_id, (select coalesce(max(seq_id), 0) from mt_events))
        from mt_event_progression
        where last_seq_id > (select coalesce(max(seq_id), 0) from mt_events)
        order by name
        """;

    private async Task WalkAsync(NpgsqlConnection connection, IProgress<(long Done, long All)>? progress, CancellationToken ct)
    {
        long all = await CountAsync(connection, ct);
        await using var command = new NpgsqlCommand(Walk, connection) { CommandTimeout = 0 };
        await WalkAsync(command, done => { if (done % EventsBetweenReports == 0) progress?.Report((done, all)); }, ct);
        progress?.Report((_events, all));
    }

    /// <param name="walked">called after each event with how many there were</param>
    /// <returns>the last stream; null when there was none</returns>
    private async Task<StreamWalk?> WalkAsync(NpgsqlCommand command, Action<long> walked, CancellationToken ct)
    {
        await using var reader = await command.ExecuteReaderAsync(ct);
        StreamWalk? walk = null;
        while (await reader.ReadAsync(ct))
        {
            string streamId = reader.GetString(0);
            if (walk?.StreamId != streamId)
            {
                walk?.End();
                walk = new StreamWalk(this, streamId, await reader.IsDBNullAsync(1, ct) ? null : reader.GetInt64(1));
                _streams++;
            }

            if (await reader.IsDBNullAsync(2, ct)) continue;
            walk.Meet(reader);
            walked(++_events);
        }

        walk?.End();
        return walk;
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select count(*) from mt_events", connection) { CommandTimeout = 0 };
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task CompareAsync(NpgsqlConnection connection, string sql, string what, CancellationToken ct, string? streamId = null)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        if (streamId is not null) command.Parameters.Add(new() { Value = streamId });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) Report(reader.GetString(0), reader.GetInt64(1), what, reader.GetString(2));
    }

    private void Report(string streamId, long version, string what, string detail)
    {
        _findingCount++;
        if (_findings.Count < FindingsMax) _findings.Add(new Finding(streamId, version, what, detail));
    }

    /// <summary>One stream, event by event.</summary>
    private sealed class StreamWalk(Verification report, string streamId, long? head)
    {
        private long _version;
        private long _position;
        private string? _hash;

        public string StreamId => streamId;
        public long Version => _version;
        public string? Hash => _hash;

        public void Meet(NpgsqlDataReader row)
        {
            long version = row.GetInt64(4);
            if (version != _version + 1)
                Say(version, "version-gap", string.Create(CultureInfo.InvariantCulture, $"version {_version + 1} is missing before it"));
            _version = version;

            long position = row.GetInt64(2);
            if (position <= _position)
                Say(version, "position-order", string.Create(CultureInfo.InvariantCulture, $"its position {position} is not after {_position}, its predecessor's"));
            _position = position;

            try
            {
                MeetHash(row, version);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or InvalidCastException)
            {
                Say(version, "unreadable", $"its headers or data cannot be read: {e.Message}");
                _hash = null;
            }
        }

        private void MeetHash(NpgsqlDataReader row, long version)
        {
            using var data = CanonicalJson.Parse(row.GetFieldValue<byte[]>(7));
            using var headers = CanonicalJson.Parse(row.GetFieldValue<byte[]>(8));
            var said = headers.RootElement;
            string? previous = said.GetProperty("previousHash").GetString();
            string? recorded = said.GetProperty("hash").GetString();
            if (previous != _hash) Say(version, "chain-broken", $"it follows {previous ?? "nothing"}, its predecessor's hash is {_hash ?? "none"}");
            string computed = HashChain.HashOf(
                streamId, row.GetGuid(3), version, row.GetString(5), row.GetFieldValue<DateTimeOffset>(6),
                said.GetProperty("actor"), said.GetProperty("commandId"), data.RootElement, previous);
            if (computed != recorded) Say(version, "hash-mismatch", $"what is stored gives {computed}, its recorded hash is {recorded}");
            _hash = recorded;
        }

        public void End()
        {
            if (head is null) Say(_version, "stream-missing", "its events have no row in mt_streams");
            else if (head != _version) Say(_version, "events-missing", string.Create(CultureInfo.InvariantCulture, $"its stream is at version {head}, its last event has version {_version}"));
        }

        private void Say(long version, string what, string detail) => report.Report(streamId, version, what, detail);
    }
}
