using Npgsql;

namespace Workflow.Postgres.Queries;

/// <summary>All cases of some regions, open or not, page by page in the order of ids.</summary>
public sealed class CaseWalk(NpgsqlDataSource database)
{
    /// <summary>Cases of one page; their whole histories are read.</summary>
    public const int PageSize = 100;

    private const string Sql = """
        select stream_id from case_row
        where stream_id > $3 and exists (select from unnest($1::text[], $2::text[]) as part (low, high) where region between part.low and part.high)
        order by stream_id
        limit $4
        """;

    /// <param name="prefix">beginning of the division codes</param>
    /// <param name="afterId">id of the last case of the page before; "" for the first</param>
    /// <returns>the cases, and the id after which the next page begins; null on the last page</returns>
    public async Task<(List<string> CaseIds, string? Next)> ReadAsync(string prefix, string afterId, CancellationToken ct)
    {
        var spans = RegionSpans.Of([prefix], null);
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = spans.Lows });
        command.Parameters.Add(new() { Value = spans.Highs });
        command.Parameters.Add(new() { Value = afterId });
        command.Parameters.Add(new() { Value = PageSize });
        List<string> cases = [];
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct)) cases.Add(r.GetString(0));
        return (cases, cases.Count < PageSize ? null : cases[^1]);
    }
}
