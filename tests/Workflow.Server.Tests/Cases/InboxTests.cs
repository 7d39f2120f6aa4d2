using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Tasks;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>The inbox: search, filters, order, counts.</summary>
public sealed class InboxTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task A_task_is_found_by_its_number_its_applicant_and_its_title_within_ones_own_department_only()
    {
        var filed = await world.FileAsync(name: "欧阳锋");
        await (await world.AsAsync("window")).PostAsync($"/api/cases/{filed.CaseId}/accept", new AcceptRequest(1));
        var fire = await world.AsAsync("fire");
        foreach (var q in (string[])[filed.CaseNumber, filed.CaseNumber[..^2], filed.CaseNumber.ToLowerInvariant(), "欧阳"])
            Assert.Equal(filed.CaseId, Assert.Single(await ListAsync(fire, $"&q={Uri.EscapeDataString(q)}")).CaseId);
        Assert.Contains(await ListAsync(fire, "&q=view%20fire"), t => t.CaseId == filed.CaseId);
        Assert.Empty(await ListAsync(fire, "&q=nobody"));
        Assert.Empty(await ListAsync(fire, "&q=%25"));
        Assert.Empty(await ListAsync(await world.AsAsync("health"), $"&q={filed.CaseNumber}"));
        Assert.Empty(await ListAsync(await world.AsAsync("fire2"), $"&q={filed.CaseNumber}"));
    }

    [Fact]
    public async Task Filters_narrow_by_item_card_and_urging_and_counts_agree_with_the_list()
    {
        var accepted = await world.AcceptedAsync();
        var (market, supervisor) = (await world.AsAsync("market"), await world.AsAsync("supervisor"));
        var task = World.TaskOf(accepted, "review_market");
        Assert.DoesNotContain(await ListAsync(market, "&urged=true"), t => t.CaseId == accepted.CaseId);
        await supervisor.PostAsync($"/api/cases/{accepted.CaseId}/tasks/{task}/urge", new UrgeRequest("今天办完"));

        var urged = Assert.Single(await ListAsync(market, "&urged=true"), t => t.CaseId == accepted.CaseId);
        Assert.Equal((true, "market"), (urged.Urged, urged.Item));
        Assert.NotNull(urged.UrgedAt);
        Assert.Contains(await ListAsync(market, "&item=market&card=none"), t => t.CaseId == accepted.CaseId);
        Assert.Empty(await ListAsync(market, "&item=fire"));
        Assert.DoesNotContain(await ListAsync(market, "&card=red"), t => t.CaseId == accepted.CaseId);
        Assert.Equal("400 parameter-invalid", await market.RefusedAsync(HttpMethod.Get, "/api/tasks?urged=maybe"));

        await market.PostAsync($"/api/cases/{accepted.CaseId}/tasks/{task}/claim", new { });
        var (counts, all) = (await market.GetAsync<TaskCounts>("/api/tasks/counts"), await ListAsync(market, ""));
        Assert.Equal(
            (all.Count, all.Count(t => t.Assignee == "market"), all.Count(t => t.Urged)), ((int)counts.Department, (int)counts.Mine, (int)counts.Urged));
        Assert.Equal(all.CountBy(t => t.Kind).ToDictionary().Order(), counts.ByKind.Select(c => KeyValuePair.Create(c.Key, (int)c.Value)).Order());
        Assert.Equal(all.Count, counts.ByCard.Values.Sum());
        Assert.Equal(0, (await (await world.AsAsync("ecology")).GetAsync<TaskCounts>("/api/tasks/counts")).Mine);
    }

    [Fact]
    public async Task By_priority_what_was_urged_comes_first_and_every_page_goes_on_where_the_last_ended()
    {
        List<string> cases = [];
        for (var i = 0; i < 5; i++) cases.Add((await world.AcceptedAsync("six")).CaseId);
        var (tax, supervisor) = (await world.AsAsync("tax"), await world.AsAsync("supervisor"));
        foreach (var id in (string[])[cases[3], cases[1]])
        {
            var task = World.TaskOf(await world.HeadAsync(id), "review_tax");
            await supervisor.PostAsync($"/api/cases/{id}/tasks/{task}/urge", new UrgeRequest("today"));
        }
        List<TaskSummary> pieces = [];
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await tax.GetAsync<Page<TaskSummary>>($"/api/tasks?sort=priority&limit=2&cursor={cursor}");
            pieces.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        var whole = await ListAsync(tax, "&sort=priority");
        Assert.Equal(whole.Select(t => t.CaseId), pieces.Select(t => t.CaseId));
        Assert.Equal(pieces.Count, pieces.DistinctBy(t => (t.CaseId, t.TaskId)).Count());
        Assert.Equal([true, true, false], pieces.Take(3).Select(t => t.Urged));
        Assert.Equal(new[] { cases[1], cases[3] }.Order(), pieces.Take(2).Select(t => t.CaseId).Order());
    }

    [Fact]
    public async Task Names_that_are_shown_are_written_down_as_read()
    {
        var accepted = await world.AcceptedAsync();
        await ListAsync(await world.AsAsync("fire"), $"&sort=priority&q={accepted.CaseNumber}");
        await using var database = world.Server.OpenDatabase();
        await using var command = database.CreateCommand("select count(*) from list_read where streams @> array[$1] and actor = 'fire'");
        command.Parameters.Add(new() { Value = accepted.CaseId });
        Assert.Equal(1L, await command.ExecuteScalarAsync());
    }

    private static async Task<IReadOnlyList<TaskSummary>> ListAsync(Api api, string query) =>
        (await api.GetAsync<Page<TaskSummary>>("/api/tasks?limit=200" + query)).Items;
}
