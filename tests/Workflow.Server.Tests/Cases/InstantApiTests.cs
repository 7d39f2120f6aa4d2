using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Catalog;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>Decisions by rules, the pre-check, materials that are used again, and other systems' words, over the API.</summary>
public sealed class InstantApiTests(World world) : IClassFixture<World>
{
    private const string Bpmn = """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:approval="http://onego.dev/schema/approval" targetNamespace="t">
          <process id="instant" isExecutable="true">
            <startEvent id="start"/>
            <businessRuleTask id="fast" name="秒批" approval:decision="small-place"/>
            <exclusiveGateway id="who" default="done"/>
            <userTask id="decide" name="综合决定" approval:kind="decide" approval:department="market"/>
            <exclusiveGateway id="both"/>
            <endEvent id="end"/>
            <sequenceFlow id="f1" sourceRef="start" targetRef="fast"/>
            <sequenceFlow id="f2" sourceRef="fast" targetRef="who"/>
            <sequenceFlow id="person" sourceRef="who" targetRef="decide"><conditionExpression>=instant.fast = "person"</conditionExpression></sequenceFlow>
            <sequenceFlow id="done" sourceRef="who" targetRef="both"/>
            <sequenceFlow id="f3" sourceRef="decide" targetRef="both"/>
            <sequenceFlow id="f4" sourceRef="both" targetRef="end"/>
          </process>
        </definitions>
        """;

    private static readonly object Table = new
    {
        name = World.Named("small place"),
        rules = new[]
        {
            new { id = "large", when = "=application.area > 1000", outcome = "deny", words = World.Named("too large") },
            new { id = "small", when = "=application.area <= 100", outcome = "grant", words = World.Named("small") },
        },
    };

    [Fact]
    public async Task A_rule_grants_a_person_checks_it_later_and_the_applicant_sees_why()
    {
        await PublishAsync();
        var caseId = await AcceptedAsync(60);
        var seen = await world.HeadAsync(caseId, "applicant");
        Assert.Equal((11, "grant", "small"), (seen.Status, seen.Instant!.Outcome, seen.Instant.Rule));
        Assert.Equal(60, seen.Instant.Inputs!["application.area"].GetInt32());
        Assert.Null(seen.Instant.Explanation);
        var explained = (await world.HeadAsync(caseId, "market")).Instant!.Explanation!;
        Assert.Contains("small", explained.En, StringComparison.Ordinal);
        Assert.NotEqual(explained.Zh, explained.En);
        Assert.Contains("appeal", seen.Actions);
        Assert.Equal(2, seen.Results.Count);

        var task = (await world.HeadAsync(caseId, "market")).Tasks.Single(t => t.Kind == "verify");
        Assert.Contains("instant-check", task.Actions);
        Assert.DoesNotContain((await world.HeadAsync(caseId, "applicant")).Tasks, t => t.Actions.Count > 0);
        Assert.Equal("404 task-not-found", await (await world.AsAsync("fire")).RefusedAsync(HttpMethod.Post, $"/api/cases/{caseId}/instant-check", new { taskId = task.TaskId, right = true }));
        var market = await world.AsAsync("market");
        Assert.Equal("422 reason-required", await market.RefusedAsync(HttpMethod.Post, $"/api/cases/{caseId}/instant-check", new { taskId = task.TaskId, right = false }));
        await market.PostAsync($"/api/cases/{caseId}/instant-check", new { taskId = task.TaskId, right = true, note = "如实" });
        Assert.True(Assert.Single((await world.HeadAsync(caseId)).Instant!.Checks).Right);
        Assert.Empty((await world.HeadAsync(caseId, "applicant")).Instant!.Checks);
    }

