using System.Text.Json;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Delivery;
using Workflow.Contracts.Messages;
using Workflow.Server.Tests.Cases;
using Workflow.Server.Tests.Operations;
using Workflow.Server.Tests.Running;
using Workflow.Testing;
using Xunit;

namespace Workflow.Server.Tests.Delivery;

/// <summary>Events and commands over a real RabbitMQ; not beside others that use it, as it is killed here.</summary>
[Collection("broker")]
public sealed class BrokerTests(BrokerWorld world) : IClassFixture<BrokerWorld>
{
    private const string Opened = "dev.onego.task.opened.v1";
    private const string Closed = "dev.onego.task.closed.v1";

    /// <summary>How long a message to the broker waits for its confirmation.</summary>
    private static readonly TimeSpan BrokersPatience = TimeSpan.FromSeconds(10);

    /// <summary>After which what did not come is taken for missing.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Events_go_to_the_topic_exchange_signed_persistent_and_in_the_order_of_their_case()
    {
        Need();
        await using var client = await world.ClientAsync();
        await client.BindAsync("ordered");
        var secret = await world.SubscribeAsync("ordered", "market-system");
        var (one, other) = (await world.AcceptedAsync(), await world.AcceptedAsync());
        await client.UntilAsync(c => new[] { one, other }.All(of => c.Events.Count(e => e.Message.CaseId == of.CaseId && e.Message.Type == Opened) >= 3));

        var got = client.Events;
        Assert.All(got, e => Assert.True(e.Persistent && e.Message.IsSignedWith(secret)));
        Assert.All(got, e => Assert.Equal($"ordered.{e.Message.Type}.{World.District}.whole", e.RoutingKey));
        foreach (var of in got.GroupBy(e => e.Message.CaseId).Select(g => g.Select(e => e.Message.Sequence).ToList())) Assert.Equal(of.Order(), of);
        Assert.Equal("connected", (await (await world.AsAsync("market-system")).GetAsync<BrokerAnswer>("/api/broker")).State);
    }

    [Fact]
    public async Task An_event_that_no_queue_takes_is_not_lost_in_silence()
    {
        Need();
        await world.SubscribeAsync("nobody", "market-system");
        var sent = await (await world.AsAsync("market-system")).PostAsync<TestDeliveryAnswer>("/api/subscriptions/nobody/test", new { });
        Assert.False(sent.Delivered);
        Assert.StartsWith("no queue is bound to 'onego.events'", sent.Error, StringComparison.Ordinal);
        (await (await world.AsAsync("market-system")).SendAsync(HttpMethod.Delete, "/api/subscriptions/nobody")).Dispose();
    }

    [Fact]
    public async Task A_command_is_answered_and_a_duplicate_is_answered_as_the_first_was()
    {
        Need();
        await using var client = await world.ClientAsync();
        await client.HearRepliesAsync("fire-system");
        var accepted = await world.AcceptedAsync();
        var command = Opinion(accepted, "fire", "positive");
        for (var i = 0; i < 3; i++) await client.SendAsync("fire-system", world.SecretOf("fire-system"), command);
        await client.UntilAsync(c => c.Replies.Count(r => r.Id == command.Id) == 3);

        var replies = client.Replies.Where(r => r.Id == command.Id).ToList();
        Assert.All(replies, r => Assert.Equal(("accepted", accepted.CaseId), (r.Status, r.CaseId)));
        Assert.Single(replies.Select(r => (r.Version, r.Position)).Distinct());
        Assert.Equal("done", (await world.HeadAsync(accepted.CaseId)).Tasks.Single(t => t.Element == "review_fire").State);
        Assert.Equal("open", (await world.HeadAsync(accepted.CaseId)).Tasks.Single(t => t.Element == "review_market").State);
    }

