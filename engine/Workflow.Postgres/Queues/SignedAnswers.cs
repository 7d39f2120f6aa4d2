using Npgsql;

namespace Workflow.Postgres.Queues;

/// <summary>What a signed request was answered.</summary>
public sealed record SignedAnswer(byte[] BodySha256, int Status, string Answer);

/// <summary>Signed requests by their id, kept longer than their signatures hold: played again they are answered as the first time.</summary>
public sealed class SignedAnswers(NpgsqlDataSource database)
{
    public async Task<SignedAnswer?> FindAsync(string account, string id, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select body_sha256, status, answer from signed_request where account = $1 and id = $2");
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = id });
        await using var r = await command.ExecuteReaderAsync(ct);
        return await r.ReadAsync(ct) ? new(r.GetFieldValue<byte[]>(0), r.GetInt32(1), r.GetString(2)) : null;
    }

    /// <summary>Keeps an answer; of two that ran at once the first stays. What is older than a day goes.</summary>
    public async Task KeepAsync(string account, string id, SignedAnswer answer, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            with gone as (delete from signed_request where at < clock_timestamp() - interval '1 day')
            insert into signed_request (account, id, body_sha256, status, answer) values ($1, $2, $3, $4, $5)
            on conflict (account, id) do nothing
            """);
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = answer.BodySha256 });
        command.Parameters.Add(new() { Value = answer.Status });
        command.Parameters.Add(new() { Value = answer.Answer });
        await command.ExecuteNonQueryAsync(ct);
    }
}
