using System.Text;
using System.Text.Json;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Catalog;
using Workflow.Server.Tests.Cases;
using Xunit;

namespace Workflow.Server.Tests.Catalog;

/// <summary>Decision models over the API: published with their tests, checked, tried, and asked by cases.</summary>
public sealed class DecisionApiTests(World world) : IClassFixture<World>
{
    internal const string Dmn = """
        <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="grade" namespace="http://example.org/grade">
          <inputData id="i" name="area"><variable name="area" typeRef="number"/></inputData>
          <decision id="d" name="Grade"><variable name="Grade" typeRef="string"/>
            <informationRequirement><requiredInput href="#i"/></informationRequirement>
            <decisionTable id="t" hitPolicy="UNIQUE">
              <input id="c"><inputExpression typeRef="number"><text>area</text></inputExpression></input>
              <output id="o" typeRef="string"/>
              <rule id="r1"><inputEntry><text>&lt; 200</text></inputEntry><outputEntry><text>"small"</text></outputEntry></rule>
              <rule id="r2"><inputEntry><text>[200..500]</text></inputEntry><outputEntry><text>"large"</text></outputEntry></rule>
            </decisionTable>
          </decision>
        </definitions>
        """;

    private const string Bpmn = """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:approval="http://onego.dev/schema/approval" targetNamespace="t">
          <process id="graded" isExecutable="true">
            <startEvent id="start"/>
            <businessRuleTask id="size" name="规模" approval:decision="grade" approval:result="grade"/>
            <exclusiveGateway id="who" default="small"/>
            <userTask id="decide" name="综合决定" approval:kind="decide" approval:department="market"/>
            <userTask id="quick" name="快速决定" approval:kind="decide" approval:department="market"/>
            <endEvent id="end"/>
            <sequenceFlow id="f1" sourceRef="start" targetRef="size"/>
            <sequenceFlow id="f2" sourceRef="size" targetRef="who"/>
            <sequenceFlow id="large" sourceRef="who" targetRef="decide"><conditionExpression>=grade = "large"</conditionExpression></sequenceFlow>
            <sequenceFlow id="small" sourceRef="who" targetRef="quick"/>
            <sequenceFlow id="f3" sourceRef="decide" targetRef="end"/>
            <sequenceFlow id="f4" sourceRef="quick" targetRef="end"/>
          </process>
        </definitions>
        """;

    internal static string Test(int area, string expected) => $"""
        <testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
          <testCase id="001"><inputNode name="area"><value xsi:type="xsd:decimal">{area}</value></inputNode>
            <resultNode name="Grade" type="decision"><expected><value xsi:type="xsd:string">{expected}</value></expected></resultNode></testCase>
        </testCases>
        """;

    private static object Model(string xml, params string[] tests) => new { xml, decision = "d", tests };

