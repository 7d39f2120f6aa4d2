using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Tasks;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>What those who oversee see at a glance: the board, the open cases by due instant, the heat of a joint item.</summary>
public sealed class BoardTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task The_board_shows_what_is_open_and_with_whom_in_the_regions_overseen()
    {
        var supervisor = await world.AsAsync("supervisor");
        var was = await supervisor.GetAsync<BoardAnswer>("/api/board");
        var filed = await world.FileAsync(jointItem: "six");
        var accepted = await world.AcceptedAsync();
        await (await world.AsAsync("fire")).PostAsync($"/api/cases/{accepted.CaseId}/tasks/{World.TaskOf(accepted, "review_fire")}/claim", new { });
        await supervisor.GetAsync<DailyStats>($"/api/stats/daily?after={filed.Position}");

        var now = await supervisor.GetAsync<BoardAnswer>("/api/board");
        Assert.Equal(was.Open + 2, now.Open);
        Assert.Equal(now.Open, now.ByStatus.Sum(s => s.Count));
        Assert.Equal(now.Open, now.JointItems.Sum(i => i.Open));
        Assert.True(now.FiledToday > was.FiledToday);
        Assert.Equal("部门开始办理", now.ByStatus.Single(s => s.Status == 8).Name.Zh);
        var (before, fire) = (was.Departments.SingleOrDefault(d => d.Department == "fire"), now.Departments.Single(d => d.Department == "fire"));
        Assert.Equal((World.District, "fire", (before?.Open ?? 0) + 1, (before?.Claimed ?? 0) + 1), (fire.Region, fire.Name.Zh, fire.Open, fire.Claimed));
        Assert.NotNull(fire.NextDueAt);
        await (await world.AsAsync("fire")).PostAsync($"/api/cases/{accepted.CaseId}/tasks/{World.TaskOf(accepted, "review_fire")}/opinion", new OpinionRequest("positive"));
        var after = await supervisor.GetAsync<BoardAnswer>("/api/board?jointItem=whole");
        Assert.Equal(before?.Open ?? 0, after.Departments.SingleOrDefault(d => d.Department == "fire")?.Open ?? 0);
        Assert.All(after.JointItems, i => Assert.Equal("whole", i.Code));
    }

    [Fact]
    public async Task The_board_counts_how_applicants_rated_their_cases()
    {
        var (supervisor, filed) = (await world.AsAsync("supervisor"), await world.FileAsync());
        var was = (await supervisor.GetAsync<BoardAnswer>("/api/board")).Ratings;
        await (await world.AsAsync("window")).PostAsync($"/api/cases/{filed.CaseId}/decline", new DeclineRequest(1, "out of scope"));
        await (await world.AsAsync("applicant")).PostAsync($"/api/cases/{filed.CaseId}/rating", new { level = 4 });

        var now = (await supervisor.GetAsync<BoardAnswer>("/api/board")).Ratings;
        Assert.Equal((was.Count + 1, was.Levels[3] + 1, 5), (now.Count, now.Levels[3], now.Levels.Count));
        Assert.Equal(0, (await (await world.AsAsync("supervisor2")).GetAsync<BoardAnswer>("/api/board")).Ratings.Count);
    }

    [Fact]
    public async Task The_board_of_another_region_and_of_an_officer_shows_nothing_of_it()
    {
        await world.AcceptedAsync();
        var elsewhere = await world.AsAsync("supervisor2");
        Assert.Equal(0, (await elsewhere.GetAsync<BoardAnswer>("/api/board")).Open);
        Assert.Equal(0, (await elsewhere.GetAsync<BoardAnswer>($"/api/board?region={World.District}")).Open);
        var city = await world.AsAsync("supervisor");
        Assert.Equal((await city.GetAsync<BoardAnswer>("/api/board")).Open, (await city.GetAsync<BoardAnswer>($"/api/board?region={World.District}")).Open);
        Assert.Equal(0, (await city.GetAsync<BoardAnswer>($"/api/board?region={World.OtherDistrict}")).Open);
        Assert.Equal("403 forbidden", await (await world.AsAsync("fire")).RefusedAsync(HttpMethod.Get, "/api/board"));
        Assert.Equal("400 parameter-invalid", await city.RefusedAsync(HttpMethod.Get, "/api/board?region=51"));
    }

    [Fact]
    public async Task Open_cases_come_by_due_instant_page_by_page_and_by_the_days_they_were_filed_on()
    {
        var (supervisor, applicant) = (await world.AsAsync("supervisor"), await world.AsAsync("applicant"));
        var gone = await world.FileAsync(applicant);
        await applicant.PostAsync($"/api/cases/{gone.CaseId}/withdraw", new WithdrawRequest("not any more"));
        for (var i = 0; i < 5; i++) await (i % 2 == 0 ? world.FileAsync() : (Task)world.AcceptedAsync());

        List<CaseSummary> seen = [];
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await supervisor.GetAsync<Page<CaseSummary>>($"/api/cases?sort=due&limit=2&cursor={cursor}");
            seen.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        Assert.Equal(seen.OrderBy(c => c.DueAt ?? DateTimeOffset.MaxValue).ThenBy(c => c.CaseId, StringComparer.Ordinal).Select(c => c.CaseId), seen.Select(c => c.CaseId));
        Assert.Equal(seen.Count, seen.DistinctBy(c => c.CaseId).Count());

        var open = await supervisor.GetAsync<Page<CaseSummary>>("/api/cases?open=true&limit=200");
        Assert.Equal(seen.Select(c => c.CaseId).Order(), open.Items.Select(c => c.CaseId).Order());
        Assert.DoesNotContain(open.Items, c => c.CaseId == gone.CaseId);
        Assert.Contains((await applicant.GetAsync<Page<CaseSummary>>("/api/cases?limit=200")).Items, c => c.CaseId == gone.CaseId);

        var today = DateOnly.FromDateTime(DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(8)).DateTime);
        Assert.Equal(
            open.Items.Where(c => !c.TestClock).Select(c => c.CaseId),
            (await supervisor.GetAsync<Page<CaseSummary>>($"/api/cases?open=true&limit=200&from={today:yyyy-MM-dd}&to={today:yyyy-MM-dd}")).Items.Select(c => c.CaseId));
        Assert.DoesNotContain((await supervisor.GetAsync<Page<CaseSummary>>($"/api/cases?to={today.AddDays(-1):yyyy-MM-dd}")).Items, c => !c.TestClock);
        Assert.Empty((await supervisor.GetAsync<Page<CaseSummary>>($"/api/cases?sort=due&from={today.AddDays(1):yyyy-MM-dd}")).Items);
        Assert.Equal("400 parameter-invalid", await supervisor.RefusedAsync(HttpMethod.Get, "/api/cases?to=9999-12-31"));

        // A department sees the open cases in which it has a part, by due instant too; names stay with those who may see them.
        var fire = await (await world.AsAsync("fire")).GetAsync<Page<CaseSummary>>("/api/cases?sort=due&limit=200");
        Assert.Equal(seen.Where(c => c.Departments.Contains("fire")).Select(c => c.CaseId), fire.Items.Select(c => c.CaseId));
        Assert.All((await (await world.AsAsync("auditor")).GetAsync<Page<CaseSummary>>("/api/cases?sort=due&limit=200")).Items, c => Assert.Null(c.ApplicantName));
    }

    [Fact]
    public async Task The_heat_of_a_joint_item_counts_its_steps_in_working_minutes()
    {
        var (applicant, fire, supervisor) = (await world.AsAsync("applicant"), await world.AsAsync("fire"), await world.AsAsync("supervisor"));
        applicant.ControlKey = world.Server.ControlKey;
        var friday = new DateTimeOffset(2026, 3, 6, 9, 0, 0, TimeSpan.FromHours(8));
        var filed = await applicant.PostAsync<FiledAnswer>("/api/applications", World.Application("six", testClock: new { startsAt = friday }));
        await (await world.AsAsync("window")).PostAsync($"/api/cases/{filed.CaseId}/accept", new AcceptRequest(1));
        // From Friday 9:00 to Monday 9:00 there is one working day of seven hours; an hour of Monday comes to it.
        await applicant.PostAsync($"/api/cases/{filed.CaseId}/test-clock", new { to = friday.AddDays(3).AddHours(1) });
        var head = await world.HeadAsync(filed.CaseId);
        await fire.PostAsync($"/api/cases/{filed.CaseId}/tasks/{World.TaskOf(head, "review_fire")}/opinion", new OpinionRequest("positive"));

        var heat = await supervisor.GetAsync<HeatAnswer>("/api/heat/six?from=2026-03-06&to=2026-03-06");
        Assert.Equal(("six", 1, 1, false), (heat.Definition, heat.Version, heat.Counted, heat.HasMore));
        Assert.Contains("review_fire", heat.Xml, StringComparison.Ordinal);
        Assert.Equal(World.Departments.Select(d => $"review_{d}"), heat.Elements.Select(e => e.Element));
        var review = heat.Elements.Single(e => e.Element == "review_fire");
        Assert.Equal(("fire", 1, 0), (review.Department, review.Done, review.Open));
        Assert.Equal((480, 480, 480), (review.MeanMinutes!.Value, review.MedianMinutes!.Value, review.P90Minutes!.Value));
        Assert.Equal((0, 1, (int?)null), heat.Elements.Where(e => e.Element == "review_tax").Select(e => (e.Done, e.Open, e.MeanMinutes)).Single());

        Assert.Equal(0, (await (await world.AsAsync("supervisor2")).GetAsync<HeatAnswer>("/api/heat/six")).Counted);
        Assert.Equal(0, (await supervisor.GetAsync<HeatAnswer>("/api/heat/six?version=1&to=2026-03-05")).Counted);
        Assert.Equal("404 joint-item-not-found", await supervisor.RefusedAsync(HttpMethod.Get, "/api/heat/no-such"));
        Assert.Equal("403 forbidden", await fire.RefusedAsync(HttpMethod.Get, "/api/heat/six"));
    }

    [Fact]
    public async Task The_heat_counts_automated_steps_too()
    {
        var accepted = await world.AcceptedAsync("with-job");
        await (await world.AsAsync("market")).PostAsync($"/api/cases/{accepted.CaseId}/tasks/{World.TaskOf(accepted, "review_market")}/opinion", new OpinionRequest("positive"));

        var heat = await (await world.AsAsync("designer")).GetAsync<HeatAnswer>("/api/heat/with-job");
        Assert.Equal((0, 1), heat.Elements.Where(e => e.Element == "register").Select(e => (e.Done, e.Open)).Single());
        Assert.Equal((1, 0), heat.Elements.Where(e => e.Element == "review_market").Select(e => (e.Done, e.Open)).Single());
    }
}
