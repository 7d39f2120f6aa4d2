using System.Text.Json;
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
        join mt_events e on e.stream_id = wanted.id and e.version > wanted.known and e.seq_id <= $3
        order by e.stream_id, e.version
        """;

    private const string PartSql = """
        select e.stream_id, e.version, e.type, convert_to(e.data::text, 'UTF8')
        from mt_events e
        where e.seq_id > $1 and e.seq_id <= $2 and (e.stream_id like 'case-%' or e.type = 'card_rules_published')
        order by e.seq_id
        """;

    /// <returns>the events of each case; a case with an event that this version does not know is left out</returns>
    public async Task<Dictionary<string, List<Event>>> ReadAsync(IReadOnlyCollection<string> caseIds, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var read = await ReadOnAsync(connection, [.. caseIds.Select(id => (id, 0L))], long.MaxValue, ct);
        return read.Where(r => r.Value.Events is not null).ToDictionary(r => r.Key, r => r.Value.Events!, StringComparer.Ordinal);
    }

    /// <summary>What follows the versions that are known, up to a position; cases of which nothing does are left out.</summary>
    internal Task<Dictionary<string, CaseNews>> ReadOnAsync(NpgsqlConnection connection, IReadOnlyList<(string CaseId, long Known)> cases, long upTo, CancellationToken ct)
    {
        var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters = { new() { Value = cases.Select(c => c.CaseId).ToArray() }, new() { Value = cases.Select(c => c.Known).ToArray() }, new() { Value = upTo } },
        };
        return ReadAsync(command, ct);
    }

    /// <summary>What happened to cases in a part of the log, and whether rules of cards were published (then under the names of their streams).</summary>
    internal Task<Dictionary<string, CaseNews>> ReadPartAsync(NpgsqlConnection connection, long after, long upTo, CancellationToken ct) =>
        ReadAsync(new NpgsqlCommand(PartSql, connection) { Parameters = { new() { Value = after }, new() { Value = upTo } } }, ct);

    private async Task<Dictionary<string, CaseNews>> ReadAsync(NpgsqlCommand disposed, CancellationToken ct)
    {
        var read = new Dictionary<string, CaseNews>(StringComparer.Ordinal);
        await using var command = disposed;
        await command.PrepareAsync(ct);
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct))
        {
            var id = r.GetString(0);
            var version = r.GetInt64(1);
            if (!read.TryGetValue(id, out var news)) read[id] = news = new CaseNews(version);
            news.Add(version, Read(id, r.GetString(2), r.GetFieldValue<byte[]>(3)));
        }
        return read;
    }

    private Event Read(string id, string alias, byte[] data)
    {
        try
        {
            return json.Read(id, alias, data, key: null);
        }
        catch (JsonException)
        {
            // A damaged row is as one from a newer version: its case is left out, and the log's check names it.
            return new UnknownEvent(alias);
        }
    }
}

/// <summary>Events of one case, one after another.</summary>
/// <param name="first">version of the first</param>
internal sealed class CaseNews(long first)
{
    public long First => first;

    /// <summary>Version of the last.</summary>
    public long Last { get; private set; } = first - 1;

    /// <summary>Null when one of them cannot be read by this version.</summary>
    public List<Event>? Events { get; private set; } = [];

    public void Add(long version, Event happened)
    {
        Last = version;
        if (happened is UnknownEvent) Events = null;
        else Events?.Add(happened);
    }

    /// <summary>Those above a version.</summary>
    public IEnumerable<Event> Behind(long version) => Events!.Skip((int)Math.Max(0, version - first + 1));
}
