using Npgsql;
using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Jobs;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>Steps that fail: tried again after their pauses, incidents at once, grouped by cause, retried as a sample and then all, told as the log says.</summary>
public sealed class IncidentTests(IncidentWorld world, ITestOutputHelper output) : IClassFixture<IncidentWorld>
{
    [Fact]
    public async Task A_hundred_and_twenty_incidents_of_three_causes_are_healed_by_a_sample_first_and_then_the_rest()
    {
        // given a worker for whom everything fails, for one of three causes
        var cases = await world.CasesAsync(120);
        var causeOf = cases.Index().ToDictionary(c => c.Item, c => c.Index % 12 < 6 ? 0 : c.Index % 12 < 10 ? 1 : 2);
        var mended = new HashSet<int>();
        await using var worker = new Worker(await world.AsAsync("integrator"), IncidentWorld.Fragile, job => causeOf.TryGetValue(job.CaseId, out var cause) && !mended.Contains(cause)
            ? cause switch
            {
                0 => new FailJobRequest("registry-down", $"connection to 10.0.0.{job.Activity % 250} refused after {job.CaseId.Length + job.Activity} ms"),
                1 => new FailJobRequest("bad-answer", $"no entry for '{job.CaseNumber}'", GivesUp: true),
                _ => new FailJobRequest("registry-down", $"certificate expired on 2026-03-{job.Activity % 28 + 1:00}T00:00:00Z"),
            }
            : null);

        // then there are three groups, each as large as it has to be
        var groups = await Papers.PaperWorld.UntilAsync(MineAsync, g => g.Sum(x => x.Incidents) == cases.Length);
        Assert.Equal([60L, 40, 20], groups.Select(g => g.Incidents));
        Assert.Equal(["registry-down", "bad-answer", "registry-down"], groups.Select(g => g.Code));
        Assert.Equal("connection to # refused after # ms", groups[0].Pattern);
        Assert.All(groups, g => Assert.Equal((g.Incidents, "登记 Register"), (g.Cases, g.ElementName)));
        Assert.Equal((World.District, IncidentWorld.Fragile, 60L), (groups[0].Parts.Single().Region, groups[0].Parts.Single().JointItem, groups[0].Parts.Single().Incidents));
        Assert.Empty(await world.GroupsAsync("supervisor2"));
        Assert.Equal("403 forbidden", await (await world.AsAsync("market")).RefusedAsync(HttpMethod.Get, "/api/incidents/groups"));
        await PagesHoldEveryIncidentOnceAsync(groups);

        // when the sample of the largest group fails, the rest is not touched
        var before = worker.Taken.Count;
        var run = await BeginAsync(groups[0].Cause, new { sample = 3, goesOn = true });
        var sampled = await world.RunAsync(run.Id, r => r.State == "sampled");
        Assert.Equal((60, 57, 3, 0), (sampled.All.Total, sampled.All.Waiting, sampled.All.FailedAgain, sampled.All.Healed));
        Assert.Equal((groups[0].Cause, 3L, true), (sampled.FailedAgain.Single().Cause, sampled.FailedAgain.Single().Count, sampled.FailedAgain.Single().SameCause));
        Assert.Equal(3, worker.Taken.Count - before);
        Assert.Equal("409 sample-not-healed", await (await world.AsAsync("supervisor")).RefusedAsync(HttpMethod.Post, $"/api/retry-runs/{run.Id}/rest", new { }));
        var stopped = await StopAsync(run.Id);
        Assert.Equal(("stopped", 57L, 3L), (stopped.State, stopped.All.Left, stopped.All.FailedAgain));
        await ReportIsTheLogAsync(stopped);

        // when the cause is mended, the sample heals and the rest follows, never more at once than allowed
        mended.Add(0);
        run = await BeginAsync(groups[0].Cause, new { sample = 3, atOnce = 8 });
        sampled = await world.RunAsync(run.Id, r => r.State == "sampled");
        Assert.Equal((3L, 57L, true), (sampled.Sample.Healed, sampled.All.Waiting, sampled.MayRelease));
        await (await world.AsAsync("supervisor")).PostAsync<RetryRunAnswer>($"/api/retry-runs/{run.Id}/rest", new { });
        var ended = await world.RunAsync(run.Id, r => r.State == "ended");
        Assert.Equal((60L, 0L), (ended.All.Healed, ended.All.FailedAgain));
        await ReportIsTheLogAsync(ended);
        Assert.Equal([40L, 20], (await MineAsync()).Select(g => g.Incidents));
        await NeverMoreAtOnceAsync(ended, 8);
        output.WriteLine($"rest of 57, 8 at once: {(ended.EndedAt - ended.ReleasedAt)!.Value.TotalSeconds:0.0} s");

        // and what was told is in the cases' stories
        var story = await (await world.AsAsync("supervisor")).GetAsync<Page<TimelineEntry>>($"/api/cases/{groups[0].Example.CaseId}/timeline");
        Assert.Contains(story.Items, e => e.Code == "incident_retried" && e.Details["run"] == run.Id);
        Assert.Contains(story.Items, e => e.Code == "incident_raised");

        async Task<IReadOnlyList<IncidentGroupAnswer>> MineAsync() => [.. (await world.GroupsAsync()).Where(g => g.Code is "registry-down" or "bad-answer")];
    }

