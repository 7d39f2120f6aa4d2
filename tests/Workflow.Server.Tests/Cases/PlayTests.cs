using Workflow.Contracts.Catalog;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>A designer plays one sample case before deployment; nothing of it is kept.</summary>
public sealed class PlayTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task A_definition_is_played_with_the_joint_item_and_leaves_no_trace()
    {
        var designer = await world.AsAsync("designer");
        var before = await CountAsync();

        var play = await designer.PostAsync<PlayAnswer>("/api/definitions/play", new { xml = Drawings.Whole("new", "market", "market", "fire"), jointItem = "whole", startsAt = "2026-03-02T01:00:00Z" });

        Assert.Equal("concluded", play.End);
        Assert.Equal(["window", "market", "fire"], play.Departments);
        Assert.Equal(5, play.WorkingDays);
        Assert.Equal("送达", play.Steps.Single(s => s.Code == "case_delivered").Text.Zh);
        Assert.All(play.Steps, s => Assert.False(string.IsNullOrWhiteSpace(s.Text.En)));
        Assert.Equal(before, await CountAsync());
    }

    [Fact]
    public async Task What_cannot_be_deployed_is_not_played_and_answers_are_checked_as_an_application_is()
    {
        var designer = await world.AsAsync("designer");
        var broken = await designer.PostAsync<PlayAnswer>("/api/definitions/play", new { xml = "<definitions/>", jointItem = "whole" });
        Assert.Equal(("stopped", 0), (broken.End, broken.Steps.Count));
        Assert.Equal("not-bpmn", broken.Findings.Single().Code);

        var xml = Drawings.Whole("new", "market", "market", "fire");
        var refused = await designer.ProblemAsync(HttpMethod.Post, "/api/definitions/play", new { xml, jointItem = "whole", answers = new { storeName = "x", area = "big" } });
        Assert.Equal(["$.answers.storeName field-length", "$.answers.area field-type", "$.answers.phone field-required"], refused.Body.Errors.Select(e => $"{e.Field} {e.Code}"));
        Assert.Equal("400 body-invalid", await designer.RefusedAsync(HttpMethod.Post, "/api/definitions/play", new { xml, jointItem = "no-such" }));
        Assert.Equal("400 body-invalid", await designer.RefusedAsync(HttpMethod.Post, "/api/definitions/play", new { xml, jointItem = "whole", region = "440100" }));
        Assert.Equal("400 body-invalid", await designer.RefusedAsync(HttpMethod.Post, "/api/definitions/play", new { xml, jointItem = "whole", startsAt = "1800-01-01T00:00:00Z" }));
        Assert.Equal("403 forbidden", await (await world.AsAsync("fire")).RefusedAsync(HttpMethod.Post, "/api/definitions/play", new { xml, jointItem = "whole" }));
        Assert.Equal("concluded", (await designer.PostAsync<PlayAnswer>("/api/definitions/play", new { xml, jointItem = "whole", answers = new { storeName = "小面馆", area = 120, phone = "13800000000" } })).End);
    }

    private async Task<long> CountAsync()
    {
        await using var database = world.Server.OpenDatabase();
        await using var command = database.CreateCommand("select count(*) from mt_events");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
