using Npgsql;
using Workflow.Postgres.Correlation;
using Workflow.Testing;
using Xunit;

namespace Workflow.Postgres.Tests.Correlation;

public sealed class ThrownLogTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static readonly CancellationToken Ct = CancellationToken.None;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private NpgsqlDataSource _database = null!;
    private Postbox _box = null!;

    public async ValueTask InitializeAsync() => _box = new(_database = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync()));

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task One_node_follows_the_log_and_another_takes_over_when_it_lets_go()
    {
        var (first, second) = (new ThrownLog(_database, "first"), new ThrownLog(_database, "second"));

        Assert.Equal(0, await first.LeaseAsync(Lease, Ct));
        Assert.Null(await second.LeaseAsync(Lease, Ct));
        Assert.Equal(0, await first.LeaseAsync(Lease, Ct));
        await first.ReleaseAsync(Ct);
        Assert.Equal(0, await second.LeaseAsync(Lease, Ct));
        Assert.Null(await first.LeaseAsync(Lease, Ct));
    }

    [Fact]
    public async Task A_node_whose_lease_ran_out_writes_nothing_once_another_has_moved_on()
    {
        // given both have read the same throw
        var (paused, heir) = (new ThrownLog(_database, "paused"), new ThrownLog(_database, "heir"));
        await _box.ThrowAsync(5, "case-1", 1);
        Assert.Single(await paused.ReadAsync(0, Ct));
        Assert.True(await heir.MoveAsync(0, 5, [Postbox.Message("case-1/1")], [], Ct));

        // when
        var moved = await paused.MoveAsync(0, 5, [Postbox.Message("case-1/1"), Postbox.Message("other")], [], Ct);

        // then
        Assert.False(moved);
        Assert.Equal(1L, await _box.AskAsync<long>("select count(*) from parked_message"));
    }

    [Fact]
    public async Task Throws_are_read_in_the_order_of_commits_and_nothing_else_is()
    {
        var log = new ThrownLog(_database, "a");
        await _box.ThrowAsync(7, "case-2", 3, "signal_thrown");
        await _box.ThrowAsync(5, "case-1", 1);
        await _box.ThrowAsync(6, "case-1", 2, "element_passed");

        var work = await log.PeekAsync(0, 0, Ct);
        Assert.Equal((true, false, false, false, false, 7L), (work.Thrown, work.Awaited, work.Due, work.Over, work.Signals, work.End));
        Assert.Equal([(5L, "case-1", "message_thrown"), (7L, "case-2", "signal_thrown")], (await log.ReadAsync(0, Ct)).Select(t => (t.Position, t.StreamId, t.Alias)));
        Assert.Empty(await log.ReadAsync(7, Ct));
        Assert.False((await log.PeekAsync(7, 0, Ct)).Thrown);
    }

    [Fact]
    public async Task What_there_is_to_do_is_asked_in_one_statement()
    {
        var log = new ThrownLog(_database, "a");
        await _box.ParkAsync(Postbox.Message("asleep", ttl: TimeSpan.FromHours(2)));
        Assert.InRange((await log.PeekAsync(0, 0, Ct)).Next!.Value, TimeSpan.FromMinutes(110), TimeSpan.FromHours(2));
        await _box.ParkAsync(Postbox.Message("over", ttl: TimeSpan.FromSeconds(-1)));
        await _box.WaitAsync("case-1", 4);
        await _box.Signals.TakeAsync(SignalBroadcastTests.Signal("s"), Ct);

        var work = await log.PeekAsync(0, 3, Ct);
        Assert.Equal((true, false, true, true), (work.Awaited, work.Due, work.Over, work.Signals));
        Assert.False((await log.PeekAsync(0, 4, Ct)).Awaited);
    }
}
