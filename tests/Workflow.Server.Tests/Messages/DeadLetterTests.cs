using System.Text.Json;
using Workflow.Contracts;
using Workflow.Contracts.Messages;
using Workflow.Server.Tests.Cases;
using Xunit;

namespace Workflow.Server.Tests.Messages;

/// <summary>Messages that could not be taken: kept with everything needed to send them again, for those whom they concern.</summary>
public sealed class DeadLetterTests(MessageWorld messages) : IClassFixture<MessageWorld>
{
    [Fact]
    public async Task A_refused_message_is_kept_once_says_why_and_is_taken_when_it_is_replayed_after_the_cause_is_gone()
    {
        var (accepted, review) = await messages.AcceptedAsync();
        using var fire = messages.Api(MessageWorld.Fire);
        // Refused while somebody else holds the task.
        var officer = await messages.World.AsAsync("fire");
        await officer.PostAsync($"/api/cases/{accepted.CaseId}/tasks/{review}/claim", new { });
        var command = MessageWorld.Command("opinion.give.v1", accepted.CaseId, new { taskId = review, kind = "positive" });
        var first = await messages.SendAsync(MessageWorld.Fire, command);
        Assert.Equal("rejected", first.One.Status);
        Assert.Equal(first.One.DeadLetter, (await messages.SendAsync(MessageWorld.Fire, command)).One.DeadLetter);

        var letter = await fire.GetAsync<DeadLetterAnswer>($"/api/dead-letters/{first.One.DeadLetter}");
        Assert.Equal((first.One.Code, 2, "waiting", true, command.Id, accepted.CaseId, command.Type), (letter.Code, letter.Times, letter.State, letter.Verified, letter.MessageId, letter.CaseId, letter.Type));
        Assert.Equal(CloudEventJson.Write(command), System.Text.Encoding.UTF8.GetBytes(letter.Body!));
        Assert.Contains(letter.Id, await ListAsync(fire, "waiting"));

        Assert.Equal($"422 {first.One.Code}", await ReplayAsync(fire, letter.Id));
        await officer.PostAsync($"/api/cases/{accepted.CaseId}/tasks/{review}/release", new { });
        Assert.Equal("200", await ReplayAsync(fire, letter.Id));
        Assert.Equal("positive", (await messages.World.HeadAsync(accepted.CaseId)).SubCases.Single(s => s.Item == "fire").Opinion!.Kind);
        Assert.Equal("409 dead-letter-settled", await fire.RefusedAsync(HttpMethod.Post, $"/api/dead-letters/{letter.Id}/replay", new { }));
        Assert.DoesNotContain(letter.Id, await ListAsync(fire, "waiting"));
        Assert.Contains(letter.Id, await ListAsync(fire, "replayed"));
    }

    [Fact]
    public async Task A_letter_that_nobody_needs_is_discarded_with_a_reason()
    {
        using var fire = messages.Api(MessageWorld.Fire);
        var id = (await messages.SendAsync(MessageWorld.Fire, "{\"id\":")).One.DeadLetter!;
        Assert.Equal(["$.reason field-length"], (await fire.ProblemAsync(HttpMethod.Post, $"/api/dead-letters/{id}/discard", new { reason = "" })).Fields);
        var discarded = await fire.PostAsync<DeadLetterAnswer>($"/api/dead-letters/{id}/discard", new { reason = "a test" });
        Assert.Equal(("discarded", MessageWorld.Fire, "a test"), (discarded.State, discarded.SettledBy, discarded.Reason));
        Assert.Equal("409 dead-letter-settled", await fire.RefusedAsync(HttpMethod.Post, $"/api/dead-letters/{id}/discard", new { reason = "again" }));
        // The same message later is a letter of its own.
        Assert.NotEqual(id, (await messages.SendAsync(MessageWorld.Fire, "{\"id\":")).One.DeadLetter);
    }

    [Fact]
    public async Task Letters_are_for_the_account_and_for_those_who_administer_it()
    {
        using var fire = messages.Api(MessageWorld.Fire);
        using var market = messages.Api(MessageWorld.Market);
        var id = (await messages.SendAsync(MessageWorld.Fire, MessageWorld.Command("case.explode.v1", null, new { }))).One.DeadLetter!;
        Assert.Equal("404 dead-letter-not-found", await market.RefusedAsync(HttpMethod.Get, $"/api/dead-letters/{id}"));
        Assert.Equal("404 dead-letter-not-found", await market.RefusedAsync(HttpMethod.Post, $"/api/dead-letters/{id}/discard", new { reason = "not mine" }));
        Assert.DoesNotContain(id, await ListAsync(market, "waiting"));
        Assert.Equal(id, (await messages.Administrator.GetAsync<DeadLetterAnswer>($"/api/dead-letters/{id}")).Id);
        Assert.Equal("403 forbidden", await (await messages.World.AsAsync("supervisor")).RefusedAsync(HttpMethod.Get, "/api/dead-letters"));

        var other = messages.Administrator;
        using var opened = await other.SendAsync(HttpMethod.Post, "/api/accounts", new
        {
            account = "far-admin", region = "990000", displayName = "far", password = World.Password, grants = new[] { new { role = "administrator", region = "990000" } },
        });
        using var far = await new Api(messages.World.Server.Address).SignInAsync("far-admin", World.Password);
        Assert.Equal("404 dead-letter-not-found", await far.RefusedAsync(HttpMethod.Get, $"/api/dead-letters/{id}"));
    }

    [Fact]
    public async Task Pages_go_from_the_newest_to_the_oldest()
    {
        using var market = messages.Api(MessageWorld.Market);
        for (var i = 0; i < 3; i++) await messages.SendAsync(MessageWorld.Market, MessageWorld.Command("case.explode.v1", null, new { i }));
        var first = await market.GetAsync<Page<DeadLetterAnswer>>("/api/dead-letters?limit=2");
        var second = await market.GetAsync<Page<DeadLetterAnswer>>($"/api/dead-letters?limit=2&cursor={first.NextCursor}");
        var ids = first.Items.Concat(second.Items).Select(l => long.Parse(l.Id, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(ids.OrderDescending(), ids);
        Assert.Equal(3, ids.Distinct().Count());
        Assert.All(first.Items, l => Assert.Null(l.Body));
    }

    private static async Task<List<string>> ListAsync(Api api, string state) =>
        [.. (await api.GetAsync<Page<DeadLetterAnswer>>($"/api/dead-letters?state={state}&limit=200")).Items.Select(l => l.Id)];

    private static async Task<string> ReplayAsync(Api api, string id)
    {
        using var answer = await api.TryAsync(HttpMethod.Post, $"/api/dead-letters/{id}/replay", new { });
        var body = await answer.ReadAsync<MessageAnswers>();
        return body.Messages is [{ Code: { } code }] ? $"{(int)answer.StatusCode} {code}" : $"{(int)answer.StatusCode}";
    }
}
