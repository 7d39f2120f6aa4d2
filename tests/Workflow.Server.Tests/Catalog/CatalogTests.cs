using Workflow.Server.Tests.Running;
using Xunit;

namespace Workflow.Server.Tests.Catalog;

/// <summary>Publishing regions, calendars, definitions and joint items over HTTP.</summary>
public sealed class CatalogTests(ServerFixture running) : IClassFixture<ServerFixture>
{
    private const string Definition = """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:approval="http://onego.dev/schema/approval" targetNamespace="urn:t" id="d">
          <process id="small" name="小流程" isExecutable="true">
            <startEvent id="start"/>
            <userTask id="review" name="审查" approval:kind="review" approval:department="fire" approval:item="fire"/>
            <endEvent id="end"/>
            <sequenceFlow id="f1" sourceRef="start" targetRef="review"/>
            <sequenceFlow id="f2" sourceRef="review" targetRef="end"/>
          </process>
        </definitions>
        """;

    [Fact]
    public async Task A_command_needs_a_key_and_a_repetition_answers_as_the_first_did()
    {
        using var administrator = await running.AdministratorAsync();
        const string path = "/api/regions/330100";
        (await administrator.SendAsync(HttpMethod.Put, path, Browser.JsonOf(Browsing.Named("杭州市", "Hangzhou")))).Is(400, "idempotency-key-required");
        (await administrator.PutAsync(path, Browsing.Named("杭州市", "Hangzhou"), "with space")).Is(400, "idempotency-key-required");
        (await administrator.PutAsync(path, Browsing.Named("杭州市", "Hangzhou"), new string('k', 129))).Is(400, "idempotency-key-required");

        var first = (await administrator.PutAsync(path, Browsing.Named("杭州市", "Hangzhou"), "hangzhou-1")).Is(200);
        (await administrator.PutAsync(path, Browsing.Named("杭州", "Hangzhou"), "hangzhou-2")).Is(200);
        var again = (await administrator.PutAsync(path, Browsing.Named("杭州市", "Hangzhou"), "hangzhou-1")).Is(200);
        Assert.Equal(first.Text, again.Text);
        Assert.True(again.Headers.Contains("Idempotency-Replayed"));
        (await administrator.PutAsync(path, Browsing.Named("别的", "Other"), "hangzhou-1")).Is(422, "idempotency-key-reused");
        (await administrator.PutAsync("/api/regions/330106", Browsing.Named("杭州市", "Hangzhou"), "hangzhou-1")).Is(422, "idempotency-key-reused");

        Assert.Equal("杭州", (await administrator.GetAsync(path)).Json.GetProperty("name").GetProperty("zh").GetString());
    }

    [Fact]
    public async Task A_department_needs_its_region()
    {
        using var administrator = await running.AdministratorAsync();
        (await administrator.PutAsync("/api/departments/350200/fire", Browsing.Named("消防", "Fire"))).Is(404, "region-not-found");
        (await administrator.PutAsync("/api/regions/350200", Browsing.Named("厦门市", "Xiamen"))).Is(200);
        (await administrator.PutAsync("/api/departments/350200/fire", Browsing.Named("消防", "Fire"))).Is(200);
        Assert.Equal("fire", Assert.Single((await administrator.GetAsync("/api/departments/350200")).Json.EnumerateArray()).GetProperty("code").GetString());
        (await administrator.PutAsync("/api/regions/35", Browsing.Named("x", "x"))).Is(400, "parameter-invalid");
    }

    [Fact]
    public async Task The_national_calendar_is_there_from_the_start_and_only_the_whole_country_changes_it()
    {
        using var city = await running.AccountAsync("city-designer", ("designer", "510100", null));
        var calendar = (await city.GetAsync("/api/calendars/cn")).Is(200).Json;
        Assert.True(calendar.GetProperty("version").GetInt32() > 20);
        var body = new { name = new { zh = "x", en = "x" }, notices = Array.Empty<object>() };
        (await city.PutAsync("/api/calendars/cn", body)).Is(403, "region-forbidden");

        var own = new { name = new { zh = "成都", en = "Chengdu" }, @base = "cn", notices = new[] { new { year = 2026, off = new[] { "2026-03-03" } } }, hours = new { full = new[] { "08:30/12:00", "14:00/18:00" }, half = new[] { "08:30/12:00" } } };
        (await city.PutAsync("/api/calendars/chengdu", own)).Is(200);
        using var elsewhere = await running.AccountAsync("wuhan-designer", ("designer", "420100", null));
        (await elsewhere.PutAsync("/api/calendars/chengdu", own)).Is(403, "region-forbidden");
        Assert.Equal(calendar.GetProperty("version").GetInt32(), (await city.GetAsync("/api/calendars/chengdu")).Json.GetProperty("baseVersion").GetInt32());
        var wrong = (await city.PutAsync("/api/calendars/chengdu", new { name = new { zh = "x", en = "x" }, notices = new[] { new { year = 1900, off = new[] { "2026-13-01" } } }, hours = new { full = new[] { "9-12" }, half = Array.Empty<string>() } })).Is(400, "body-invalid");
        Assert.Equal(["$.notices[0].year field-range", "$.notices[0].off[0] field-type", "$.hours.full[0] field-format"], wrong.Errors);
    }

