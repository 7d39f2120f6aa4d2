using System.Text.Json;
using Workflow.Contracts;
using Workflow.Contracts.Messages;
using Workflow.Server.Tests.Cases;
using Workflow.Server.Tests.Messages;
using Xunit;

namespace Workflow.Server.Tests.Correlation;

/// <summary>Messages between cases and from other systems, over the API of a running server.</summary>
public sealed class CorrelationTests(CrossingWorld world) : IClassFixture<CrossingWorld>
{
    [Fact]
    public async Task A_case_that_waits_gets_the_message_that_another_case_throws()
    {
        // given
        var key = CrossingWorld.NewKey();
        var waiting = await world.BeginAsync("is-paid", key);
        var stranger = await world.BeginAsync("is-paid", CrossingWorld.NewKey());
        Assert.Equal(waiting, Assert.Single(await world.WaitsAsync(key)).CaseId);

        // when
        await world.ReviewAsync(await world.BeginAsync("pays", key));

        // then
        await world.UntilGoneOnAsync(waiting);
        Assert.Empty(await world.WaitsAsync(key));
        Assert.Empty(await world.ParkedAsync(key));
        Assert.False(await world.HasGoneOnAsync(stranger));
        Assert.Equal("120", await world.DataAsync(waiting, "amount"));
    }

    [Fact]
    public async Task A_message_that_is_thrown_first_is_parked_until_a_case_waits_for_it()
    {
        // given
        var key = CrossingWorld.NewKey();
        var payer = await world.BeginAsync("pays", key);
        await world.ReviewAsync(payer);
        await CrossingWorld.UntilAsync(async () => (await world.ParkedAsync(key)).Count == 1, "the message is parked");
        Assert.Equal((payer, null), (await world.ParkedAsync(key)).Select(m => (m.ThrownBy, m.Sender)).Single());

        // when
        var waiting = await world.BeginAsync("is-paid", key);

        // then
        await world.UntilGoneOnAsync(waiting);
        await CrossingWorld.UntilAsync(async () => (await world.ParkedAsync(key)).Count == 0, "nothing is parked");
    }

    [Fact]
    public async Task Of_several_cases_the_one_that_has_waited_longest_gets_it()
    {
        var key = CrossingWorld.NewKey();
        var first = await world.BeginAsync("is-paid", key);
        var second = await world.BeginAsync("is-paid", key);

        var one = await world.CorrelateAsync(MessageWorld.Region, new { name = "paid", key, payload = new { amount = 1 } });
        var two = await world.CorrelateAsync(MessageWorld.Region, new { name = "paid", key, payload = new { amount = 2 } });
        var three = await world.CorrelateAsync(MessageWorld.Region, new { name = "paid", key, payload = new { amount = 3 } });

        Assert.Equal([("delivered", first), ("delivered", second), ("parked", null)], new[] { one, two, three }.Select(a => (a.Outcome, a.CaseId)));
        Assert.Equal(("1", "2"), (await world.DataAsync(first, "amount"), await world.DataAsync(second, "amount")));
        var third = await world.BeginAsync("is-paid", key);
        await world.UntilGoneOnAsync(third);
        Assert.Equal("3", await world.DataAsync(third, "amount"));
    }

    [Fact]
    public async Task The_same_key_is_the_same_message_for_ever_and_says_what_has_become_of_it()
    {
        // given
        var (key, id) = (CrossingWorld.NewKey(), Guid.NewGuid().ToString("N"));
        var message = new { name = "paid", key, payload = new { amount = 7 } };
        Assert.Equal("parked", (await world.CorrelateAsync(MessageWorld.Region, message, id)).Outcome);
        Assert.Equal("parked", (await world.CorrelateAsync(MessageWorld.Region, message, id)).Outcome);
        Assert.Single(await world.ParkedAsync(key));
        using var api = world.Messages.Api(MessageWorld.Region);
        Assert.Equal("422 message-id-reused", await api.RefusedAsync(HttpMethod.Post, "/api/messages/correlate", new { name = "paid", key, payload = new { amount = 8 } }, id));

        // when
        var first = await world.BeginAsync("is-paid", key);
        await world.UntilGoneOnAsync(first);
        var second = await world.BeginAsync("is-paid", key);

        // then
        var again = await world.CorrelateAsync(MessageWorld.Region, message, id);
        Assert.Equal(("delivered", first), (again.Outcome, again.CaseId));
        Assert.Equal("422 message-id-reused", await api.RefusedAsync(HttpMethod.Post, "/api/messages/correlate", new { name = "paid", key, payload = new { amount = 8 } }, id));
        Assert.False(await world.HasGoneOnAsync(second));
    }

