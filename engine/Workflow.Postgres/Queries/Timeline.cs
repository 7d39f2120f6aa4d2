using Npgsql;

namespace Workflow.Postgres.Queries;

/// <summary>An event as it is stored, with who did it; what is personal in it is still sealed.</summary>
/// <param name="Alias">stored name, see EventNames</param>
/// <param name="Data">JSON as stored</param>
/// <param name="ActorId">account, or the name of the part of the system</param>
public sealed record StoredEvent(
    long Position, long Version, string Alias, byte[] Data, DateTimeOffset At, string ActorId, string? ActorRole, string? ActorDepartment);

/// <summary>The page "timeline": what happened to one stream, oldest first.</summary>
public sealed class Timeline(NpgsqlDataSource database)
{
    public const int MaxLimit = 500;

    // The names of the actor's members are those of the record Actor, whatever the case in which they were written.
    private const string Sql = """
        select e.seq_id, e.version, e.type, convert_to(e.data::text, 'UTF8'), e.timestamp,
               coalesce(e.headers -> 'actor' ->> 'id', e.headers -> 'actor' ->> 'Id', 'system'),
               coalesce(e.headers -> 'actor' ->> 'role', e.headers -> 'actor' ->> 'Role'),
               coalesce(e.headers -> 'actor' ->> 'department', e.headers -> 'actor' ->> 'Department')
        from mt_events e
        where e.stream_id = $1 and e.version > $2
        order by e.version
        limit $3
        """;

    public async Task<List<StoredEvent>> ReadAsync(string streamId, long afterVersion, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(limit is >= 1 and <= MaxLimit, true, nameof(limit));
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = streamId });
        command.Parameters.Add(new() { Value = afterVersion });
        command.Parameters.Add(new() { Value = limit });
        var events = new List<StoredEvent>();
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct))
            events.Add(new(r.GetInt64(0), r.GetInt64(1), r.GetString(2), r.GetFieldValue<byte[]>(3), r.GetFieldValue<DateTimeOffset>(4),
                r.GetString(5), r.IsDBNull(6) ? null : r.GetString(6), r.IsDBNull(7) ? null : r.GetString(7)));
        return events;
    }
}
