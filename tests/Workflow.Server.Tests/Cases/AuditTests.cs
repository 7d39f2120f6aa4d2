using Npgsql;
using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Tasks;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>What an auditor proves, and what a changed event does to it.</summary>
public sealed class AuditTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task A_case_that_was_written_as_it_stands_is_intact()
    {
        var accepted = await world.AcceptedAsync();
        foreach (var account in (string[])["auditor", "supervisor", "applicant"])
        {
            var proof = await (await world.AsAsync(account)).GetAsync<CaseVerification>($"/api/cases/{accepted.CaseId}/verification");
            Assert.Equal((true, accepted.Version, accepted.Version, (BrokenAnswer?)null), (proof.Intact, proof.Events, proof.Head.Version, proof.Broken));
            Assert.Matches("^[0-9a-f]{64}$", proof.Head.Hash);
        }
        Assert.Equal("404 case-not-found", await (await world.AsAsync("supervisor2")).RefusedAsync(HttpMethod.Get, $"/api/cases/{accepted.CaseId}/verification"));
        Assert.Equal("403 forbidden", await (await world.AsAsync("fire")).RefusedAsync(HttpMethod.Get, $"/api/cases/{accepted.CaseId}/verification"));
        Assert.Equal("404 case-not-found", await (await world.AsAsync("auditor")).RefusedAsync(HttpMethod.Get, "/api/cases/case-none/verification"));
    }

    [Fact]
    public async Task A_changed_event_is_found_in_its_case_and_in_the_whole_log()
    {
        var (auditor, filed) = (await world.AsAsync("auditor"), await world.FileAsync());
        Assert.Equal("409 verification-not-running", await auditor.RefusedAsync(HttpMethod.Delete, "/api/verification"));
        var before = await WholeAsync(auditor);
        Assert.DoesNotContain(before.Broken, b => b.StreamId == filed.CaseId);

        await using (var database = world.Server.OpenDatabase())
        await using (var tamper = database.CreateCommand($"""
            begin; set local session_replication_role = replica;
            update mt_events set data = jsonb_set(data, '{"{Title}"}', '"another"') where stream_id = '{filed.CaseId}' and version = 1; commit
            """))
            await tamper.ExecuteNonQueryAsync();

        var proof = await auditor.GetAsync<CaseVerification>($"/api/cases/{filed.CaseId}/verification");
        Assert.False(proof.Intact);
        Assert.Equal((1L, "hash-mismatch"), (proof.Broken!.Version, proof.Broken.Rule));
        var whole = await WholeAsync(auditor);
        Assert.Equal(("done", false, "auditor"), (whole.State, whole.Intact!.Value, whole.StartedBy));
        Assert.Equal(whole.Total, whole.Checked);
        Assert.Contains(whole.Broken, b => (b.StreamId, b.Version, b.Rule) == (filed.CaseId, 1, "hash-mismatch"));
        Assert.Equal("403 forbidden", await (await world.AsAsync("supervisor")).RefusedAsync(HttpMethod.Post, "/api/verification"));
    }

    [Fact]
    public async Task A_second_check_is_refused_while_one_runs_and_one_that_runs_can_be_stopped()
    {
        var auditor = await world.AsAsync("auditor");
        await using (var database = world.Server.OpenDatabase())
        await using (var connection = await database.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            // Accepted commands are compared last; nobody can read them now.
            await using (var hold = new NpgsqlCommand("lock table command in access exclusive mode", connection, transaction)) await hold.ExecuteNonQueryAsync();
            using (var started = await auditor.TryAsync(HttpMethod.Post, "/api/verification")) Assert.Equal(202, (int)started.StatusCode);
            Assert.Equal("409 verification-running", await auditor.RefusedAsync(HttpMethod.Post, "/api/verification"));
            Assert.Equal(("running", (bool?)null), await StateAsync());
            using (var stopped = await auditor.TryAsync(HttpMethod.Delete, "/api/verification")) Assert.Equal(204, (int)stopped.StatusCode);
            Assert.Equal("cancelled", (await EndAsync(auditor)).State);
        }
        Assert.Equal("done", (await WholeAsync(auditor)).State);

        async Task<(string, bool?)> StateAsync() => await auditor.GetAsync<LogVerification>("/api/verification") is { } now ? (now.State, now.Intact) : default;
    }

    [Fact]
    public async Task A_check_that_fails_says_so_and_may_be_started_again()
    {
        var auditor = await world.AsAsync("auditor");
        await using var database = world.Server.OpenDatabase();
        await using (var hide = database.CreateCommand("alter table command rename to command_away")) await hide.ExecuteNonQueryAsync();
        var failed = await WholeAsync(auditor);
        await using (var back = database.CreateCommand("alter table command_away rename to command")) await back.ExecuteNonQueryAsync();

        Assert.Equal(("failed", (bool?)null), (failed.State, failed.Intact));
        Assert.NotNull(failed.FinishedAt);
        Assert.Equal("done", (await WholeAsync(auditor)).State);
    }

    [Fact]
    public async Task Who_read_personal_data_of_a_case_stands_in_its_readings_newest_first()
    {
        var (auditor, accepted) = (await world.AsAsync("auditor"), await world.AcceptedAsync());
        await world.HeadAsync(accepted.CaseId, "window");
        await world.HeadAsync(accepted.CaseId, "fire");
        await (await world.AsAsync("market")).GetAsync<Page<TaskSummary>>("/api/tasks?limit=200");

        List<ReadingAnswer> readings = [];
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await auditor.GetAsync<Page<ReadingAnswer>>($"/api/cases/{accepted.CaseId}/readings?limit=2&cursor={cursor}");
            readings.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        Assert.Equal(readings.OrderByDescending(r => r.At).Select(r => r.At), readings.Select(r => r.At));
        Assert.Equal(("market", "name"), (readings[0].Account, readings[0].What));
        Assert.Superset(new HashSet<(string, string)> { ("window", "case"), ("fire", "case"), ("supervisor", "case") }, readings.Select(r => (r.Account, r.What)).ToHashSet());
        Assert.Equal(readings.Count, (await auditor.GetAsync<Page<ReadingAnswer>>($"/api/cases/{accepted.CaseId}/readings?limit=200")).Items.Count);
        Assert.Equal("403 forbidden", await (await world.AsAsync("supervisor")).RefusedAsync(HttpMethod.Get, $"/api/cases/{accepted.CaseId}/readings"));
    }

    private static async Task<LogVerification> WholeAsync(Api auditor)
    {
        using (var started = await auditor.TryAsync(HttpMethod.Post, "/api/verification")) Assert.Equal(202, (int)started.StatusCode);
        return await EndAsync(auditor);
    }

    /// <summary>Asked for until it is over.</summary>
    private static async Task<LogVerification> EndAsync(Api auditor)
    {
        var deadline = DateTime.UtcNow.AddSeconds(60);
        while (true)
        {
            var now = await auditor.GetAsync<LogVerification>("/api/verification");
            if (now.State != "running") return now;
            Assert.True(DateTime.UtcNow < deadline, "the check of a small log does not end");
        }
    }
}
