using Npgsql;
using Workflow.Core.Runtime;
using Workflow.Core.Tests.Runtime;
using Workflow.Testing;
using Xunit;
using static Workflow.Postgres.Tests.Log.LedgerNodes;

namespace Workflow.Postgres.Tests.Log;

/// <summary>Two batches outstanding on a real database, each on a connection of its own: both stand at the lock that another holds.</summary>
public sealed class PipelineTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly BatchLimits Eager = BatchLimits.Default with { EnoughForNext = 1, ShareForNext = 0 };

    [Fact]
    public async Task The_next_batch_stands_at_the_lock_behind_the_first()
    {
        await using var node = await StartAsync(postgres.ConnectionString, limits: Eager);
        await using var other = await HeldLock.TakeAsync(postgres.ConnectionString);
        var (first, second) = await SendTwoBatchesAsync(node, "a");
        await AtTheLockAsync("a", batches: 2);

        await other.ReleaseAsync();

        var (one, two) = ((await Task.WhenAll(first)).Cast<Answer.Accepted>(), (await Task.WhenAll(second)).Cast<Answer.Accepted>());
        Assert.True(one.Max(a => a.Position) < two.Min(a => a.Position));
    }

    [Fact]
    public async Task A_connection_lost_under_the_first_loses_and_doubles_nothing_of_either()
    {
        await using var node = await StartAsync(postgres.ConnectionString, "cut-short", Eager);
        string ledger = NewLedger();
        await using var other = await HeldLock.TakeAsync(postgres.ConnectionString);
        var (first, second) = await SendTwoBatchesAsync(node, "cut-short", ledger);

        await postgres.Database.ScalarAsync("select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'onego writer cut-short'");
        await other.ReleaseAsync();

        Assert.All(await Task.WhenAll(first.Concat(second)), a => Assert.IsType<Answer.Accepted>(a));
        Assert.Equal(first.Count + second.Count, (int)(long)(await postgres.Database.ScalarAsync("select count(*) from mt_events where stream_id like $1", ledger + "%"))!);
    }

    [Fact]
    public async Task A_stopping_node_answers_both()
    {
        var node = await StartAsync(postgres.ConnectionString, limits: Eager);
        await using var other = await HeldLock.TakeAsync(postgres.ConnectionString);
        var (first, second) = await SendTwoBatchesAsync(node, "a");

        var stopped = node.DisposeAsync();
        await other.ReleaseAsync();
        await stopped;

        Assert.All(await Task.WhenAll(first.Concat(second)), a => Assert.IsType<Answer.Accepted>(a));
    }

    [Fact]
    public async Task What_cannot_be_encoded_fails_alone_beside_the_batch_that_is_being_written()
    {
        await using var node = await StartAsync(postgres.ConnectionString, limits: Eager);
        await using var other = await HeldLock.TakeAsync(postgres.ConnectionString);
        var first = node.SendAsync(Deposit(NewLedger()));
        await AtTheLockAsync("a");
        var bad = node.SendAsync(Deposit(NewLedger(), 1, "a NUL: \0"));
        var good = node.SendAsync(Deposit(NewLedger()));

        await other.ReleaseAsync();

        Assert.IsType<Answer.Accepted>(await first);
        Assert.Equal(FailureCodes.RefusedByDatabase, Assert.IsType<Answer.Failed>(await bad).Code);
        Assert.IsType<Answer.Accepted>(await good);
    }

    [Fact]
    public async Task A_command_that_finds_done_what_another_of_its_batch_did_stands_at_that_one_s_position()
    {
        await using var node = await StartAsync(postgres.ConnectionString);
        await using var other = await HeldLock.TakeAsync(postgres.ConnectionString);
        var first = node.SendAsync(Deposit(NewLedger()));
        await AtTheLockAsync("a");
        var reminder = new SetReminder(NewLedger(), "rent", DateTimeOffset.UnixEpoch.AddYears(200)) { By = Clerk };
        List<Task<Answer>> together = [node.SendAsync(Deposit(NewLedger())), node.SendAsync(reminder), node.SendAsync(reminder, "finds-it-set"), node.SendAsync(Deposit(NewLedger()))];

        await other.ReleaseAsync();
        await first;
        var told = (await Task.WhenAll(together)).Cast<Answer.Accepted>().ToList();
        var again = Assert.IsType<Answer.Accepted>(await node.SendAsync(reminder, "finds-it-set"));

        Assert.Equal((told[1].Version, told[1].Position), (told[2].Version, told[2].Position));
        Assert.Equal((told[2].Version, told[2].Position, true), (again.Version, again.Position, again.Repeated));
    }

    private async Task<(List<Task<Answer>> First, List<Task<Answer>> Second)> SendTwoBatchesAsync(Node node, string name, string? ledger = null)
    {
        ledger ??= NewLedger();
        List<Task<Answer>> first = [node.SendAsync(Deposit($"{ledger}-first"))];
        await AtTheLockAsync(name);
        return (first, [.. Enumerable.Range(0, 20).Select(i => node.SendAsync(Deposit($"{ledger}-{i}")))]);
    }

    /// <summary>Another process tells how far it has come: asked until it says so, at most ten seconds.</summary>
    private async Task AtTheLockAsync(string name, int batches = 1)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while ((long)(await postgres.Database.ScalarAsync(
            "select count(*) from pg_stat_activity where application_name = $1 and wait_event = 'advisory'", $"onego writer {name}"))! < batches)
            await Task.Delay(5, patience.Token);
    }

    /// <summary>The writers' lock in another's hands.</summary>
    private sealed class HeldLock(NpgsqlDataSource database, NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        public static async Task<HeldLock> TakeAsync(string connectionString)
        {
            var database = NpgsqlDataSource.Create(connectionString);
            var connection = await database.OpenConnectionAsync();
            var transaction = await connection.BeginTransactionAsync();
            await using var take = new NpgsqlCommand("select pg_advisory_xact_lock(1332634951, 1)", connection);
            await take.ExecuteNonQueryAsync();
            return new HeldLock(database, connection, transaction);
        }

        /// <summary>On a slow machine the node may have ended the holder before; then it is free as well.</summary>
        public async Task ReleaseAsync()
        {
            try { await transaction.RollbackAsync(); }
            catch (NpgsqlException) { await connection.CloseAsync(); }
        }

        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
            await database.DisposeAsync();
        }
    }
}
