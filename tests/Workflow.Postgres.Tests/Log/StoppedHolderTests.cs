using System.Diagnostics;
using Npgsql;
using Workflow.Core.Runtime;
using Workflow.Testing;
using Xunit;
using static Workflow.Postgres.Tests.Log.LedgerNodes;

namespace Workflow.Postgres.Tests.Log;

/// <summary>Somebody holds the writer's lock and stands still; the nodes put him out and go on.</summary>
public sealed class StoppedHolderTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    /// <summary>The lock's time-out (3 s), the second after which a holder that waits for its client counts as stopped, and two for a busy machine.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(6);

    private const string Take = "select pg_advisory_xact_lock(1332634951, 1)";

    [Theory]
    [InlineData("ClientRead", "select 1")]
    [InlineData("ClientWrite", "select repeat('x', 1000000) from generate_series(1, 1000)")]
    public async Task Whatever_the_holders_backend_waits_for_with_its_client(string wait, string said)
    {
        // given a client that took the lock and then neither reads nor writes
        string connectionString = await postgres.CreateDatabaseAsync();
        await using var node = await StartAsync(connectionString);
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var stopped = await database.OpenConnectionAsync();
        await using var transaction = await stopped.BeginTransactionAsync();
        await using var held = new NpgsqlCommand($"{Take}; {said}", stopped);
        var reply = await held.ExecuteReaderAsync();
        if (wait == "ClientRead") await reply.DisposeAsync();
        else await reply.NextResultAsync();
        await UntilAsync(database, "select wait_event = $2 from pg_stat_activity where pid = $1", stopped.ProcessID, wait);

        // when
        long started = Stopwatch.GetTimestamp();
        var answer = await node.SendAsync(Deposit(NewLedger()));

        // then
        Assert.IsType<Answer.Accepted>(answer);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, Bound);
        await UntilAsync(database, "select not exists (select from pg_stat_activity where pid = $1)", stopped.ProcessID);
    }

    [Fact]
    public async Task Also_when_all_the_others_are_looking_up_what_became_of_a_lost_batch()
    {
        // given two nodes that wait behind a stopped holder
        string connectionString = await postgres.CreateDatabaseAsync();
        await using var first = await StartAsync(connectionString, "first");
        await using var second = await StartAsync(connectionString, "second");
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var stopped = await database.OpenConnectionAsync();
        await using var transaction = await stopped.BeginTransactionAsync();
        await using (var held = new NpgsqlCommand(Take, stopped)) await held.ExecuteNonQueryAsync();
        long started = Stopwatch.GetTimestamp();
        var sent = Task.WhenAll(first.SendAsync(Deposit(NewLedger())), second.SendAsync(Deposit(NewLedger())));
        const string waiting = "from pg_stat_activity where application_name like 'onego writer %' and datname = current_database() and wait_event = 'advisory'";
        await UntilAsync(database, $"select count(*) = 2 {waiting}");

        // when their connections break
        await database.ScalarAsync($"select count(pg_terminate_backend(pid)) {waiting}");

        // then
        Assert.All(await sent, answer => Assert.IsType<Answer.Accepted>(answer));
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, Bound);
    }

    [Fact]
    public async Task A_stopped_node_that_stands_in_line_a_second_time_is_not_waited_for_a_second_time()
    {
        // given a stopped node: one of its writers has the lock, another waits for it
        string connectionString = await postgres.CreateDatabaseAsync();
        await using var node = await StartAsync(connectionString);
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var writers = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "onego writer stopped" });
        await using var holding = await writers.OpenConnectionAsync();
        await using var inLine = await writers.OpenConnectionAsync();
        await using var here = await holding.BeginTransactionAsync();
        await using var there = await inLine.BeginTransactionAsync();
        await using (var held = new NpgsqlCommand(Take, holding)) await held.ExecuteNonQueryAsync();
        await using var wanted = new NpgsqlCommand(Take, inLine);
        var granted = wanted.ExecuteNonQueryAsync();
        int[] backends = [holding.ProcessID, inLine.ProcessID];
        await UntilAsync(database, "select wait_event = 'advisory' from pg_stat_activity where pid = $1", backends[1]);

        // when
        long started = Stopwatch.GetTimestamp();
        var answer = await node.SendAsync(Deposit(NewLedger()));

        // then
        Assert.IsType<Answer.Accepted>(answer);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, Bound);
        await UntilAsync(database, "select not exists (select from pg_stat_activity where pid = any ($1))", backends);
        await Task.WhenAny(granted);
    }

    private static async Task UntilAsync(NpgsqlDataSource database, string sql, params object[] values)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await database.ScalarAsync(sql, values) is not true) await Task.Delay(20, patience.Token);
    }
}