    [Fact]
    public async Task An_appeal_opens_the_case_again_and_a_person_replaces_the_decision()
    {
        await PublishAsync();
        var caseId = await AcceptedAsync(2000);
        Assert.Equal((13, "too large"), ((await world.HeadAsync(caseId)).Status, (await world.HeadAsync(caseId, "applicant")).Instant!.Words!.En));
        Assert.Equal("404 case-not-found", await (await world.AsAsync("neighbour")).RefusedAsync(HttpMethod.Post, $"/api/cases/{caseId}/appeal", new { reason = "no" }));
        var applicant = await world.AsAsync("applicant");
        await applicant.PostAsync($"/api/cases/{caseId}/appeal", new { reason = "面积填错了" });
        Assert.Equal("409 already-appealed", await applicant.RefusedAsync(HttpMethod.Post, $"/api/cases/{caseId}/appeal", new { reason = "again" }));

        var open = await world.HeadAsync(caseId, "market");
        var task = open.Tasks.Single(t => t.Kind == "reconsider");
        Assert.Contains("reconsider", task.Actions);
        Assert.Equal("面积填错了", open.Instant!.Appeal!.Reason);
        var market = await world.AsAsync("market");
        await market.PostAsync($"/api/cases/{caseId}/reconsider", new { taskId = task.TaskId, decision = "grant", reason = "面积 200", results = new[] { new { item = "market", name = "许可证", number = "M-9" } } });
        var done = await world.HeadAsync(caseId, "applicant");
        Assert.Equal((11, true, "M-9"), (done.Status, done.Instant!.Reconsidered!.Replaced, Assert.Single(done.Results).Number));
    }

    [Fact]
    public async Task What_no_rule_knows_a_person_decides_and_no_appeal_is_offered()
    {
        await PublishAsync();
        var caseId = await AcceptedAsync(500);
        var head = await world.HeadAsync(caseId, "market");
        Assert.Equal(("person", null), (head.Instant!.Outcome, head.Instant.Rule));
        Assert.Contains(head.Tasks, t => t.Kind == "decide");
        Assert.Equal("409 no-instant-decision", await (await world.AsAsync("applicant")).RefusedAsync(HttpMethod.Post, $"/api/cases/{caseId}/appeal", new { reason = "x" }));
    }

    [Fact]
    public async Task Tables_are_published_in_versions_tried_and_refused_with_every_fault()
    {
        await PublishAsync();
        var admin = await world.Server.AdministratorAsync();
        Assert.Equal(2, (await admin.GetAsync<DecisionTableAnswer>("/api/rules/small-place")).Rules!.Count);
        Assert.Contains(await admin.GetAsync<List<DecisionTableAnswer>>("/api/rules"), t => t.Code == "small-place");
        Assert.Equal("404 rules-not-found", await admin.RefusedAsync(HttpMethod.Get, "/api/rules/nothing"));
        Assert.Equal("403 forbidden", await (await world.AsAsync("applicant")).RefusedAsync(HttpMethod.Get, "/api/rules/small-place"));
        var wrong = new { name = World.Named("x"), rules = new[] { new { id = "a", when = "area >", outcome = "grant", words = World.Named("x") }, new { id = "a", when = "true", outcome = "grant", words = World.Named("x") } } };
        var refused = await admin.ProblemAsync(HttpMethod.Put, "/api/rules/other", wrong);
        Assert.Equal(["$.rules[0].when feel-invalid", "$.rules[1].id code-twice"], refused.Fields);
        var tried = await admin.PostAsync<DecisionTrialAnswer>("/api/rules/try", new { rules = new[] { new { id = "a", when = "application.area < 5", outcome = "grant", words = World.Named("x") } }, inputs = new { application = new { area = 3 } } });
        Assert.Equal(("a", "grant", 3), (tried.Rule, tried.Outcome, tried.Used["application.area"].GetInt32()));

        await DeployAsync(admin, "unruled", Bpmn.Replace("small-place", "nowhere", StringComparison.Ordinal));
        Assert.Equal(["$.definition rules-not-found"], (await admin.ProblemAsync(HttpMethod.Put, "/api/joint-items/unruled", Item("unruled"))).Fields);
    }

