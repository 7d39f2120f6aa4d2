using Npgsql;
using Workflow.Postgres.Tests.Log;
using Workflow.Testing;
using Xunit;

namespace Workflow.Postgres.Tests.Projections;

/// <summary>The table that lists, boards and walks find running cases in is kept by the database itself, whoever writes the case's row.</summary>
public sealed class CaseWatchTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Watched = "select stream_id, region, joint_item, filed_at, status, card, due_at, ended from case_watch";
    private const string Expected = "select stream_id, region, joint_item, filed_at, status, card, due_at, ended from case_row where not ended or card > 0";

    [Fact]
    public async Task It_says_of_every_case_that_runs_or_has_a_card_what_the_case_s_row_says()
    {
        // given
        string connectionString = await postgres.CreateDatabaseAsync();
        await using var database = NpgsqlDataSource.Create(connectionString);

        // when
        await using (var node = await ShopCases.StartAsync(connectionString)) await Task.WhenAll(Enumerable.Range(0, 120).Select(seed => ShopCases.LiveAsync(node, seed)));

        // then
        await HoldsAsync(database);
        Assert.True(await CountAsync(database, "select count(*) from case_watch where not ended") > 0);
        Assert.True(await CountAsync(database, "select count(*) from case_row where ended and card = 0") > 0);
    }

    [Fact]
    public async Task It_follows_a_row_that_is_changed_ended_opened_again_and_taken_away_in_one_statement_each()
    {
        // given
        string connectionString = await postgres.CreateDatabaseAsync();
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using (var node = await ShopCases.StartAsync(connectionString)) await Task.WhenAll(Enumerable.Range(0, 20).Select(seed => ShopCases.LiveAsync(node, seed)));

        foreach (string change in (string[])
        [
            "update case_row set card = 1, due_at = now() where not ended", "update case_row set status = 11", "update case_row set card = 0 where stream_id < (select max(stream_id) from case_row)",
            "update case_row set status = 3, card = 2", "delete from case_row where stream_id > (select min(stream_id) from case_row)",
        ])
        {
            // when
            await using (var command = database.CreateCommand(change)) Assert.True(await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken) > 0, change);

            // then
            await HoldsAsync(database);
        }

        Assert.Equal(1, await CountAsync(database, "select count(*) from case_watch"));
    }

    private static async Task HoldsAsync(NpgsqlDataSource database)
    {
        Assert.Equal(0, await CountAsync(database, $"select count(*) from (({Watched} except {Expected}) union all ({Expected} except {Watched})) different"));
    }

    private static async Task<long> CountAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
