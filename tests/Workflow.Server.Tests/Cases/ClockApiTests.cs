using System.Text.Json.Nodes;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Catalog;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>Extensions, edited due dates and special procedures over HTTP, and clocks as they were known at any instant.</summary>
public sealed class ClockApiTests(World world) : IClassFixture<World>
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public async Task An_extension_is_offered_to_who_may_and_shown_with_its_reason()
    {
        var head = await AcceptedAsync();
        var lead = await world.AsAsync("market");
        Assert.Contains("extend", Clock(await world.HeadAsync(head.CaseId, "market")).Actions!);
        Assert.DoesNotContain("extend", Clock(await world.HeadAsync(head.CaseId, "fire")).Actions!);
        Assert.Empty(Clock(await world.HeadAsync(head.CaseId, "applicant")).Actions!);

        var path = $"/api/cases/{head.CaseId}/extend";
        Assert.Equal("403 not-your-clock", await (await world.AsAsync("fire")).RefusedAsync(HttpMethod.Post, path, new ExtendRequest("case", 5, "区政府", "案情复杂")));
        Assert.Equal("422 extension-range", await lead.RefusedAsync(HttpMethod.Post, path, new ExtendRequest("case", 16, "区政府", "案情复杂")));
        await lead.PostAsync(path, new ExtendRequest("case", 15, "区政府 2026-7", "案情复杂"));
        Assert.Equal("409 already-extended", await lead.RefusedAsync(HttpMethod.Post, path, new ExtendRequest("case", 1, "区政府", "案情复杂")));

        var clock = Clock(await world.HeadAsync(head.CaseId, "applicant"));
        Assert.Equal((35, 60), (clock.Limit, clock.StatutoryLimit));
        var change = Assert.Single(clock.Changes!);
        Assert.Equal(("extended", "15 d", "区政府 2026-7", "案情复杂", null), (change.Kind, change.By, change.Authority, change.Reason, change.Officer));
        Assert.Equal(clock.DueAt, change.DueAt);
        Assert.True(clock.StatutoryDueAt > clock.DueAt);
    }

    [Fact]
    public async Task A_due_date_is_set_by_an_authority_and_the_clocks_tell_how_they_were_known_before()
    {
        var head = await AcceptedAsync();
        var before = Clock(head);
        await MoveAsync(head.CaseId, TimeSpan.FromDays(1));
        var supervisor = await world.AsAsync("supervisor");
        var path = $"/api/cases/{head.CaseId}/due-date";
        Assert.Equal("422 due-date-not-working", await supervisor.RefusedAsync(HttpMethod.Post, path, new DueDateRequest("case", "督办处", "重点项目", new DateOnly(2026, 3, 21))));
        Assert.Equal("400 body-invalid", await supervisor.RefusedAsync(HttpMethod.Post, path, new DueDateRequest("case", "督办处", "重点项目")));
        await supervisor.PostAsync(path, new DueDateRequest("case", "督办处", "重点项目", new DateOnly(2026, 3, 20)));

        var now = Clock(await world.HeadAsync(head.CaseId));
        Assert.Equal(new DateTimeOffset(2026, 3, 20, 16, 0, 0, TimeSpan.Zero), now.DueAt);
        Assert.Equal("supervisor", Assert.Single(now.Changes!).Officer);

        var then = Assert.Single(await ClocksAsync(head.CaseId, Monday.AddHours(10)), c => c.Clock.Clock == "case");
        Assert.Equal(before.DueAt, then.Clock.DueAt);
        Assert.Empty(then.Clock.Changes!);
        var today = Assert.Single(await ClocksAsync(head.CaseId, null), c => c.Clock.Clock == "case");
        Assert.Equal(new DateOnly(2026, 3, 20), Assert.Single(today.Days, d => d.IsDue).Date);
        Assert.Empty(await ClocksAsync(head.CaseId, Monday.AddDays(-1)));
        Assert.Equal("400 parameter-invalid", await supervisor.RefusedAsync(HttpMethod.Get, $"/api/cases/{head.CaseId}/clocks?asOf=yesterday"));
    }

    [Fact]
    public async Task A_special_procedure_stops_review_and_case_and_has_a_clock_of_its_own()
    {
        var head = await AcceptedAsync();
        var fire = await world.AsAsync("fire");
        var task = head.Tasks.Single(t => t.Department == "fire");
        var clock = $"task-{task.TaskId}";
        var rules = await fire.GetAsync<ClockRulesAnswer>($"/api/cases/{head.CaseId}/clock-rules");
        Assert.Contains(rules.SpecialProcedures, r => r is { Code: "hearing", Most.Amount: 20 });

        var path = $"/api/cases/{head.CaseId}/special-procedure";
        Assert.Equal("422 special-limit-range", await fire.RefusedAsync(HttpMethod.Post, path, new SpecialProcedureRequest(clock, "hearing", new LimitBody(21, "workingDays"), "听证")));
        await fire.PostAsync(path, new SpecialProcedureRequest(clock, "inspection", new LimitBody(3, "workingDays"), "将到现场检验"));
        var stopped = await world.HeadAsync(head.CaseId, "fire");
        Assert.Equal(("stopped", "inspection"), (Clock(stopped).State, Clock(stopped).StoppedFor));
        var own = stopped.Clocks.Single(c => c.Clock == "special-" + clock);
        Assert.Equal(("running", 3), (own.State, own.Limit));
        Assert.Equal("将到现场检验", Assert.Single(stopped.Clocks.Single(c => c.Clock == clock).Specials!).Told);
        Assert.Contains("special-procedure-end", stopped.Actions);

        await fire.PostAsync($"/api/cases/{head.CaseId}/special-procedure-end", new SpecialProcedureEndRequest(clock, "合格"));
        Assert.Equal("running", Clock(await world.HeadAsync(head.CaseId)).State);
        var timeline = await (await world.AsAsync("applicant")).GetAsync<JsonNode>($"/api/cases/{head.CaseId}/timeline");
        Assert.Contains("special_procedure_begun", timeline.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_longer_than_the_law_and_unknown_calendars_are_refused_at_publication()
    {
        var admin = await world.Server.AdministratorAsync();
        var item = System.Text.Json.JsonSerializer.SerializeToNode(World.JointItem("whole", "market", "fire"), Api.Json)!;
        item["code"] = "limits";
        item["statutory"]!["amount"] = 60;
        item["items"]![0]!["statutory"]!["amount"] = 30;
        var refused = await admin.ProblemAsync(HttpMethod.Put, "/api/joint-items/limits", item);
        Assert.Equal(["$.statutory.amount limit-beyond-law", "$.items[0].statutory.amount limit-beyond-law"], refused.Fields);

        item["limits"] = new JsonObject
        {
            ["basis"] = "专门法 第三条", ["delivery"] = new JsonObject { ["amount"] = 5, ["unit"] = "workingDays" },
            ["calendars"] = new JsonArray(new JsonObject { ["department"] = "fire", ["calendar"] = "nowhere" }),
        };
        Assert.Equal(["$.limits.calendars[0].calendar calendar-not-found"], (await admin.ProblemAsync(HttpMethod.Put, "/api/joint-items/limits", item)).Fields);
        item["limits"]!["calendars"] = new JsonArray();
        await admin.PutAsync("/api/joint-items/limits", item);
        var kept = (await admin.GetAsync<JointItemAnswer>("/api/joint-items/limits")).Item.Limits!;
        Assert.Equal(("专门法 第三条", 5, 15), (kept.Basis, kept.Delivery!.Amount, kept.Extension!.Most.Amount));
        Assert.Null((await admin.GetAsync<JointItemAnswer>("/api/joint-items/whole")).Item.Limits);
    }

    private static ClockAnswer Clock(CaseAnswer of) => of.Clocks.Single(c => c.Clock == "case");

    private async Task<IReadOnlyList<ClockExplanation>> ClocksAsync(string caseId, DateTimeOffset? asOf) =>
        await (await world.AsAsync("supervisor")).GetAsync<IReadOnlyList<ClockExplanation>>($"/api/cases/{caseId}/clocks{(asOf is { } at ? $"?asOf={at.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}" : "")}");

    private async Task MoveAsync(string caseId, TimeSpan forward) =>
        await (await world.AsAsync("applicant")).PostAsync($"/api/cases/{caseId}/test-clock", new MoveTestClockRequest((long)forward.TotalSeconds));

    /// <summary>Filed and accepted on Monday 2 March 2026.</summary>
    private async Task<CaseAnswer> AcceptedAsync()
    {
        var applicant = await world.AsAsync("applicant");
        applicant.ControlKey = world.Server.ControlKey;
        var filed = await applicant.PostAsync<FiledAnswer>("/api/applications", World.Application(testClock: new { startsAt = Monday }));
        await (await world.AsAsync("window")).PostAsync($"/api/cases/{filed.CaseId}/accept", new AcceptRequest(1));
        return await world.HeadAsync(filed.CaseId);
    }
}
