using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Tasks;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>Who sees what: role by region by department; whatever is not granted is not there.</summary>
public sealed class VisibilityTests(World world) : IClassFixture<World>
{
    /// <summary>Account, whether it sees a case of 510104 that market and fire review.</summary>
    public static readonly TheoryData<string, bool> Matrix = new()
    {
        { "applicant", true }, { "window", true }, { "market", true }, { "fire", true }, { "supervisor", true }, { "auditor", true },
        { "neighbour", false }, { "window2", false }, { "market2", false }, { "fire2", false }, { "health", false }, { "supervisor2", false },
        { "designer", false }, { "integrator", false },
    };

    [Theory, MemberData(nameof(Matrix))]
    public async Task A_case_is_seen_by_those_who_have_a_part_in_it_and_by_nobody_else(string account, bool sees)
    {
        var accepted = await world.AcceptedAsync();
        var api = await world.AsAsync(account);
        var list = await api.GetAsync<Page<CaseSummary>>($"/api/cases?q={accepted.CaseNumber}");
        Assert.Equal(sees ? 1 : 0, list.Items.Count);
        foreach (var page in (string[])["", "/timeline", "/clocks", "/materials/00000000000000000000000000000000"])
        {
            using var answer = await api.TryAsync(HttpMethod.Get, $"/api/cases/{accepted.CaseId}{page}");
            Assert.Equal(sees && !page.Contains("materials", StringComparison.Ordinal) ? 200 : 404, (int)answer.StatusCode);
        }
    }

    [Fact]
    public async Task Nothing_is_answered_to_those_who_have_not_signed_in()
    {
        var accepted = await world.AcceptedAsync();
        using var nobody = new Api(world.Server.Address);
        foreach (var path in (string[])["/api/cases", $"/api/cases/{accepted.CaseId}", $"/api/cases/{accepted.CaseId}/timeline", "/api/tasks", "/api/stats/daily", "/api/files/x"])
            Assert.Equal("401 sign-in-required", await nobody.RefusedAsync(HttpMethod.Get, path));
        Assert.Equal("401 sign-in-required", await nobody.RefusedAsync(HttpMethod.Post, "/api/applications", World.Application()));
    }

    [Fact]
    public async Task A_department_sees_its_own_opinion_and_the_others_only_after_the_join_but_the_lead_sees_all()
    {
        var accepted = await world.AcceptedAsync();
        await (await world.AsAsync("market")).PostAsync($"/api/cases/{accepted.CaseId}/tasks/{World.TaskOf(accepted, "review_market")}/opinion", new OpinionRequest("positive", "fine"));
        Assert.Equal(["market"], Opinions(await world.HeadAsync(accepted.CaseId, "market")));
        Assert.Empty(Opinions(await world.HeadAsync(accepted.CaseId, "fire")));
        Assert.Empty(Opinions(await world.HeadAsync(accepted.CaseId, "window")));
        Assert.Equal(["market"], Opinions(await world.HeadAsync(accepted.CaseId, "auditor")));
        Assert.DoesNotContain((await StoryAsync("fire")), e => e.Code == "opinion_recorded");
        Assert.Equal(["review_fire"], (await world.HeadAsync(accepted.CaseId, "fire")).Tasks.Select(t => t.Element));

        await (await world.AsAsync("fire")).PostAsync($"/api/cases/{accepted.CaseId}/tasks/{World.TaskOf(accepted, "review_fire")}/opinion", new OpinionRequest("negative", "no second exit"));
        Assert.Equal(["fire", "market"], Opinions(await world.HeadAsync(accepted.CaseId, "fire")));
        Assert.Equal(["fire", "market"], Opinions(await world.HeadAsync(accepted.CaseId, "window")));
        Assert.Empty(Opinions(await world.HeadAsync(accepted.CaseId, "applicant")));
        Assert.DoesNotContain((await StoryAsync("applicant")), e => e.Code == "opinion_recorded");

        static IEnumerable<string> Opinions(CaseAnswer head) => head.SubCases.Where(s => s.Opinion is not null).Select(s => s.Item).Order();
        async Task<IReadOnlyList<TimelineEntry>> StoryAsync(string account) =>
            (await (await world.AsAsync(account)).GetAsync<Page<TimelineEntry>>($"/api/cases/{accepted.CaseId}/timeline?limit=200")).Items;
    }

