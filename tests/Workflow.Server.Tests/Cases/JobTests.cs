using Workflow.Contracts.Cases;
using Workflow.Contracts.Jobs;
using Workflow.Contracts.Tasks;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>Automated steps: taken under a lease by a worker, completed, tried again, given up, and mended by a supervisor.</summary>
public sealed class JobTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task A_worker_waits_for_a_job_completes_it_and_the_case_concludes()
    {
        var worker = await world.AsAsync("integrator");
        var waiting = worker.PostAsync<ActivatedJobs>("/api/jobs/activate", new ActivateJobsRequest("register", WaitSeconds: 30));
        var caseId = await ReviewedAsync();
        var job = Assert.Single((await waiting).Jobs);
        Assert.Equal((caseId, "register", 120), (job.CaseId, job.Element, job.Data["application"].GetProperty("area").GetInt32()));
        Assert.False(job.Data["application"].TryGetProperty("phone", out _));

        // Held: nobody else gets it meanwhile.
        Assert.Empty((await worker.PostAsync<ActivatedJobs>("/api/jobs/activate", new ActivateJobsRequest("register", Worker: "other"))).Jobs);
        await worker.PostAsync($"/api/jobs/{caseId}/{job.Activity}/complete", new CompleteJobRequest(), key: "done");
        await worker.PostAsync($"/api/jobs/{caseId}/{job.Activity}/complete", new CompleteJobRequest(), key: "done");
        Assert.Equal("409 job-closed", await worker.RefusedAsync(HttpMethod.Post, $"/api/jobs/{caseId}/{job.Activity}/complete", new CompleteJobRequest()));
        Assert.Equal(11, (await world.HeadAsync(caseId)).Status);
    }

    [Fact]
    public async Task A_job_that_fails_to_the_last_try_raises_an_incident_that_a_supervisor_mends()
    {
        var (worker, supervisor) = (await world.AsAsync("integrator"), await world.AsAsync("supervisor"));
        var caseId = await ReviewedAsync();
        ActivatedJob? job = null;
        for (var tries = 2; tries > 0; tries--)
        {
            job = Assert.Single((await worker.PostAsync<ActivatedJobs>("/api/jobs/activate", new ActivateJobsRequest("register", WaitSeconds: 30))).Jobs);
            Assert.Equal(tries, job.Retries);
            using var failed = await worker.SendAsync(HttpMethod.Post, $"/api/jobs/{caseId}/{job.Activity}/fail", new FailJobRequest("registry-down", "no answer"));
            Assert.Equal(tries == 1 ? 200 : 202, (int)failed.StatusCode);
        }
        var incident = Assert.Single((await world.HeadAsync(caseId)).Incidents);
        Assert.Equal("registry-down", incident.Code);
        Assert.Empty((await world.HeadAsync(caseId, "market")).Incidents);

        await supervisor.PostAsync($"/api/cases/{caseId}/incidents/{incident.Incident}/retry", new { });
        var again = Assert.Single((await worker.PostAsync<ActivatedJobs>("/api/jobs/activate", new ActivateJobsRequest("register", WaitSeconds: 30))).Jobs);
        await worker.PostAsync($"/api/jobs/{caseId}/{again.Activity}/complete", new CompleteJobRequest());
        Assert.Equal(11, (await world.HeadAsync(caseId)).Status);
    }

    [Fact]
    public async Task An_error_that_the_definition_catches_goes_its_own_way_and_another_one_raises_an_incident()
    {
        var worker = await world.AsAsync("integrator");
        foreach (var (code, status) in ((string, int)[])[("name-taken", 11), ("registry-closed", 8)])
        {
            var caseId = await ReviewedAsync();
            var job = Assert.Single((await worker.PostAsync<ActivatedJobs>("/api/jobs/activate", new ActivateJobsRequest("register", WaitSeconds: 30))).Jobs);
            await worker.PostAsync($"/api/jobs/{caseId}/{job.Activity}/error", new JobErrorRequest(code, "somebody was first"), key: code);
            await worker.PostAsync($"/api/jobs/{caseId}/{job.Activity}/error", new JobErrorRequest(code, "somebody was first"), key: code);
            Assert.Equal("409 job-closed", await worker.RefusedAsync(HttpMethod.Post, $"/api/jobs/{caseId}/{job.Activity}/error", new JobErrorRequest(code)));
            var head = await world.HeadAsync(caseId);
            Assert.Equal(status, head.Status);
            Assert.Equal(status == 11 ? [] : ["error-not-caught"], head.Incidents.Select(i => i.Code));
        }
        Assert.Equal("400 body-invalid", await worker.RefusedAsync(HttpMethod.Post, "/api/jobs/case-0/1/error", new JobErrorRequest("not a code")));
    }

    [Fact]
    public async Task Only_integrators_take_jobs_and_only_those_of_their_regions()
    {
        foreach (var account in (string[])["market", "supervisor", "applicant"])
            Assert.Equal("403 forbidden", await (await world.AsAsync(account)).RefusedAsync(HttpMethod.Post, "/api/jobs/activate", new ActivateJobsRequest("register")));

        var caseId = await ReviewedAsync();
        Assert.Empty((await (await world.AsAsync("integrator2")).PostAsync<ActivatedJobs>("/api/jobs/activate", new ActivateJobsRequest("register", 100))).Jobs);
        var worker = await world.AsAsync("integrator");
        foreach (var job in (await worker.PostAsync<ActivatedJobs>("/api/jobs/activate", new ActivateJobsRequest("register", 100))).Jobs.Where(j => j.CaseId == caseId))
        {
            Assert.Equal("404 case-not-found", await (await world.AsAsync("integrator2")).RefusedAsync(HttpMethod.Post, $"/api/jobs/{caseId}/{job.Activity}/complete", new CompleteJobRequest()));
            await worker.PostAsync($"/api/jobs/{caseId}/{job.Activity}/complete", new CompleteJobRequest());
        }
        Assert.Equal(11, (await world.HeadAsync(caseId)).Status);
    }

    [Fact]
    public async Task Daily_counts_contain_what_was_just_done()
    {
        var filed = await world.FileAsync();
        var supervisor = await world.AsAsync("supervisor");
        var stats = await supervisor.GetAsync<DailyStats>($"/api/stats/daily?after={filed.Position}");
        Assert.True(stats.Position >= filed.Position);
        Assert.True(stats.Days.Where(d => d is { JointItem: "whole", Department: "" }).Sum(d => d.Filed) >= 1);
        Assert.Empty((await (await world.AsAsync("supervisor2")).GetAsync<DailyStats>("/api/stats/daily")).Days);
    }

    private async Task<string> ReviewedAsync()
    {
        var accepted = await world.AcceptedAsync("with-job");
        await (await world.AsAsync("market")).PostAsync($"/api/cases/{accepted.CaseId}/tasks/{World.TaskOf(accepted, "review_market")}/opinion", new OpinionRequest("positive"));
        return accepted.CaseId;
    }
}