    [Fact]
    public async Task A_message_whose_time_is_over_is_a_dead_letter_and_waits_again_when_that_is_replayed()
    {
        // given
        var (key, id) = (CrossingWorld.NewKey(), Guid.NewGuid().ToString("N"));
        var message = new { name = "paid", key, payload = new { amount = 9 }, ttl = "PT1H" };
        var parked = await world.CorrelateAsync(MessageWorld.Region, message, id);
        await world.ExpireAsync(parked.ParkedId!);
        using var api = world.Messages.Api(MessageWorld.Region);

        // when
        await CrossingWorld.UntilAsync(async () => (await world.CorrelateAsync(MessageWorld.Region, message, id)).Outcome == "expired", "its time is over");

        // then
        var late = await world.BeginAsync("is-paid", key);
        var letter = Assert.Single((await api.GetAsync<Page<DeadLetterAnswer>>("/api/dead-letters")).Items, l => l.MessageId == id);
        Assert.Equal(("message-expired", "parked", "dev.onego.message.correlate.v1", 1), (letter.Code, letter.Way, letter.Type, letter.Times));
        Assert.False(await world.HasGoneOnAsync(late));
        Assert.Contains(key, (await api.GetAsync<DeadLetterAnswer>($"/api/dead-letters/{letter.Id}")).Body, StringComparison.Ordinal);

        // when, then
        await api.PostAsync<MessageAnswers>($"/api/dead-letters/{letter.Id}/replay", new { });
        await world.UntilGoneOnAsync(late);
        Assert.Equal("9", await world.DataAsync(late, "amount"));
        Assert.Equal("409 dead-letter-settled", await api.RefusedAsync(HttpMethod.Post, $"/api/dead-letters/{letter.Id}/replay", new { }));
    }

    [Fact]
    public async Task A_message_for_now_or_never_is_refused_when_nobody_waits()
    {
        var key = CrossingWorld.NewKey();
        using var api = world.Messages.Api(MessageWorld.Region);

        Assert.Equal("409 message-not-awaited", await api.RefusedAsync(HttpMethod.Post, "/api/messages/correlate", new { name = "paid", key, ttl = "PT0S" }));
        Assert.Empty(await world.ParkedAsync(key));
        var waiting = await world.BeginAsync("is-paid", key);
        Assert.Equal(waiting, (await world.CorrelateAsync(MessageWorld.Region, new { name = "paid", key, ttl = "PT0S" })).CaseId);
    }

    [Fact]
    public async Task A_message_reaches_only_cases_that_its_sender_may_see()
    {
        // given a case of the market department in one district
        var key = CrossingWorld.NewKey();
        var waiting = await world.BeginAsync("is-paid", key);
        using var elsewhere = world.Messages.Api(MessageWorld.Elsewhere);

        // when, then: another district's system, one of a department without a part, a case of another district
        Assert.Equal("parked", (await world.CorrelateAsync(MessageWorld.Elsewhere, new { name = "paid", key })).Outcome);
        Assert.Equal("404 case-not-found", await elsewhere.RefusedAsync(HttpMethod.Post, "/api/messages/correlate", new { name = "paid", key, caseId = waiting }));
        Assert.Equal("parked", (await world.CorrelateAsync(MessageWorld.Fire, new { name = "paid", key })).Outcome);
        await world.ReviewAsync(await world.BeginAsync("pays", key, World.OtherDistrict), "market2");
        await CrossingWorld.UntilAsync(async () => (await world.ParkedAsync(key)).Count == 3, "all three are parked");
        Assert.False(await world.HasGoneOnAsync(waiting));
        Assert.Equal("403 forbidden", await (await world.World.AsAsync("market")).RefusedAsync(HttpMethod.Post, "/api/messages/correlate", new { name = "paid", key }));

        // then the department's own system reaches it
        Assert.Equal(waiting, (await world.CorrelateAsync(MessageWorld.Market, new { name = "paid", key })).CaseId);
    }

