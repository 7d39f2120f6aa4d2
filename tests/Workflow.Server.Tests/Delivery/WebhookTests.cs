using System.Text.Json;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Delivery;
using Workflow.Contracts.Tasks;
using Workflow.Server.Tests.Cases;
using Xunit;

namespace Workflow.Server.Tests.Delivery;

/// <summary>Events to a department's own web server: signed, in the order of each case, at least once; a case that fails waits alone.</summary>
public sealed class WebhookTests(DeliveryWorld world) : IClassFixture<DeliveryWorld>
{
    [Fact]
    public async Task A_case_is_told_in_its_order_and_every_message_is_signed_as_Standard_Webhooks_says()
    {
        await using var receiver = await world.ReceiverAsync();
        var secret = await world.SubscribeAsync("in-order", receiver);
        var caseId = await world.PlayedAsync();
        var taken = await receiver.UntilAsync(r => r.Taken.Any(m => m.CaseId == caseId && m.Type.EndsWith("case.delivered.v1", StringComparison.Ordinal)));

        var ofCase = taken.Where(m => m.CaseId == caseId).ToList();
        Assert.Equal(ofCase.OrderBy(m => m.Sequence).Select(m => m.Id), ofCase.Select(m => m.Id));
        Assert.Equal(ofCase.Count, ofCase.DistinctBy(m => m.Id).Count());
        Assert.Equal("dev.onego.case.filed.v1", ofCase[0].Type);
        Assert.All(ofCase, m => Assert.True(m.IsSignedWith(secret)));
        Assert.All(ofCase, m => Assert.Equal(("application/cloudevents+json", "1.0", m.Id), (m.Headers["content-type"], m.Json.GetProperty("specversion").GetString(), m.Json.GetProperty("id").GetString())));
        Assert.DoesNotContain(taken, m => System.Text.Encoding.UTF8.GetString(m.Body).Contains("张三", StringComparison.Ordinal));

        var seen = await world.SubscriptionAsync("in-order", s => s is { Lag: 0, State: "active" });
        Assert.Equal((0, receiver.Taken.Count), (seen.HeldCases, (int)seen.Delivered));
        var tries = await (await world.AsAsync("integrator")).GetAsync<List<DeliveryTryAnswer>>("/api/subscriptions/in-order/deliveries");
        Assert.All(tries, t => Assert.Equal(("delivered", 204, 1), (t.Outcome, t.Status, t.Attempt)));
    }

    [Fact]
    public async Task A_message_without_tries_left_becomes_a_dead_letter_and_its_case_goes_on()
    {
        await using var receiver = await world.ReceiverAsync();
        await world.SubscribeAsync("bury", receiver);
        receiver.Answer = m => Task.FromResult(m.Type.EndsWith("case.accepted.v1", StringComparison.Ordinal) ? 500 : 200);
        var caseId = await world.PlayedAsync();
        await receiver.UntilAsync(r => r.Taken.Any(m => m.CaseId == caseId && m.Type.EndsWith("case.delivered.v1", StringComparison.Ordinal)));
        Assert.Equal(DeliveryWorld.Quick.Tries, receiver.Got.Count(m => m.CaseId == caseId && m.Type.EndsWith("case.accepted.v1", StringComparison.Ordinal)));
        await world.SubscriptionAsync("bury", s => s is { HeldCases: 0, Lag: 0 });
        var ofCase = receiver.Taken.Where(m => m.CaseId == caseId).Select(m => m.Sequence).ToList();
        Assert.Equal(ofCase.Order(), ofCase);
        var tries = await (await world.AsAsync("integrator")).GetAsync<List<DeliveryTryAnswer>>("/api/subscriptions/bury/deliveries");
        Assert.Equal(["dead", "failed", "failed"], tries.Where(t => t.Type.EndsWith("case.accepted.v1", StringComparison.Ordinal)).Select(t => t.Outcome));

        // Sent again from the dead letters: in vain while the receiver still fails, then under the same id.
        var integrator = await world.AsAsync("integrator");
        var letter = (await integrator.GetAsync<JsonElement>("/api/dead-letters?direction=out")).GetProperty("items").EnumerateArray().Single(l => l.GetProperty("caseId").GetString() == caseId && l.GetProperty("subscription").GetString() == "bury");
        var id = letter.GetProperty("id").GetString();
        Assert.Equal(("undeliverable", "bury"), (letter.GetProperty("code").GetString(), letter.GetProperty("subscription").GetString()));
        Assert.Equal("409 undeliverable", await integrator.RefusedAsync(HttpMethod.Post, $"/api/dead-letters/{id}/replay", new { }));
        receiver.Answer = _ => Task.FromResult(200);
        (await integrator.SendAsync(HttpMethod.Post, $"/api/dead-letters/{id}/replay", new { })).Dispose();
        Assert.Equal(letter.GetProperty("messageId").GetString(), receiver.Taken[^1].Id);
        Assert.Equal("409 dead-letter-settled", await integrator.RefusedAsync(HttpMethod.Post, $"/api/dead-letters/{id}/replay", new { }));
    }

