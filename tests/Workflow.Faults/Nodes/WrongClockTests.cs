using System.Net;
using System.Net.Http.Json;
using Workflow.Contracts.Cases;
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

    [Theory]
    [InlineData(20)]
    [InlineData(-20)]
    public async Task Cards_bear_their_due_instant_and_none_is_early_whichever_way_the_clocks_are_wrong(int minutes)
    {
        // given nodes whose clocks are all wrong by as much, and accepted cases that show a card in three seconds, three hours ago and in ten minutes
        await Task.WhenAll(nodes.Nodes.Select(node => node.MoveClockAsync(TimeSpan.FromMinutes(minutes))));
        using var town = nodes.Town("cards", connectionLife: TimeSpan.Zero);
        var (ahead, from) = (TimeSpan.FromSeconds(3), await NowAsync());
        var soon = await ToCardAsync(town, 1, -ahead);
        var late = await ToCardAsync(town, 2, TimeSpan.FromHours(3));
        var later = await ToCardAsync(town, 3, -TimeSpan.FromMinutes(10));

        // when
        var supervisor = await town.Cast.SupervisorAsync(Town.Region);
        Task<CaseCards> CardsAsync(CasePlayer of) => supervisor.GetAsync<CaseCards>($"/api/cases/{of.CaseId}/cards");
        const string recorded = "select min(timestamp) from mt_events where stream_id = $1 and (type = 'card_shown' or (type = 'case_advanced' and data::text like '%card_shown%'))";
        foreach (var (player, card) in new[] { soon, late })
            await nodes.UntilAsync("the card", async () =>
                (await CardsAsync(player)).Cards.Any(c => c.Id == card.Id) && await nodes.AskAsync<DateTime?>(recorded, player.CaseId) is not null);
        var took = await NowAsync() - from;

        // then each card's instant is the due one, and it was recorded no earlier than that, and no later than it took
        foreach (var (player, card) in new[] { soon, late })
        {
            Assert.Equal(card.At, (await CardsAsync(player)).Cards.Single(c => c.Id == card.Id).At);
            var at = new DateTimeOffset(await nodes.AskAsync<DateTime>(recorded, player.CaseId));
            Assert.InRange(at, card.At, card.At + (player == late.Player ? TimeSpan.FromHours(3) : -ahead) + took + Slack);
        }

        // and the third is not shown, though one of the clocks says that it is due
        Assert.Contains((await CardsAsync(later.Player)).ToCome, c => c.Id == later.Card.Id);
        Assert.Null(await nodes.AskAsync<DateTime?>(recorded, later.Player.CaseId));
        await Task.WhenAll(nodes.Nodes.Select(node => node.MoveClockAsync(node.ClockOffset!.Value)));
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

    /// <summary>An accepted case whose own clock stands so long after the instant of its next card, or before it.</summary>
    private static async Task<(CasePlayer Player, CardAnswer Card)> ToCardAsync(Town town, int number, TimeSpan after)
    {
        var player = await town.FileAsync(number, DateTimeOffset.UtcNow.AddDays(-60));
        await player.AcceptAsync();
        var cards = await (await town.Cast.SupervisorAsync(Town.Region)).GetAsync<CaseCards>($"/api/cases/{player.CaseId}/cards");
        Assert.Empty(cards.Cards);
        var next = cards.ToCome.Where(c => c.Rule == "clockYellow").MinBy(c => c.At)!;
        await player.MoveClockAsync(next.At + after);
        return (player, next);
    }

    private async Task<DateTimeOffset> NowAsync() => new(await nodes.AskAsync<DateTime>("select clock_timestamp()"));
}
