using System.Text.RegularExpressions;
using Workflow.Contracts.Catalog;
using Workflow.Contracts.Cases;
using Workflow.Core.Cases.Papers;
using Workflow.Server.Tests.Cases;
using Xunit;

namespace Workflow.Server.Tests.Papers;

/// <summary>Documents (文书) over HTTP: made from the log, read, printed, proved.</summary>
public sealed class DocumentTests(PaperWorld world) : IClassFixture<PaperWorld>
{
    [Fact]
    public async Task A_case_comes_to_its_documents_in_the_order_of_its_life_each_once()
    {
        var id = await world.DeliveredAsync();
        var documents = await world.DocumentsAsync(id, d => d.Count == 3);
        Assert.Equal([PaperKinds.Acceptance, PaperKinds.Grant, PaperKinds.DeliveryReceipt], documents.Select(d => d.Kind));
        Assert.Equal([1, 2, 3], documents.Select(d => d.Id));
        var serial = (await world.HeadAsync(id)).CaseNumber.Split('-')[^1];
        Assert.Equal([$"510104受〔{Year()}〕{serial}-1", $"510104准〔{Year()}〕{serial}-2", $"510104送〔{Year()}〕{serial}-3"], documents.Select(d => d.Number));

        // Another node on the same database finds what is there.
        await using var other = await world.Server.StartAnotherAsync();
        var next = await world.AcceptedAsync();
        await world.DocumentsAsync(next, d => d.Count == 1);
        Assert.Equal(3, (await world.DocumentsAsync(id, _ => true)).Count);
        var timeline = await (await world.AsAsync("applicant")).GetAsync<Workflow.Contracts.Page<TimelineEntry>>($"/api/cases/{id}/timeline?limit=200");
        Assert.Equal(3, timeline.Items.Count(e => e.Code == "document_issued"));
    }