    [Fact]
    public async Task What_cannot_be_taken_goes_to_the_dead_letters_and_the_queue_goes_on()
    {
        Need();
        await using var client = await world.ClientAsync();
        await client.HearRepliesAsync("market-system");
        await client.HearDeadAsync();
        var accepted = await world.AcceptedAsync();
        var (right, wrong) = (Opinion(accepted, "market", "positive"), Opinion(accepted, "market", "positive") with { Id = "forged" });
        var secret = world.SecretOf("market-system");

        await client.SendAsync("no message at all"u8.ToArray());
        await client.SendAsync([0xff, 0xfe, 0x00], RabbitClient.SignedBy("market-system", secret, "bytes", [0xff, 0xfe, 0x00]));
        await client.SendAsync("market-system", world.SecretOf("fire-system"), wrong);
        await client.SendAsync("market-system", secret, right with { Id = "other-type", Type = "dev.onego.opinion.give.v9" });
        await client.SendAsync("market-system", secret, right with { Id = "not-ours", Data = JsonSerializer.SerializeToElement(new { taskId = World.TaskOf(accepted, "review_fire"), kind = "positive" }) });
        await client.SendAsync("market-system", secret, right);
        await client.UntilAsync(c => new[] { right.Id, "not-ours", "other-type" }.All(id => c.Replies.Any(r => r.Id == id)) && c.Dead.Count >= 4);

        Assert.Equal("accepted", client.Replies.Single(r => r.Id == right.Id).Status);
        Assert.Equal(("refused", "message-version-unknown"), client.Replies.Where(r => r.Id == "other-type").Select(r => (r.Status, r.Code!)).Single());
        Assert.Equal("not-your-task", client.Replies.Single(r => r.Id == "not-ours").Code);
        Assert.DoesNotContain(client.Replies, r => r.Id == "forged");
        Assert.Contains("signature-invalid", client.Dead);
        Assert.Contains("message-version-unknown", client.Dead);

        var letters = await (await world.AsAsync("market-system")).GetAsync<JsonElement>("/api/dead-letters?direction=in");
        var kept = letters.GetProperty("items").EnumerateArray().Select(l => (l.GetProperty("code").GetString(), l.GetProperty("verified").GetBoolean())).ToList();
        Assert.Contains(("signature-invalid", false), kept);
        Assert.Contains(("message-version-unknown", true), kept);
        Assert.Contains(("not-your-task", true), kept);
    }

    [Fact]
    public async Task A_broker_that_goes_away_and_comes_back_has_lost_nothing()
    {
        Need();
        await using (var client = await world.ClientAsync()) await client.BindAsync("away", consume: false);
        await world.SubscribeAsync("away", "fire-system", Opened, Closed);
        var before = await world.AcceptedAsync();
        await SubscriptionAsync("away", s => s is { Lag: 0, Delivered: > 0 });

        await world.Broker.GoAwayAsync();
        var during = await world.AcceptedAsync();
        var seen = await SubscriptionAsync("away", s => s.Trouble is not null);
        Assert.Equal(("waiting", "broker-away", 0), (seen.State, seen.Trouble, seen.HeldCases));
        Assert.Equal("away", (await (await world.AsAsync("fire-system")).GetAsync<BrokerAnswer>("/api/broker")).State);

        await world.Broker.RestartAsync();
        Assert.Equal("active", (await SubscriptionAsync("away", s => s is { Lag: 0, Trouble: null })).State);
        await using var again = await world.ClientAsync();
        await again.FetchUntilAsync("away", c => new[] { before, during }.All(of => c.Events.Any(e => e.Message.CaseId == of.CaseId)));

        // Commands are taken again too.
        await again.SendAsync("fire-system", world.SecretOf("fire-system"), Opinion(during, "fire", "positive"));
        await again.FetchUntilAsync("away", c => c.Events.Any(e => e.Message.CaseId == during.CaseId && e.Message.Type == Closed));
    }

