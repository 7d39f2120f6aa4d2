using Npgsql;

namespace Workflow.Postgres.Queries;

/// <summary>All open cases of some regions, page by page in the order of ids, with the calendar that they count by.</summary>
public sealed class OpenCaseWalk(NpgsqlDataSource database)
{
    /// <summary>Cases of one page.</summary>
    public const int PageSize = 200;

    // Versions stand in a case's first event.
    private const string Sql = """
        select c.stream_id, e.data -> 'Pinned' ->> 'Calendar'
        from (
          select stream_id from case_watch
          where not ended and stream_id > $3
            and exists (select from unnest($1::text[], $2::text[]) as part (low, high) where region between part.low and part.high)
          order by stream_id
          limit $4) c
        join mt_events e on e.stream_id = c.stream_id and e.version = 1
        order by c.stream_id
        """;

    /// <param name="prefix">beginning of the division codes</param>
    /// <param name="afterId">id of the last case of the page before; "" for the first</param>
    /// <returns>the cases, and the id after which the next page begins; null on the last page</returns>
    public async Task<(List<(string CaseId, string Calendar)> Cases, string? Next)> ReadAsync(string prefix, string afterId, CancellationToken ct)
    {
        var spans = RegionSpans.Of([prefix], null);
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = spans.Lows });
        command.Parameters.Add(new() { Value = spans.Highs });
        command.Parameters.Add(new() { Value = afterId });
        command.Parameters.Add(new() { Value = PageSize });
        List<(string, string)> cases = [];
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct)) cases.Add((r.GetString(0), r.GetString(1)));
        return (cases, cases.Count < PageSize ? null : cases[^1].Item1);
    }
}