    [Fact]
    public async Task A_model_is_published_in_versions_and_a_failing_test_refuses_it()
    {
        var admin = await world.Server.AdministratorAsync();
        var refused = await admin.ProblemAsync(HttpMethod.Put, "/api/rules/tested", new { name = World.Named("grade"), model = Model(Dmn, Test(100, "small"), Test(300, "small")) });
        Assert.Equal(("422 rules-tests-failed", "$.model.tests[1] rule-test-failed"), (refused.Short, Assert.Single(refused.Fields)));
        Assert.Equal("404 rules-not-found", await admin.RefusedAsync(HttpMethod.Get, "/api/rules/tested"));

        var body = new { name = World.Named("grade"), model = Model(Dmn, Test(300, "large")), baseVersion = 0 };
        await admin.PutAsync("/api/rules/tested", body);
        var shown = await admin.GetAsync<DecisionTableAnswer>("/api/rules/tested");
        Assert.Equal((1, "d", Dmn, null), (shown.Version, shown.Decision, shown.Model!.Xml, shown.Rules));
        Assert.Single(shown.Model.Tests!);
        await admin.PutAsync("/api/rules/tested", body);
        Assert.Equal("409 decision-moved", await admin.RefusedAsync(HttpMethod.Put, "/api/rules/tested", new { name = World.Named("other"), model = Model(Dmn), baseVersion = 0 }));
        Assert.Equal(["$ rules-or-model"], (await admin.ProblemAsync(HttpMethod.Put, "/api/rules/tested", new { name = World.Named("x") })).Fields);
        var broken = await admin.ProblemAsync(HttpMethod.Put, "/api/rules/tested", new { name = World.Named("x"), model = Model(Dmn.Replace("<text>area</text>", "<text>area +</text>", StringComparison.Ordinal)) });
        Assert.Equal("422 rules-invalid", broken.Short);
        Assert.All(broken.Fields, f => Assert.StartsWith("$.model.xml ", f, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_check_says_what_a_publication_would_and_stores_nothing()
    {
        var admin = await world.Server.AdministratorAsync();
        var check = await admin.PostAsync<DecisionCheckAnswer>("/api/rules/check", new { model = Model(Dmn, Test(100, "large")) });
        Assert.False(check.Deployable);
        var asked = Assert.Single(check.Decisions);
        Assert.Equal(("d", "Grade", "decision", "area"), (asked.Id, asked.Name, asked.Kind, Assert.Single(asked.Inputs).Name));
        var test = Assert.Single(check.Tests);
        Assert.Equal((0, "001", false, "\"large\"", "\"small\""), (test.Test, test.Case, test.Passed, test.Expected, test.Actual));
        Assert.Equal("403 forbidden", await (await world.AsAsync("applicant")).RefusedAsync(HttpMethod.Post, "/api/rules/check", new { model = Model(Dmn) }));
    }

    [Fact]
    public async Task Overlaps_and_gaps_are_told_with_an_example_and_do_not_refuse_a_publication()
    {
        var admin = await world.Server.AdministratorAsync();
        var open = Dmn.Replace("&lt; 200", "&lt;= 200", StringComparison.Ordinal);
        var check = await admin.PostAsync<DecisionCheckAnswer>("/api/rules/check", new { model = Model(open) });
        Assert.True(check.Deployable);
        var overlap = Assert.Single(check.Analysis, a => a.Kind == "overlap");
        Assert.Equal(("t", "200"), (overlap.Table, overlap.Example["area"]));
        Assert.Equal([1, 2], overlap.Rules);
        var gap = Assert.Single(check.Analysis, a => a.Kind == "gap");
        Assert.True(decimal.Parse(gap.Example["area"], System.Globalization.CultureInfo.InvariantCulture) > 500);

        using var published = await admin.SendAsync(HttpMethod.Put, "/api/rules/open", new { name = World.Named("open"), model = Model(open) });
        var answer = JsonDocument.Parse(await published.Content.ReadAsStringAsync()).RootElement.GetProperty("warnings");
        Assert.Equal(2, answer.GetArrayLength());
    }

    [Fact]
    public async Task A_trial_answers_value_steps_and_reasons_in_both_languages()
    {
        var admin = await world.Server.AdministratorAsync();
        var tried = await admin.PostAsync<DecisionTrialAnswer>("/api/rules/try", new { model = Model(Dmn), inputs = new Dictionary<string, object>(StringComparer.Ordinal) { ["area"] = new Dictionary<string, string>(StringComparer.Ordinal) { ["$feel"] = "2 * 150" } } });
        Assert.Equal(("\"large\"", "r2", "person", false), (tried.Feel, tried.Rule, tried.Outcome, tried.Error));
        var table = Assert.Single(Assert.Single(tried.Decisions).Tables);
        Assert.Equal(("unique", 2, "300"), (table.HitPolicy, Assert.Single(table.Matched).Number, Assert.Single(table.Inputs).Feel));
        Assert.NotEqual(tried.Explanation.Zh, tried.Explanation.En);
        Assert.Equal(["$.inputs.area feel-invalid"], (await admin.ProblemAsync(HttpMethod.Post, "/api/rules/try", new { model = Model(Dmn), inputs = new Dictionary<string, object>(StringComparer.Ordinal) { ["area"] = new Dictionary<string, string>(StringComparer.Ordinal) { ["$feel"] = "2 *" } } })).Fields);
    }

    [Fact]
    public async Task Rules_in_the_short_form_are_shown_as_a_model_that_can_be_published_as_it_is()
    {
        var admin = await world.Server.AdministratorAsync();
        await admin.PutAsync("/api/rules/short-form", new { name = World.Named("short"), rules = new[] { new { id = "1-a", when = "=application.area < 5", outcome = "grant", words = World.Named("小\"店\"") } } });
        var shown = await admin.GetAsync<DecisionTableAnswer>("/api/rules/short-form");
        Assert.Single(shown.Rules!);
        var tried = await admin.PostAsync<DecisionTrialAnswer>("/api/rules/try", new { model = shown.Model, inputs = new { application = new { area = 3 } } });
        Assert.Equal(("grant", "1-a", 3), (tried.Outcome, tried.Rule, tried.Used["application.area"].GetInt32()));
        await admin.PutAsync("/api/rules/short-form", new { name = World.Named("short"), model = shown.Model });
        Assert.Equal(2, (await admin.GetAsync<DecisionTableAnswer>("/api/rules/short-form")).Version);
    }

    [Fact]
    public async Task A_step_writes_what_a_decision_works_out_and_a_case_keeps_the_version_it_was_filed_with()
    {
        var admin = await world.Server.AdministratorAsync();
        await admin.PutAsync("/api/rules/grade", new { name = World.Named("grade"), model = Model(Dmn) });
        using (var content = new StringContent(Bpmn, Encoding.UTF8, "application/xml")) (await admin.SendAsync(HttpMethod.Post, "/api/definitions/graded", content)).Dispose();
        await admin.PutAsync("/api/joint-items/graded", World.JointItem("graded", "market", "fire"));
        var filed = await (await world.AsAsync("applicant")).PostAsync<FiledAnswer>("/api/applications", World.Application("graded", answers: new { storeName = "小面馆", area = 300, phone = "13800000000" }));
        await admin.PutAsync("/api/rules/grade", new { name = World.Named("grade"), model = Model(Dmn.Replace("\"large\"", "\"small\"", StringComparison.Ordinal)) });
        await (await world.AsAsync("window")).PostAsync($"/api/cases/{filed.CaseId}/accept", new AcceptRequest(1));
        Assert.Equal("decide", (await world.HeadAsync(filed.CaseId, "market")).Tasks.Single(t => t.Kind == "decide").Element);
    }
}
