using System.Net;
using System.Net.Http.Json;
using Workflow.Samples.Play;
using Xunit;

namespace Workflow.Faults.Nodes;

/// <summary>A machine's clock is off, and jumps; the database's time alone counts.</summary>
[Collection(NodeTests.Name)]
public sealed class WrongClockTests(NodeGroup nodes)
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Nodes_with_wrong_clocks_stamp_and_fire_nothing_wrongly()
    {
        // given a case that falls silent in ten minutes and one that does in two seconds, and what time it is
        using var town = nodes.Town("clocks", connectionLife: TimeSpan.Zero);
        var later = await FallingSilentAsync(town, 1, TimeSpan.FromMinutes(10));
        var from = await NowAsync();

        // when stories go through all nodes while two of the clocks jump by an hour and more
        var stories = Enumerable.Range(2, 3).Select(town.PlayAsync).ToList();
        await nodes.Nodes[0].MoveClockAsync(TimeSpan.FromMinutes(-40));
        await nodes.Nodes[1].MoveClockAsync(TimeSpan.FromHours(3));
        var soon = await FallingSilentAsync(town, 5, TimeSpan.FromSeconds(2));
        var played = await Task.WhenAll(stories);
        var silent = await soon.UntilAsync("acceptance by silence", c => c.Status != 1);
        var took = await NowAsync() - from;

        // then nothing is stamped outside of the time that passed, and no earlier than what stands before it
        foreach (string id in played.Select(c => c.CaseId))
        {
            Assert.InRange(await nodes.AskAsync<TimeSpan>("select max(timestamp) - min(timestamp) from mt_events where stream_id = $1", id), TimeSpan.Zero, took + Slack);
            Assert.False(await nodes.AskAsync<bool>("select bool_or(is_back) from (select timestamp < lag(timestamp) over (order by version) as is_back from mt_events where stream_id = $1) e", id));
        }

        // and what is due fired, not before it was; what is not due waits
        var due = silent.Clocks.Single(c => c.Clock == "intake").DueAt!.Value;
        Assert.True(new DateTimeOffset(await nodes.AskAsync<DateTime>("select timestamp from mt_events where stream_id = $1 and type = 'case_accepted'", soon.CaseId)) >= due);
        Assert.Equal(1, (await later.ReadAsync()).Status);

        // and no lease reaches further than leases do
        Assert.False(await nodes.AskAsync<bool>(
            """
            select exists (
              select from (select lease_until from message_router union all select lease_until from paper_cursor union all select lease_until from timer) l
              where lease_until > clock_timestamp() + interval '5 minutes')
            """));
        await nodes.Nodes[0].MoveClockAsync(TimeSpan.FromMinutes(20));
        await nodes.Nodes[1].MoveClockAsync(TimeSpan.FromMinutes(-20));
        await nodes.AssertOnceAsync(town);
    }

    [Fact]
    public async Task A_session_lasts_as_long_on_a_node_whose_clock_is_a_day_ahead()
    {
        // given
        var who = nodes.Town("session").Supervisor;
        foreach (var (maker, reader) in ((int, int)[])[(0, 2), (2, 0)])
        {
            using var cookies = new HttpClientHandler { CookieContainer = new CookieContainer() };
            using var browser = new HttpClient(cookies);
            using var signedIn = await browser.PostAsJsonAsync(new Uri(nodes.Nodes[maker].Url, "/api/session"), new { account = who.Account, password = who.Password }, nodes.Ends);
            Assert.True(signedIn.IsSuccessStatusCode, await signedIn.Content.ReadAsStringAsync(nodes.Ends));

            // when
            await nodes.Nodes[reader].MoveClockAsync(TimeSpan.FromDays(1));
            using var read = await browser.GetAsync(new Uri(nodes.Nodes[reader].Url, "/api/cases?limit=1"), nodes.Ends);

            // then
            Assert.Equal(HttpStatusCode.OK, read.StatusCode);
            await nodes.Nodes[reader].MoveClockAsync(TimeSpan.FromMinutes(reader == 0 ? 20 : 0));
        }
    }

    private static async Task<CasePlayer> FallingSilentAsync(Town town, int number, TimeSpan after)
    {
        var player = await town.FileAsync(number, DateTimeOffset.UtcNow.AddDays(-30));
        var due = (await player.ReadAsync()).Clocks.Single(clock => clock.Clock == "intake").DueAt!.Value;
        await player.MoveClockAsync(due - after);
        return player;
    }

    private async Task<DateTimeOffset> NowAsync() => new(await nodes.AskAsync<DateTime>("select clock_timestamp()"));
}
