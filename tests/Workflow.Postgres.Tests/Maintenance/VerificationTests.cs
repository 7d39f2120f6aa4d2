using Npgsql;
using Workflow.Core.Tests.Runtime;
using Workflow.Postgres.Maintenance;
using Workflow.Postgres.Tests.Log;
using Workflow.Testing;
using Xunit;

namespace Workflow.Postgres.Tests.Maintenance;

public sealed class VerificationTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private const string First = "ledger-1", Second = "ledger-2";
    private NpgsqlDataSource _database = null!;
    private string _connectionString = "";

    /// <summary>Two streams of seven events each, with Chinese, escapes and personal values, one command an event.</summary>
    public async ValueTask InitializeAsync()
    {
        _connectionString = await postgres.CreateDatabaseAsync();
        _database = NpgsqlDataSource.Create(_connectionString);
        await using var node = await LedgerNodes.StartAsync(_connectionString);
        foreach (string ledger in (string[])[First, Second])
        {
            await node.SendAsync(new OpenLedger(ledger, "账本 “一” \u2028", "王小明") { By = LedgerNodes.Clerk });
            for (int n = 1; n <= 5; n++) await node.SendAsync(LedgerNodes.Deposit(ledger, n, $"笔记 {n} \"\\/\b"));
            await node.SendAsync(new SetReminder(ledger, "later", DateTimeOffset.UtcNow.AddDays(1)) { By = LedgerNodes.Clerk });
        }
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task An_untouched_log_is_intact()
    {
        var report = await VerifyAsync();

        Assert.Empty(report.Findings);
        Assert.True(report.IsIntact);
        Assert.Equal((2, 14), (report.Streams, report.Events));
    }

    [Theory]
    [InlineData("data = jsonb_set(data, '{Amount}', '4')", "hash-mismatch")]
    [InlineData("data = jsonb_set(data, '{Note}', '\"笔记 4\"')", "hash-mismatch")]
    [InlineData("data = data || '{\"More\": null}'", "hash-mismatch")]
    [InlineData("data = data - 'Note'", "hash-mismatch")]
    [InlineData("timestamp = timestamp + interval '1 microsecond'", "hash-mismatch")]
    [InlineData("type = 'withdrew'", "hash-mismatch")]
    [InlineData("id = gen_random_uuid()", "hash-mismatch")]
    [InlineData("headers = jsonb_set(headers, '{actor,id}', '\"clerk2\"')", "hash-mismatch")]
    [InlineData("headers = jsonb_set(headers, '{actor,role}', '3')", "hash-mismatch")]
    [InlineData("headers = jsonb_set(headers, '{commandId,id}', '\"other\"')", "hash-mismatch")]
    [InlineData("headers = jsonb_set(headers, '{hash}', to_jsonb(translate(headers ->> 'hash', '0123456789', '1234567890')))", "hash-mismatch")]
    [InlineData("headers = jsonb_set(headers, '{previousHash}', 'null')", "chain-broken")]
    [InlineData("headers = null", "unreadable")]
    [InlineData("headers = headers - 'hash'", "unreadable")]
    public async Task One_changed_value_of_an_event_is_found_where_it_stands(string change, string what)
    {
        // given somebody who may do everything
        await TamperAsync($"update mt_events set {change} where stream_id = '{Second}' and version = 4");

        // when
        var report = await VerifyAsync();

        // then
        Assert.Contains(report.Findings, f => (f.StreamId, f.Version, f.What) == (Second, 4, what));
        Assert.DoesNotContain(report.Findings, f => f.StreamId == First);
        Assert.Equal(report.Findings, (await VerifyAsync(Second))!.Findings);
        Assert.True((await VerifyAsync(First))!.IsIntact);
    }

    [Fact]
    public async Task One_stream_alone_is_walked_to_its_head()
    {
        var report = await VerifyAsync(First);

        Assert.Equal((7, 7, true), (report!.Events, report.Head, report.IsIntact));
        Assert.Matches("^[0-9a-f]{64}$", report.HeadHash);
        Assert.Null(await VerifyAsync("ledger-none"));
        await TamperAsync($"delete from mt_events where stream_id = '{First}' and version = 7");
        Assert.Equal("events-missing", Assert.Single((await VerifyAsync(First))!.Findings).What);
    }

    [Theory]
    [InlineData(1, 2, "version-gap")]
    [InlineData(4, 5, "version-gap")]
    [InlineData(7, 6, "events-missing")]
    public async Task A_deleted_event_is_found(int deleted, int foundAt, string what)
    {
        await TamperAsync($"delete from mt_events where stream_id = '{Second}' and version = {deleted}");

        var report = await VerifyAsync();

        Assert.Contains(report.Findings, f => (f.StreamId, f.Version, f.What) == (Second, foundAt, what));
        Assert.DoesNotContain(report.Findings, f => f.StreamId == First);
    }

    [Theory]
    [InlineData($"delete from mt_events where stream_id = '{Second}'", 0, "events-missing")]
    [InlineData($"delete from mt_streams where id = '{Second}'", 7, "stream-missing")]
    [InlineData($"delete from mt_events where stream_id = '{Second}'; delete from mt_streams where id = '{Second}'", 1, "command-without-event")]
    [InlineData($"delete from mt_events where stream_id = '{Second}' and version = 7; update mt_streams set version = 6 where id = '{Second}'", 7, "command-without-event")]
    [InlineData($"delete from command where stream_id = '{Second}' and version = 3", 3, "event-without-command")]
    [InlineData("insert into mt_event_progression (name, last_seq_id) values ('X:All', 1000)", 0, "projection-ahead")]
    public async Task What_is_missing_altogether_is_seen_by_what_is_left(string deed, int foundAt, string what)
    {
        await TamperAsync(deed);

        var report = await VerifyAsync();

        Assert.Contains(report.Findings, f => (f.Version, f.What) == (foundAt, what));
        Assert.DoesNotContain(report.Findings, f => f.StreamId == First);
    }

    [Fact]
    public async Task Two_events_that_changed_places_are_found()
    {
        await TamperAsync(
            $"""
            update mt_events set version = version + 100 where stream_id = '{Second}' and version in (3, 4);
            update mt_events set version = 107 - version where stream_id = '{Second}' and version > 100
            """);

        Assert.Contains((await VerifyAsync()).Findings, f => f is { StreamId: Second, Version: 3 });
    }

    [Fact]
    public async Task Erasing_personal_data_as_the_product_does_leaves_the_log_intact()
    {
        // given
        await using (var node = await LedgerNodes.StartAsync(_connectionString))
            await node.SendAsync(new EraseOwner(Second) { By = LedgerNodes.Clerk });

        // when
        var report = await VerifyAsync();

        // then
        Assert.Equal(15, report.Events);
        Assert.True(report.IsIntact);
    }

    [Fact]
    public async Task Progress_ends_with_everything_walked()
    {
        var seen = new List<(long Done, long All)>();

        await new Verification(_database).RunAsync(new Collect(seen), CancellationToken.None);

        Assert.Equal((14, 14), seen[^1]);
    }

    private Task<VerificationReport> VerifyAsync() => new Verification(_database).RunAsync(null, CancellationToken.None);

    private Task<StreamReport?> VerifyAsync(string streamId) => new Verification(_database).RunOneAsync(streamId, CancellationToken.None);

    private async Task TamperAsync(string sql)
    {
        await using var command = _database.CreateCommand($"begin; set local session_replication_role = replica; {sql}; commit");
        await command.ExecuteNonQueryAsync();
    }

    private sealed class Collect(List<(long Done, long All)> into) : IProgress<(long Done, long All)>
    {
        public void Report((long Done, long All) value) => into.Add(value);
    }
}
