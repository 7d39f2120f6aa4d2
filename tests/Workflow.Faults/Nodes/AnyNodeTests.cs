using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Tasks;
using Workflow.Samples.Api;
using Xunit;

namespace Workflow.Faults.Nodes;

/// <summary>Whoever asks need not know which node he asks.</summary>
[Collection(NodeTests.Name)]
public sealed class AnyNodeTests(NodeGroup nodes)
{
    private const int Stories = 3;

    [Fact]
    public async Task A_story_whose_every_request_goes_to_another_node_comes_to_its_end_once()
    {
        // given people whose every request takes a connection of its own, and a proxy that deals them out
        using var town = nodes.Town("dealt", connectionLife: TimeSpan.Zero);
        long before = nodes.Front.Accepted;

        // when
        var ends = await Task.WhenAll(Enumerable.Range(0, Stories).Select(town.PlayAsync));

        // then
        Assert.All(ends, end => Assert.Equal(11, end.Status));
        Assert.True(nodes.Front.Accepted - before > Stories * 20, "requests shared connections");
        long head = await HeadAsync();
        await Task.WhenAll(Enumerable.Range(0, Stories).Select(town.PlayAsync));
        Assert.Equal(head, await HeadAsync());
        await nodes.AssertWholeAsync(town);
    }

    [Fact]
    public async Task What_one_node_acknowledged_every_node_shows_at_once_and_answers_the_same_again()
    {
        // given a town at each node
        var towns = nodes.Nodes.Select(node => nodes.Town("beside", node)).ToList();
        for (int at = 0; at < towns.Count; at++)
        {
            // when one of them acknowledges
            var player = await towns[at].FileAsync(at, DateTimeOffset.UtcNow.AddDays(-1));

            // then the others show it without any waiting, in the lists too, and know the command
            foreach (var other in towns)
            {
                var window = await other.Cast.WindowAsync(Town.Region);
                var shown = await window.GetAsync<Page<TaskSummary>>($"/api/tasks?q={player.CaseNumber}&limit=200");
                var task = Assert.Single(shown.Items, t => t.CaseId == player.CaseId);
                await window.PostAsync<CommandAnswer>($"/api/cases/{player.CaseId}/tasks/{task.TaskId}/claim", new { }, $"claim-{player.CaseId}");
            }

            Assert.Equal(1, await nodes.AskAsync<long>("select count(*) from command where id = $1", $"claim-{player.CaseId}"));
            var refused = await Assert.ThrowsAsync<ProblemException>(async () =>
                await (await towns[(at + 1) % towns.Count].Cast.WindowAsync(Town.Region)).PostAsync<CommandAnswer>(
                    $"/api/cases/{player.CaseId}/decline", new DeclineRequest(1, "另一份内容"), $"claim-{player.CaseId}"));
            Assert.Equal(422, refused.Status);
        }

        towns.ForEach(town => town.Dispose());
    }

    [Fact]
    public async Task A_session_of_one_node_holds_at_every_node_and_hears_there_what_others_commit()
    {
        // given a supervisor signed in at a node whose clock is twenty minutes ahead
        using var cookies = new HttpClientHandler { CookieContainer = new CookieContainer() };
        using var browser = new HttpClient(cookies);
        var who = nodes.Town("live").Supervisor;
        using var signedIn = await browser.PostAsJsonAsync(new Uri(nodes.Nodes[0].Url, "/api/session"), new { account = who.Account, password = who.Password }, nodes.Ends);
        Assert.True(signedIn.IsSuccessStatusCode, await signedIn.Content.ReadAsStringAsync(nodes.Ends));

        // when he listens at another, and a case is filed at a third
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(nodes.Nodes[1].Url, "/api/stream"));
        using var live = await browser.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, nodes.Ends);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        using var lines = new StreamReader(await live.Content.ReadAsStreamAsync(nodes.Ends));
        while (await lines.ReadLineAsync(nodes.Ends) is not "") { }
        using var there = nodes.Town("live", nodes.Nodes[2]);
        var player = await there.FileAsync(0, DateTimeOffset.UtcNow.AddDays(-1));

        // then
        string? heard;
        do heard = await lines.ReadLineAsync(nodes.Ends);
        while (heard is not null && !heard.Contains(player.CaseId, StringComparison.Ordinal));
        Assert.NotNull(heard);
        using var read = await browser.GetAsync(new Uri(nodes.Nodes[2].Url, $"/api/cases/{player.CaseId}"), nodes.Ends);
        Assert.Equal(player.CaseNumber, (await read.Content.ReadFromJsonAsync<JsonElement>(nodes.Ends)).GetProperty("caseNumber").GetString());
    }

    private Task<long> HeadAsync() => nodes.AskAsync<long>("select max(seq_id) from mt_events");
}