    [Fact]
    public async Task The_pre_check_says_everything_at_once_before_and_when_it_is_filed()
    {
        await PublishAsync();
        var body = World.Application("instant", answers: new { storeName = "小面馆", area = 7, phone = "13800000000", outdoorSign = true, signWidth = 3 });
        var applicant = await world.AsAsync("applicant");
        var check = await applicant.PostAsync<ApplicationCheckAnswer>("/api/applications/check", body);
        Assert.Equal(["$.answers.signWidth pre-check-finding", "$.answers.area pre-check-finding"], check.Errors.Select(e => $"{e.Field} {e.Code}"));
        Assert.EndsWith("too small for a sign", check.Errors[0].Message, StringComparison.Ordinal);
        var refused = await applicant.ProblemAsync(HttpMethod.Post, "/api/applications", body);
        Assert.Equal(["$.answers.signWidth pre-check-finding", "$.answers.area pre-check-finding"], refused.Fields);
    }

    [Fact]
    public async Task A_paper_and_a_certificate_are_used_again_with_consent_and_a_window_verifies()
    {
        await PublishAsync();
        var applicant = await world.AsAsync("neighbour");
        var plan = await World.UploadAsync(applicant, "plan"u8.ToArray());
        var first = await AcceptedAsync(60, "neighbour", new[] { new { material = "floor_plan", fileId = plan.FileId, validUntil = "2099-12-31" } });

        var offered = await applicant.GetAsync<ReusableAnswer>("/api/applicants/me/reusable?jointItem=instant");
        var paper = offered.Materials.Single(m => m is { Material: "floor_plan", Number: null } && m.CaseId == first);
        var permit = offered.Materials.Single(m => m.Material == "lease" && m.CaseId == first);
        Assert.Equal(("C", new DateOnly(2099, 12, 31), true), (paper.Grade, paper.ValidUntil!.Value, paper.Usable));
        Assert.Equal(("A", "certificate"), (permit.Grade, permit.Purpose));
        Assert.Equal(["certificate", "earlier-case"], offered.Purposes.Select(p => p.Purpose));
        Assert.Contains(offered.Fields, f => f is { Name: "phone" } && f.Value.GetString() == "13800000000");
        Assert.DoesNotContain((await (await world.AsAsync("applicant")).GetAsync<ReusableAnswer>("/api/applicants/me/reusable?jointItem=instant")).Materials, m => m.CaseId == first);

        object Body(params string[] consents)
        {
            var body = JsonSerializer.SerializeToNode(World.Application("instant", answers: new { storeName = "小面馆", area = 80, phone = "13800000000" }), Api.Json)!;
            body["reuse"] = JsonSerializer.SerializeToNode(new[] { new { material = "floor_plan", caseId = first, fileId = paper.FileId }, new { material = "lease", caseId = first, fileId = permit.FileId } });
            body["consents"] = JsonSerializer.SerializeToNode(consents);
            return body;
        }
        Assert.Equal(["$.consents consent-required"], (await applicant.ProblemAsync(HttpMethod.Post, "/api/applications", Body("earlier-case"))).Fields);
        Assert.Equal(["$.reuse[0] reuse-not-found", "$.reuse[1] reuse-not-found"], (await (await world.AsAsync("applicant")).ProblemAsync(HttpMethod.Post, "/api/applications", Body("earlier-case", "certificate"))).Fields);
        var second = (await applicant.PostAsync<FiledAnswer>("/api/applications", Body("earlier-case", "certificate"))).CaseId;

        var head = await world.HeadAsync(second, "window");
        Assert.Equal(["A lease", "C floor_plan"], head.Materials.Select(m => $"{m.Grade} {m.Material}").Order(StringComparer.Ordinal));
        Assert.Equal(plan.FileId, head.Materials.Single(m => m.Material == "floor_plan").FileId);
        Assert.Equal(["certificate", "earlier-case"], head.Consents!.Select(c => c.Purpose));
        Assert.Contains("material-verify", head.Actions);
        var window = await world.AsAsync("window");
        var certificate = await window.GetAsync<JsonElement>($"/api/cases/{second}/materials/{permit.FileId}");
        Assert.Equal(permit.Number, certificate.GetProperty("number").GetString());
        await window.PostAsync($"/api/cases/{second}/materials/verify", new { material = "floor_plan", fileId = plan.FileId });
        Assert.Equal("B", (await world.HeadAsync(second, "window")).Materials.Single(m => m.Material == "floor_plan").Grade);
        Assert.Equal("409 material-already-verified", await window.RefusedAsync(HttpMethod.Post, $"/api/cases/{second}/materials/verify", new { material = "lease", fileId = permit.FileId }));
        Assert.Equal("403 forbidden", await applicant.RefusedAsync(HttpMethod.Post, $"/api/cases/{second}/materials/verify", new { material = "floor_plan", fileId = plan.FileId }));
    }