    [Fact]
    public async Task The_applicant_reads_it_and_the_first_opening_is_kept_as_proof()
    {
        var id = await world.AcceptedAsync("王 <script>alert(1)</script> & Co");
        var issued = Assert.Single(await world.DocumentsAsync(id, d => d.Count == 1));
        Assert.Equal("sent", issued.Notices.Single(n => n.Channel == "page").State);

        using var opened = await (await world.AsAsync("applicant")).SendAsync(HttpMethod.Get, $"/api/cases/{id}/documents/1");
        Assert.Equal("sandbox; default-src 'none'; style-src 'unsafe-inline'", opened.Headers.GetValues("Content-Security-Policy").Single());
        var text = await opened.Content.ReadAsStringAsync();
        Assert.Contains("王 &lt;script&gt;alert(1)&lt;/script&gt; &amp; Co", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", text, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("\\{\\{", RegexOptions.None, TimeSpan.FromSeconds(1)), text);
        Assert.Contains(issued.Number, text, StringComparison.Ordinal);
        Assert.Contains("受理通知书", text, StringComparison.Ordinal);

        var seen = (await world.DocumentsAsync(id, _ => true))[0].Notices.Single(n => n.Channel == "page");
        Assert.Equal("seen", seen.State);
        (await (await world.AsAsync("applicant")).SendAsync(HttpMethod.Get, $"/api/cases/{id}/documents/1")).Dispose();
        Assert.Equal(seen.SeenAt, (await world.DocumentsAsync(id, _ => true))[0].Notices.Single(n => n.Channel == "page").SeenAt);
    }

    [Fact]
    public async Task It_is_for_those_who_may_know_the_applicant_and_others_reading_is_written_down()
    {
        var id = await world.AcceptedAsync();
        await world.DocumentsAsync(id, d => d.Count == 1);
        (await (await world.AsAsync("window")).SendAsync(HttpMethod.Get, $"/api/cases/{id}/documents/1")).Dispose();
        (await (await world.AsAsync("fire")).SendAsync(HttpMethod.Get, $"/api/cases/{id}/documents/1")).Dispose();
        Assert.Equal("404 document-not-found", await (await world.AsAsync("auditor")).RefusedAsync(HttpMethod.Get, $"/api/cases/{id}/documents/1"));
        Assert.Equal("404 document-not-found", await (await world.AsAsync("window")).RefusedAsync(HttpMethod.Get, $"/api/cases/{id}/documents/2"));
        foreach (var stranger in (string[])["neighbour", "health", "window2"])
            Assert.Equal("404 case-not-found", await (await world.AsAsync(stranger)).RefusedAsync(HttpMethod.Get, $"/api/cases/{id}/documents"));
        Assert.False((await world.DocumentsAsync(id, _ => true, "auditor"))[0].MayOpen);
        // A reading by others is no proof of delivery.
        Assert.Equal("sent", (await world.DocumentsAsync(id, _ => true))[0].Notices.Single(n => n.Channel == "page").State);
        await using var database = world.Server.OpenDatabase();
        await using var read = database.CreateCommand("select string_agg(actor, ' ' order by actor) from read_log where stream_id = $1 and what = 'document 1'");
        read.Parameters.Add(new() { Value = id });
        Assert.Equal("fire window", await read.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Its_bytes_are_held_against_the_hash_in_the_case()
    {
        var id = await world.AcceptedAsync();
        var issued = Assert.Single(await world.DocumentsAsync(id, d => d.Count == 1));
        var auditor = await world.AsAsync("auditor");
        var whole = await auditor.GetAsync<DocumentVerification>($"/api/cases/{id}/documents/1/verification");
        Assert.Equal((issued.Sha256, issued.Sha256, true), (whole.Recorded, whole.Computed, whole.Matches));

        await using var database = world.Server.OpenDatabase();
        await using var forge = database.CreateCommand("update file_chunk set bytes = set_byte(bytes, 20, 64) where file_id in (select id from file where owner = 'papers' and sha256 = $1)");
        forge.Parameters.Add(new() { Value = issued.Sha256 });
        Assert.Equal(1, await forge.ExecuteNonQueryAsync());
        Assert.False((await auditor.GetAsync<DocumentVerification>($"/api/cases/{id}/documents/1/verification")).Matches);
    }

    [Fact]
    public async Task With_the_personal_data_its_bytes_go_and_number_and_hash_stay()
    {
        var id = await world.AcceptedAsync();
        await (await world.AsAsync("applicant")).PostAsync($"/api/cases/{id}/withdraw", new WithdrawRequest("不办了"));
        Assert.Equal([PaperKinds.Acceptance, PaperKinds.Withdrawal], (await world.DocumentsAsync(id, d => d.Count == 2)).Select(d => d.Kind));
        await (await world.AsAsync("supervisor")).PostAsync($"/api/cases/{id}/erase", new EraseRequest("本人申请"));
        Assert.Equal("404 document-erased", await (await world.AsAsync("window")).RefusedAsync(HttpMethod.Get, $"/api/cases/{id}/documents/1"));
        var supervisor = await world.AsAsync("supervisor");
        var gone = await PaperWorld.UntilAsync(() => supervisor.GetAsync<DocumentVerification>($"/api/cases/{id}/documents/1/verification"), v => v.Computed is null);
        Assert.Equal((64, false), (gone.Recorded.Length, gone.Matches));
    }

    [Fact]
    public async Task A_joint_item_that_issues_no_documents_has_none()
    {
        var filed = await world.FileAsync("applicant", "whole");
        await (await world.AsAsync("window")).PostAsync($"/api/cases/{filed.CaseId}/accept", new AcceptRequest(1));
        // What came later in the log has its document, so what came before would have one too.
        await world.DocumentsAsync(await world.AcceptedAsync(), d => d.Count == 1);
        Assert.Empty(await world.DocumentsAsync(filed.CaseId, _ => true));
    }

    [Fact]
    public async Task A_template_is_published_by_region_and_what_it_may_not_name_is_refused_with_its_line()
    {
        var designer = await world.AsAsync("designer");
        var kinds = await designer.GetAsync<List<TemplateKindAnswer>>("/api/templates");
        Assert.Equal(PaperKinds.All.Select(k => k.Code), kinds.Select(k => k.Kind));
        Assert.All(kinds, k => Assert.Contains(k.Templates, t => t.Region == "000000"));

        var title = new { zh = "补正通知", en = "Supplement" };
        var wrong = await designer.ProblemAsync(HttpMethod.Put, "/api/templates/supplement", new { region = World.City, title, body = "{{applicant}}\n{{password}}\n{{" });
        Assert.Equal(("422 template-invalid", "$.body[2] template-placeholder-unknown, $.body[3] template-placeholder-malformed"), (wrong.Short, string.Join(", ", wrong.Fields)));
        Assert.Equal("403 region-forbidden", await designer.RefusedAsync(HttpMethod.Put, "/api/templates/supplement", new { region = "000000", title, body = "{{applicant}}" }));
        Assert.Equal("404 template-not-found", await designer.RefusedAsync(HttpMethod.Get, $"/api/templates/supplement?region={World.City}"));

        await designer.PutAsync("/api/templates/supplement", new { region = World.City, title, body = "致 {{applicant}}\n{{missing}}\n缺:{{missing}}" });
        var mine = await designer.GetAsync<TemplateAnswer>($"/api/templates/supplement?region={World.City}");
        Assert.Equal((1, "designer", "补正通知"), (mine.Version, mine.By, mine.Title.Zh));

        var filed = await world.FiledAsync();
        await (await world.AsAsync("window")).PostAsync($"/api/cases/{filed.CaseId}/supplement-request", new SupplementRequestRequest(1, [new("lease", "a < b"), new("floor_plan", "blurred")], null));
        var issued = Assert.Single(await world.DocumentsAsync(filed.CaseId, d => d.Count == 1));
        Assert.Equal((World.City, 1, "补正通知"), (issued.TemplateRegion, issued.TemplateVersion, issued.Title));
        using var opened = await (await world.AsAsync("window")).SendAsync(HttpMethod.Get, $"/api/cases/{filed.CaseId}/documents/1");
        var text = await opened.Content.ReadAsStringAsync();
        Assert.Contains("<ol>\n<li>lease：a &lt; b</li>\n<li>floor plan：blurred</li>\n</ol>", text, StringComparison.Ordinal);
        Assert.Contains("<p>缺:lease：a &lt; b、floor plan：blurred</p>", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_is_previewed_with_made_up_values_and_nothing_is_kept()
    {
        var designer = await world.AsAsync("designer");
        using var shown = await designer.SendAsync(HttpMethod.Post, "/api/templates/grant/preview", new { region = World.City, title = World.Named("样"), body = "{{applicant}} <b>{{conditions}}" });
        var text = await shown.Content.ReadAsStringAsync();
        Assert.Contains("张三 &lt;b&gt;", text, StringComparison.Ordinal);
        Assert.Equal("404 template-not-found", await designer.RefusedAsync(HttpMethod.Get, $"/api/templates/grant?region={World.City}"));
        Assert.Equal("403 forbidden", await (await world.AsAsync("window")).RefusedAsync(HttpMethod.Post, "/api/templates/grant/preview", new { region = World.City, title = World.Named("样"), body = "x" }));
    }

    private static int Year() => DateTimeOffset.UtcNow.AddHours(8).Year;
}
