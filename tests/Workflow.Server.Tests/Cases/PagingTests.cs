using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Tasks;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>Lists read page by page while rows come in: nothing that was there throughout is missed or shown twice.</summary>
public sealed class PagingTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Cases_filed_while_the_list_is_read_disturb_no_page()
    {
        var (applicant, neighbour) = (await world.AsAsync("applicant"), await world.AsAsync("neighbour"));
        var window = await world.AsAsync("window");
        List<string> before = [];
        for (var i = 0; i < 23; i++) before.Add((await world.FileAsync(i % 2 == 0 ? applicant : neighbour)).CaseId);

        List<string> seen = [];
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await window.GetAsync<Page<CaseSummary>>($"/api/cases?limit=4&cursor={cursor}");
            Assert.InRange(page.Items.Count, 1, 4);
            seen.AddRange(page.Items.Select(c => c.CaseId));
            cursor = page.NextCursor;
            await world.FileAsync(applicant);
        }
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Equal(before.Order(), seen.Intersect(before).Order());
    }

    [Theory, InlineData("due"), InlineData("opened"), InlineData("received")]
    public async Task Tasks_opened_while_the_inbox_is_read_disturb_no_page(string sort)
    {
        var window = await world.AsAsync("window");
        for (var i = 0; i < 9; i++) await world.FileAsync();
        var before = (await window.GetAsync<Page<TaskSummary>>($"/api/tasks?limit=200&sort={sort}")).Items.Select(Name).ToList();

        List<string> seen = [];
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await window.GetAsync<Page<TaskSummary>>($"/api/tasks?limit=3&sort={sort}&cursor={cursor}");
            seen.AddRange(page.Items.Select(Name));
            cursor = page.NextCursor;
            if (seen.Count < 30) await world.FileAsync();
        }
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Equal(before, seen.Where(before.Contains));

        static string Name(TaskSummary task) => $"{task.CaseId} {task.TaskId}";
    }

    [Fact]
    public async Task Lists_are_filtered_by_number_name_status_item_and_region()
    {
        var (window, supervisor, auditor) = (await world.AsAsync("window"), await world.AsAsync("supervisor"), await world.AsAsync("auditor"));
        var filed = await world.FileAsync(jointItem: "six", name: "欧阳一百%_");
        Assert.Equal([filed.CaseId], await IdsAsync(window, $"q={filed.CaseNumber[..^1].ToLowerInvariant()}"));
        Assert.Equal([filed.CaseId], await IdsAsync(window, $"q={Uri.EscapeDataString("一百%_")}"));
        Assert.Empty(await IdsAsync(auditor, $"q={Uri.EscapeDataString("一百%_")}"));
        Assert.Contains(filed.CaseId, await IdsAsync(supervisor, "jointItem=six&status=1,3&region=510000&card=none"));
        Assert.DoesNotContain(filed.CaseId, await IdsAsync(supervisor, "jointItem=six&status=3"));
        Assert.Empty(await IdsAsync(supervisor, "region=110000"));

        static async Task<List<string>> IdsAsync(Api api, string query) =>
            [.. (await api.GetAsync<Page<CaseSummary>>($"/api/cases?limit=200&{query}")).Items.Select(c => c.CaseId)];
    }

    [Theory]
    [InlineData("/api/cases?limit=0", "?limit field-range")]
    [InlineData("/api/cases?limit=201", "?limit field-range")]
    [InlineData("/api/cases?limit=ten", "?limit field-range")]
    [InlineData("/api/cases?status=99", "?status field-choice")]
    [InlineData("/api/cases?card=green", "?card field-choice")]
    [InlineData("/api/cases?region=51", "?region field-format")]
    [InlineData("/api/cases?cursor=abc", "?cursor cursor-invalid")]
    [InlineData("/api/cases?cursor=%27%3B--", "?cursor cursor-invalid")]
    [InlineData("/api/cases?colour=red", "?colour field-unknown")]
    [InlineData("/api/cases?q=a%00b", "?q field-format")]
    [InlineData("/api/cases?q=a&q=b", "?q parameter-twice")]
    [InlineData("/api/tasks?view=all", "?view field-choice")]
    [InlineData("/api/tasks?kind=sleep", "?kind field-choice")]
    [InlineData("/api/stats/daily?from=2026-02-30", "?from field-type")]
    public async Task A_wrong_parameter_is_named(string path, string error)
    {
        var refused = await (await world.AsAsync("window")).ProblemAsync(HttpMethod.Get, path);
        Assert.Equal("400 parameter-invalid", refused.Short);
        Assert.Equal([error], refused.Fields);
    }
}
