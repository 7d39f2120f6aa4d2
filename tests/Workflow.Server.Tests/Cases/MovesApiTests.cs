using Workflow.Contracts.Cases;
using Workflow.Contracts.Tasks;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>Sent back, taken back, delegated, passed on, copied: as the people ask for it, and as others see it.</summary>
public sealed class MovesApiTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task A_task_is_sent_back_to_the_window_and_waits_until_that_is_done()
    {
        var accepted = await world.AcceptedAsync("six");
        var task = World.TaskOf(accepted, "review_fire");
        var (address, fire) = ($"/api/cases/{accepted.CaseId}/tasks/{task}", await world.AsAsync("fire"));
        Assert.Contains("send-back", (await world.HeadAsync(accepted.CaseId, "fire")).Tasks.Single(t => t.TaskId == task).Actions);

        var target = Assert.Single(await fire.GetAsync<SendBackTargetAnswer[]>($"{address}/send-back-targets"));
        Assert.Equal(("intake", null, "keep pause"), (target.Target, target.Title, string.Join(' ', target.Modes)));
        Assert.Equal("404 task-not-found", await (await world.AsAsync("health")).RefusedAsync(HttpMethod.Post, $"{address}/send-back", new SendBackRequest("intake", "keep", "x")));
        Assert.Equal("409 mode-beside-flow", await fire.RefusedAsync(HttpMethod.Post, $"{address}/send-back", new SendBackRequest("intake", "cancel", "x")));
        await fire.PostAsync($"{address}/send-back", new SendBackRequest("intake", "keep", "the plan cannot be read"));

        Assert.Equal("409 task-held", await fire.RefusedAsync(HttpMethod.Post, $"{address}/opinion", new OpinionRequest("positive")));
        var asked = (await world.HeadAsync(accepted.CaseId, "window")).Tasks.Single(t => t.Element == "intake" && t.State == "open");
        Assert.Equal("the plan cannot be read", asked.Moves!.Note);
        await (await world.AsAsync("window")).PostAsync($"/api/cases/{accepted.CaseId}/tasks/{asked.TaskId}/complete", new CompleteTaskRequest());

        var again = (await world.HeadAsync(accepted.CaseId, "fire")).Tasks.Single(t => t.TaskId == task);
        Assert.Equal((2, 0), (again.Moves!.Round, again.WaitsFor!.Count));
        await fire.PostAsync($"{address}/opinion", new OpinionRequest("positive"));
    }

    [Fact]
    public async Task An_opinion_is_taken_back_and_a_task_prepared_by_another_department()
    {
        var accepted = await world.AcceptedAsync("six");
        var (task, fire, tax) = (World.TaskOf(accepted, "review_fire"), await world.AsAsync("fire"), await world.AsAsync("tax"));
        var tasks = $"/api/cases/{accepted.CaseId}/tasks";
        await fire.PostAsync($"{tasks}/{task}/opinion", new OpinionRequest("negative", "too narrow"));
        Assert.Contains("withdraw-opinion", (await world.HeadAsync(accepted.CaseId, "fire")).Tasks.Single(t => t.TaskId == task).Actions);
        await fire.PostAsync($"{tasks}/{task}/withdraw-opinion", new WithdrawOpinionRequest("measured again"));

        var again = (await world.HeadAsync(accepted.CaseId, "fire")).Tasks.Single(t => t.Element == "review_fire" && t.State == "open");
        Assert.Equal(2, again.Moves!.Round);
        Assert.Equal("422 not-an-officer-there", await fire.RefusedAsync(HttpMethod.Post, $"{tasks}/{again.TaskId}/delegate", new DelegateRequest("nowhere", "the stairs")));
        await fire.PostAsync($"{tasks}/{again.TaskId}/delegate", new DelegateRequest("tax", "the stairs"));
        var prepared = (await world.HeadAsync(accepted.CaseId, "tax")).Tasks.Single(t => t.Kind == "work");
        Assert.Equal(("fire", "the stairs"), (prepared.Moves!.DelegatedBy, prepared.Moves.Note));
        Assert.Contains("return", prepared.Actions);
        await tax.PostAsync($"{tasks}/{prepared.TaskId}/return", new ReturnRequest("wide enough"));
        await fire.PostAsync($"{tasks}/{again.TaskId}/opinion", new OpinionRequest("positive"));
    }

    [Fact]
    public async Task A_copy_lets_a_department_read_the_case_until_it_has_taken_note_of_it()
    {
        var accepted = await world.AcceptedAsync("whole");
        var tax = await world.AsAsync("tax");
        Assert.Equal("404 case-not-found", await tax.RefusedAsync(HttpMethod.Get, $"/api/cases/{accepted.CaseId}"));
        Assert.Equal("404 case-not-found", await tax.RefusedAsync(HttpMethod.Post, $"/api/cases/{accepted.CaseId}/copies", new CopyRequest("tax", "me too")));

        await (await world.AsAsync("fire")).PostAsync($"/api/cases/{accepted.CaseId}/copies", new CopyRequest("tax", "for your files"));

        var copy = Assert.Single(await tax.GetAsync<CopySummary[]>("/api/copies"));
        Assert.Equal((accepted.CaseId, "fire", "for your files", null), (copy.CaseId, copy.By, copy.Note, copy.ReadBy));
        Assert.Empty((await tax.GetAsync<CaseAnswer>($"/api/cases/{accepted.CaseId}")).Materials);
        await tax.PostAsync($"/api/cases/{accepted.CaseId}/copies/{copy.Copy}/read", new { });
        Assert.Empty(await tax.GetAsync<CopySummary[]>("/api/copies"));
        Assert.Equal("tax", Assert.Single(await tax.GetAsync<CopySummary[]>("/api/copies?state=all")).ReadBy);
        Assert.Empty(await (await world.AsAsync("health")).GetAsync<CopySummary[]>("/api/copies?state=all"));
    }
}
