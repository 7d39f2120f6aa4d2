using Npgsql;
using Workflow.Core.Runtime;
using Workflow.Postgres.Log;

namespace Workflow.Postgres.Queries;

/// <summary>Whole histories of cases, many in one query, without what is personal in them.</summary>
public sealed class Histories(NpgsqlDataSource database, EventJson json)
{
    private const string Sql = """
        select e.stream_id, e.type, convert_to(e.data::text, 'UTF8')
        from unnest($1::text[]) as wanted (id)
        join mt_events e on e.stream_id = wanted.id
        order by e.stream_id, e.version
        """;

    /// <returns>the events of each case; a case with an event that this version does not know is left out</returns>
    public async Task<Dictionary<string, List<Event>>> ReadAsync(IReadOnlyCollection<string> caseIds, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await ReadAsync(connection, caseIds, ct);
    }

    internal async Task<Dictionary<string, List<Event>>> ReadAsync(NpgsqlConnection connection, IReadOnlyCollection<string> caseIds, CancellationToken ct)
    {
        var histories = new Dictionary<string, List<Event>>(StringComparer.Ordinal);
        HashSet<string> unknown = new(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(Sql, connection) { Parameters = { new() { Value = caseIds.ToArray() } } };
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct))
        {
            var id = r.GetString(0);
            if (!histories.TryGetValue(id, out var history)) histories[id] = history = [];
            var happened = json.Read(id, r.GetString(1), r.GetFieldValue<byte[]>(2), key: null);
            if (happened is UnknownEvent) unknown.Add(id);
            history.Add(happened);
        }
        foreach (var id in unknown) histories.Remove(id);
        return histories;
    }
}
