using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Tasks;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>Cards, their rules, indicators and status codes over HTTP.</summary>
public sealed class CardApiTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task A_card_is_shown_at_its_instant_contested_by_its_department_and_lifted_by_the_supervisor()
    {
        var (id, at) = await LateAsync();
        var fire = await world.AsAsync("fire");
        var seen = await fire.GetAsync<CaseCards>($"/api/cases/{id}/cards");
        var card = Assert.Single(seen.Cards, c => c.Rule == "lateHandover");
        Assert.Equal(("fire", "yellow", "shown"), (card.Department, card.Card, card.Standing));
        Assert.Equal(["contest"], card.Actions);
        Assert.All(seen.Cards, c => Assert.Equal("fire", c.Department));
        Assert.Empty((await fire.GetAsync<CaseCards>($"/api/cases/{id}/cards?asOf={Uri.EscapeDataString(at.ToString("O"))}")).Cards);
        Assert.Contains((await fire.GetAsync<CaseCards>($"/api/cases/{id}/cards?asOf={Uri.EscapeDataString(card.At.ToString("O"))}")).Cards, c => c.Id == card.Id);
        Assert.Empty((await (await world.AsAsync("applicant")).GetAsync<CaseCards>($"/api/cases/{id}/cards")).Cards);

        var contested = await fire.PostAsync<CommandAnswer>($"/api/cases/{id}/cards/{card.Id}/contest", new CardReasonRequest("the clerk was in court"));
        Assert.Equal("409 card-contested", await fire.RefusedAsync(HttpMethod.Post, $"/api/cases/{id}/cards/{card.Id}/contest", new CardReasonRequest("again")));
        Assert.Equal("404 card-not-found", await fire.RefusedAsync(HttpMethod.Post, $"/api/cases/{id}/cards/late-handover.task-99.x/contest", new CardReasonRequest("x")));
        var supervisor = await world.AsAsync("supervisor");
        var listed = Assert.Single((await supervisor.GetAsync<Page<CardAnswer>>($"/api/cards?standing=contested&after={contested.Position}")).Items, c => c.CaseId == id);
        Assert.Equal((card.Id, card.At), (listed.Id, listed.At));
        Assert.Equal(["lift", "uphold"], listed.Actions);
        await supervisor.PostAsync($"/api/cases/{id}/cards/{card.Id}/uphold", new CardReasonRequest("a substitute was there"));
        var lifted = await supervisor.PostAsync<CommandAnswer>($"/api/cases/{id}/cards/{card.Id}/lift", new CardReasonRequest("on second thought"));
        var after = Assert.Single((await supervisor.GetAsync<CaseCards>($"/api/cases/{id}/cards")).Cards, c => c.Id == card.Id);
        Assert.Equal(("lifted", "the clerk was in court", "on second thought"), (after.Standing, after.Contested!.Reason, after.Settled!.Reason));
        Assert.Empty(after.Actions);
        Assert.DoesNotContain((await fire.GetAsync<Page<CardAnswer>>($"/api/cards?standing=shown&after={lifted.Position}")).Items, c => c.Id == card.Id && c.CaseId == id);
        Assert.Contains((await supervisor.GetAsync<Page<TimelineEntry>>($"/api/cases/{id}/timeline?limit=200")).Items, e => e.Code == "card_lifted");
    }

    [Fact]
    public async Task Other_departments_and_regions_neither_see_a_card_nor_speak_of_it()
    {
        var (id, _) = await LateAsync();
        var supervisor = await world.AsAsync("supervisor");
        var card = (await supervisor.GetAsync<CaseCards>($"/api/cases/{id}/cards")).Cards.First(c => c.Department == "fire");
        foreach (var (account, refusal) in (IEnumerable<(string, string)>)[("health", "404 case-not-found"), ("market", "403 not-your-card"), ("applicant", "403 forbidden"), ("supervisor2", "403 forbidden")])
            Assert.Equal(refusal, await (await world.AsAsync(account)).RefusedAsync(HttpMethod.Post, $"/api/cases/{id}/cards/{card.Id}/contest", new CardReasonRequest("x")));
        Assert.Equal("404 case-not-found", await (await world.AsAsync("supervisor2")).RefusedAsync(HttpMethod.Post, $"/api/cases/{id}/cards/{card.Id}/lift", new CardReasonRequest("x")));
        Assert.DoesNotContain((await (await world.AsAsync("supervisor2")).GetAsync<Page<CardAnswer>>("/api/cards")).Items, c => c.CaseId == id);
        Assert.DoesNotContain((await (await world.AsAsync("health")).GetAsync<Page<CardAnswer>>("/api/cards")).Items, c => c.CaseId == id);
    }

    [Fact]
    public async Task A_change_of_rules_shows_first_what_it_would_have_done_and_then_does_it()
    {
        var (id, _) = await LateAsync(World.OtherDistrict);
        var boss = await world.AsAsync("supervisor2");
        var none = new[] { new CardRuleBody("lateHandover", false, "yellow"), new CardRuleBody("clockRed", true, "red") };
        List<CardPreview> pages = [await PreviewAsync(boss, none, null)];
        while (pages[^1].NextCursor is { } next) pages.Add(await PreviewAsync(boss, none, next));
        var counts = pages.SelectMany(p => p.Departments).ToList();
        Assert.True(counts.Sum(d => d.Disappear) > 0);
        Assert.Equal(0, counts.Sum(d => d.Appear));
        Assert.Contains(pages.SelectMany(p => p.Changes), c => c.CaseId == id && c.NewAt is null && c.Rule == "lateHandover");
        Assert.Equal(0, (await boss.GetAsync<CardRulesAnswer>($"/api/card-rules/{World.OtherDistrict}")).Version);

        using var published = await boss.SendAsync(HttpMethod.Put, $"/api/card-rules/{World.OtherDistrict}", new CardRulesRequest(none, [new("timeliness", 80, 60)]));
        var rules = await boss.GetAsync<CardRulesAnswer>($"/api/card-rules/{World.OtherDistrict}");
        Assert.Equal((1, 2), (rules.Version, rules.Rules.Count));
        Assert.Null(rules.Usual[^1].Region);
        Assert.DoesNotContain((await boss.GetAsync<CaseCards>($"/api/cases/{id}/cards")).Cards, c => c.Rule == "lateHandover");
        var position = (await published.ReadAsync<System.Text.Json.JsonElement>()).GetProperty("position").GetInt64();
        Assert.DoesNotContain((await boss.GetAsync<Page<CardAnswer>>($"/api/cards?rule=lateHandover&after={position}")).Items, c => c.CaseId == id);
        Assert.Equal(80, (await boss.GetAsync<IndicatorsAnswer>($"/api/indicators?region={World.OtherDistrict}")).Definitions.Single(d => d.Code == "timeliness").Green);
    }

    [Fact]
    public async Task Wrong_rules_are_refused_by_the_path_of_what_is_wrong_and_only_for_the_own_region()
    {
        var boss = await world.AsAsync("supervisor2");
        var wrong = new CardRulesRequest([new("lateHandover", true, "yellow"), new("clockRed", true, "green"), new("never", true, "red")], []);
        var path = $"/api/card-rules/{World.OtherDistrict}";
        Assert.Equal(["$.rules[1].card field-choice", "$.rules[2].kind field-choice"], (await boss.ProblemAsync(HttpMethod.Put, path, wrong)).Fields);
        Assert.Equal(["$.rules[0].after rule-wait-missing", "$.targets[0].indicator indicator-unknown"],
            (await boss.ProblemAsync(HttpMethod.Put, path, new CardRulesRequest([new("lateHandover", true, "yellow")], [new("x", 1, 2)]))).Fields);
        Assert.Equal("403 region-forbidden", await boss.RefusedAsync(HttpMethod.Put, $"/api/card-rules/{World.District}", new CardRulesRequest([], [])));
        Assert.Equal("403 forbidden", await (await world.AsAsync("fire")).RefusedAsync(HttpMethod.Put, $"/api/card-rules/{World.District}", new CardRulesRequest([], [])));
    }

    [Fact]
    public async Task Indicators_count_what_was_answered_and_done_by_every_group()
    {
        var head = await world.AcceptedAsync();
        foreach (var department in (string[])["market", "fire"])
            await (await world.AsAsync(department)).PostAsync($"/api/cases/{head.CaseId}/tasks/{World.TaskOf(head, $"review_{department}")}/opinion", new OpinionRequest("positive"));
        head = await world.HeadAsync(head.CaseId);
        var decided = await (await world.AsAsync("market")).PostAsync<CommandAnswer>($"/api/cases/{head.CaseId}/decide", new DecideRequest(World.TaskOf(head, "decide"), "grant"));
        var supervisor = await world.AsAsync("supervisor");
        foreach (var (by, key) in (IEnumerable<(string, string)>)[("all", ""), ("region", World.District), ("jointItem", "whole"), ("department", $"{World.District}/fire"), ("item", "whole/fire")])
        {
            var answer = await supervisor.GetAsync<IndicatorsAnswer>($"/api/indicators?by={by}&after={decided.Position}");
            Assert.True(answer.Position >= decided.Position);
            var line = Assert.Single(answer.Lines, l => l.Key == key);
            Assert.Equal(answer.Definitions.Select(d => d.Code), line.Values.Select(v => v.Code));
            var timely = line.Values.Single(v => v.Code == "timeliness");
            Assert.Equal((100m, "green"), (timely.Value, timely.Colour));
            Assert.True(timely.Of > 0);
            Assert.NotNull(line.Values.Single(v => v.Code == "overdue-rate").Value);
        }
        Assert.All((await supervisor.GetAsync<IndicatorsAnswer>("/api/indicators?by=region&period=day")).Lines, l => Assert.NotNull(l.PeriodStart));
        Assert.DoesNotContain((await (await world.AsAsync("supervisor2")).GetAsync<IndicatorsAnswer>("/api/indicators?by=region")).Lines, l => l.Key == World.District);
    }

    [Fact]
    public async Task A_case_tells_its_status_codes_and_those_of_its_items()
    {
        var head = await world.AcceptedAsync();
        var fire = await world.AsAsync("fire");
        await fire.PostAsync($"/api/cases/{head.CaseId}/tasks/{World.TaskOf(head, "review_fire")}/opinion", new OpinionRequest("positive"));
        var codes = await (await world.AsAsync("applicant")).GetAsync<IReadOnlyList<CaseStatusEntry>>($"/api/cases/{head.CaseId}/statuses");
        Assert.Equal([1, 3, 8], codes.Where(c => c.Item is null).Select(c => c.Code));
        Assert.Equal([1, 3, 8], codes.Where(c => c.Item == "fire").Select(c => c.Code));
        Assert.Equal([1, 3], codes.Where(c => c.Item == "market").Select(c => c.Code));
        Assert.DoesNotContain(await fire.GetAsync<IReadOnlyList<CaseStatusEntry>>($"/api/cases/{head.CaseId}/statuses"), c => c.Item == "market");
    }

    private static Task<CardPreview> PreviewAsync(Api by, CardRuleBody[] rules, string? cursor) =>
        by.PostAsync<CardPreview>("/api/card-rules/preview", new CardPreviewRequest(World.OtherDistrict, rules, [], Cursor: cursor));

    /// <summary>An accepted case whose reviews nobody has taken on for some days of its own time; when it was accepted.</summary>
    private async Task<(string Id, DateTimeOffset AcceptedAt)> LateAsync(string region = World.District)
    {
        var startsAt = new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
        using var operating = new Api(world.Server.Address) { ControlKey = world.Server.ControlKey };
        await operating.SignInAsync("applicant", World.Password);
        var application = System.Text.Json.JsonSerializer.SerializeToNode(World.Application(testClock: new { startsAt }), Api.Json)!;
        application["region"] = region;
        var filed = await operating.PostAsync<FiledAnswer>("/api/applications", application);
        await (await world.AsAsync(region == World.District ? "window" : "window2")).PostAsync($"/api/cases/{filed.CaseId}/accept", new AcceptRequest(1));
        await operating.PostAsync($"/api/cases/{filed.CaseId}/test-clock", new MoveTestClockRequest(To: startsAt.AddDays(12)));
        return (filed.CaseId, startsAt.AddHours(1));
    }
}
