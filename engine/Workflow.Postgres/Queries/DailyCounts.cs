using Npgsql;
using NpgsqlTypes;

namespace Workflow.Postgres.Queries;

/// <summary>A row of the board: what happened on one day.</summary>
/// <param name="Department">"" for what counts for whole cases</param>
public sealed record CaseDaily(
    DateOnly Day, string Region, string JointItem, string Department, int Filed, int Accepted, int Concluded, int Opinions, int Yellow, int Red);

/// <summary>The page "board": daily counts, kept by the projection CaseDaily:All a little behind the log.</summary>
public sealed class DailyCounts(NpgsqlDataSource database)
{
    public const int RowsMax = 10_000;
    private const string Progress = "CaseDaily:All";

    private const string Sql = """
        select day, region, joint_item, department, filed, accepted, concluded, opinions, yellow, red
        from case_daily
        where region like any($1) and ($2::date is null or day >= $2) and ($3::date is null or day <= $3)
        order by day, region, joint_item, department
        limit $4
        """;

    private const string PositionSql = "select coalesce((select last_seq_id from mt_event_progression where name = $1), 0)";

    /// <summary>Up to which position of the log the counts go. Read before the rows, so that it never promises too much.</summary>
    public async Task<long> PositionAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(PositionSql);
        command.Parameters.Add(new() { Value = Progress });
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    public async Task<List<CaseDaily>> ReadAsync(Scope scope, DateOnly? from, DateOnly? to, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = Scope.Patterns(scope.RegionPrefixes) });
        command.Parameters.Add(new() { Value = (object?)from ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date });
        command.Parameters.Add(new() { Value = (object?)to ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date });
        command.Parameters.Add(new() { Value = RowsMax });
        var rows = new List<CaseDaily>();
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct))
            rows.Add(new(r.GetFieldValue<DateOnly>(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetInt32(4), r.GetInt32(5), r.GetInt32(6), r.GetInt32(7), r.GetInt32(8), r.GetInt32(9)));
        return rows;
    }
}
