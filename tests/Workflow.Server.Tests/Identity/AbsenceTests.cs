using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Identity;
using Workflow.Contracts.Tasks;
using Workflow.Server.Tests.Cases;
using Xunit;

namespace Workflow.Server.Tests.Identity;

/// <summary>Urging and reassigning; officers who are away, and those who stand in for them.</summary>
public sealed class AbsenceTests(World world) : IClassFixture<World>
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(8)).DateTime);

    [Fact]
    public async Task An_urged_task_says_so_in_the_inbox_on_the_case_and_in_the_story()
    {
        var accepted = await world.AcceptedAsync();
        var (task, supervisor, fire) = (World.TaskOf(accepted, "review_fire"), await world.AsAsync("supervisor"), await world.AsAsync("fire"));
        await supervisor.PostAsync($"/api/cases/{accepted.CaseId}/tasks/{task}/urge", new UrgeRequest("今天办完"));

        var urge = Assert.Single((await world.HeadAsync(accepted.CaseId, "fire")).Tasks.Single(t => t.TaskId == task).Urges);
        Assert.Equal(("今天办完", "supervisor"), (urge.Note, urge.By));
        Assert.Empty((await world.HeadAsync(accepted.CaseId, "applicant")).Tasks.Single(t => t.TaskId == task).Urges);
        Assert.True((await fire.GetAsync<Page<TaskSummary>>($"/api/tasks?q={accepted.CaseNumber}")).Items.Single().Urged);
        Assert.Contains("task_urged", await StoryAsync(accepted.CaseId, "fire"));
        Assert.DoesNotContain("task_urged", await StoryAsync(accepted.CaseId, "applicant"));

        Assert.Equal("403 forbidden", await fire.RefusedAsync(HttpMethod.Post, $"/api/cases/{accepted.CaseId}/tasks/{task}/urge", new UrgeRequest("x")));
        Assert.Equal("404 case-not-found", await (await world.AsAsync("supervisor2")).RefusedAsync(HttpMethod.Post, $"/api/cases/{accepted.CaseId}/tasks/{task}/urge", new UrgeRequest("x")));
        Assert.Equal("404 task-not-found", await supervisor.RefusedAsync(HttpMethod.Post, $"/api/cases/{accepted.CaseId}/tasks/9999/urge", new UrgeRequest("x")));
        await fire.PostAsync($"/api/cases/{accepted.CaseId}/tasks/{task}/opinion", new OpinionRequest("positive"));
        Assert.Equal("409 task-closed", await supervisor.RefusedAsync(HttpMethod.Post, $"/api/cases/{accepted.CaseId}/tasks/{task}/urge", new UrgeRequest("x")));
    }

    [Fact]
    public async Task A_task_is_reassigned_to_a_colleague_who_is_there()
    {
        await OfficersAsync("market", "mei", "ming");
        var accepted = await world.AcceptedAsync();
        var (task, supervisor) = (World.TaskOf(accepted, "review_market"), await world.AsAsync("supervisor"));
        var path = $"/api/cases/{accepted.CaseId}/tasks/{task}/reassign";
        Assert.Equal("422 not-an-officer-there", await supervisor.RefusedAsync(HttpMethod.Post, path, new ReassignRequest("fire", "overloaded")));
        Assert.Equal("422 not-an-officer-there", await supervisor.RefusedAsync(HttpMethod.Post, path, new ReassignRequest("market2", "overloaded")));
        await RecordAsync("ming", Today, Today.AddDays(3), "mei");
        Assert.Equal("409 officer-absent", await supervisor.RefusedAsync(HttpMethod.Post, path, new ReassignRequest("ming", "overloaded")));
        Assert.Equal("404 task-not-found", await (await world.AsAsync("fire")).RefusedAsync(HttpMethod.Post, path, new ReassignRequest("mei", "overloaded")));

        await (await world.AsAsync("market")).PostAsync($"/api/cases/{accepted.CaseId}/tasks/{task}/claim", new { });
        await supervisor.PostAsync(path, new ReassignRequest("mei", "overloaded"));

        Assert.Equal(("claimed", "mei"), Held(await world.HeadAsync(accepted.CaseId), task));
        Assert.Equal("409 task-claimed", await (await world.AsAsync("market")).RefusedAsync(HttpMethod.Post, $"/api/cases/{accepted.CaseId}/tasks/{task}/opinion", new OpinionRequest("positive")));
        Assert.Contains((await (await world.AsAsync("mei")).GetAsync<Page<TaskSummary>>("/api/tasks?view=mine")).Items, t => t.CaseId == accepted.CaseId);
        var told = await EntryAsync(accepted.CaseId, "task_reassigned");
        Assert.Equal(("mei", "market", "overloaded"), (told.Details["officer"], told.Details["from"], told.Details["reason"]));
    }

    [Fact]
    public async Task A_substitute_takes_over_what_an_absent_officer_has_and_the_story_says_for_whom_and_why()
    {
        await OfficersAsync("fire", "feng", "fang", "fu");
        var accepted = await world.AcceptedAsync();
        var task = World.TaskOf(accepted, "review_fire");
        var claim = $"/api/cases/{accepted.CaseId}/tasks/{task}/claim";
        await (await world.AsAsync("feng")).PostAsync(claim, new { });
        Assert.Equal("409 task-claimed", await (await world.AsAsync("fang")).RefusedAsync(HttpMethod.Post, claim, new { }));

        await RecordAsync("feng", Today.AddDays(-1), Today.AddDays(5), "fang");
        Assert.Equal("409 task-claimed", await (await world.AsAsync("fu")).RefusedAsync(HttpMethod.Post, claim, new { }));
        Assert.Contains("claim", (await world.HeadAsync(accepted.CaseId, "fang")).Tasks.Single(t => t.TaskId == task).Actions);
        Assert.DoesNotContain("claim", (await world.HeadAsync(accepted.CaseId, "fu")).Tasks.Single(t => t.TaskId == task).Actions);
        await (await world.AsAsync("fang")).PostAsync(claim, new { });

        Assert.Equal(("claimed", "fang"), Held(await world.HeadAsync(accepted.CaseId), task));
        var told = await EntryAsync(accepted.CaseId, "task_reassigned");
        Assert.Equal(("fang", "feng", "feng", "annual leave"), (told.Details["officer"], told.Details["from"], told.Details["absent"], told.Details["basis"]));
        Assert.Equal($"{Today.AddDays(5):yyyy-MM-dd}", told.Details["absentTo"]);
    }

    [Fact]
    public async Task The_officers_of_a_department_are_listed_with_their_tasks_and_absences()
    {
        await OfficersAsync("health", "hu", "he");
        await RecordAsync("hu", Today, Today, "he");
        var listed = await OfficersOfAsync("supervisor", "health");
        Assert.Equal(["he", "health", "hu"], listed.Select(o => o.Account));
        Assert.Equal(("he", null), (listed[2].Absent!.Substitute, listed[0].Absent));

        var accepted = await world.AcceptedAsync("six");
        await (await world.AsAsync("he")).PostAsync($"/api/cases/{accepted.CaseId}/tasks/{World.TaskOf(accepted, "review_health")}/claim", new { });
        Assert.Equal([1, 0, 0], (await OfficersOfAsync("he", "health")).Select(o => o.OpenTasks));
        Assert.Equal(["window"], (await OfficersOfAsync("window", "window")).Select(o => o.Account));
        Assert.Equal("403 region-forbidden", await (await world.AsAsync("fire")).RefusedAsync(HttpMethod.Get, $"/api/officers?region={World.District}&department=health"));
        Assert.Equal("403 region-forbidden", await (await world.AsAsync("supervisor2")).RefusedAsync(HttpMethod.Get, $"/api/officers?region={World.District}&department=health"));
        Assert.Equal("403 forbidden", await (await world.AsAsync("applicant")).RefusedAsync(HttpMethod.Get, $"/api/officers?region={World.District}&department=health"));
        Assert.Equal("400 parameter-invalid", await (await world.AsAsync("supervisor")).RefusedAsync(HttpMethod.Get, "/api/officers?region=1"));
    }

    [Fact]
    public async Task An_absence_is_recorded_by_oneself_or_an_administrator_and_taken_back()
    {
        await OfficersAsync("tax", "tang", "tao");
        var tang = await world.AsAsync("tang");
        await RecordAsync(tang, "tang", Today.AddDays(10), Today.AddDays(12), "tao");
        Assert.Equal("409 absence-overlaps", await RefusedAsync(tang, "tang", Today.AddDays(12), Today.AddDays(20), null));
        await RecordAsync("tang", Today.AddDays(13), Today.AddDays(20), null);

        var admin = await world.Server.AdministratorAsync();
        var account = await admin.GetAsync<AccountAnswer>("/api/accounts/tang");
        Assert.Equal([(Today.AddDays(10), "tao"), (Today.AddDays(13), null)], account.Absences.Select(a => (a.From, a.Substitute)));
        Assert.Equal("404 absence-not-found", await tang.RefusedAsync(HttpMethod.Delete, "/api/accounts/tang/absences/nothing"));
        (await tang.SendAsync(HttpMethod.Delete, $"/api/accounts/tang/absences/{account.Absences[0].Id}")).Dispose();
        Assert.Equal(Today.AddDays(13), Assert.Single((await admin.GetAsync<AccountAnswer>("/api/accounts/tang")).Absences).From);

        Assert.Equal("403 forbidden", await RefusedAsync(await world.AsAsync("tao"), "tang", Today, Today, null));
        Assert.Equal("403 forbidden", await RefusedAsync(await world.AsAsync("supervisor"), "tang", Today, Today, null));
        Assert.Equal("422 absence-period", await RefusedAsync(tang, "tang", Today.AddDays(3), Today.AddDays(2), null));
        Assert.Equal("422 absence-period", await RefusedAsync(tang, "tang", Today.AddDays(-3), Today.AddDays(-1), null));
        Assert.Equal("422 absence-period", await RefusedAsync(tang, "tang", Today, Today.AddDays(400), null));
        Assert.Equal("422 substitute-self", await RefusedAsync(tang, "tang", Today, Today, "tang"));
        Assert.Equal("422 substitute-elsewhere", await RefusedAsync(tang, "tang", Today, Today, "fire"));
        Assert.Equal("422 substitute-elsewhere", await RefusedAsync(tang, "tang", Today, Today, "nobody-at-all"));
    }

    private async Task OfficersAsync(string department, params string[] accounts)
    {
        var admin = await world.Server.AdministratorAsync();
        foreach (var account in accounts)
            (await admin.SendAsync(HttpMethod.Post, "/api/accounts", new
            {
                account, region = World.District, displayName = account, password = World.Password, grants = new[] { new { role = "officer", region = World.District, department } },
            })).Dispose();
    }

    private async Task RecordAsync(string account, DateOnly from, DateOnly to, string? substitute) =>
        await RecordAsync(await world.Server.AdministratorAsync(), account, from, to, substitute);

    private static async Task RecordAsync(Api by, string account, DateOnly from, DateOnly to, string? substitute) =>
        (await by.SendAsync(HttpMethod.Post, $"/api/accounts/{account}/absences", new AbsenceRequest(from, to, "annual leave", substitute))).Dispose();

    private static Task<string> RefusedAsync(Api by, string account, DateOnly from, DateOnly to, string? substitute) =>
        by.RefusedAsync(HttpMethod.Post, $"/api/accounts/{account}/absences", new AbsenceRequest(from, to, "annual leave", substitute));

    private async Task<OfficerAnswer[]> OfficersOfAsync(string account, string department) =>
        await (await world.AsAsync(account)).GetAsync<OfficerAnswer[]>($"/api/officers?region={World.District}&department={department}");

    private async Task<IEnumerable<string>> StoryAsync(string caseId, string account) =>
        (await (await world.AsAsync(account)).GetAsync<Page<TimelineEntry>>($"/api/cases/{caseId}/timeline?limit=200")).Items.Select(e => e.Code);

    private async Task<TimelineEntry> EntryAsync(string caseId, string code) =>
        (await (await world.AsAsync("supervisor")).GetAsync<Page<TimelineEntry>>($"/api/cases/{caseId}/timeline?limit=200")).Items.Single(e => e.Code == code);

    private static (string, string?) Held(CaseAnswer head, long task) => (head.Tasks.Single(t => t.TaskId == task).State, head.Tasks.Single(t => t.TaskId == task).Assignee);
}
