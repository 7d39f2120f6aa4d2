using System.Globalization;
using Npgsql;
using Workflow.Core.Cases.Messages;
using Workflow.Postgres.Correlation;

namespace Workflow.Postgres.Tests.Correlation;

/// <summary>A database with waits, messages and throws as the writer and the senders leave them.</summary>
internal sealed class Postbox(NpgsqlDataSource database)
{
    public static readonly Reach Everywhere = new([""], []);

    public ParkedMessages Parked { get; } = new(database);

    public CaseWaits Waits { get; } = new(database);

    public SignalBroadcasts Signals { get; } = new(database);

    public static NewMessage Message(string id, string name = "paid", string? key = "k", string body = "1", TimeSpan? ttl = null, string? caseId = null) => new(
        "bank", "http", id, [byte.Parse(body, CultureInfo.InvariantCulture)], "http", "330100", name, MessageAddress.Of(name, key), "sealed", caseId, null,
        DateTimeOffset.UtcNow + (ttl ?? TimeSpan.FromHours(1)));

    /// <summary>A message that nobody waited for when it came.</summary>
    public async Task<ParkedMessage> ParkAsync(NewMessage message)
    {
        var taken = (Standing.Taken)await Parked.TakeAsync(message, CancellationToken.None);
        await Parked.SleepAsync(taken.Message, CancellationToken.None);
        return taken.Message;
    }

    public Task WaitAsync(string caseId, long position, string name = "paid", string? key = "k", string region = "330102", short kind = 0, long subscription = 1) => RunAsync(
        "insert into case_wait (stream_id, subscription, kind, name, address, element, region, joint_item, position, since) values ($1, $2, $3, $4, $5, 'e', $6, 'j', $7, now())",
        caseId, subscription, kind, name, MessageAddress.Of(name, key), region, position);

    /// <summary>An accepted command, as the log remembers it.</summary>
    public Task AcceptedAsync(NewMessage message, string caseId) => RunAsync(
        "insert into command (principal, source, id, stream_id, body_hash, version, position, at) values ($1, $2, $3, $4, $5, 7, 70, now())",
        message.Principal, message.Source, message.MessageId, caseId, message.BodyHash);

    public Task ThrowAsync(long position, string caseId, long version, string type = "message_thrown") => RunAsync(
        $$"""
        begin;
        set local session_replication_role = replica;
        insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp) values ({{position}}, gen_random_uuid(), '{{caseId}}', {{version}}, '{"a": 1}', '{{type}}', now());
        commit
        """);

    public async Task<T> AskAsync<T>(string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task RunAsync(string sql, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }
}
