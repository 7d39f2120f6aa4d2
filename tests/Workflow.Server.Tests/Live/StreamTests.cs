using System.Text.Json;
using Workflow.Server.Tests.Cases;
using Workflow.Server.Tests.Running;
using Xunit;

namespace Workflow.Server.Tests.Live;

/// <summary>The live stream: "case X changed", for those who may see X.</summary>
public sealed class StreamTests(World world) : IClassFixture<World>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private async Task<Browser> SignedInAsync(string account)
    {
        var browser = new Browser(world.Server.Address);
        await browser.SignInAsync(account, World.Password);
        return browser;
    }

    /// <summary>Reads messages until one is about the case; gives the cases met and the id to resume behind.</summary>
    private static async Task<(List<string> Met, string? LastId)> UntilAsync(StreamReader stream, string caseId, CancellationToken cancelled)
    {
        List<string> met = [];
        string? lastId = null;
        while (await stream.ReadLineAsync(cancelled) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal)) lastId = line[4..];
            if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
            met.Add(JsonSerializer.Deserialize<JsonElement>(line[6..]).GetProperty("caseId").GetString()!);
            if (met[^1] == caseId) return (met, lastId);
        }
        throw new InvalidOperationException("the stream ended");
    }

    [Fact]
    public async Task A_browser_hears_of_the_cases_that_it_may_see_and_of_no_other()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var applicant = await SignedInAsync("applicant");
        using var neighbour = await SignedInAsync("neighbour");
        using var otherWindow = await SignedInAsync("window2");
        using var mine = await applicant.OpenAsync("/api/stream", null, patience.Token);
        using var theirs = await neighbour.OpenAsync("/api/stream", null, patience.Token);
        using var elsewhere = await otherWindow.OpenAsync("/api/stream", null, patience.Token);

        var filed = await world.FileAsync("applicant");
        var other = await world.FileAsync("neighbour");

        Assert.DoesNotContain(other.CaseId, (await UntilAsync(mine, filed.CaseId, patience.Token)).Met);
        Assert.Equal([other.CaseId], (await UntilAsync(theirs, other.CaseId, patience.Token)).Met.Distinct());
        // Streams keep the order of the log: had the other district heard of them, it would have been before its own.
        var application = System.Text.Json.Nodes.JsonNode.Parse(JsonSerializer.Serialize(World.Application(), JsonSerializerOptions.Web))!;
        application["region"] = World.OtherDistrict;
        var own = (await neighbour.PostAsync("/api/applications", application)).Is(201).Json.GetProperty("caseId").GetString()!;
        Assert.Equal([own], (await UntilAsync(elsewhere, own, patience.Token)).Met);
    }

    [Fact]
    public async Task After_a_break_it_goes_on_behind_the_last_id()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var supervisor = await SignedInAsync("supervisor");
        string? lastId;
        using (var stream = await supervisor.OpenAsync("/api/stream", null, patience.Token))
            (_, lastId) = await UntilAsync(stream, (await world.FileAsync("applicant")).CaseId, patience.Token);

        var missed = await world.FileAsync("applicant");
        using var again = await supervisor.OpenAsync("/api/stream", lastId, patience.Token);
        Assert.Contains(missed.CaseId, (await UntilAsync(again, missed.CaseId, patience.Token)).Met);
    }

    [Fact]
    public async Task A_malformed_last_id_is_refused()
    {
        using var supervisor = await SignedInAsync("supervisor");
        (await supervisor.SendAsync(HttpMethod.Get, "/api/stream", null, null, ("Last-Event-ID", "abc"))).Is(400, "parameter-invalid");
    }
}