    [Fact]
    public async Task A_message_for_one_case_goes_to_no_other()
    {
        var key = CrossingWorld.NewKey();
        await world.BeginAsync("is-paid", key);
        var wanted = await world.BeginAsync("is-paid", key);

        Assert.Equal(wanted, (await world.CorrelateAsync(MessageWorld.Region, new { name = "paid", key, caseId = wanted })).CaseId);
        Assert.Equal("parked", (await world.CorrelateAsync(MessageWorld.Region, new { name = "paid", key, caseId = wanted })).Outcome);
    }

    [Theory]
    [InlineData("tomorrow", "$.ttl message-ttl-invalid")]
    [InlineData("P400D", "$.ttl message-ttl-invalid")]
    [InlineData("-PT1S", "$.ttl message-ttl-invalid")]
    public async Task A_time_to_live_that_is_none_is_refused(string ttl, string refused)
    {
        using var api = world.Messages.Api(MessageWorld.Region);
        Assert.Equal([refused], (await api.ProblemAsync(HttpMethod.Post, "/api/messages/correlate", new { name = "paid", ttl })).Fields);
    }

    [Fact]
    public async Task What_a_message_says_has_a_limit()
    {
        using var api = world.Messages.Api(MessageWorld.Region);
        Assert.Equal("413 message-payload-too-large", await api.RefusedAsync(HttpMethod.Post, "/api/messages/correlate", new { name = "paid", payload = new { text = new string('x', 70_000) } }));
    }

    [Fact]
    public async Task CloudEvents_carry_messages_too_and_a_batch_answers_each()
    {
        // given
        var key = CrossingWorld.NewKey();
        var waiting = await world.BeginAsync("is-paid", key);

        // when
        var command = MessageWorld.Command("message.correlate.v1", null, new { name = "paid", key, payload = new { amount = 5 } });
        var delivered = await world.Messages.SendAsync(MessageWorld.Region, command);
        var again = await world.Messages.SendAsync(MessageWorld.Region, command);
        var parked = await world.Messages.SendAsync(MessageWorld.Region, MessageWorld.Command("message.correlate.v1", null, new { name = "paid", key }));
        var late = await world.Messages.SendAsync(MessageWorld.Region, MessageWorld.Command("message.correlate.v1", waiting, new { name = "paid", key, ttl = "PT0S" }));

        // then
        Assert.Equal(("200 accepted", waiting), (delivered.Short, delivered.One.CaseId));
        Assert.Equal((delivered.One.CaseId, delivered.One.Position), (again.One.CaseId, again.One.Position));
        Assert.Equal(("200 accepted", null, null), (parked.Short, parked.One.CaseId, parked.One.Version));
        Assert.Equal("422 rejected message-not-awaited", late.Short);
        Assert.NotNull(late.One.DeadLetter);
    }