    [Fact]
    public async Task A_blocked_broker_hurts_nobody_else_and_is_told_everything_once_it_takes_messages_again()
    {
        Need();

        // given subscriptions through the broker and by webhook, a page that listens, and a command from the broker that is being decided
        await using var client = await world.ClientAsync();
        await client.BindAsync("blocked");
        await client.HearRepliesAsync("fire-system");
        await world.SubscribeAsync("blocked", "fire-system");
        await using var receiver = await world.ReceiverAsync();
        await world.SubscribeAsync("beside", receiver);
        using var page = new Browser(world.Server.Address);
        await page.SignInAsync("supervisor", World.Password);
        using var live = await page.OpenAsync("/api/stream", null, TestContext.Current.CancellationToken);
        var before = await world.AcceptedAsync();
        await client.UntilAsync(c => c.Events.Any(e => e.Message.CaseId == before.CaseId && e.Message.Type == Opened));
        var command = Opinion(before, "fire", "positive");
        await using var database = world.Server.OpenDatabase();
        var writer = await HeldWriter.TakeAsync(database);
        await client.SendAsync("fire-system", world.SecretOf("fire-system"), command);

        // when the broker's alarm is raised, and the server finds itself blocked
        await world.Broker.BlockAsync();
        try
        {
            var api = await world.AsAsync("fire-system");
            Assert.False((await api.PostAsync<TestDeliveryAnswer>("/api/subscriptions/blocked/test", new { })).Delivered);
            Assert.Equal("blocked", (await api.GetAsync<BrokerAnswer>("/api/broker")).State);
            Assert.Equal("broker-blocked", (await SubscriptionAsync("blocked", _ => true)).Trouble);
            await writer.DisposeAsync();

            // then commands, webhooks and live updates go on, none of them waiting for the broker
            var during = await world.AcceptedAsync();
            await receiver.UntilAsync(r => r.Taken.Any(m => m.CaseId == during.CaseId && m.Type == Opened));
            using var patience = new CancellationTokenSource(Patience);
            string? line;
            do line = await live.ReadLineAsync(patience.Token);
            while (line is not null && !line.Contains(during.CaseId, StringComparison.Ordinal));
            Assert.NotNull(line);

            // and what is known to be blocked is not written to again
            var refused = await api.PostAsync<TestDeliveryAnswer>("/api/subscriptions/blocked/test", new { });
            Assert.Equal((false, "broker-blocked"), (refused.Delivered, refused.Error));
            Assert.InRange(refused.Milliseconds, 0, (int)BrokersPatience.TotalMilliseconds - 1);

            var seen = await SubscriptionAsync("blocked", s => s.Trouble is not null);
            Assert.Equal(("waiting", "broker-blocked", 0), (seen.State, seen.Trouble, seen.HeldCases));
            Assert.DoesNotContain(client.Events, e => e.Message.Type == Opened && e.Message.CaseId == during.CaseId);
            Assert.DoesNotContain(client.Replies, r => r.Id == command.Id);

            // and once it takes messages again, it is told everything, the reply included
            await world.Broker.UnblockAsync();
            await client.UntilAsync(c => c.Replies.Any(r => r.Id == command.Id) && c.Events.Any(e => e.Message.Type == Opened && e.Message.CaseId == during.CaseId));
            Assert.Equal("active", (await SubscriptionAsync("blocked", s => s is { Lag: 0, Trouble: null })).State);
            Assert.Equal("accepted", client.Replies.First(r => r.Id == command.Id).Status);
        }
        finally
        {
            await writer.DisposeAsync();
            await world.Broker.UnblockAsync();
        }
    }

    [Fact]
    public async Task A_broker_that_is_away_at_the_start_stops_nothing()
    {
        await using var server = await RunningServer.StartAsync(broker: "amqp://guest:guest@127.0.0.1:1");
        var admin = await server.AdministratorAsync();
        var seen = await admin.GetAsync<BrokerAnswer>("/api/broker");
        Assert.Equal(("away", "127.0.0.1:1"), (seen.State, seen.Address));
    }

    private static void Need()
    {
        if (RabbitServer.WhyNot is { } why) Assert.Skip(why);
    }

    private async Task<SubscriptionAnswer> SubscriptionAsync(string id, Func<SubscriptionAnswer, bool> isEnough)
    {
        var api = await world.AsAsync("fire-system");
        using var patience = new CancellationTokenSource(Patience);
        using var clock = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            var now = await api.GetAsync<SubscriptionAnswer>($"/api/subscriptions/{id}");
            if (isEnough(now)) return now;
            await clock.WaitForNextTickAsync(patience.Token);
        }
    }

    private static CloudEvent Opinion(CaseAnswer of, string department, string kind) => new($"opinion-{of.CaseId}-{department}", $"/departments/{department}", "dev.onego.opinion.give.v1")
    {
        Subject = of.CaseId, DataContentType = "application/json",
        Data = JsonSerializer.SerializeToElement(new { taskId = World.TaskOf(of, $"review_{department}"), kind }),
    };
}