    [Fact]
    public async Task A_run_whose_node_goes_away_is_finished_by_another_and_nothing_is_retried_twice()
    {
        var cases = await world.CasesAsync(30);
        await using var worker = await FailingAsync(cases, "node-test");
        var group = await GroupAsync("node-test", 30);
        var first = await world.Server.StartAnotherAsync();
        await using var second = await world.Server.StartAnotherAsync();

        // given a run that was begun on a node, with nobody to work on the jobs: everything it may send is under way
        worker.Does = _ => new FailJobRequest("node-test", "still", RetryAfterSeconds: 3600);
        var run = await BeginAsync(group.Cause, new { sample = 1, atOnce = 5, tries = 2, haltAfter = 1000 }, first.Address);
        await world.RunAsync(run.Id, r => r.Sample.UnderWay == 1);

        // when that node stops, its lease is anybody's, and it had taken items that it perhaps never sent
        await first.DisposeAsync();
        await using var database = world.Server.OpenDatabase();
        await ExecuteAsync(database, "update retry_item set state = 'sending' where run_id = $1 and is_sample", run.Id);
        worker.Does = _ => null;
        await ExecuteAsync(database, "update job set available_at = now() where last_code = 'node-test'", null);

        // then another goes on
        var sampled = await world.RunAsync(run.Id, r => r.State == "sampled");
        Assert.Equal(1, sampled.Sample.Healed);
        using var other = await new Api(second.Address).SignInAsync("supervisor", World.Password);
        await other.PostAsync<RetryRunAnswer>($"/api/retry-runs/{run.Id}/rest", new { });
        await other.PostAsync<RetryRunAnswer>($"/api/retry-runs/{run.Id}/rest", new { });
        var ended = await world.RunAsync(run.Id, r => r.State == "ended");
        Assert.Equal(30, ended.All.Healed);
        await ReportIsTheLogAsync(ended);
        Assert.Equal(30L, await CountAsync(database, "select count(*) from mt_events where type = 'incident_retried' and data ->> 'Run' = $1", run.Id));
        Assert.Equal(30L, await CountAsync(database, "select count(distinct stream_id) from mt_events where type = 'incident_retried' and data ->> 'Run' = $1", run.Id));
    }

