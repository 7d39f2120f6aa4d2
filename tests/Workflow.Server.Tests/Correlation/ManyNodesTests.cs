using Workflow.Contracts.Messages;
using Workflow.Core.Cases;
using Workflow.Core.Catalog;
using Workflow.Postgres.Log;
using Workflow.Postgres.Projections;
using Workflow.Server.Tests.Messages;
using Xunit;

namespace Workflow.Server.Tests.Correlation;

/// <summary>Messages where several nodes work, one goes away, and tables are made anew.</summary>
public sealed class ManyNodesTests(CrossingWorld world) : IClassFixture<CrossingWorld>
{
    [Fact]
    public async Task A_message_sent_to_two_nodes_at_once_is_delivered_to_one_case_once()
    {
        await using var other = await world.World.Server.StartAnotherAsync();
        using var one = world.Messages.Api(MessageWorld.Region);
        using var two = world.Messages.Api(MessageWorld.Region, other.Address);
        for (var round = 0; round < 5; round++)
        {
            // given
            var key = CrossingWorld.NewKey();
            var waiting = new[] { await world.BeginAsync("is-paid", key), await world.BeginAsync("is-paid", key) };
            var (message, id) = (new { name = "paid", key }, Guid.NewGuid().ToString("N"));

            // when
            await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? one : two).PostAsync<CorrelationAnswer>("/api/messages/correlate", message, id)));
            await CrossingWorld.UntilAsync(async () => (await one.PostAsync<CorrelationAnswer>("/api/messages/correlate", message, id)).Outcome == "delivered", "it is delivered");

            // then
            var told = await two.PostAsync<CorrelationAnswer>("/api/messages/correlate", message, id);
            Assert.Equal(("delivered", waiting[0]), (told.Outcome, told.CaseId));
            Assert.False(await world.HasGoneOnAsync(waiting[1]));
            Assert.Empty(await world.ParkedAsync(key));
        }
    }

    [Fact]
    public async Task Messages_thrown_while_nobody_follows_the_log_are_carried_on_by_another_node()
    {
        // given
        var keys = Enumerable.Range(0, 5).Select(_ => CrossingWorld.NewKey()).ToList();
        var waiting = await Task.WhenAll(keys.Select(key => world.BeginAsync("is-paid", key)));
        await world.HoldRouterAsync();
        foreach (var key in keys) await world.ReviewAsync(await world.BeginAsync("pays", key));
        foreach (var one in waiting) Assert.False(await world.HasGoneOnAsync(one));

        // when
        await using var other = await world.World.Server.StartAnotherAsync();
        await world.FreeRouterAsync();

        // then
        foreach (var one in waiting) await world.UntilGoneOnAsync(one);
        Assert.Equal(5L, await world.AskAsync<long>($"select count(*) from command where principal = 'system' and source = 'message' and stream_id in ({string.Join(", ", waiting.Select(w => $"'{w}'"))})"));
    }

    [Fact]
    public async Task What_cases_wait_for_is_made_anew_from_the_log_and_stays_the_same()
    {
        // given waits that stand, one that ended, one of a case that was withdrawn
        await world.BeginAsync("is-paid", CrossingWorld.NewKey());
        await world.BeginAsync("is-called", CrossingWorld.NewKey(), Cases.World.OtherDistrict);
        var over = CrossingWorld.NewKey();
        await world.ReviewAsync(await world.BeginAsync("pays", over));
        await world.UntilGoneOnAsync(await world.BeginAsync("is-paid", over));
        var withdrawn = await world.BeginAsync("is-paid", CrossingWorld.NewKey());
        await (await world.World.AsAsync("applicant")).PostAsync($"/api/cases/{withdrawn}/withdraw", new { reason = "not needed" });
        var before = await DumpAsync();
        Assert.DoesNotContain(withdrawn, before, StringComparison.Ordinal);
        Assert.Contains("called", before, StringComparison.Ordinal);
        await world.RunAsync("truncate case_wait");

        // when
        var failed = await new Rebuild(world.Database, [new CaseStreams(), .. CatalogKinds.All], new EventJson()).RunAsync(null, CancellationToken.None);

        // then
        Assert.Empty(failed);
        Assert.Equal(before, await DumpAsync());
    }

    private Task<string> DumpAsync() => world.AskAsync<string>("select coalesce(string_agg(w::text, E'\\n' order by w::text), '') from case_wait w");
}