    [Fact]
    public async Task Personal_data_goes_to_those_who_need_it_and_each_reading_is_written_down()
    {
        var accepted = await world.AcceptedAsync();
        Assert.Equal(("张三", World.ResidentId, true), Shown(await world.HeadAsync(accepted.CaseId, "window")));
        Assert.Equal(("张三", "110*************2X", true), Shown(await world.HeadAsync(accepted.CaseId, "market")));
        Assert.Equal(("张三", "110*************2X", false), Shown(await world.HeadAsync(accepted.CaseId, "fire")));
        Assert.Equal(("张三", "110*************2X", false), Shown(await world.HeadAsync(accepted.CaseId, "supervisor")));
        Assert.Equal((null, null, false), Shown(await world.HeadAsync(accepted.CaseId, "auditor")));
        Assert.Null(Assert.Single((await (await world.AsAsync("auditor")).GetAsync<Page<CaseSummary>>($"/api/cases?q={accepted.CaseNumber}")).Items).ApplicantName);
        await (await world.AsAsync("fire")).GetAsync<Page<TaskSummary>>("/api/tasks?limit=200");

        await using var database = world.Server.OpenDatabase();
        await using var command = database.CreateCommand("select actor || ' ' || what from read_log where stream_id = $1 union all select actor || ' name' from list_read where streams @> array[$1] order by 1");
        command.Parameters.Add(new() { Value = accepted.CaseId });
        List<string> readings = [];
        await using var r = await command.ExecuteReaderAsync();
        while (await r.ReadAsync()) readings.Add(r.GetString(0));
        Assert.Equal(["fire case", "fire name", "market case", "supervisor case", "supervisor case", "window case"], readings);

        static (string?, string?, bool) Shown(CaseAnswer head) => (head.Applicant?.Name, head.Applicant?.IdNumber, head.Answers.ContainsKey("phone"));
    }

    [Fact]
    public async Task A_department_downloads_only_the_materials_that_its_items_need()
    {
        var applicant = await world.AsAsync("applicant");
        var (plan, lease) = (await World.UploadAsync(applicant, [1, 2, 3], "plan.pdf"), await World.UploadAsync(applicant, [4, 5], "lease.pdf"));
        var filed = await applicant.PostAsync<FiledAnswer>("/api/applications", World.Application(
            materials: new[] { new { material = "floor_plan", fileId = plan.FileId }, new { material = "lease", fileId = lease.FileId } }));
        Assert.Equal(["floor_plan", "lease"], (await world.HeadAsync(filed.CaseId, "market")).Materials.Select(m => m.Material));
        Assert.Equal(["floor_plan"], (await world.HeadAsync(filed.CaseId, "fire")).Materials.Select(m => m.Material));

        Assert.Equal([1, 2, 3], await BytesAsync("fire", plan.FileId));
        Assert.Equal([4, 5], await BytesAsync("market", lease.FileId));
        Assert.Equal("404 file-not-found", await (await world.AsAsync("fire")).RefusedAsync(HttpMethod.Get, $"/api/cases/{filed.CaseId}/materials/{lease.FileId}"));
        Assert.Equal("404 file-not-found", await (await world.AsAsync("market")).RefusedAsync(HttpMethod.Get, $"/api/files/{lease.FileId}"));
        Assert.Equal("404 case-not-found", await (await world.AsAsync("market2")).RefusedAsync(HttpMethod.Get, $"/api/cases/{filed.CaseId}/materials/{lease.FileId}"));

        async Task<byte[]> BytesAsync(string account, string fileId)
        {
            using var answer = await (await world.AsAsync(account)).SendAsync(HttpMethod.Get, $"/api/cases/{filed.CaseId}/materials/{fileId}");
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
            return await answer.Content.ReadAsByteArrayAsync();
        }
    }

    [Theory]
    [InlineData("fire", "review_market", "opinion")]
    [InlineData("market2", "review_market", "opinion")]
    [InlineData("window", "review_market", "claim")]
    [InlineData("supervisor", "review_market", "claim")]
    [InlineData("applicant", "review_market", "opinion")]
    public async Task Nobody_works_on_a_task_of_another_department_region_or_role(string account, string element, string what)
    {
        var accepted = await world.AcceptedAsync();
        var refused = await (await world.AsAsync(account)).RefusedAsync(
            HttpMethod.Post, $"/api/cases/{accepted.CaseId}/tasks/{World.TaskOf(accepted, element)}/{what}", new OpinionRequest("positive"));
        Assert.Contains(refused, (string[])["403 not-your-task", "403 forbidden", "404 task-not-found", "404 case-not-found"]);
        Assert.Equal("open", (await world.HeadAsync(accepted.CaseId)).Tasks.Single(t => t.Element == element).State);
    }
}