    [Fact]
    public async Task A_private_address_is_refused_until_the_administrator_allows_it()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await world.SubscribeAsync("private", receiver);
        var integrator = await world.AsAsync("integrator");
        var refused = await integrator.PostAsync<TestDeliveryAnswer>("/api/subscriptions/private/test", new { });
        Assert.False(refused.Delivered);
        Assert.StartsWith("target refused: '127.0.0.1' leads to 127.0.0.1", refused.Error, StringComparison.Ordinal);
        Assert.Empty(receiver.Got);

        await world.AllowAsync(receiver.Port);
        var allowed = await integrator.PostAsync<TestDeliveryAnswer>("/api/subscriptions/private/test", new { });
        Assert.Equal((true, 204), (allowed.Delivered, allowed.Status));
        Assert.Equal("dev.onego.subscription.test.v1", Assert.Single(receiver.Got).Type);
    }

    [Fact]
    public async Task A_name_that_leads_to_a_private_address_is_refused_too()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var integrator = await world.AsAsync("integrator");
        (await integrator.SendAsync(HttpMethod.Put, "/api/subscriptions/by-name",
            new SubscriptionRequest(World.City, DeliveryWorld.AllTypes, new TargetRequest("webhook", $"http://localhost:{receiver.Port}/")))).Dispose();
        var refused = await integrator.PostAsync<TestDeliveryAnswer>("/api/subscriptions/by-name/test", new { });
        Assert.StartsWith("target refused: 'localhost' leads to", refused.Error, StringComparison.Ordinal);
        Assert.Empty(receiver.Got);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var receiver = await world.ReceiverAsync();
        (receiver.Answer, receiver.Location) = (_ => Task.FromResult(307), receiver.Url("/elsewhere"));
        await world.SubscribeAsync("redirected", receiver);
        var sent = await (await world.AsAsync("integrator")).PostAsync<TestDeliveryAnswer>("/api/subscriptions/redirected/test", new { });
        Assert.Equal((false, 307, "answered 307: redirects are not followed"), (sent.Delivered, sent.Status, sent.Error));
        Assert.Equal(["/hook"], receiver.Got.Select(m => m.Path));
    }

    [Fact]
    public async Task A_new_secret_signs_beside_the_one_before_and_each_is_shown_once()
    {
        await using var receiver = await world.ReceiverAsync();
        var first = await world.SubscribeAsync("rotated", receiver);
        Assert.Null(await world.SubscribeAsync("rotated", receiver, types: "dev.onego.case.filed.v1"));
        var integrator = await world.AsAsync("integrator");
        var second = (await integrator.PostAsync<SubscriptionDefinedAnswer>("/api/subscriptions/rotated/secret", new { }, key: "rotate-1")).Secret!;
        Assert.Equal("409 signing-secret-shown-once", await integrator.RefusedAsync(HttpMethod.Post, "/api/subscriptions/rotated/secret", new { }, key: "rotate-1"));
        await integrator.PostAsync<TestDeliveryAnswer>("/api/subscriptions/rotated/test", new { });
        var message = Assert.Single(receiver.Got);
        Assert.True(message.IsSignedWith(first) && message.IsSignedWith(second) && first != second);
    }

    [Fact]
    public async Task A_paused_subscription_delivers_nothing_and_loses_nothing()
    {
        await using var receiver = await world.ReceiverAsync();
        await world.SubscribeAsync("paused", receiver, types: "dev.onego.case.filed.v1");
        var integrator = await world.AsAsync("integrator");
        (await integrator.SendAsync(HttpMethod.Post, "/api/subscriptions/paused/pause", new { })).Dispose();
        Assert.Equal("paused", (await world.SubscriptionAsync("paused")).State);
        var caseId = (await world.FileAsync()).CaseId;
        Assert.DoesNotContain(receiver.Got, m => m.CaseId == caseId);
        (await integrator.SendAsync(HttpMethod.Post, "/api/subscriptions/paused/resume", new { })).Dispose();
        await receiver.UntilAsync(r => r.Taken.Any(m => m.CaseId == caseId));
    }

    [Fact]
    public async Task A_subscription_is_its_accounts_alone_and_what_is_wrong_with_it_is_named()
    {
        await using var receiver = await world.ReceiverAsync();
        await world.SubscribeAsync("mine", receiver);
        var (mine, other) = (await world.AsAsync("integrator"), await world.AsAsync("integrator2"));
        Assert.Equal("404 subscription-not-found", await other.RefusedAsync(HttpMethod.Get, "/api/subscriptions/mine"));
        Assert.Equal("404 subscription-not-found", await other.RefusedAsync(HttpMethod.Post, "/api/subscriptions/mine/test", new { }));
        Assert.Equal("409 subscription-taken", await other.RefusedAsync(HttpMethod.Put, "/api/subscriptions/mine", new SubscriptionRequest(World.OtherDistrict, DeliveryWorld.AllTypes, new TargetRequest("webhook", "https://example.org/"))));
        Assert.Equal("403 forbidden", await (await world.AsAsync("market")).RefusedAsync(HttpMethod.Get, "/api/subscriptions"));
        Assert.Contains(await mine.GetAsync<List<SubscriptionAnswer>>("/api/subscriptions"), s => s.Id == "mine");
        Assert.DoesNotContain(await other.GetAsync<List<SubscriptionAnswer>>("/api/subscriptions"), s => s.Id == "mine");

        var wrong = await mine.ProblemAsync(HttpMethod.Put, "/api/subscriptions/wrong", new SubscriptionRequest(World.City, ["dev.onego.case.accepted.v9"], new TargetRequest("webhook", "http://user:secret@example.org/")));
        Assert.Equal(["$.types[0] field-choice", "$.target.url webhook-url-invalid"], wrong.Fields);
        foreach (var url in (string[])["ftp://example.org/", "file:///etc/passwd", "//example.org", "https://example.org/#part"])
            Assert.Equal(["$.target.url webhook-url-invalid"], (await mine.ProblemAsync(HttpMethod.Put, "/api/subscriptions/wrong", new SubscriptionRequest(World.City, DeliveryWorld.AllTypes, new TargetRequest("webhook", url)))).Fields);
        var admin = await world.Server.AdministratorAsync();
        Assert.Equal(["$.allow[1] webhook-target-invalid"], (await admin.ProblemAsync(HttpMethod.Put, "/api/settings/webhook-targets", new WebhookTargets(["10.0.0.0/8", "example.org"]))).Fields);

        (await mine.SendAsync(HttpMethod.Delete, "/api/subscriptions/mine")).Dispose();
        Assert.Equal("404 subscription-not-found", await mine.RefusedAsync(HttpMethod.Get, "/api/subscriptions/mine"));
        Assert.Equal("409 subscription-removed", await mine.RefusedAsync(HttpMethod.Put, "/api/subscriptions/mine", new SubscriptionRequest(World.City, DeliveryWorld.AllTypes, new TargetRequest("webhook", "https://example.org/"))));
    }
}
