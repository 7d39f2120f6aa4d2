using System.Collections.Immutable;
using Workflow.Core.Bpmn;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Instant;
using Workflow.Core.Catalog.Definitions;
using Workflow.Core.Catalog.Rules;
using Workflow.Core.Flow;
using Workflow.Feel;
using Xunit;

namespace Workflow.Core.Tests.Cases;

/// <summary>Business-rule steps that ask decision models (DMN).</summary>
public sealed class DecisionModelTests
{
    private const string Bpmn = """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:approval="http://onego.dev/schema/approval" targetNamespace="t">
          <process id="shop" isExecutable="true">
            <startEvent id="start"/>
            <businessRuleTask id="size" name="规模" approval:decision="size" approval:result="grade"/>
            <businessRuleTask id="fast" name="秒批" approval:decision="fast"/>
            <exclusiveGateway id="who" default="done"/>
            <userTask id="decide" name="综合决定" approval:kind="decide" approval:department="lead"/>
            <exclusiveGateway id="both"/>
            <endEvent id="end"/>
            <sequenceFlow id="f1" sourceRef="start" targetRef="size"/>
            <sequenceFlow id="f2" sourceRef="size" targetRef="fast"/>
            <sequenceFlow id="f3" sourceRef="fast" targetRef="who"/>
            <sequenceFlow id="person" sourceRef="who" targetRef="decide"><conditionExpression>=instant.fast = "person"</conditionExpression></sequenceFlow>
            <sequenceFlow id="done" sourceRef="who" targetRef="both"/>
            <sequenceFlow id="f4" sourceRef="decide" targetRef="both"/>
            <sequenceFlow id="f5" sourceRef="both" targetRef="end"/>
          </process>
        </definitions>
        """;

    /// <summary>A literal expression of a decision that asks for some input data.</summary>
    internal static string Dmn(string feel, params ReadOnlySpan<string> inputs)
    {
        var data = string.Concat(inputs.ToArray().Select(i => $"""<inputData id="i_{i}" name="{i}"><variable name="{i}"/></inputData>"""));
        var needs = string.Concat(inputs.ToArray().Select(i => $"""<informationRequirement><requiredInput href="#i_{i}"/></informationRequirement>"""));
        return $"""
            <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m" namespace="http://example.org/m">
              {data}
              <decision id="d" name="d"><variable name="d"/>{needs}<literalExpression><text>{System.Security.SecurityElement.Escape(feel)}</text></literalExpression></decision>
            </definitions>
            """;
    }

    private static RuleModel Model(string xml, params ReadOnlySpan<string> tests) => new(new("规则", "rules"), xml, "d", [.. tests]);

    private static PinnedDecision Asking(int version, string feel, params ReadOnlySpan<string> inputs)
    {
        var decision = PinnedDecision.Of(version, Model(Dmn(feel, inputs)));
        Assert.NotNull(decision.Model);
        return decision;
    }

    private static Scenario Given(PinnedDecision size, PinnedDecision fast, decimal area = 100) => new Scenario(Bpmn, change: pinned => pinned with
    {
        JointItem = pinned.JointItem with { Instant = Core.Catalog.InstantRules.Usual with { SamplePerMille = 0 } },
        Rules = pinned.Rules.Add("size", size).Add("fast", fast),
    }).Filed(area, false).AcceptedByWindow();

    private static readonly PinnedDecision Size = Asking(7, "if area < 200 then \"small\" else \"large\"", "area");
    private static readonly PinnedDecision Fast = Asking(2, "if grade = \"small\" then {outcome: \"grant\", reason: \"面积小\"} else null", "grade");

