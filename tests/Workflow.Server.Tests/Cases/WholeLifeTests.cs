using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Tasks;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>The life of a case through the API, as the people in it see it.</summary>
public sealed class WholeLifeTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task A_case_goes_from_filing_to_delivery_and_everyone_sees_their_part()
    {
        var (applicant, window) = (await world.AsAsync("applicant"), await world.AsAsync("window"));
        var (market, fire) = (await world.AsAsync("market"), await world.AsAsync("fire"));

        var filed = await world.FileAsync(applicant);
        var own = await applicant.GetAsync<CaseAnswer>($"/api/cases/{filed.CaseId}");
        Assert.Equal((filed.CaseNumber, 1), (own.CaseNumber, own.Status));
        Assert.Equal(["withdraw"], own.Actions);
        Assert.All(own.SubCases, s => Assert.Equal("not-opened", s.State));
        Assert.Equal("13800000000", own.Answers["phone"]!.Value.GetString());

        // The window finds it in its inbox at once, and accepts.
        var intake = Assert.Single((await InboxAsync(window)), t => t.CaseId == filed.CaseId);
        Assert.Equal(("intake", "张三"), (intake.Kind, intake.ApplicantName));
        var accepted = await window.PostAsync($"/api/cases/{filed.CaseId}/accept", new AcceptRequest(intake.TaskId));
        Assert.True(accepted.Position > filed.Position);
        Assert.DoesNotContain(await InboxAsync(window), t => t.CaseId == filed.CaseId);

        // Both departments have it at the same moment.
        var marketTask = Assert.Single(await InboxAsync(market), t => t.CaseId == filed.CaseId);
        var fireTask = Assert.Single(await InboxAsync(fire), t => t.CaseId == filed.CaseId);
        await market.PostAsync(TaskPath(marketTask, "claim"), new { });
        Assert.Equal("market", Assert.Single(await InboxAsync(market, "?view=mine"), t => t.CaseId == filed.CaseId).Assignee);
        await fire.PostAsync(TaskPath(fireTask, "opinion"), new OpinionRequest("conditional", Conditions: ["a second exit"]));
        await market.PostAsync(TaskPath(marketTask, "opinion"), new OpinionRequest("positive"));

        var joined = await market.GetAsync<CaseAnswer>($"/api/cases/{filed.CaseId}");
        Assert.Equal(["conditional", "positive"], joined.SubCases.Select(s => s.Opinion!.Kind).Order());
        Assert.Contains("decide", joined.Actions);
        await market.PostAsync($"/api/cases/{filed.CaseId}/decide", new DecideRequest(World.TaskOf(joined, "decide"), "grant"));
        var concluding = World.TaskOf(await world.HeadAsync(filed.CaseId), "conclude");
        await market.PostAsync($"/api/cases/{filed.CaseId}/conclude", new ConcludeRequest(concluding, [new("market", "licence", "L-1")]));
        var delivering = World.TaskOf(await world.HeadAsync(filed.CaseId), "deliver");
        await window.PostAsync($"/api/cases/{filed.CaseId}/deliver", new DeliverRequest(delivering, "window", "signed"));

        var done = await applicant.GetAsync<CaseAnswer>($"/api/cases/{filed.CaseId}");
        Assert.Equal((11, "grant", "L-1"), (done.Status, done.Decision!.Decision, Assert.Single(done.Results).Number));
        Assert.Equal(["done", "done"], done.SubCases.Select(s => s.State));
        Assert.All(done.Tasks, t => Assert.Equal(("done", null), (t.State, t.Assignee)));
        Assert.Empty(done.Actions);

        var story = await applicant.GetAsync<Page<TimelineEntry>>($"/api/cases/{filed.CaseId}/timeline?limit=200");
        Assert.Null(story.NextCursor);
        string[] turns = ["application_filed", "case_accepted", "opinion_recorded", "case_decided", "case_concluded", "case_delivered"];
        Assert.Equal(turns, story.Items.Select(e => e.Code).Where(turns.Contains).Distinct());
        Assert.True(story.Items.Zip(story.Items.Skip(1)).All(p => p.First.Position <= p.Second.Position));
        Assert.DoesNotContain(story.Items, e => e.Who is "market" && e.Department is null);
    }

    [Fact]
    public async Task A_timeline_read_in_small_pages_is_the_same_story()
    {
        var accepted = await world.AcceptedAsync();
        var supervisor = await world.AsAsync("supervisor");
        var whole = await supervisor.GetAsync<Page<TimelineEntry>>($"/api/cases/{accepted.CaseId}/timeline?limit=200");
        List<TimelineEntry> pieces = [];
        for (var cursor = ""; cursor is not null;)
        {
            var page = await supervisor.GetAsync<Page<TimelineEntry>>($"/api/cases/{accepted.CaseId}/timeline?limit=2&cursor={cursor}");
            Assert.True(page.Items.Count <= 2);
            pieces.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        Assert.Equal(whole.Items.Select(e => e.Version), pieces.Select(e => e.Version));
    }

    [Fact]
    public async Task Clocks_tell_what_is_used_and_left_and_why_they_stand_still()
    {
        var (accepted, fire) = (await world.AcceptedAsync(), await world.AsAsync("fire"));
        var task = World.TaskOf(accepted, "review_fire");

        await fire.PostAsync($"/api/cases/{accepted.CaseId}/suspend", new SuspendRequest($"task-{task}", "inspection", "消防法 15"));
        var stopped = (await fire.GetAsync<CaseAnswer>($"/api/cases/{accepted.CaseId}")).Clocks.Single(c => c.Clock == $"task-{task}");
        Assert.Equal(("stopped", "inspection", "消防法 15", null), (stopped.State, stopped.StoppedFor, stopped.StoppedBasis, stopped.DueAt));
        Assert.Equal((5, 0m, 5m, 20), (stopped.Limit, stopped.Used, stopped.Remaining, stopped.StatutoryLimit));
        Assert.Equal("409 clock-stopped", await fire.RefusedAsync(HttpMethod.Post, $"/api/cases/{accepted.CaseId}/tasks/{task}/opinion", new OpinionRequest("positive")));

        await fire.PostAsync($"/api/cases/{accepted.CaseId}/resume", new ResumeRequest($"task-{task}"));
        var explained = await fire.GetAsync<ClockExplanation[]>($"/api/cases/{accepted.CaseId}/clocks");
        var running = explained.Single(c => c.Clock.Clock == $"task-{task}");
        Assert.Equal("running", running.Clock.State);
        Assert.Equal(5, running.Days.Count(d => d.Role == "counted"));
        Assert.True(running.Days[^1].IsDue);
    }

    [Fact]
    public async Task Missing_materials_are_told_once_and_handed_in()
    {
        var (applicant, window) = (await world.AsAsync("applicant"), await world.AsAsync("window"));
        var filed = await world.FileAsync(applicant);
        await window.PostAsync($"/api/cases/{filed.CaseId}/supplement-request", new SupplementRequestRequest(1, [new("lease", "not signed")], "please"));
        var asked = await applicant.GetAsync<CaseAnswer>($"/api/cases/{filed.CaseId}");
        Assert.Equal((6, "lease", "please"), (asked.Status, Assert.Single(asked.Missing).Material, asked.MissingNote));
        Assert.Contains("supplement", asked.Actions);

        var file = await World.UploadAsync(applicant, [1, 2, 3], "lease.pdf");
        Assert.Equal("422 material-not-asked", await applicant.RefusedAsync(HttpMethod.Post, $"/api/cases/{filed.CaseId}/supplement",
            new SupplementReceiptRequest([new("floor_plan", file.FileId)])));
        await applicant.PostAsync($"/api/cases/{filed.CaseId}/supplement", new SupplementReceiptRequest([new("lease", file.FileId)]));
        var supplemented = await window.GetAsync<CaseAnswer>($"/api/cases/{filed.CaseId}");
        Assert.Equal((7, file.Sha256), (supplemented.Status, Assert.Single(supplemented.Materials).Sha256));
        var check = Assert.Single(supplemented.Tasks, t => t is { Kind: "intake", State: "open" });
        Assert.Equal(["accept", "claim", "decline"], check.Actions.Order());
        await window.PostAsync($"/api/cases/{filed.CaseId}/decline", new DeclineRequest(check.TaskId, "outside the district"));
        Assert.Equal(5, (await applicant.GetAsync<CaseAnswer>($"/api/cases/{filed.CaseId}")).Status);
    }

    [Fact]
    public async Task An_applicant_withdraws_and_what_is_personal_can_be_erased_after()
    {
        var (applicant, supervisor) = (await world.AsAsync("applicant"), await world.AsAsync("supervisor"));
        var accepted = await world.AcceptedAsync();
        Assert.Equal("409 case-open", await supervisor.RefusedAsync(HttpMethod.Post, $"/api/cases/{accepted.CaseId}/erase", new EraseRequest("PIPL 47")));
        await applicant.PostAsync($"/api/cases/{accepted.CaseId}/withdraw", new WithdrawRequest("changed my mind"));
        await supervisor.PostAsync($"/api/cases/{accepted.CaseId}/erase", new EraseRequest("PIPL 47"));

        var erased = await applicant.GetAsync<CaseAnswer>($"/api/cases/{accepted.CaseId}");
        Assert.Equal((14, null, null), (erased.Status, erased.Applicant!.Name, erased.Applicant.IdNumber));
        Assert.Null(erased.Answers["phone"]);
        Assert.Equal(120, erased.Answers["area"]!.Value.GetInt32());
        var listed = (await applicant.GetAsync<Page<CaseSummary>>($"/api/cases?q={erased.CaseNumber}")).Items;
        Assert.Null(Assert.Single(listed).ApplicantName);
    }

    private static async Task<IReadOnlyList<TaskSummary>> InboxAsync(Api api, string query = "?limit=200") => (await api.GetAsync<Page<TaskSummary>>("/api/tasks" + query)).Items;

    private static string TaskPath(TaskSummary task, string what) => $"/api/cases/{task.CaseId}/tasks/{task.TaskId}/{what}";
}