    [Fact]
    public async Task A_rest_that_does_not_heal_halts_and_one_that_is_stopped_leaves_what_it_has_not_begun()
    {
        var cases = await world.CasesAsync(30);
        await using var worker = await FailingAsync(cases, "halt-test");
        var group = await GroupAsync("halt-test", 30);
        var supervisor = await world.AsAsync("supervisor");

        worker.Does = _ => null;
        var run = await BeginAsync(group.Cause, new { sample = 2, atOnce = 2, haltAfter = 4 });
        await world.RunAsync(run.Id, r => r.State == "sampled");
        worker.Does = job => new FailJobRequest("halt-test", "broken again by another change");
        await supervisor.PostAsync<RetryRunAnswer>($"/api/retry-runs/{run.Id}/rest", new { });
        var halted = await world.RunAsync(run.Id, r => r.State == "halted" && r.All.UnderWay == 0);
        Assert.Equal(("nothing-heals", 2L, true), (halted.HaltedBecause, halted.All.Healed, halted.MayRelease));
        Assert.InRange(halted.All.FailedAgain, 4, 6);
        var other = Assert.Single(halted.FailedAgain);
        Assert.False(other.SameCause);
        Assert.Equal(halted.All.FailedAgain, (await world.GroupsAsync()).Single(g => g.Cause == other.Cause).Incidents);

        var ended = await StopAsync(run.Id);
        Assert.Equal((ended.All.Total, ended.All.Left), (30, 30 - 2 - halted.All.FailedAgain));
        await ReportIsTheLogAsync(ended);
        Assert.Equal("409 retry-run-not-waiting", await supervisor.RefusedAsync(HttpMethod.Post, $"/api/retry-runs/{run.Id}/rest", new { anyway = true }));
    }

    [Fact]
    public async Task A_key_names_one_run_and_an_incident_is_in_one_run_at_a_time()
    {
        var cases = await world.CasesAsync(4);
        await using var worker = await FailingAsync(cases, "key-test");
        var group = await GroupAsync("key-test", 4);
        var supervisor = await world.AsAsync("supervisor");
        worker.Does = _ => new FailJobRequest("key-test", "down", RetryAfterSeconds: 3600);

        var body = new { cause = group.Cause, reason = "restarted", sample = 1, tries = 2 };
        var run = await supervisor.PostAsync<RetryRunAnswer>("/api/retry-runs", body, key: "one-run");
        Assert.Equal(run.Id, (await supervisor.PostAsync<RetryRunAnswer>("/api/retry-runs", body, key: "one-run")).Id);
        Assert.Equal("422 idempotency-key-reused", await supervisor.RefusedAsync(HttpMethod.Post, "/api/retry-runs", new { cause = group.Cause, reason = "other" }, key: "one-run"));
        Assert.Equal("409 nothing-to-retry", await supervisor.RefusedAsync(HttpMethod.Post, "/api/retry-runs", body));
        Assert.Equal("409 nothing-to-retry", await (await world.AsAsync("supervisor2")).RefusedAsync(HttpMethod.Post, "/api/retry-runs", body));
        Assert.Equal("403 forbidden", await (await world.AsAsync("auditor")).RefusedAsync(HttpMethod.Post, "/api/retry-runs", body));
        Assert.Equal("404 retry-run-not-found", await (await world.AsAsync("supervisor2")).RefusedAsync(HttpMethod.Get, $"/api/retry-runs/{run.Id}"));
        Assert.Equal("400 body-invalid", await supervisor.RefusedAsync(HttpMethod.Post, "/api/retry-runs", new { cause = "x", reason = "restarted", sample = 0 }));
        Assert.Equal(run.Id, (await world.GroupsAsync()).Single(g => g.Cause == group.Cause).Run);

        // The case ends while its retry is under way: gone, not healed.
        await world.RunAsync(run.Id, r => r.Sample.UnderWay == 1);
        var item = (await supervisor.GetAsync<Page<RetryItemAnswer>>($"/api/retry-runs/{run.Id}/items?state=under-way")).Items.Single();
        await (await world.AsAsync("applicant")).PostAsync($"/api/cases/{item.CaseId}/withdraw", new WithdrawRequest("no longer"));
        var sampled = await world.RunAsync(run.Id, r => r.State == "sampled");
        Assert.Equal((1L, 0L), (sampled.All.Gone, sampled.All.Healed));
        await ReportIsTheLogAsync(await StopAsync(run.Id));
        Assert.Equal(run.Id, (await supervisor.GetAsync<Page<RetryRunAnswer>>($"/api/retry-runs?cause={group.Cause}")).Items.Single().Id);
    }

