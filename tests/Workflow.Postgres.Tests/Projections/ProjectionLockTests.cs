using Npgsql;
using Workflow.Core.Catalog.Oversight;
using Workflow.Postgres.Log;
using Workflow.Postgres.Projections;
using Workflow.Postgres.Queries;
using Workflow.Testing;
using Xunit;

namespace Workflow.Postgres.Tests.Projections;

/// <summary>Each projection is one node's work, and none waits for another.</summary>
public sealed class ProjectionLockTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private string _address = "";
    private NpgsqlDataSource _database = null!;
    private NpgsqlConnection _other = null!;
    private Node _node = null!;

    public async ValueTask InitializeAsync()
    {
        _address = await postgres.CreateDatabaseAsync();
        _database = NpgsqlDataSource.Create(_address);
        _node = await ShopCases.StartAsync(_address);
        _other = await _database.OpenConnectionAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _other.DisposeAsync();
        await _node.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Days_are_counted_while_another_node_holds_the_figures_of_cases()
    {
        // given
        Assert.True(await OtherAsync($"pg_try_advisory_lock({AdvisoryLocks.Class}, {AdvisoryLocks.Oversight})"));
        await ShopCases.LiveAsync(_node, 1);
        using var stop = new CancellationTokenSource();
        var runner = Runner();

        // when
        var running = runner.RunAsync(stop.Token);

        // then
        Assert.True(await runner.WaitForAsync("CaseDaily", _node.Position, Patience, CancellationToken.None));
        Assert.False(await runner.WaitForAsync(Oversight.Name, _node.Position, TimeSpan.FromMilliseconds(100), CancellationToken.None));

        // when the other gives it back
        Assert.True(await OtherAsync($"pg_advisory_unlock({AdvisoryLocks.Class}, {AdvisoryLocks.Oversight})"));

        // then
        Assert.True(await runner.WaitForAsync(Oversight.Name, _node.Position, Patience, CancellationToken.None));
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_node_of_an_older_version_which_holds_one_lock_for_all_never_works_beside_this_one()
    {
        // given: it takes the old lock alone
        string takeAll = $"pg_try_advisory_lock({AdvisoryLocks.Class}, {AdvisoryLocks.Projections})";
        Assert.True(await OtherAsync(takeAll));
        await ShopCases.LiveAsync(_node, 1);
        var runner = Runner();

        // when, then
        Assert.False(await runner.CatchUpAsync(CancellationToken.None));
        Assert.All(await runner.ProgressAsync(CancellationToken.None), p => Assert.Equal(0, p.Position));

        // when it ends
        Assert.True(await OtherAsync($"pg_advisory_unlock({AdvisoryLocks.Class}, {AdvisoryLocks.Projections})"));
        using var stop = new CancellationTokenSource();
        var running = runner.RunAsync(stop.Token);
        Assert.True(await runner.WaitForAsync(Oversight.Name, _node.Position, Patience, CancellationToken.None));

        // then it does not come in while this one works, and does afterwards
        Assert.False(await OtherAsync(takeAll));
        await stop.CancelAsync();
        await running;
        Assert.True(await OtherAsync(takeAll));
    }

    [Fact]
    public async Task What_the_work_sets_on_its_connection_is_not_left_there()
    {
        // given: one connection for all
        await using var single = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_address) { MaxPoolSize = 1, NoResetOnClose = true });
        await ShopCases.LiveAsync(_node, 1);

        // when
        Assert.True(await new ProjectionRunner(single, Projection.All).CatchUpAsync(CancellationToken.None));

        // then
        await using var command = single.CreateCommand("select source || ' ' || (select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()) from pg_settings where name = 'synchronous_commit'");
        Assert.Matches("^(?!session).* 0$", (string?)await command.ExecuteScalarAsync());
    }

    private ProjectionRunner Runner() => new(_database,
    [
        .. Projection.All,
        new Oversight(new Histories(_database, new EventJson()), (_, _) => ValueTask.FromResult<object>(ShopCases.Content), (_, _) => ValueTask.FromResult(CardRuleBook.Usual)).Projection,
    ]);

    private async Task<bool> OtherAsync(string function)
    {
        await using var command = new NpgsqlCommand($"select {function}", _other);
        return (bool)(await command.ExecuteScalarAsync())!;
    }
}
