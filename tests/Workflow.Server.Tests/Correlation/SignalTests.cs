using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Workflow.Contracts.Messages;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Runtime;
using Workflow.Postgres;
using Workflow.Postgres.Correlation;
using Workflow.Server.Correlation;
using Workflow.Server.Tests.Cases;
using Workflow.Server.Tests.Messages;
using Xunit;

namespace Workflow.Server.Tests.Correlation;

/// <summary>Signals to every case that waits; the tests of a class run one after another, and each leaves nobody waiting in the district.</summary>
public sealed class SignalTests(CrossingWorld world) : IClassFixture<CrossingWorld>
{
    private const int Many = 1_200;

    [Fact]
    public async Task A_signal_of_a_case_reaches_all_that_waited_when_it_was_thrown_and_nobody_else()
    {
        // given the log is not followed for a while
        var early = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => world.BeginAsync("is-called", CrossingWorld.NewKey())));
        var elsewhere = await world.BeginAsync("is-called", CrossingWorld.NewKey(), World.OtherDistrict);
        var caller = await world.BeginAsync("calls", CrossingWorld.NewKey());
        await world.HoldRouterAsync();

        // when
        await world.ReviewAsync(caller);
        var late = await world.BeginAsync("is-called", CrossingWorld.NewKey());
        await world.FreeRouterAsync();

        // then
        foreach (var one in early) await world.UntilGoneOnAsync(one);
        await CrossingWorld.UntilAsync(async () => await world.AskAsync<long>($"select count(*) from signal_broadcast where thrown_by = '{caller}' and ended_at is not null and reached = 3") == 1, "the signal has ended");
        Assert.False(await world.HasGoneOnAsync(late));
        Assert.False(await world.HasGoneOnAsync(elsewhere, "supervisor2"));

        // when a department's system signals that has no part in the case, nobody hears; the city's system reaches both districts
        await EndAsync(MessageWorld.Elsewhere);
        Assert.False(await world.HasGoneOnAsync(elsewhere, "supervisor2"));
        await EndAsync(MessageWorld.Region);
        await world.UntilGoneOnAsync(late);
        await world.UntilGoneOnAsync(elsewhere, "supervisor2");
    }

    [Fact]
    public async Task Twelve_hundred_cases_hear_a_signal_once_though_its_node_dies_between_two_slices()
    {
        // given
        var waiting = await ManyAsync(Many);
        Assert.Equal((long)Many, await world.AskAsync<long>("select count(*) from case_wait where kind = 1 and name = 'called' and region = '510104'"));
        await world.HoldRouterAsync();
        using var api = world.Messages.Api(MessageWorld.Region);
        var sent = await api.PostAsync<SignalAnswer>("/api/signals", new { name = "called", payload = new { why = "a test" } });
        Assert.Equal("underway", sent.State);

        // when a slice is told and written down, the next is told and its node dies before it writes that down
        var (teller, signals) = (world.World.Server.Services.GetRequiredService<SignalTeller>(), world.World.Server.Services.GetRequiredService<SignalBroadcasts>());
        var signal = (await signals.FindAsync(MessageWorld.Region, long.Parse(sent.Id, System.Globalization.CultureInfo.InvariantCulture), CancellationToken.None))!;
        Assert.True(await teller.TellAsync(signal, CancellationToken.None));
        var after = (await signals.FindAsync(MessageWorld.Region, signal.Id, CancellationToken.None))!;
        Assert.Equal(CaseWaits.SliceMax, after.Reached);
        Assert.True(await teller.TellAsync(after, CancellationToken.None));
        await world.RunAsync($"update signal_broadcast set after_id = '{after.AfterId}', reached = {after.Reached} where id = {signal.Id}");

        // and another node takes over
        await using (await world.World.Server.StartAnotherAsync())
        {
            await world.FreeRouterAsync();
            await CrossingWorld.UntilAsync(async () => (await api.GetAsync<SignalAnswer>($"/api/signals/{sent.Id}")).State == "ended", "the signal has ended");
        }

        // then
        var ended = await api.GetAsync<SignalAnswer>($"/api/signals/{sent.Id}");
        Assert.Equal(((long)Many, 0L, 0L), (ended.Reached, ended.PassedBy, ended.Failed));
        Assert.Equal((long)Many, await world.AskAsync<long>("select count(distinct stream_id) from mt_events where type = 'subscription_hit' and data->'Payload'->>'why' = 'a test'"));
        Assert.Equal((long)Many, await world.AskAsync<long>("select count(*) from mt_events where type = 'subscription_hit' and data->'Payload'->>'why' = 'a test'"));
        Assert.Equal(0L, await world.AskAsync<long>("select count(*) from case_wait where kind = 1 and name = 'called' and region = '510104'"));
        Assert.True(await world.HasGoneOnAsync(waiting[^1]));
    }

    [Fact]
    public async Task The_same_key_is_the_same_signal_and_only_its_sender_may_ask_for_it()
    {
        using var api = world.Messages.Api(MessageWorld.Market);
        var first = await api.PostAsync<SignalAnswer>("/api/signals", new { name = "nobody-listens" }, "signal-1");
        var again = await api.PostAsync<SignalAnswer>("/api/signals", new { name = "nobody-listens" }, "signal-1");

        Assert.Equal(first.Id, again.Id);
        Assert.Equal("422 message-id-reused", await api.RefusedAsync(HttpMethod.Post, "/api/signals", new { name = "another" }, "signal-1"));
        using var other = world.Messages.Api(MessageWorld.Fire);
        Assert.Equal("404 signal-not-found", await other.RefusedAsync(HttpMethod.Get, $"/api/signals/{first.Id}"));
        Assert.Equal("403 forbidden", await (await world.World.AsAsync("market")).RefusedAsync(HttpMethod.Post, "/api/signals", new { name = "called" }));
    }

    [Fact]
    public async Task A_CloudEvent_signals_too()
    {
        var waiting = await world.BeginAsync("is-called", CrossingWorld.NewKey());
        var sent = await world.Messages.SendAsync(MessageWorld.Market, MessageWorld.Command("signal.broadcast.v1", null, new { name = "called", payload = new { round = 2 } }));

        Assert.Equal("200 accepted", sent.Short);
        await world.UntilGoneOnAsync(waiting);
        Assert.Equal("2", await world.DataAsync(waiting, "round"));
    }

    private async Task EndAsync(string account)
    {
        using var api = world.Messages.Api(account);
        var sent = await api.PostAsync<SignalAnswer>("/api/signals", new { name = "called" });
        await CrossingWorld.UntilAsync(async () => (await api.GetAsync<SignalAnswer>($"/api/signals/{sent.Id}")).State == "ended", "the signal has ended");
    }

    /// <summary>Cases that wait for the signal, filed and accepted at the node itself.</summary>
    private async Task<List<string>> ManyAsync(int many)
    {
        var node = world.World.Server.Services.GetRequiredService<Node>();
        var first = await world.BeginAsync("is-called", CrossingWorld.NewKey());
        var like = (CaseState)(await node.ReadAsync(first, CancellationToken.None)).State;
        var ids = Enumerable.Range(1, many - 1).Select(_ => $"case-{Guid.NewGuid():N}").ToList();
        var (applicant, window) = (new Actor(ActorKind.Person, "applicant", Role.Applicant), new Actor(ActorKind.Person, "window", Role.Window, "window", World.District));
        foreach (var some in ids.Chunk(200))
        {
            await Task.WhenAll(some.Select(id => SendAsync(node, new FileApplication(like.Pinned!, World.District, "online", like.Applicant!, like.Answers, []) { By = applicant, CaseId = id })));
            await Task.WhenAll(some.Select(id => SendAsync(node, new Accept(1) { By = window, CaseId = id })));
        }
        return [first, .. ids];
    }

    private static async Task SendAsync(Node node, Command command)
    {
        var id = Guid.NewGuid().ToString("N");
        Assert.IsType<Answer.Accepted>(await node.SubmitAsync(new Envelope(new CommandId("test", "http", id), command, SHA256.HashData(Encoding.UTF8.GetBytes(id))), CancellationToken.None));
    }
}