    [Fact]
    public async Task A_failed_try_waits_visibly_for_as_long_as_its_worker_asks_and_is_told_once()
    {
        var caseId = (await world.CasesAsync(1))[0];
        var (worker, supervisor) = (await world.AsAsync("integrator"), await world.AsAsync("supervisor"));
        var job = Assert.Single((await worker.PostAsync<ActivatedJobs>("/api/jobs/activate", new ActivateJobsRequest(IncidentWorld.Fragile, WaitSeconds: 30))).Jobs);
        var failed = new FailJobRequest("registry-busy", "come back later", RetryAfterSeconds: 90);
        for (var told = 0; told < 2; told++)
        {
            using var answer = await worker.SendAsync(HttpMethod.Post, $"/api/jobs/{caseId}/{job.Activity}/fail", failed, key: "busy-1");
            Assert.Equal(202, (int)answer.StatusCode);
        }
        var waiting = Assert.Single((await supervisor.GetAsync<Page<FailedJobAnswer>>($"/api/jobs/failed?caseId={caseId}")).Items);
        Assert.Equal(("registry-busy", "come back later", 1, 1), (waiting.Code, waiting.Detail, waiting.Failures, waiting.Retries));
        Assert.Equal(TimeSpan.FromSeconds(90), waiting.NextAt - waiting.FailedAt);
        Assert.Empty((await (await world.AsAsync("supervisor2")).GetAsync<Page<FailedJobAnswer>>($"/api/jobs/failed?caseId={caseId}")).Items);

        await using var database = world.Server.OpenDatabase();
        await ExecuteAsync(database, "update job set available_at = now() where stream_id = $1", caseId);
        job = Assert.Single((await worker.PostAsync<ActivatedJobs>("/api/jobs/activate", new ActivateJobsRequest(IncidentWorld.Fragile, WaitSeconds: 30))).Jobs);
        using (var last = await worker.SendAsync(HttpMethod.Post, $"/api/jobs/{caseId}/{job.Activity}/fail", failed)) Assert.Equal(200, (int)last.StatusCode);

        // In every list with the answer that raised it.
        var incident = Assert.Single((await supervisor.GetAsync<Page<IncidentLine>>($"/api/incidents?caseId={caseId}")).Items);
        Assert.Empty((await supervisor.GetAsync<Page<FailedJobAnswer>>($"/api/jobs/failed?caseId={caseId}")).Items);
        var onPage = Assert.Single((await world.HeadAsync(caseId)).Incidents);
        Assert.Equal((incident.Cause, true), (onPage.Cause, onPage.MaySkip));

        // Skipped with data, the flow goes on.
        Assert.Equal("403 forbidden", await (await world.AsAsync("auditor")).RefusedAsync(HttpMethod.Post, $"/api/cases/{caseId}/incidents/{incident.Incident}/skip", new { reason = "by hand" }));
        await supervisor.PostAsync($"/api/cases/{caseId}/incidents/{incident.Incident}/skip", new { reason = "by hand", output = new { number = 7 } });
        Assert.Contains((await world.HeadAsync(caseId)).Tasks, t => t.Element == "review_market");
        Assert.Empty((await supervisor.GetAsync<Page<IncidentLine>>($"/api/incidents?caseId={caseId}")).Items);
    }

    private async Task<Worker> FailingAsync(string[] cases, string code)
    {
        var mine = cases.ToHashSet();
        var worker = new Worker(await world.AsAsync("integrator"), IncidentWorld.Fragile, job => mine.Contains(job.CaseId) ? new FailJobRequest(code, $"down for {job.CaseNumber}", GivesUp: true) : null);
        await Papers.PaperWorld.UntilAsync(() => world.GroupsAsync(query: $"&code={code}"), g => g.Sum(x => x.Incidents) == cases.Length);
        Assert.Empty(worker.Refusals);
        return worker;
    }

    private async Task<IncidentGroupAnswer> GroupAsync(string code, int size)
    {
        var group = Assert.Single(await world.GroupsAsync(query: $"&code={code}"));
        Assert.Equal(size, group.Incidents);
        return group;
    }