    [Fact]
    public async Task Supervisors_see_what_is_parked_and_what_waits_and_discard_with_a_reason()
    {
        // given
        var key = CrossingWorld.NewKey();
        var supervisor = await world.World.AsAsync("supervisor");
        var parked = await world.CorrelateAsync(MessageWorld.Region, new { name = "paid", key, payload = new { secret = "13800000000" } });
        Assert.Contains(await supervisor.GetAsync<List<ParkedNameAnswer>>("/api/parked-messages/names"), n => n is { Name: "paid", Count: > 0 });

        // when, then: not without a reason, not by others, not twice
        var path = $"/api/parked-messages/{parked.ParkedId}/discard";
        Assert.Equal("400 body-invalid", await supervisor.RefusedAsync(HttpMethod.Post, path, new { reason = "" }));
        Assert.Equal("404 parked-message-not-found", await (await world.World.AsAsync("supervisor2")).RefusedAsync(HttpMethod.Post, path, new { reason = "mine" }));
        Assert.Equal("403 forbidden", await (await world.World.AsAsync("market")).RefusedAsync(HttpMethod.Post, path, new { reason = "mine" }));
        var discarded = await supervisor.PostAsync<ParkedMessageAnswer>(path, new { reason = "a test" });
        Assert.Equal(("discarded", "supervisor", "a test"), (discarded.State, discarded.SettledBy, discarded.Reason));
        Assert.Equal("409 parked-message-settled", await supervisor.RefusedAsync(HttpMethod.Post, path, new { reason = "again" }));
        Assert.Empty(await world.ParkedAsync(key));
        Assert.Empty(await world.ParkedAsync(key, account: "supervisor2"));

        // then nothing of what it said is kept, and nobody gets it any more
        await using var command = world.Database.CreateCommand("select count(*) from parked_message where state = 'discarded' and sealed is not null");
        Assert.Equal(0L, await command.ExecuteScalarAsync());
        var waiting = await world.BeginAsync("is-paid", key);
        Assert.Equal([("message", "paid", "step")], (await world.WaitsAsync(key)).Select(w => (w.Kind, w.Name, w.Element)));
        Assert.Empty(await world.WaitsAsync(key, "supervisor2"));
        Assert.Equal("400 parameter-invalid", await supervisor.RefusedAsync(HttpMethod.Get, "/api/waits?key=alone"));
        Assert.False(await world.HasGoneOnAsync(waiting));
    }

    [Fact]
    public async Task An_expired_message_of_a_case_is_let_wait_again_by_a_supervisor()
    {
        // given
        var key = CrossingWorld.NewKey();
        var payer = await world.BeginAsync("pays", key);
        await world.ReviewAsync(payer);
        await CrossingWorld.UntilAsync(async () => (await world.ParkedAsync(key)).Count == 1, "the message is parked");
        var id = (await world.ParkedAsync(key)).Single().Id;
        await world.ExpireAsync(id);
        await CrossingWorld.UntilAsync(async () => (await world.ParkedAsync(key, "expired")).Count == 1, "its time is over");
        var letter = Assert.Single((await world.Messages.Administrator.GetAsync<Page<DeadLetterAnswer>>("/api/dead-letters?limit=200")).Items, l => l.CaseId == payer);
        Assert.Equal(("system", "message-expired"), (letter.Account, letter.Code));

        // when
        await (await world.World.AsAsync("supervisor")).PostAsync<ParkedMessageAnswer>($"/api/parked-messages/{id}/resend", new { });

        // then
        Assert.Equal("replayed", (await world.Messages.Administrator.GetAsync<DeadLetterAnswer>($"/api/dead-letters/{letter.Id}")).State);
        var waiting = await world.BeginAsync("is-paid", key);
        await world.UntilGoneOnAsync(waiting);
    }

    [Fact]
    public async Task Nothing_that_is_parked_can_be_read_in_the_database()
    {
        var key = CrossingWorld.NewKey();
        await world.CorrelateAsync(MessageWorld.Region, new { name = "paid", key, payload = new { phone = "13912345678" } });
        await world.BeginAsync("is-paid", CrossingWorld.NewKey());

        await using var command = world.Database.CreateCommand("select string_agg(t, '') from (select p::text as t from parked_message p union all select w::text from case_wait w) r");
        var rows = (string)(await command.ExecuteScalarAsync())!;
        Assert.DoesNotContain("13912345678", rows, StringComparison.Ordinal);
        Assert.DoesNotContain(key, rows, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Integrators_are_told_what_cases_throw_and_what_it_says_only_where_they_see_the_whole_case()
    {
        var key = CrossingWorld.NewKey();
        var payer = await world.BeginAsync("pays", key);
        await world.ReviewAsync(payer);

        Assert.Equal((key, 120), await ToldAsync(MessageWorld.Region));
        Assert.Equal((key, 120), await ToldAsync(MessageWorld.Market));
        Assert.Empty(await world.Messages.FeedAsync(MessageWorld.Elsewhere, payer));

        async Task<(string?, int)> ToldAsync(string account)
        {
            var data = Assert.Single(await world.Messages.FeedAsync(account, payer), e => e.Type == "dev.onego.message.thrown.v1").Data!.Value;
            return (data.GetProperty("key").GetString(), data.GetProperty("payload").GetProperty("amount").GetInt32());
        }
    }
}
