using Npgsql;
using Workflow.Postgres.Log;
using Workflow.Postgres.Projections;
using Workflow.Postgres.Queries;
using Workflow.Testing;
using Xunit;

namespace Workflow.Postgres.Tests.Projections;

/// <summary>The exchange standard's tables as views: every case, item, status and procedure is in them, and nothing personal.</summary>
public sealed class ExchangeViewTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Views_hold_what_the_log_holds_and_nothing_personal()
    {
        // given
        var connectionString = await postgres.CreateDatabaseAsync();
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using (var node = await ShopCases.StartAsync(connectionString))
        {
            await Task.WhenAll(Enumerable.Range(0, 60).Select(seed => ShopCases.LiveAsync(node, seed)));
            var oversight = new Oversight(new Histories(database, new EventJson()), (_, _) => ValueTask.FromResult<object>(ShopCases.Content), (_, _) => ValueTask.FromResult(Workflow.Core.Catalog.Oversight.CardRuleBook.Usual));
            await new ProjectionRunner(database, [oversight.Projection]).CatchUpAsync(CancellationToken.None);
        }

        // then
        await SameAsync("select count(*) from exchange_case", "select count(*) from case_row");
        await SameAsync("select count(*) from exchange_status where item is null and ordinal > 0 and status_code = 3", "select count(*) from mt_events where type = 'case_accepted'");
        await SameAsync(
            "select string_agg(case_id || status_code, ',' order by case_id) from exchange_case",
            "select string_agg(distinct_last.stream_id || code, ',' order by stream_id) from (select distinct on (stream_id) stream_id, code from case_status where item is null order by stream_id, ordinal desc) distinct_last");
        await SameAsync("select count(distinct case_id) from exchange_case_item where status_code is not null and item = 'a'", "select count(*) from case_row");
        await SameAsync("select count(*) from exchange_supplement", "select sum(jsonb_array_length(data -> 'Missing')) from mt_events where type = 'supplement_requested'");
        await SameAsync("select count(*) from exchange_supplement where received_at is not null", "select count(*) from mt_events where type = 'supplement_received'");
        await SameAsync("select count(*) from exchange_special_procedure", "select count(*) from mt_events where type = 'clock_stopped'");
        await SameAsync("select count(*) from exchange_special_procedure where ended_at is not null and ended_at < begun_at", "select 0::bigint");
        await SameAsync("select count(*) from exchange_opinion where item is not null", "select count(*) from mt_events where type = 'opinion_recorded'");
        await SameAsync("select count(*) from exchange_material", "select sum(jsonb_array_length(data -> 'Materials')) from mt_events where type in ('application_filed', 'supplement_received')");
        await SameAsync("select count(*) from exchange_result", "select coalesce(sum(jsonb_array_length(data -> 'Results')), 0) from mt_events where type = 'case_concluded'");
        Assert.NotEqual(0L, await ScalarAsync("select count(*) from exchange_special_procedure"));
        Assert.NotEqual(0L, await ScalarAsync("select count(*) from exchange_supplement"));
        await SameAsync("select count(*) from exchange_item", "select 0::bigint");
        foreach (var view in (string[])["exchange_case", "exchange_case_item", "exchange_status", "exchange_special_procedure", "exchange_supplement", "exchange_opinion", "exchange_result", "exchange_material"])
            Assert.Equal(0L, await ScalarAsync($"select count(*) from {view} v where v::text like '%王小明%' or v::text like '%p1:%' or v::text like '%13800000000%'"));

        async Task SameAsync(string view, string log) => Assert.Equal($"{await ScalarAsync(log)}", $"{await ScalarAsync(view)}");

        async Task<object?> ScalarAsync(string sql)
        {
            await using var command = database.CreateCommand(sql);
            return await command.ExecuteScalarAsync();
        }
    }
}