    private async Task<RetryRunAnswer> BeginAsync(string cause, object settings, Uri? server = null)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToNode(settings, Api.Json)!;
        (body["cause"], body["reason"]) = (cause, "mended");
        if (server is null) return await (await world.AsAsync("supervisor")).PostAsync<RetryRunAnswer>("/api/retry-runs", body);
        using var there = await new Api(server).SignInAsync("supervisor", World.Password);
        return await there.PostAsync<RetryRunAnswer>("/api/retry-runs", body);
    }

    private async Task<RetryRunAnswer> StopAsync(string run)
    {
        await (await world.AsAsync("supervisor")).PostAsync<RetryRunAnswer>($"/api/retry-runs/{run}/stop", new { });
        return await world.RunAsync(run, r => r.EndedAt is not null);
    }

    private async Task PagesHoldEveryIncidentOnceAsync(IReadOnlyList<IncidentGroupAnswer> groups)
    {
        var supervisor = await world.AsAsync("supervisor");
        foreach (var group in groups)
        {
            List<IncidentLine> all = [];
            for (string? cursor = null; ;)
            {
                var page = await supervisor.GetAsync<Page<IncidentLine>>($"/api/incidents?cause={group.Cause}&limit=17{(cursor is null ? "" : "&cursor=" + cursor)}");
                all.AddRange(page.Items);
                if ((cursor = page.NextCursor) is null) break;
            }
            Assert.Equal(group.Incidents, all.Select(i => (i.CaseId, i.Incident)).Distinct().Count());
            Assert.Equal((group.Oldest, group.Newest), (all[0].RaisedAt, all[^1].RaisedAt));
        }
        List<string> paged = [];
        for (string? cursor = null; ;)
        {
            var page = await supervisor.GetAsync<Page<IncidentGroupAnswer>>($"/api/incidents/groups?definition={IncidentWorld.Fragile}&limit=1{(cursor is null ? "" : "&cursor=" + cursor)}");
            paged.AddRange(page.Items.Select(g => g.Cause));
            if ((cursor = page.NextCursor) is null) break;
        }
        Assert.Equal((await world.GroupsAsync()).Select(g => g.Cause), paged);
    }

    /// <summary>What the run tells, counted again from the events alone.</summary>
    private async Task ReportIsTheLogAsync(RetryRunAnswer run)
    {
        await using var database = world.Server.OpenDatabase();
        await using var command = database.CreateCommand("""
            with retried as (
              select e.stream_id, e.version, raised.data ->> 'Activity' as activity
              from mt_events e
              join mt_events raised on raised.stream_id = e.stream_id and raised.type = 'incident_raised' and raised.data ->> 'Incident' = e.data ->> 'Incident'
              where e.type = 'incident_retried' and e.data ->> 'Run' = $1
            ), after as (
              select r.stream_id, (select n.type from single_event n where n.stream_id = r.stream_id and n.version > r.version and n.data ->> 'Activity' = r.activity
                and n.type in ('activity_completed', 'activity_cancelled', 'incident_raised') order by n.version, n.ordinal limit 1) as type
              from retried r)
            select count(*), count(*) filter (where type = 'activity_completed'), count(*) filter (where type = 'incident_raised'), count(*) filter (where type = 'activity_cancelled') from after
            """);
        command.Parameters.Add(new() { Value = run.Id });
        await using var r = await command.ExecuteReaderAsync();
        Assert.True(await r.ReadAsync());
        Assert.Equal((r.GetInt64(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3)),
            (run.All.Total - run.All.Left - run.All.Waiting, run.All.Healed, run.All.FailedAgain, run.All.Gone));
    }

    /// <summary>Between retry and end of each item, as the log has them, no more than allowed overlap.</summary>
    private async Task NeverMoreAtOnceAsync(RetryRunAnswer run, int max)
    {
        await using var database = world.Server.OpenDatabase();
        await using var command = database.CreateCommand("""
            with retried as (
              select e.stream_id, e.seq_id as began,
                (select n.seq_id from single_event n where n.stream_id = e.stream_id and n.version > e.version and n.type = 'activity_completed' order by n.version limit 1) as ended
              from mt_events e where e.type = 'incident_retried' and e.data ->> 'Run' = $1)
            select max((select count(*) from retried other where other.began <= r.began and other.ended > r.began)) from retried r
            """);
        command.Parameters.Add(new() { Value = run.Id });
        Assert.InRange((long)(await command.ExecuteScalarAsync())!, 1, max);
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql, string? value)
    {
        await using var command = database.CreateCommand(sql);
        if (value is not null) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> CountAsync(NpgsqlDataSource database, string sql, string value)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = value });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
