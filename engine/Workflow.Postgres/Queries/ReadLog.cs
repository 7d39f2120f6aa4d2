using Npgsql;

namespace Workflow.Postgres.Queries;

/// <summary>Who read whose personal data, and what of it. Written before the data goes out.</summary>
public sealed class ReadLog(NpgsqlDataSource database)
{
    private const string Sql = "insert into read_log (at, actor, stream_id, what) values (clock_timestamp(), $1, $2, $3)";

    /// <param name="what">"case", "material {file id}"; names in lists are noted by the lists themselves</param>
    public async Task WriteAsync(string actor, string streamId, string what, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = actor });
        command.Parameters.Add(new() { Value = streamId });
        command.Parameters.Add(new() { Value = what });
        await command.ExecuteNonQueryAsync(ct);
    }
}
