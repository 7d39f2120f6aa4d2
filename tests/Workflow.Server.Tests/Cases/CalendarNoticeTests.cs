using System.Text.Json.Nodes;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Catalog;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>A published notice reaches the cases under way by itself: the amendment of 2019, with the due days that were really known before and after.</summary>
public sealed class CalendarNoticeTests(World world) : IClassFixture<World>
{
    private static readonly object Before = new { year = 2019, published = "2018-12-06", off = new[] { "2019-05-01" } };
    private static readonly object After = new { year = 2019, published = "2019-03-22", off = new[] { "2019-05-01/2019-05-04" }, makeUp = new[] { "2019-04-28", "2019-05-05" } };

    [Fact]
    public async Task The_amendment_of_2019_reaches_each_case_of_its_calendar_and_of_those_built_on_it()
    {
        var admin = await world.Server.AdministratorAsync();
        await admin.PutAsync("/api/calendars/y2019", new { name = World.Named("2019"), notices = new[] { Before } });
        await admin.PutAsync("/api/calendars/y2019-city", new { name = World.Named("2019"), notices = Array.Empty<object>(), @base = "y2019" });
        await PublishAsync(admin, "nineteen", "y2019", null);
        await PublishAsync(admin, "nineteen-city", "test", "y2019-city");
        var first = await AcceptedAsync("nineteen");
        var second = await AcceptedAsync("nineteen-city");
        var other = await AcceptedAsync("whole");
        await DoneAsync(admin, "y2019", 1);
        Assert.Equal(EndOf("2019-05-03"), Clock(first, "fire").DueAt); // five working days after 25 April, as it was known then
        Assert.Equal(EndOf("2019-05-03"), Clock(second, "fire").DueAt);

        await admin.PutAsync("/api/calendars/y2019", new { name = World.Named("2019"), notices = new[] { Before, After } });
        var done = await DoneAsync(admin, "y2019", 2);
        Assert.Equal((1, 1, 0, null), (done.Checked, done.Moved, done.Failed, done.LastError));
        Assert.Equal((1, 0), ((await DoneAsync(admin, "y2019-city", 2)).Checked, done.Failed));

        var moved = Clock(await world.HeadAsync(first.CaseId), "fire");
        Assert.Equal((EndOf("2019-05-05"), "y2019", 2), (moved.DueAt, moved.Calendar, moved.CalendarVersion));
        var change = Assert.Single(moved.Changes!);
        Assert.Equal(("calendar", "y2019@2", EndOf("2019-05-03")), (change.Kind, change.Calendar, change.OldDueAt));
        // A department with a calendar of its own follows its base; the others of the case stay.
        var own = await world.HeadAsync(second.CaseId);
        Assert.Equal((EndOf("2019-05-05"), 2), (Clock(own, "fire").DueAt, Clock(own, "fire").CalendarVersion));
        Assert.Equal(Clock(second, "market").DueAt, Clock(own, "market").DueAt);
        Assert.Equal(other.Clocks.Select(c => c.DueAt), (await world.HeadAsync(other.CaseId)).Clocks.Select(c => c.DueAt));

        var timeline = await (await world.AsAsync("supervisor")).GetAsync<JsonNode>($"/api/cases/{first.CaseId}/timeline");
        Assert.Contains("calendar_adopted", timeline.ToJsonString(), StringComparison.Ordinal);
        var known = await (await world.AsAsync("supervisor")).GetAsync<IReadOnlyList<ClockExplanation>>($"/api/cases/{first.CaseId}/clocks?asOf=2019-04-25T02:00:01Z");
        Assert.Equal(1, Assert.Single(known, c => c.Clock.Clock == "intake").Clock.CalendarVersion);
    }

    [Fact]
    public async Task A_year_without_a_notice_is_said_to_be_not_published()
    {
        var admin = await world.Server.AdministratorAsync();
        Assert.Empty((await admin.GetAsync<CalendarAnswer>("/api/calendars/test")).PublishedYears!);
        Assert.Contains(2026, (await admin.GetAsync<CalendarAnswer>("/api/calendars/cn")).PublishedYears!);
        var head = await AcceptedAsync("whole");
        Assert.All(head.Clocks, c => Assert.Equal((true, 2019), (c.Provisional, Assert.Single(c.UnpublishedYears!))));
    }

    [Fact]
    public async Task How_far_it_has_come_is_told_to_those_who_publish()
    {
        Assert.Equal("403 forbidden", await (await world.AsAsync("fire")).RefusedAsync(HttpMethod.Get, "/api/calendars/test/adoption"));
        Assert.Equal("404 calendar-not-found", await (await world.AsAsync("designer")).RefusedAsync(HttpMethod.Get, "/api/calendars/nowhere/adoption"));
    }

    private static async Task<AdoptionAnswer> DoneAsync(Api by, string calendar, int version)
    {
        for (var tries = 0; tries < 120; tries++)
        {
            var now = await by.GetAsync<AdoptionAnswer>($"/api/calendars/{calendar}/adoption");
            if (now.Version == version && now.State == "done") return now;
            await Task.Delay(250, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException($"{calendar} {version} has not reached its cases");
    }

    private static ClockAnswer Clock(CaseAnswer of, string department) => of.Clocks.Single(c => c.Clock == $"task-{of.Tasks.Single(t => t.Department == department && t.Kind == "review").TaskId}");

    /// <summary>Filed and accepted on Thursday 25 April 2019.</summary>
    private async Task<CaseAnswer> AcceptedAsync(string item)
    {
        var applicant = await world.AsAsync("applicant");
        applicant.ControlKey = world.Server.ControlKey;
        var filed = await applicant.PostAsync<FiledAnswer>("/api/applications", World.Application(item, testClock: new { startsAt = "2019-04-25T10:00:00+08:00" }));
        await (await world.AsAsync("window")).PostAsync($"/api/cases/{filed.CaseId}/accept", new AcceptRequest(1));
        return await world.HeadAsync(filed.CaseId);
    }

    private static async Task PublishAsync(Api admin, string code, string calendar, string? ofFire)
    {
        var item = System.Text.Json.JsonSerializer.SerializeToNode(World.JointItem("whole", "market", "fire"), Api.Json)!;
        item["code"] = code;
        item["calendar"] = calendar;
        if (ofFire is not null) item["limits"] = new JsonObject { ["calendars"] = new JsonArray(new JsonObject { ["department"] = "fire", ["calendar"] = ofFire }) };
        await admin.PutAsync($"/api/joint-items/{code}", item);
    }

    private static DateTimeOffset EndOf(string day) => new DateTimeOffset(DateOnly.Parse(day, null).AddDays(1), TimeOnly.MinValue, TimeSpan.FromHours(8)).ToUniversalTime();
}
