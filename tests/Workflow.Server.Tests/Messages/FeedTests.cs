using System.Globalization;
using System.Text.Json;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Messages;
using Workflow.Core.Runtime;
using Workflow.Server.Messages;
using Workflow.Server.Tests.Cases;
using Xunit;

namespace Workflow.Server.Tests.Messages;

/// <summary>What integrators are told of the log: in order, resumable, to each its own, and nothing personal.</summary>
public sealed class FeedTests(MessageWorld messages) : IClassFixture<MessageWorld>
{
    [Fact]
    public async Task A_whole_case_is_told_in_order_and_each_receiver_is_told_its_part()
    {
        var (accepted, review) = await messages.AcceptedAsync();
        var (id, number) = (accepted.CaseId, accepted.CaseNumber);
        var (fire, market, window) = (await messages.World.AsAsync("fire"), await messages.World.AsAsync("market"), await messages.World.AsAsync("window"));
        await fire.PostAsync($"/api/cases/{id}/tasks/{review}/opinion", new { kind = "positive" });
        await market.PostAsync($"/api/cases/{id}/tasks/{World.TaskOf(accepted, "review_market")}/opinion", new { kind = "conditional", conditions = new[] { "see 张三" } });
        await market.PostAsync($"/api/cases/{id}/decide", new DecideRequest(await TaskAsync("decide"), "grant", "all fine"));
        await market.PostAsync($"/api/cases/{id}/conclude", new ConcludeRequest(await TaskAsync("conclude"), [new ResultRequest("fire", "消防意见书", "F-1"), new ResultRequest("market", "执照", "M-1")]));
        await window.PostAsync($"/api/cases/{id}/deliver", new DeliverRequest(await TaskAsync("deliver"), "window"));

        await (await messages.World.AsAsync("applicant")).PostAsync($"/api/cases/{id}/rating", new { level = 4, comment = "quick, says 张三" });

        var all = await messages.FeedAsync(MessageWorld.Region, id);
        Assert.Equal(
            [
                "case.filed", "task.opened intake", "task.closed intake", "case.accepted", "task.opened review market", "task.opened review fire", "opinion.given fire", "task.closed review fire",
                "opinion.given market", "task.closed review market", "task.opened decide market", "case.decided", "task.closed decide market",
                "task.opened conclude market", "case.concluded", "task.closed conclude market", "task.opened deliver", "case.delivered", "task.closed deliver", "case.rated",
            ], all.Select(Say));
        var sequence = all.Select(e => e.Extension("sequence")!).ToList();
        Assert.Equal(sequence.Order(StringComparer.Ordinal), sequence);
        Assert.All(all, e => Assert.Equal(("/cases", World.District, "whole", "urn:onego:contracts:" + e.Type["dev.onego.".Length..]), (e.Source, e.Extension("region"), e.Extension("jointitem"), e.DataSchema)));
        Assert.All(all, e => Assert.Equal(number, e.Data!.Value.GetProperty("caseNumber").GetString()));

        // Nobody is told who applied, what was said in words, or what is personal.
        foreach (var account in (string[])[MessageWorld.Region, MessageWorld.Fire, MessageWorld.Market])
        {
            var text = string.Join('\n', (await messages.FeedAsync(account, id)).Select(e => System.Text.Encoding.UTF8.GetString(CloudEventJson.Write(e))));
            foreach (var personal in (string[])["张三", "quick", World.ResidentId, "13800000000", "138 0000", "see", "all fine", "\"fire\",\"officer\""]) Assert.DoesNotContain(personal, text, StringComparison.Ordinal);
        }

        // The fire department: the case, its own task with the answers that it needs, not its neighbours' work.
        var own = await messages.FeedAsync(MessageWorld.Fire, id);
        Assert.Equal(["case.filed", "case.accepted", "task.opened review fire", "opinion.given fire", "task.closed review fire", "case.decided", "case.concluded", "case.delivered", "case.rated"], own.Select(Say));
        var opened = own[2].Data!.Value.Deserialize<TaskOpened>(JsonSerializerOptions.Web)!;
        Assert.Equal((review, "fire", "review_fire"), (opened.TaskId, opened.Item, opened.Element));
        Assert.Equal(["area", "storeName"], opened.Answers!.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("positive", own[3].Data!.Value.GetProperty("kind").GetString());
        Assert.Equal([("fire", "F-1"), ("market", null)], own[6].Data!.Value.GetProperty("results").EnumerateArray().Select(r => (r.GetProperty("item").GetString(), r.GetProperty("number").GetString())));

        // The lead department: all work, but the answers of its own tasks only; the region's system: no opinions, no numbers.
        var lead = await messages.FeedAsync(MessageWorld.Market, id);
        Assert.Equal(all.Select(e => e.Id), lead.Select(e => e.Id));
        Assert.Equal("positive", lead.Single(e => Say(e) == "opinion.given fire").Data!.Value.GetProperty("kind").GetString());
        Assert.Equal(JsonValueKind.Null, lead.Single(e => Say(e) == "task.opened review fire").Data!.Value.GetProperty("answers").ValueKind);
        Assert.Equal(JsonValueKind.Null, all.Single(e => Say(e) == "opinion.given fire").Data!.Value.GetProperty("kind").ValueKind);
        Assert.All(all.Single(e => Say(e) == "case.concluded").Data!.Value.GetProperty("results").EnumerateArray(), r => Assert.Equal(JsonValueKind.Null, r.GetProperty("number").ValueKind));
        Assert.Empty(await messages.FeedAsync(MessageWorld.Elsewhere, id));

        async Task<long> TaskAsync(string element) => World.TaskOf(await messages.World.HeadAsync(id), element);
    }

    [Fact]
    public async Task What_was_told_once_is_told_the_same_again()
    {
        var (accepted, _) = await messages.AcceptedAsync();
        var before = await messages.FeedAsync(MessageWorld.Fire, accepted.CaseId);
        var market = await messages.World.AsAsync("market");
        await market.PostAsync($"/api/cases/{accepted.CaseId}/suspend", new { clock = "case", reason = "hearing", basis = "art. 45" });
        await market.PostAsync($"/api/cases/{accepted.CaseId}/resume", new { clock = "case" });
        var after = await messages.FeedAsync(MessageWorld.Fire, accepted.CaseId);
        Assert.Equal(before.Select(Text), after.Take(before.Count).Select(Text));
        // Its own review stands still with the case.
        Assert.Equal(["clock.stopped", "clock.stopped fire", "clock.resumed", "clock.resumed fire"], after.Skip(before.Count).Select(Say));
        Assert.Equal("hearing", after[before.Count].Data!.Value.GetProperty("reason").GetString());

        static string Text(CloudEvent e) => System.Text.Encoding.UTF8.GetString(CloudEventJson.Write(e));
    }

    [Fact]
    public async Task A_reader_waits_for_the_next_event_and_resumes_behind_its_position()
    {
        using var http = messages.Client(MessageWorld.Fire);
        var after = await EndAsync(http);
        var waiting = http.GetAsync(new Uri($"/api/events?after={after}&waitSeconds=30&types=dev.onego.case.filed.v1", UriKind.Relative));
        var filed = await messages.World.FileAsync();
        using var answer = await waiting;
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(CloudEventJson.BatchMediaType, answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(filed.CaseId, Assert.Single(CloudEventJson.ReadBatch(json.RootElement).Events!).Subject);
        var next = Next(answer);
        Assert.True(next >= filed.Position);

        using var nothing = await http.GetAsync(new Uri($"/api/events?after={next}&types=dev.onego.case.filed.v1", UriKind.Relative));
        Assert.Equal("[]", await nothing.Content.ReadAsStringAsync());
        Assert.Equal(next, Next(nothing));
    }

    [Fact]
    public async Task Pages_of_one_tell_the_same_as_one_page()
    {
        var (accepted, _) = await messages.AcceptedAsync();
        using var http = messages.Client(MessageWorld.Fire);
        var (ids, after) = (new List<string>(), 0L);
        while (true)
        {
            using var answer = await http.GetAsync(new Uri($"/api/events?after={after}&limit=1", UriKind.Relative));
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            ids.AddRange(CloudEventJson.ReadBatch(json.RootElement).Events!.Where(e => e.Subject == accepted.CaseId).Select(e => e.Id));
            if (Next(answer) == after) break;
            after = Next(answer);
        }
        Assert.Equal((await messages.FeedAsync(MessageWorld.Fire, accepted.CaseId)).Select(e => e.Id), ids);
    }

    [Fact]
    public async Task Filters_narrow_and_unknown_ones_are_refused()
    {
        var (accepted, _) = await messages.AcceptedAsync();
        using var api = messages.Api(MessageWorld.Market);
        Assert.Equal(["?types field-choice"], (await api.ProblemAsync(HttpMethod.Get, "/api/events?types=dev.onego.case.exploded.v1")).Fields);
        Assert.Equal(["?after field-range"], (await api.ProblemAsync(HttpMethod.Get, "/api/events?after=-1")).Fields);
        Assert.Equal(["?colour field-unknown"], (await api.ProblemAsync(HttpMethod.Get, "/api/events?colour=red")).Fields);
        using var http = messages.Client(MessageWorld.Market);
        var text = await http.GetStringAsync(new Uri("/api/events?limit=500&types=dev.onego.task.opened.v1&departments=fire&jointItems=whole", UriKind.Relative));
        using var json = JsonDocument.Parse(text);
        var told = CloudEventJson.ReadBatch(json.RootElement).Events!;
        Assert.Contains(told, e => e.Subject == accepted.CaseId);
        Assert.All(told, e => Assert.Equal(("task.opened review fire", "whole"), (Say(e), e.Extension("jointitem"))));
        Assert.Equal("403 forbidden", await (await messages.World.AsAsync("supervisor")).RefusedAsync(HttpMethod.Get, "/api/events"));
    }

    [Fact]
    public void Each_public_event_is_made_of_a_stored_one()
    {
        Assert.Equal(MessageTypes.Events.Select(t => t.Name).Order(StringComparer.Ordinal), PublicEvents.From.Select(f => f.Type).Order(StringComparer.Ordinal));
        Assert.Empty(PublicEvents.From.Select(f => f.Alias).Except(EventNames.Known.Select(k => k.Alias), StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_account_that_waits_everywhere_at_once_is_told_to_wait()
    {
        using var http = messages.Client(MessageWorld.Elsewhere);
        using var enough = new CancellationTokenSource();
        var after = await EndAsync(http);
        var waiting = Enumerable.Range(0, 21).Select(_ => http.GetAsync(new Uri($"/api/events?after={after}&waitSeconds=30", UriKind.Relative), enough.Token)).ToList();
        using var refused = await await Task.WhenAny(waiting);
        Assert.Equal(429, (int)refused.StatusCode);
        await enough.CancelAsync();
    }

    private static string Say(CloudEvent told)
    {
        var words = new List<string> { told.Type["dev.onego.".Length..^3] };
        if (words[0].StartsWith("task.", StringComparison.Ordinal)) words.Add(told.Data!.Value.GetProperty("kind").GetString()!);
        if (told.Extension("department") is { } department && department != "window") words.Add(department);
        return string.Join(' ', words);
    }

    private static async Task<long> EndAsync(HttpClient http)
    {
        for (var after = 0L; ;)
        {
            using var answer = await http.GetAsync(new Uri($"/api/events?after={after}&limit=500", UriKind.Relative));
            if (Next(answer) == after) return after;
            after = Next(answer);
        }
    }

    private static long Next(HttpResponseMessage answer) => long.Parse(answer.Headers.GetValues("X-Next-Position").Single(), CultureInfo.InvariantCulture);
}
