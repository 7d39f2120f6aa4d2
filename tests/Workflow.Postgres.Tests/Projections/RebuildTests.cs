using Npgsql;
using Workflow.Core.Cases;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Regions;
using Workflow.Core.Runtime;
using Workflow.Postgres.Tests.Log;
using Workflow.Testing;
using Xunit;

namespace Workflow.Postgres.Tests.Projections;

public sealed class RebuildTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    // More than one slice of streams.
    private const int Cases = 120;
    private NpgsqlDataSource _database = null!;
    private string _connectionString = "";

    public async ValueTask InitializeAsync()
    {
        _connectionString = await postgres.CreateDatabaseAsync();
        _database = NpgsqlDataSource.Create(_connectionString);
        await using var node = await ShopCases.StartAsync(_connectionString);
        await Task.WhenAll(Enumerable.Range(0, Cases).Select(seed => ShopCases.LiveAsync(node, seed)));
        foreach (string code in (string[])["110000", "110105"])
            await ShopCases.SendAsync(node, new DefineRegion(code, new LocalText($"区 {code}", code)) { By = Actor.System("test") });
        await ShopCases.SendAsync(node, new DefineRegion("110105", new LocalText("朝阳区", "Chaoyang")) { By = Actor.System("test") });
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Dropped_tables_are_rebuilt_to_the_same_rows()
    {
        // given
        var before = await _database.DumpAsync();
        await _database.ScalarAsync("truncate case_row, case_watch, task_row, timer, job, incident, case_wait, document");

        // when
        var failed = await _database.RebuildAsync();

        // then
        Assert.Empty(failed);
        Assert.Equal(before, await _database.DumpAsync());
        Assert.All(before.Where(table => table.Table is not ("job" or "incident" or "case_wait")), table => Assert.NotEmpty(table.Rows));
    }

    [Fact]
    public async Task Wrong_surplus_and_missing_rows_are_put_right_while_leases_are_let_go()
    {
        // given
        var before = await _database.DumpAsync();
        await _database.ScalarAsync(
            """
            update case_row set title = 'wrong', status = 99, rating = 6;
            update task_row set state = 3 - state, service_item = 'wrong', urged_at = now();
            update timer set due_at = due_at + interval '1 day', lease_until = now(), lease_owner = 'x', attempts = 7;
            delete from task_row where task_id % 2 = 0;
            insert into timer (stream_id, due_at) select stream_id, now() from case_row on conflict do nothing;
            insert into case_row select 'case-none', 'none', region, joint_item, title, status, applicant_account, personal, filed_at, changed_at, due_at, card, departments, test_clock, version from case_row limit 1;
            delete from case_watch where card > 0;
            update case_watch set status = 99, card = 2, due_at = now(), ended = true, region = '0';
            insert into case_watch select 'case-never', region, joint_item, filed_at, status, card, due_at, ended from case_watch limit 1;
            insert into document (kind, id, version, json) values ('region', 'none', 1, '{}');
            update document set json = '{}'
            """);

        // when
        await _database.RebuildAsync();

        // then
        Assert.Equal(before, await _database.DumpAsync());
        Assert.Equal(0L, await _database.ScalarAsync("select count(*) from timer where lease_until is not null or attempts > 0"));
    }

    [Fact]
    public async Task A_rebuild_beside_a_working_node_leaves_right_rows()
    {
        // given
        await using var node = await ShopCases.StartAsync(_connectionString, "b");
        await _database.ScalarAsync("truncate case_row, case_watch, task_row, timer, job, incident, case_wait, document");

        // when
        var living = Task.WhenAll(Enumerable.Range(1000, 40).Select(seed => ShopCases.LiveAsync(node, seed)));
        var failed = await _database.RebuildAsync();
        await living;

        // then
        Assert.Empty(failed);
        var beside = await _database.DumpAsync();
        await _database.RebuildAsync();
        Assert.Equal(await _database.DumpAsync(), beside);
        Assert.Equal((long)(Cases + 40), await _database.ScalarAsync("select count(*) from case_row"));
    }

    [Fact]
    public async Task A_stream_that_cannot_be_folded_is_named_and_its_rows_stay()
    {
        // given
        string broken = (string)(await _database.ScalarAsync("select stream_id from case_row order by stream_id limit 1"))!;
        await _database.ScalarAsync($"begin; set local session_replication_role = replica; update mt_events set type = 'from_the_future' where stream_id = '{broken}' and version = 1; commit");
        var before = await _database.DumpAsync();

        // when
        var failed = await _database.RebuildAsync();

        // then
        Assert.Equal(broken, Assert.Single(failed).StreamId);
        Assert.Equal(before, await _database.DumpAsync());
    }
}
