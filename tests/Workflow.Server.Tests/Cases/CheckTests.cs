using Workflow.Contracts.Cases;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>An application while it is filled in: what applies, what is asked, what is wrong so far.</summary>
public sealed class CheckTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task An_empty_form_says_what_is_asked_and_what_is_not_known_yet()
    {
        var check = await CheckAsync(new { jointItem = "whole", region = World.District });
        Assert.Equal(["market", "fire"], check.Items.Select(i => i.Code));
        Assert.All(check.Items, i => Assert.True(i.Applies));
        Assert.True(check.Fields.Single(f => f.Name == "storeName").Asked);
        Assert.Null(check.Fields.Single(f => f.Name == "signWidth").Asked);
        Assert.Equal((true, "market"), (check.Materials.Single(m => m.Code == "lease").Required, Assert.Single(check.Materials.Single(m => m.Code == "lease").NeededBy)));
        Assert.Equal(["$.answers.area field-required", "$.answers.phone field-required", "$.answers.storeName field-required", "$.applicant field-required"], Errors(check));
    }

    [Fact]
    public async Task Each_answer_settles_what_hangs_on_it()
    {
        var without = await CheckAsync(new { jointItem = "whole", region = World.District, answers = new { outdoorSign = false } });
        Assert.False(without.Fields.Single(f => f.Name == "signWidth").Asked);
        var with = await CheckAsync(new { jointItem = "whole", region = World.District, answers = new { outdoorSign = true } });
        Assert.True(with.Fields.Single(f => f.Name == "signWidth").Asked);

        var small = await CheckAsync(new { jointItem = "choosy", region = World.District, answers = new { area = 10 } }, choosy: true);
        Assert.Equal([true, false], small.Items.Select(i => i.Applies!.Value));
        Assert.Equal(["market"], small.Materials.Single(m => m.Code == "floor_plan").NeededBy);
        Assert.Equal([true, null], (await CheckAsync(new { jointItem = "choosy", region = World.District }, choosy: true)).Items.Select(i => i.Applies));
    }

    [Fact]
    public async Task It_says_what_filing_would_say()
    {
        var (applicant, body) = (await world.AsAsync("applicant"), new
        {
            jointItem = "whole", region = World.District, channel = "online",
            applicant = new { kind = "person", name = "张三", idNumber = "110105194912310021", phone = "x" },
            answers = new { storeName = "a", area = 0, phone = "13800000000", style = "sushi", odd = 1 }, materials = new[] { new { material = "lease", fileId = "none" } },
        });
        var check = await applicant.PostAsync<ApplicationCheckAnswer>("/api/applications/check", body);
        var filed = await applicant.ProblemAsync(HttpMethod.Post, "/api/applications", body);
        Assert.Contains("$.applicant.phone field-format", Errors(check));
        Assert.Equal(["$.applicant.phone field-format"], filed.Fields);
        Assert.Equal(
            ["$.answers.area field-range", "$.answers.odd field-unknown", "$.answers.storeName field-length", "$.answers.style field-choice", "$.applicant.idNumber resident-id-check", "$.applicant.phone field-format", "$.materials[0].fileId file-not-found"], Errors(check));
        Assert.Equal("Out of range: Must be between 1 and 100000.", check.Errors.Single(e => e.Code == "field-range").Message);

        var fine = World.Application();
        Assert.Empty((await applicant.PostAsync<ApplicationCheckAnswer>("/api/applications/check", fine)).Errors);
        var wrongNumber = World.Application(name: "李四");
        Assert.Empty((await applicant.PostAsync<ApplicationCheckAnswer>("/api/applications/check", wrongNumber)).Errors);
    }

    [Fact]
    public async Task A_window_is_told_of_an_account_that_is_not_there_before_and_when_it_files()
    {
        var window = await world.AsAsync("window");
        object Named(string account) => new
        {
            jointItem = "whole", region = World.District, channel = "window",
            applicant = new { kind = "person", name = "张三", idNumber = "11010519491231002X", phone = "13800000000", account },
            answers = new { storeName = "小面馆", area = 60, phone = "13800000000", outdoorSign = false },
        };
        Assert.Contains("$.applicant.account account-not-found", Errors(await window.PostAsync<ApplicationCheckAnswer>("/api/applications/check", Named("nobody-here"))));
        Assert.Contains("$.applicant.account account-not-found", (await window.ProblemAsync(HttpMethod.Post, "/api/applications", Named("nobody-here"))).Fields);
        Assert.DoesNotContain(Errors(await window.PostAsync<ApplicationCheckAnswer>("/api/applications/check", Named("applicant"))), e => e.StartsWith("$.applicant", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_who_may_file_asks_and_only_about_what_is_published()
    {
        Assert.Equal("403 forbidden", await (await world.AsAsync("fire")).RefusedAsync(HttpMethod.Post, "/api/applications/check", new { jointItem = "whole", region = World.District }));
        var refused = await (await world.AsAsync("applicant")).ProblemAsync(HttpMethod.Post, "/api/applications/check", new { jointItem = "nothing", region = World.District });
        Assert.Equal(["$.jointItem joint-item-not-found"], refused.Fields);
        Assert.Contains("$.region region-outside-joint-item", Errors(await CheckAsync(new { jointItem = "whole", region = "330100" })));
        Assert.Equal("400 body-invalid", await (await world.AsAsync("applicant")).RefusedAsync(HttpMethod.Post, "/api/applications/check", new { region = World.District }));
    }

    private async Task<ApplicationCheckAnswer> CheckAsync(object body, bool choosy = false)
    {
        if (choosy) await world.PublishChoosyAsync();
        return await (await world.AsAsync("applicant")).PostAsync<ApplicationCheckAnswer>("/api/applications/check", body);
    }

    private static IEnumerable<string> Errors(ApplicationCheckAnswer check) => check.Errors.Select(e => $"{e.Field} {e.Code}").Order(StringComparer.Ordinal);
}