    [Fact]
    public void A_step_with_a_result_writes_its_value_where_later_decisions_and_gateways_find_it()
    {
        var play = Given(Size, Fast);
        var evaluated = Assert.Single(play.History.OfType<RuleEvaluated>());
        Assert.Equal(("size", "size", 7, "grade"), (evaluated.Element, evaluated.Table, evaluated.Version, evaluated.Result));
        Assert.Equal((Value)"small", evaluated.Explanation.Decisions[^1].Value);
        Assert.Equal((CaseStatus.Granted, "面积小"), (play.State.Status, play.State.Decided!.Reason));
        var decided = Assert.Single(play.History.OfType<InstantDecided>());
        Assert.Equal((2, (Value)"small"), (decided.Version, decided.Inputs["grade"]));
        Assert.Contains("grant", decided.Explanation!.Words().En, StringComparison.Ordinal);
        Assert.NotEqual(decided.Explanation.Words().En, decided.Explanation.Words().Zh);
        Same(play);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"grant\"")]
    [InlineData("{outcome: \"grant\"}")]
    [InlineData("{outcome: \"yes\", reason: \"x\"}")]
    [InlineData("{outcome: \"grant\", reason: \"x\", of: 1 + \"a\"}")]
    public void Whatever_is_not_the_agreed_context_or_rests_on_an_error_a_person_decides(string feel)
    {
        var play = Given(Size, Asking(1, feel));
        Assert.Equal(InstantOutcome.Person, Assert.Single(play.History.OfType<InstantDecided>()).Outcome);
        Assert.Null(play.State.Decided);
        Assert.Single(play.State.Tasks.Values, t => t.Kind == TaskKind.Decide);
        Same(play);
    }

    [Fact]
    public void Words_in_both_languages_are_kept_apart()
    {
        var play = Given(Size, Asking(1, "{outcome: \"deny\", \"reason zh\": \"不行\", \"reason en\": \"no\"}"));
        Assert.Equal(new("不行", "no"), Assert.Single(play.History.OfType<InstantDecided>()).Words);
        Assert.Equal(CaseStatus.Denied, play.State.Status);
    }

    [Fact]
    public void A_value_that_cannot_be_worked_out_is_an_incident_and_no_silent_null()
    {
        var failed = Given(Asking(1, "1 + \"a\""), Fast);
        Assert.Equal("decision-failed", Assert.Single(failed.State.Flow.Incidents.Values).Code);
        var endless = Given(Asking(1, "count(for i in 1..100000000 return i)"), Fast);
        Assert.Equal("decision-failed", Assert.Single(endless.State.Flow.Incidents.Values).Code);
        var large = Given(Asking(1, "for i in 1..20000 return i"), Fast);
        Assert.Equal("decision-too-large", Assert.Single(large.State.Flow.Incidents.Values).Code);
        Same(large);
    }

    [Fact]
    public void A_decision_knows_the_time_of_the_command_and_the_calendars_of_the_case()
    {
        var code = new Scenario(Bpmn).Pinned.Calendar.Code;
        var play = Given(Asking(1, $$"""{day: string(today()), working: is working day(date("2026-10-08"), "{{code}}"), other: is working day(date("2026-10-08"), "elsewhere")}"""), Fast);
        var told = (Value.Context)Assert.Single(play.History.OfType<RuleEvaluated>()).Explanation.Decisions[^1].Value;
        Assert.Equal((Value)play.Pinned.Calendar.DayOf(play.Now).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), told["day"]);
        Assert.Equal((Value.True, Value.Null), (told["working"], told["other"]));
        Same(play);
    }

    [Fact]
    public void Values_enter_a_case_in_the_order_of_their_names()
    {
        var play = Given(Asking(1, "{b: 1, a: [{d: 1, c: function(x) x}]}"), Fast);
        var written = play.History.OfType<DataWritten>().Select(w => w.Entries["grade"]).OfType<Value.Context>().First();
        Assert.Equal(["a", "b"], written.Entries.Select(e => e.Key));
        var inner = (Value.Context)((Value.List)written["a"]).Items[0];
        Assert.Equal(["c", "d"], inner.Entries.Select(e => e.Key));
        Assert.Equal(Value.Null, inner["c"]);
    }

    [Fact]
    public void A_table_test_that_fails_is_named_with_what_was_expected_and_what_came()
    {
        static string Test(string expected) => $"""
            <testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
              <testCase id="001"><inputNode name="area"><value xsi:type="xsd:decimal">100</value></inputNode>
                <resultNode name="d" type="decision"><expected><value xsi:type="xsd:string">{expected}</value></expected></resultNode></testCase>
            </testCases>
            """;
        var xml = Dmn("if area < 200 then \"small\" else \"large\"", "area");
        Assert.True(RuleModelCheck.Of(Model(xml, Test("small")), Surroundings.None).IsPublishable);
        var check = RuleModelCheck.Of(Model(xml, Test("small"), Test("large")), Surroundings.None);
        Assert.False(check.IsPublishable);
        var failed = Assert.Single(check.Failed);
        Assert.Equal((1, "001", (Value)"large", (Value)"small"), (failed.Test, failed.Result.Case.Id, failed.Result.Expected, failed.Result.Actual));
        Assert.Contains(RuleModelCheck.Of(Model(xml, "<x/>"), Surroundings.None).Findings, f => f is { IsError: true, Path: "$.model.tests[0]" });
        Assert.Contains(RuleModelCheck.Of(Model(xml) with { Decision = "none" }, Surroundings.None).Findings, f => f.Code == "decision-unknown");
        Assert.Contains(RuleModelCheck.Of(Model("<definitions"), Surroundings.None).Findings, f => f is { IsError: true, Path: "$.model.xml" });
        var broken = RuleModelCheck.Of(Model(Dmn("area <", "area")), Surroundings.None);
        Assert.Null(broken.Model);
        Assert.All(broken.Findings, f => Assert.NotEqual(f.Text.Zh, f.Text.En));
    }

    [Fact]
    public void A_definition_says_which_decisions_are_missing_and_which_names_they_ask_for()
    {
        var graph = DefinitionCheck.Of(Bpmn).Graph!;
        var findings = DecisionNeeds.Of(graph, ImmutableSortedDictionary<string, PinnedDecision>.Empty.Add("size", Size)).ToList();
        Assert.Equal([("decision-not-published", "fast"), ("decision-names", "size")], findings.Select(f => (f.Code, f.Element!)));
        Assert.Contains("area", findings[1].En, StringComparison.Ordinal);
        var hiding = DefinitionCheck.Of(Bpmn.Replace("approval:result=\"grade\"", "approval:result=\"application\"", StringComparison.Ordinal));
        Assert.Contains(hiding.Errors, f => f is { Code: "approval-result-name", Element: "size" });
    }

    private static void Same(Scenario play) => Assert.Equal(play.State.Dump(), play.Replayed().Dump());
}
