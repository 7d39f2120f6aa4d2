using Workflow.Server.Tests.Running;
using Xunit;

namespace Workflow.Server.Tests.Catalog;

/// <summary>Definitions that are being drawn, over HTTP.</summary>
public sealed class DraftTests(ServerFixture running) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_draft_with_errors_is_saved_and_given_back_as_it_was_sent()
    {
        using var designer = await running.AccountAsync("draws", ("designer", "510100", null));
        var saved = (await designer.PutAsync("/api/drafts/half-done", new { xml = Drawing("一半"), revision = 0, note = "begun" })).Is(200).Json;
        Assert.Equal(1, saved.GetProperty("revision").GetInt32());

        var draft = (await designer.GetAsync("/api/drafts/half-done")).Is(200).Json;
        Assert.Equal(Drawing("一半"), draft.GetProperty("xml").GetString());
        Assert.Equal("一半", draft.GetProperty("name").GetString());
        Assert.Equal("510100", draft.GetProperty("region").GetString());
        Assert.Equal("begun", draft.GetProperty("note").GetString());

        Assert.Equal(2, (await designer.PutAsync("/api/drafts/half-done", new { xml = Drawing("两半"), revision = 1, baseVersion = 3 })).Is(200).Json.GetProperty("revision").GetInt32());
        Assert.Equal(2, (await designer.PutAsync("/api/drafts/half-done", new { xml = Drawing("两半"), revision = 2, baseVersion = 3 })).Is(200).Json.GetProperty("revision").GetInt32());
        Assert.Equal([2, 1], (await designer.GetAsync("/api/drafts/half-done/revisions")).Is(200).Json.EnumerateArray().Select(r => r.GetProperty("revision").GetInt32()));
        Assert.Equal(Drawing("一半"), (await designer.GetAsync("/api/drafts/half-done/revisions/1/xml")).Is(200).Text);
        (await designer.GetAsync("/api/drafts/half-done/revisions/3/xml")).Is(404, "draft-not-found");
        Assert.Contains((await designer.GetAsync("/api/drafts")).Json.EnumerateArray(), d => d.GetProperty("key").GetString() == "half-done" && d.GetProperty("baseVersion").GetInt32() == 3);
    }

    [Fact]
    public async Task Of_two_designers_who_save_at_once_the_second_hears_who_was_first()
    {
        using var first = await running.AccountAsync("first-designer", ("designer", "510100", null));
        using var second = await running.AccountAsync("second-designer", ("designer", "510000", null));
        (await first.PutAsync("/api/drafts/shared", new { xml = Drawing("a"), revision = 0 })).Is(200);

        (await first.PutAsync("/api/drafts/shared", new { xml = Drawing("b"), revision = 1 })).Is(200);
        var refused = (await second.PutAsync("/api/drafts/shared", new { xml = Drawing("c"), revision = 1 })).Is(409, "draft-moved");
        Assert.Contains("first-designer", refused.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        (await second.PutAsync("/api/drafts/shared", new { xml = Drawing("c"), revision = 2 })).Is(200);

        (await first.DeleteAsync("/api/drafts/shared?revision=2")).Is(409, "draft-moved");
        (await first.DeleteAsync("/api/drafts/shared")).Is(200);
        (await first.GetAsync("/api/drafts/shared")).Is(404, "draft-not-found");
        (await second.PutAsync("/api/drafts/shared", new { xml = Drawing("d"), revision = 3 })).Is(409, "draft-discarded");
        Assert.Equal(5, (await second.PutAsync("/api/drafts/shared", new { xml = Drawing("d"), revision = 0 })).Is(200).Json.GetProperty("revision").GetInt32());
    }

    [Fact]
    public async Task A_draft_is_listed_and_changed_only_by_designers_of_its_region_or_above()
    {
        using var city = await running.AccountAsync("city-draws", ("designer", "510100", null));
        using var elsewhere = await running.AccountAsync("elsewhere-draws", ("designer", "420100", null));
        using var officer = await running.AccountAsync("officer-looks", ("officer", "510104", "fire"));
        (await city.PutAsync("/api/drafts/ours", new { xml = Drawing("ours"), revision = 0 })).Is(200);

        (await elsewhere.GetAsync("/api/drafts/ours")).Is(404, "draft-not-found");
        (await elsewhere.PutAsync("/api/drafts/ours", new { xml = Drawing("x"), revision = 1 })).Is(403, "region-forbidden");
        (await elsewhere.DeleteAsync("/api/drafts/ours")).Is(404, "draft-not-found");
        Assert.DoesNotContain((await elsewhere.GetAsync("/api/drafts")).Json.EnumerateArray(), d => d.GetProperty("key").GetString() == "ours");
        (await officer.GetAsync("/api/drafts")).Is(403, "forbidden");
    }

    [Fact]
    public async Task What_is_no_model_is_not_saved_and_findings_come_in_the_language_asked_for()
    {
        using var designer = await running.AccountAsync("asks", ("designer", "510100", null));
        (await designer.PutAsync("/api/drafts/broken", new { xml = "<not-xml", revision = 0 })).Is(422, "definition-invalid");
        Assert.Equal(["$ not-bpmn"], (await designer.PutAsync("/api/drafts/broken", new { xml = "<svg/>", revision = 0 })).Is(422, "definition-invalid").Errors);

        foreach (var (language, message, rule) in new[] { ("zh", "“p”没有开始事件", "流程与子流程各有一个开始事件。"), ("en", "'p' has no start event", "A process or sub-process has one start event.") })
        {
            var findings = (await designer.SendAsync(HttpMethod.Post, "/api/definitions/any?dryRun=true", new StringContent(Drawing("x"), System.Text.Encoding.UTF8, "application/xml"), Browser.NewKey(), ("Accept-Language", language))).Is(200).Json.GetProperty("findings");
            var finding = findings.EnumerateArray().Single(f => f.GetProperty("code").GetString() == "missing-start");
            Assert.Equal(message, finding.GetProperty("message").GetString());
            Assert.Equal(rule, finding.GetProperty("rule").GetString());
        }
    }

    private static string Drawing(string name) => $"""
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:t" id="d">
          <process id="p" name="{name}" isExecutable="true"><endEvent id="end"/></process>
        </definitions>
        """;
}