    [Fact]
    public async Task A_definition_is_checked_versioned_and_given_back_as_it_was_sent()
    {
        using var designer = await running.AccountAsync("draws-well", ("designer", "510100", null));
        var dry = (await designer.PostXmlAsync("/api/definitions/small?dryRun=true", Definition.Replace(" approval:department=\"fire\"", "", StringComparison.Ordinal))).Is(200).Json;
        Assert.False(dry.GetProperty("deployable").GetBoolean());
        (await designer.GetAsync("/api/definitions/small")).Is(404, "definition-not-found");

        var refused = (await designer.PostXmlAsync("/api/definitions/small", Definition.Replace(" approval:department=\"fire\"", "", StringComparison.Ordinal))).Is(422, "definition-invalid");
        Assert.Equal(["#review approval-department-missing"], refused.Errors);
        (await designer.PostXmlAsync("/api/definitions/small", "<not-xml")).Is(422, "definition-invalid");
        (await designer.PostXmlAsync("/api/definitions/small", "")).Is(400, "body-required");

        Assert.Equal(1, (await designer.PostXmlAsync("/api/definitions/small?note=first", Definition)).Is(200).Json.GetProperty("version").GetInt32());
        Assert.Equal(1, (await designer.PostXmlAsync("/api/definitions/small", Definition)).Is(200).Json.GetProperty("version").GetInt32());
        Assert.Equal(2, (await designer.PostXmlAsync("/api/definitions/small", Definition.Replace("审查", "复查", StringComparison.Ordinal))).Is(200).Json.GetProperty("version").GetInt32());
        Assert.Equal(Definition, (await designer.GetAsync("/api/definitions/small/versions/1/xml")).Is(200).Text);
        Assert.Equal("first", (await designer.GetAsync("/api/definitions/small/versions/1")).Is(200).Json.GetProperty("note").GetString());
        (await designer.GetAsync("/api/definitions/small/versions/3")).Is(404, "definition-not-found");
    }

    [Fact]
    public async Task A_definition_belongs_to_the_region_that_published_it_first()
    {
        using var chengdu = await running.AccountAsync("owns-it", ("designer", "510100", null));
        using var jinjiang = await running.AccountAsync("sits-below", ("designer", "510104", null));
        using var province = await running.AccountAsync("sits-above", ("designer", "510000", null));
        (await chengdu.PostXmlAsync("/api/definitions/owned?region=440100", Definition)).Is(403, "region-forbidden");
        (await chengdu.PostXmlAsync("/api/definitions/owned", Definition)).Is(200);

        var next = Definition.Replace("审查", "复查", StringComparison.Ordinal);
        (await jinjiang.PostXmlAsync("/api/definitions/owned", next)).Is(403, "region-forbidden");
        Assert.Equal(2, (await province.PostXmlAsync("/api/definitions/owned", next)).Is(200).Json.GetProperty("version").GetInt32());
        (await chengdu.PostXmlAsync("/api/definitions/owned", Definition)).Is(200);
    }

    [Fact]
    public async Task A_joint_item_names_what_is_wrong_in_it_and_needs_its_definition()
    {
        using var designer = await running.AccountAsync("plans-well", ("designer", "510100", null));
        (await designer.PutAsync("/api/joint-items/shop", Item("shop", "no-such-definition"))).Is(404, "definition-not-found");
        (await designer.PostXmlAsync("/api/definitions/shop", Definition)).Is(200);
        (await designer.PutAsync("/api/joint-items/shop", Item("shop", "shop", calendar: "mars"))).Is(404, "calendar-not-found");
        (await designer.PutAsync("/api/joint-items/shop", Item("shop", "shop", region: "440100"))).Is(403, "region-forbidden");
        (await designer.PutAsync("/api/joint-items/shop", Item("other", "shop"))).Is(400, "body-invalid");

        var wrong = (await designer.PutAsync("/api/joint-items/shop", Item("shop", "shop", appliesWhen: "= (", neededBy: "water"))).Is(422, "joint-item-invalid");
        Assert.Equal(["$.items[0].appliesWhen feel-invalid", "$.materials[0].neededBy[0] item-unknown"], wrong.Errors);

        (await designer.PutAsync("/api/joint-items/shop", Item("shop", "shop"))).Is(200);
        (await designer.PutAsync("/api/joint-items/shop", Item("shop", "shop"))).Is(200);
        using var nobody = running.Browser();
        Assert.Equal(1, (await nobody.GetAsync("/api/joint-items/shop")).Is(200).Json.GetProperty("version").GetInt32());
    }

    private static object Item(string code, string definition, string calendar = "cn", string region = "510100", string appliesWhen = "=application.area > 300", string neededBy = "fire")
    {
        var (name, limit) = (new { zh = "开店", en = "A shop" }, new { amount = 5, unit = "workingDays" });
        return new
        {
            code, name, region, definition, calendar, leadDepartment = "market", statutory = limit, promised = limit,
            items = new[] { new { code = "fire", name, itemCode = (string?)null, department = "fire", appliesWhen, promised = limit, statutory = limit, basis = (string?)null } },
            materials = new[] { new { code = "plan", name, neededBy = new[] { neededBy }, required = true, main = true } },
            form = new[] { new { name = "area", label = name, type = "integer", required = true, personal = false, neededBy = new[] { "fire" }, min = 1, max = 1000 } },
            cards = new { yellowBeforeDays = 1 },
        };
    }
}
