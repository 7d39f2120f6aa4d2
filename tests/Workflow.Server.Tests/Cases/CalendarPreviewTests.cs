using Workflow.Contracts.Catalog;
using Workflow.Contracts.Cases;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>Before a notice is published, every due instant that it would move is known.</summary>
public sealed class CalendarPreviewTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task A_notice_moves_the_clocks_that_run_over_its_days_and_stores_nothing()
    {
        var (applicant, admin) = (await world.AsAsync("applicant"), await world.Server.AdministratorAsync());
        applicant.ControlKey = world.Server.ControlKey;
        var monday = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));
        var filed = await applicant.PostAsync<FiledAnswer>("/api/applications", World.Application(testClock: new { startsAt = monday }));
        await (await world.AsAsync("window")).PostAsync($"/api/cases/{filed.CaseId}/accept", new AcceptRequest(1));
        var ended = await applicant.PostAsync<FiledAnswer>("/api/applications", World.Application(testClock: new { startsAt = monday }));
        await applicant.PostAsync($"/api/cases/{ended.CaseId}/withdraw", new WithdrawRequest("not any more"));

        var unchanged = await PreviewAsync(admin);
        Assert.True(unchanged.Checked >= 1);
        Assert.Empty(unchanged.Moves);

        var preview = await PreviewAsync(admin, new { year = 2026, off = new[] { "2026-03-04" } });
        var head = await world.HeadAsync(filed.CaseId);
        var moves = preview.Moves.Where(m => m.CaseId == filed.CaseId).ToDictionary(m => m.Clock, StringComparer.Ordinal);
        Assert.Equal(head.Clocks.Where(c => c.State == "running").Select(c => c.Clock).Order(), moves.Keys.Order());
        Assert.All(moves.Values, m => Assert.Equal((head.CaseNumber, head.Clocks.Single(c => c.Clock == m.Clock).DueAt), (m.CaseNumber, m.OldDueAt)));
        var review = moves.Values.First(m => m.Clock.StartsWith("task-", StringComparison.Ordinal));
        // Five working days from Monday end with the next Monday; with Wednesday off, with Tuesday.
        Assert.Equal(monday.AddHours(-9).AddDays(8), review.OldDueAt);
        Assert.Equal(monday.AddHours(-9).AddDays(9), review.NewDueAt);
        Assert.DoesNotContain(preview.Moves, m => m.CaseId == ended.CaseId);

        Assert.Equal(1, (await admin.GetAsync<CalendarAnswer>("/api/calendars/test")).Version);
        Assert.Equal(head.Clocks.Select(c => c.DueAt), (await world.HeadAsync(filed.CaseId)).Clocks.Select(c => c.DueAt));
    }

    [Fact]
    public async Task Only_who_may_publish_the_calendar_may_preview_it_and_errors_are_named()
    {
        var (admin, designer) = (await world.Server.AdministratorAsync(), await world.AsAsync("designer"));
        Assert.Equal("403 region-forbidden", await designer.RefusedAsync(HttpMethod.Post, "/api/calendars/test/preview", Body()));
        Assert.Equal("403 forbidden", await (await world.AsAsync("fire")).RefusedAsync(HttpMethod.Post, "/api/calendars/test/preview", Body()));
        var wrong = await admin.ProblemAsync(HttpMethod.Post, "/api/calendars/test/preview", Body(new { year = 1900, off = new[] { "2026-13-01" } }));
        Assert.Equal(["$.notices[0].year field-range", "$.notices[0].off[0] field-type"], wrong.Fields);
        Assert.Equal("400 body-invalid", await admin.RefusedAsync(HttpMethod.Post, "/api/calendars/test/preview", new { name = World.Named("test"), notices = Array.Empty<object>(), cursor = "???" }));
        Assert.Equal(0, (await designer.PostAsync<CalendarPreview>("/api/calendars/new-one/preview", Body())).Checked);
    }

    private static Task<CalendarPreview> PreviewAsync(Api by, params object[] notices) => by.PostAsync<CalendarPreview>("/api/calendars/test/preview", Body(notices));

    private static object Body(params object[] notices) => new { name = World.Named("test"), notices };
}
