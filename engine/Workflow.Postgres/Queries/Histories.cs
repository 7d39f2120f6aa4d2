using Npgsql;
using Workflow.Core.Runtime;
using Workflow.Postgres.Log;

namespace Workflow.Postgres.Queries;

/// <summary>Whole histories of cases, many in one query, without what is personal in them.</summary>
public sealed class Histories(NpgsqlDataSource database, EventJson json)
{
    private const string Sql = """
        select e.stream_id, e.version, e.type, convert_to(e.data::text, 'UTF8')
        from unnest($1::text[], $2::bigint[]) as wanted (id, known)
        join mt_events e on e.stream_id = wanted.id and e.version > wanted.known
        order by e.stream_id, e.version
        """;

    /// <returns>the events of each case; a case with an event that this version does not know is left out</returns>
    public async Task<Dictionary<string, List<Event>>> ReadAsync(IReadOnlyCollection<string> caseIds, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var read = await ReadOnAsync(connection, [.. caseIds.Select(id => (id, 0L))], ct);
        return read.Where(r => r.Value.Events is not null).ToDictionary(r => r.Key, r => r.Value.Events!, StringComparer.Ordinal);
    }

    /// <summary>What follows the versions that are known; cases of which nothing does are left out.</summary>
    /// <returns>the new events with the version of the last; null for the events when one of them is not known to this version</returns>
    internal async Task<Dictionary<string, (long Version, List<Event>? Events)>> ReadOnAsync(
        NpgsqlConnection connection, IReadOnlyList<(string CaseId, long Known)> cases, CancellationToken ct)
    {
        var read = new Dictionary<string, (long Version, List<Event>? Events)>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters = { new() { Value = cases.Select(c => c.CaseId).ToArray() }, new() { Value = cases.Select(c => c.Known).ToArray() } },
        };
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct))
        {
            var id = r.GetString(0);
            var events = read.TryGetValue(id, out var before) ? before.Events : [];
            var happened = json.Read(id, r.GetString(2), r.GetFieldValue<byte[]>(3), key: null);
            if (happened is UnknownEvent) events = null;
            else events?.Add(happened);
            read[id] = (r.GetInt64(1), events);
        }
        return read;
    }
}
