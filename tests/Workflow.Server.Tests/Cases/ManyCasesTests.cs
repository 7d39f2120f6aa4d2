using System.Diagnostics;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Tasks;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>The product's own shape under load: six departments decide on each case at the same instant.</summary>
public sealed class ManyCasesTests(World world, ITestOutputHelper output) : IClassFixture<World>
{
    private const int CasesAtOnce = 16;

    [Fact]
    public async Task A_thousand_cases_decided_by_six_departments_at_once_all_conclude_on_one_server() => await RunAsync(1_000, [world.Server.Address]);

    [Fact]
    public async Task A_thousand_cases_all_conclude_with_two_servers_on_one_database()
    {
        await using var second = await world.Server.StartAnotherAsync();
        await RunAsync(1_000, [world.Server.Address, second.Address]);
    }

    /// <summary>Each department's opinion goes to another server than the one before it.</summary>
    private async Task RunAsync(int cases, Uri[] servers)
    {
        var started = Stopwatch.GetTimestamp();
        string[] accounts = ["applicant", "window", "supervisor", .. World.Departments];
        var people = new Dictionary<(string, int), Api>();
        foreach (var account in accounts)
            for (var s = 0; s < servers.Length; s++) people[(account, s)] = await new Api(servers[s]).SignInAsync(account, World.Password);

        var ids = new string[cases];
        await Parallel.ForAsync(0, cases, new ParallelOptions { MaxDegreeOfParallelism = CasesAtOnce }, async (number, _) =>
        {
            var filed = await world.FileAsync(By("applicant", number), "six");
            ids[number] = filed.CaseId;
            await By("window", number + 1).PostAsync($"/api/cases/{filed.CaseId}/accept", new AcceptRequest(1));
            var head = await By("supervisor", number).GetAsync<CaseAnswer>($"/api/cases/{filed.CaseId}");
            await Task.WhenAll(World.Departments.Select((department, d) => By(department, number + d).PostAsync(
                $"/api/cases/{filed.CaseId}/tasks/{World.TaskOf(head, "review_" + department)}/opinion", new OpinionRequest("positive", $"{department} {number}"))));
        });

        // Every opinion once, of its own department, for its own case; every case concluded.
        await using var database = world.Server.OpenDatabase();
        await using var command = database.CreateCommand("""
            select count(distinct e.stream_id), count(*), count(distinct (e.stream_id, e.data ->> 'Department')),
                   count(*) filter (where e.data -> 'Opinion' ->> 'Reason' like (e.data ->> 'Department') || ' %'),
                   (select count(*) from case_row where stream_id = any($1) and status = 11),
                   (select count(*) from mt_events c where c.stream_id = any($1) and c.type = 'case_concluded')
            from mt_events e where e.stream_id = any($1) and e.type = 'opinion_recorded'
            """);
        command.Parameters.Add(new() { Value = ids });
        await using var r = await command.ExecuteReaderAsync();
        Assert.True(await r.ReadAsync());
        long[] found = [.. Enumerable.Range(0, 6).Select(r.GetInt64)];
        Assert.Equal([cases, 6L * cases, 6L * cases, 6L * cases, cases, cases], found);
        output.WriteLine($"{cases} cases on {servers.Length} server(s): {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
        foreach (var api in people.Values) api.Dispose();

        Api By(string account, int turn) => people[(account, turn % servers.Length)];
    }
}
