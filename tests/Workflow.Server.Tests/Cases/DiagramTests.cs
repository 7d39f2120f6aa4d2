using Workflow.Contracts.Cases;
using Workflow.Contracts.Jobs;
using Workflow.Contracts.Tasks;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>The case on its model: what is under way, what is done, what waits, and for whom that is visible.</summary>
public sealed class DiagramTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task The_diagram_shows_where_the_case_has_been_and_where_it_stands()
    {
        var accepted = await world.AcceptedAsync();
        var start = await DiagramAsync(accepted.CaseId);
        Assert.Equal(("whole", 1), (start.Definition, start.Version));
        Assert.Contains("<bpmn:process", start.Xml, StringComparison.Ordinal);
        Assert.Equal(["fork done 1", "review_fire active 1", "review_market active 1", "start done 1"], Elements(start));
        Assert.Equal([World.TaskOf(accepted, "review_fire")], start.Elements.Single(e => e.Element == "review_fire").TaskIds);
        Assert.Equal(["f1", "f2", "f4"], start.Flows.Select(f => f.Flow));

        await (await world.AsAsync("fire")).PostAsync($"/api/cases/{accepted.CaseId}/tasks/{World.TaskOf(accepted, "review_fire")}/opinion", new OpinionRequest("positive"));
        Assert.Equal(["fork done 1", "join active 1", "review_fire done 1", "review_market active 1", "start done 1"], Elements(await DiagramAsync(accepted.CaseId)));

        await (await world.AsAsync("applicant")).PostAsync($"/api/cases/{accepted.CaseId}/withdraw", new WithdrawRequest("changed my mind"));
        Assert.Contains("review_market cancelled 1", Elements(await DiagramAsync(accepted.CaseId)));
    }

    [Fact]
    public async Task Before_acceptance_nothing_of_the_model_was_reached()
    {
        var filed = await world.FileAsync();
        Assert.Empty((await DiagramAsync(filed.CaseId)).Elements);
    }

    [Fact]
    public async Task A_department_sees_its_own_part_of_it_and_an_applicant_none()
    {
        var accepted = await world.AcceptedAsync();
        var fire = await DiagramAsync(accepted.CaseId, "fire");
        Assert.Equal(["review_fire active 1"], Elements(fire));
        Assert.Empty(fire.Flows);
        Assert.Equal(4, (await DiagramAsync(accepted.CaseId, "market")).Elements.Count);
        Assert.Equal("403 forbidden", await (await world.AsAsync("applicant")).RefusedAsync(HttpMethod.Get, $"/api/cases/{accepted.CaseId}/diagram"));
        Assert.Equal("404 case-not-found", await (await world.AsAsync("market2")).RefusedAsync(HttpMethod.Get, $"/api/cases/{accepted.CaseId}/diagram"));
    }

    [Fact]
    public async Task An_automated_step_waits_for_a_worker_and_an_incident_for_a_person()
    {
        var accepted = await world.AcceptedAsync("with-job");
        await (await world.AsAsync("market")).PostAsync($"/api/cases/{accepted.CaseId}/tasks/{World.TaskOf(accepted, "review_market")}/opinion", new OpinionRequest("positive"));
        var waiting = (await DiagramAsync(accepted.CaseId)).Elements.Single(e => e.Element == "register");
        Assert.Equal(("active", 1, 1), (waiting.State, waiting.Count, waiting.Jobs));

        var worker = await world.AsAsync("integrator");
        for (var tries = 0; tries < 3; tries++)
        {
            var jobs = await worker.PostAsync<ActivatedJobs>("/api/jobs/activate", new ActivateJobsRequest("register", Worker: "w", WaitSeconds: 20));
            foreach (var job in jobs.Jobs.Where(j => j.CaseId == accepted.CaseId))
                (await worker.SendAsync(HttpMethod.Post, $"/api/jobs/{job.CaseId}/{job.Activity}/fail", new FailJobRequest("register-down", "no answer", Worker: "w"))).Dispose();
        }
        Assert.Equal("incident", (await DiagramAsync(accepted.CaseId)).Elements.Single(e => e.Element == "register").State);
        Assert.Equal("active", (await DiagramAsync(accepted.CaseId, "market")).Elements.Single(e => e.Element == "register").State);
    }

    private async Task<DiagramAnswer> DiagramAsync(string caseId, string account = "supervisor") =>
        await (await world.AsAsync(account)).GetAsync<DiagramAnswer>($"/api/cases/{caseId}/diagram");

    private static IEnumerable<string> Elements(DiagramAnswer diagram) => diagram.Elements.Select(e => $"{e.Element} {e.State} {e.Count}");
}