    [Fact]
    public async Task An_expired_paper_is_refused()
    {
        await PublishAsync();
        var applicant = await world.AsAsync("applicant");
        var plan = await World.UploadAsync(applicant, "old plan"u8.ToArray());
        var body = World.Application("instant", answers: new { storeName = "小面馆", area = 80, phone = "13800000000" }, materials: new[] { new { material = "floor_plan", fileId = plan.FileId, validUntil = "2020-01-01" } });
        Assert.Equal(["$.materials material-expired"], (await applicant.ProblemAsync(HttpMethod.Post, "/api/applications", body)).Fields);
    }

    [Fact]
    public async Task Words_of_other_systems_are_mapped_and_what_no_table_says_is_reported()
    {
        var admin = await world.Server.AdministratorAsync();
        await admin.PutAsync("/api/terms/marital-status", new
        {
            name = World.Named("marital status"), field = "maritalStatus", names = new[] { new { name = "婚姻状况" } },
            values = new object[] { new { value = "已婚", ours = "married" }, new { value = "有配偶", ours = "married" }, new { value = "1", ours = "married", system = "civil" } },
        });
        await admin.PutAsync("/api/terms/legal-representative", new
        {
            name = World.Named("legal representative"), field = "legalRepresentative", names = new[] { new { name = "法定代表人" }, new { name = "法人代表" }, new { name = "负责人" } }, values = Array.Empty<object>(),
        });
        var integrator = await world.AsAsync("integrator");
        var mapped = await integrator.PostAsync<MapTermsAnswer>("/api/terms/map", new { system = "civil", fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["婚姻状况"] = "1", ["法人代表"] = "张三", ["学历"] = "本科" } });
        Assert.Equal(["maritalStatus=married", "legalRepresentative=张三"], mapped.Mapped.Select(m => $"{m.Field}={m.Ours}"));
        Assert.Equal(("学历", "field-unmapped"), (Assert.Single(mapped.Unmapped).Name, mapped.Unmapped[0].Why));
        var unknown = await integrator.PostAsync<MapTermsAnswer>("/api/terms/map", new { fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["婚姻状况"] = "1" } });
        Assert.Equal("value-unmapped", Assert.Single(unknown.Unmapped).Why);
        Assert.Equal("403 forbidden", await (await world.AsAsync("applicant")).RefusedAsync(HttpMethod.Post, "/api/terms/map", new { fields = new { a = "b" } }));
        Assert.Equal(2, (await admin.GetAsync<List<TermTableAnswer>>("/api/terms")).Count);
        var twice = new { name = World.Named("x"), field = "x", names = Array.Empty<object>(), values = new[] { new { value = "1", ours = "a" }, new { value = "1", ours = "b" } } };
        Assert.Equal(["$.values[1] term-twice"], (await admin.ProblemAsync(HttpMethod.Put, "/api/terms/twice", twice)).Fields);
    }

    [Fact]
    public async Task Every_field_and_material_is_asked_once_and_shown_only_to_who_needs_it()
    {
        var item = (await (await world.AsAsync("applicant")).GetAsync<JointItemAnswer>("/api/joint-items/six")).Item;
        Assert.Equal(item.Form.Count, item.Form.Select(f => f.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(item.Materials.Count, item.Materials.Select(m => m.Code).Distinct(StringComparer.Ordinal).Count());

        var applicant = await world.AsAsync("applicant");
        var (plan, lease) = (await World.UploadAsync(applicant, "1"u8.ToArray()), await World.UploadAsync(applicant, "2"u8.ToArray()));
        var filed = await applicant.PostAsync<FiledAnswer>("/api/applications", World.Application("six", materials: new[] { new { material = "floor_plan", fileId = plan.FileId }, new { material = "lease", fileId = lease.FileId } }));
        foreach (var department in World.Departments.Where(d => d != item.LeadDepartment))
        {
            var head = await world.HeadAsync(filed.CaseId, department);
            Assert.Equal(item.Form.Where(f => f.NeededBy.Contains(department)).Select(f => f.Name).Order(StringComparer.Ordinal), head.Fields.Select(f => f.Name).Order(StringComparer.Ordinal));
            Assert.Equal(item.Materials.Where(m => m.NeededBy.Contains(department)).Select(m => m.Code), head.Materials.Select(m => m.Material));
        }
        var lead = await world.HeadAsync(filed.CaseId, item.LeadDepartment);
        Assert.Equal(2, lead.Materials.Count);
    }

    private async Task<string> AcceptedAsync(int area, string account = "applicant", object? materials = null)
    {
        var applicant = await world.AsAsync(account);
        var filed = await applicant.PostAsync<FiledAnswer>("/api/applications", World.Application("instant", answers: new { storeName = "小面馆", area, phone = "13800000000" }, materials: materials));
        await (await world.AsAsync("window")).PostAsync($"/api/cases/{filed.CaseId}/accept", new AcceptRequest(1));
        return filed.CaseId;
    }

    /// <summary>Sent again it changes nothing, so each test may.</summary>
    private async Task PublishAsync()
    {
        var admin = await world.Server.AdministratorAsync();
        await admin.PutAsync("/api/rules/small-place", Table);
        await DeployAsync(admin, "instant", Bpmn);
        await admin.PutAsync("/api/joint-items/instant", Item("instant"));
    }

    private static async Task DeployAsync(Api admin, string key, string xml)
    {
        using var content = new StringContent(xml, Encoding.UTF8, "application/xml");
        (await admin.SendAsync(HttpMethod.Post, $"/api/definitions/{key}", content)).Dispose();
    }

    private static JsonNode Item(string code)
    {
        var item = JsonSerializer.SerializeToNode(World.JointItem(code, "market", "fire"), Api.Json)!;
        item["instant"] = JsonSerializer.SerializeToNode(new { samplePerMille = 1000, checkWithin = new { amount = 10, unit = "workingDays" }, appealWithin = new { amount = 15, unit = "workingDays" } });
        item["items"]![0]!["issues"] = JsonSerializer.SerializeToNode(new { kind = "shop-permit", validMonths = 12 });
        item["materials"]![1]!["kind"] = "shop-permit";
        item["preCheck"] = JsonSerializer.SerializeToNode(new[]
        {
            new { code = "sign-on-small", when = "=application.outdoorSign and application.area < 10", words = new { zh = "店面过小,不能设招牌", en = "too small for a sign" }, field = "signWidth" },
            new { code = "area-odd", when = "=application.area = 7", words = new { zh = "面积有误", en = "odd area" }, field = "area" },
        });
        return item;
    }
}
