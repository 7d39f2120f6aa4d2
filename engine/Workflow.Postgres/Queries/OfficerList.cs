using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Workflow.Postgres.Queries;

/// <summary>The officers of a department, by the grants that hold now, with how many of its open tasks each has.</summary>
public sealed class OfficerList(NpgsqlDataSource database)
{
    /// <summary>Officers given at most; a department has some dozens.</summary>
    public const int MaxRows = 500;

    private const string Sql = """
        select d.id, d.json::text,
               (select count(*) from task_row t where t.assignee = d.id and t.state = 1 and t.region = $1 and t.department = $2)
        from document d
        where d.kind = 'account' and d.json -> 'grants' @> $3::jsonb
        order by d.id
        limit $4
        """;

    /// <param name="role">the role in which one works for that department, as documents write it</param>
    /// <param name="grantDepartment">department of the grant; null where the role has none (a window's)</param>
    /// <returns>account, its document as JSON, open tasks</returns>
    public async Task<List<(string Account, string Json, long OpenTasks)>> ReadAsync(
        string region, string department, string role, string? grantDepartment, CancellationToken ct)
    {
        object grant = grantDepartment is null ? new { role, region } : new { role, region, department = grantDepartment };
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = region });
        command.Parameters.Add(new() { Value = department });
        command.Parameters.Add(new() { Value = JsonSerializer.Serialize(new[] { grant }), NpgsqlDbType = NpgsqlDbType.Jsonb });
        command.Parameters.Add(new() { Value = MaxRows });
        await using var read = await command.ExecuteReaderAsync(ct);
        List<(string, string, long)> rows = [];
        while (await read.ReadAsync(ct)) rows.Add((read.GetString(0), read.GetString(1), read.GetInt64(2)));
        return rows;
    }
}
