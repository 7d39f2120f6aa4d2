using Npgsql;

namespace Workflow.Postgres.Queries;

/// <summary>The BPMN of a draft's older revisions, which stands in the log alone.</summary>
public sealed class DraftTexts(NpgsqlDataSource database)
{
    /// <param name="revision">version of the draft's stream</param>
    /// <returns>null when that version of the stream saved no draft</returns>
    public async Task<string?> FindAsync(string streamId, int revision, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            select data ->> 'Xml' from mt_events where stream_id = $1 and version = $2 and type = 'draft_saved'
            """);
        command.Parameters.Add(new() { Value = streamId });
        command.Parameters.Add(new() { Value = (long)revision });
        return await command.ExecuteScalarAsync(ct) as string;
    }
}
