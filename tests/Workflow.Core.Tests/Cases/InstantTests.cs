using System.Collections.Immutable;
using Xunit;
using Workflow.Core.Bpmn;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Instant;
using Workflow.Core.Cases.Obligations;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Definitions;
using Workflow.Core.Catalog.Rules;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Tests.Cases;

public sealed class InstantTests
{
    private const string Bpmn = """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:approval="http://onego.dev/schema/approval" targetNamespace="t">
          <process id="shop" isExecutable="true">
            <startEvent id="start"/>
            <businessRuleTask id="fast" name="秒批" approval:decision="small-shop"/>
            <exclusiveGateway id="who" default="done"/>
            <userTask id="decide" name="综合决定" approval:kind="decide" approval:department="lead"/>
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

    private static readonly DecisionTable Table = new(new("小店", "Small shop"),
    [
        new("too-large", "=application.area > 1000", InstantOutcome.Deny, new("面积过大", "Too large")),
        new("look", "application.sign and application.area > 300", InstantOutcome.Person, new("有招牌", "Has a sign")),
        new("small", "application.area <= 300", InstantOutcome.Grant, new("面积小", "Small")),
    ]);

    private static Scenario Given(int samplePerMille = 0, decimal area = 100, bool sign = false, bool published = true) => new Scenario(Bpmn, change: pinned => pinned with
    {
        JointItem = pinned.JointItem with { Instant = InstantRules.Usual with { SamplePerMille = samplePerMille } },
        Rules = published ? pinned.Rules.Add("small-shop", PinnedDecision.Of(3, Table)) : pinned.Rules,
    }).Filed(area, sign).AcceptedByWindow();

    [Fact]
    public void A_rule_that_grants_decides_at_once_and_everything_it_rests_on_is_kept()
    {
        var play = Given();
        var decided = Assert.Single(play.History.OfType<InstantDecided>());
        Assert.Equal(("fast", "small-shop", 3, "small", InstantOutcome.Grant, false), (decided.Element, decided.Table, decided.Version, decided.Rule, decided.Outcome, decided.Sampled));
        Assert.Equal((Value)100, decided.Inputs["application.area"]);
        Assert.Equal((Decision.Grant, "rule", "面积小"), (play.State.Decided!.Decision, play.State.Decided.Officer, play.State.Decided.Reason));
        Assert.Equal(CaseStatus.Granted, play.State.Status);
        Assert.True(play.State.IsClosed);
        Assert.Equal([$"{play.State.CaseNumber}-a"], play.State.Concluded!.Results.Select(r => r.Number));
        Assert.All(play.State.Clocks.Values, c => Assert.NotNull(c.Clock.EndedAt));
        Assert.DoesNotContain(play.State.Tasks.Values, t => t.IsOpen);
        Same(play);
    }

    [Fact]
    public void A_rule_that_denies_says_why()
    {
        var play = Given(area: 2000);
        Assert.Equal((Decision.Deny, "面积过大"), (play.State.Decided!.Decision, play.State.Decided.Reason));
        Assert.Equal(CaseStatus.Denied, play.State.Status);
        Assert.Empty(play.State.Concluded!.Results);
    }

    [Theory]
    [InlineData(500, true, "look")]
    [InlineData(500, false, null)]
    public void What_a_rule_leaves_to_a_person_or_no_rule_knows_a_person_decides(int area, bool sign, string? rule)
    {
        var play = Given(area: area, sign: sign);
        var decided = Assert.Single(play.History.OfType<InstantDecided>());
        Assert.Equal((InstantOutcome.Person, rule), (decided.Outcome, decided.Rule));
        Assert.Null(play.State.Decided);
        play.Accepted(new Core.Cases.Review.DecideCase(play.Task(TaskKind.Decide).Id, Decision.Grant, null) { By = Scenario.Lead, CaseId = play.CaseId });
        Assert.True(play.State.IsClosed);
        Assert.Equal("no-instant-decision", play.Refused(Appeal(play)));
        Same(play);
    }

    [Fact]
    public void A_table_that_is_not_at_hand_raises_an_incident_and_is_tried_again()
    {
        var play = Given(published: false);
        var incident = Assert.Single(play.State.Flow.Incidents.Values);
        Assert.Equal("rules-not-published", incident.Code);
        play.Accepted(new Core.Cases.Supervision.RetryIncident(incident.Id) { By = Scenario.Lead, CaseId = play.CaseId });
        Assert.Equal("rules-not-published", Assert.Single(play.State.Flow.Incidents.Values).Code);
    }

    [Fact]
    public void A_loop_of_rules_ends_in_an_incident()
    {
        var loop = Bpmn.Replace("<sequenceFlow id=\"done\" sourceRef=\"who\" targetRef=\"both\"/>", "<sequenceFlow id=\"done\" sourceRef=\"who\" targetRef=\"fast\"/>", StringComparison.Ordinal);
        var play = new Scenario(loop, change: pinned => pinned with { Rules = pinned.Rules.Add("small-shop", PinnedDecision.Of(3, Table)) }).Filed(100, false).AcceptedByWindow();
        Assert.Equal("rule-limit", Assert.Single(play.State.Flow.Incidents.Values).Code);
        Same(play);
    }

    [Fact]
    public void A_drawn_decision_is_checked_by_a_person_and_the_result_is_kept()
    {
        var play = Given(samplePerMille: 1000);
        var task = play.Task(TaskKind.Verify, "lead");
        Assert.Equal(ObligationKind.Check, Assert.Single(play.State.Obligations.Values).Kind);
        Assert.NotNull(play.State.RunningClock(task.DueClock));
        Assert.Equal("not-your-task", play.Refused(new CheckInstant(task.Id, true, null) { By = Scenario.Officer("a"), CaseId = play.CaseId }));
        play.Accepted(new CheckInstant(task.Id, true, "如实") { By = Scenario.Lead, CaseId = play.CaseId });
        Assert.True(Assert.Single(play.State.Instant.Checks).Right);
        Assert.Equal(ObligationEnd.Fulfilled, Assert.Single(play.State.Obligations.Values).End);
        Assert.True(play.State.IsClosed);
        Same(play);
    }

    [Fact]
    public void A_check_that_finds_the_rules_wrong_opens_the_case_again_and_a_person_may_revoke()
    {
        var play = Given(samplePerMille: 1000);
        var check = play.Task(TaskKind.Verify).Id;
        Assert.Equal("reason-required", play.Refused(new CheckInstant(check, false, " ") { By = Scenario.Lead, CaseId = play.CaseId }));
        play.Accepted(new CheckInstant(check, false, "面积不实") { By = Scenario.Lead, CaseId = play.CaseId });
        Assert.False(play.State.IsClosed);
        var again = play.Task(TaskKind.Reconsider, "lead").Id;
        Assert.Equal("reason-required", play.Refused(new Reconsider(again, Decision.Deny, "", []) { By = Scenario.Lead, CaseId = play.CaseId }));
        Assert.Equal("results-unexpected", play.Refused(new Reconsider(again, Decision.Deny, "不实", [new("a", "证", "1")]) { By = Scenario.Lead, CaseId = play.CaseId }));
        play.Accepted(new Reconsider(again, Decision.Deny, "面积不实", []) { By = Scenario.Lead, CaseId = play.CaseId });
        Assert.Equal(CaseStatus.Revoked, play.State.Status);
        Assert.True(play.State.IsClosed);
        Assert.Equal("already-appealed", play.Refused(Appeal(play)));
        Same(play);
    }

    [Fact]
    public void An_appeal_opens_the_case_again_and_a_person_replaces_the_denial()
    {
        var play = Given(area: 2000);
        Assert.Equal("not-your-case", play.Refused(new AppealDecision("不对") { By = Scenario.Lead, CaseId = play.CaseId }));
        Assert.Equal("reason-required", play.Refused(new AppealDecision(" ") { By = Scenario.Applicant, CaseId = play.CaseId }));
        play.Accepted(Appeal(play));
        Assert.Equal((false, CaseStatus.UnderReview), (play.State.IsClosed, play.State.Status));
        Assert.Equal("already-appealed", play.Refused(Appeal(play)));
        var again = play.Task(TaskKind.Reconsider, "lead").Id;
        Assert.Equal("result-item-unknown", play.Refused(new Reconsider(again, Decision.Grant, "是200", [new("x", "证", "1")]) { By = Scenario.Lead, CaseId = play.CaseId }));
        play.Accepted(new Reconsider(again, Decision.Grant, "面积是 200", [new("a", "许可证", "A-1")]) { By = Scenario.Lead, CaseId = play.CaseId });
        Assert.Equal((CaseStatus.Granted, Decision.Grant), (play.State.Status, play.State.Decided!.Decision));
        Assert.Equal("A-1", Assert.Single(play.State.Concluded!.Results).Number);
        Assert.True(play.State.Instant.Outcome!.Replaced);
        Assert.True(play.State.IsClosed);
        Same(play);
    }

    [Fact]
    public void An_appeal_may_be_confirmed_and_comes_too_late_after_its_time()
    {
        var play = Given(area: 2000);
        var late = Given(area: 2000);
        late.Now += TimeSpan.FromDays(30);
        Assert.Equal("appeal-too-late", late.Refused(Appeal(late)));
        play.Accepted(Appeal(play));
        play.Accepted(new Reconsider(play.Task(TaskKind.Reconsider).Id, Decision.Deny, "属实", []) { By = Scenario.Lead, CaseId = play.CaseId });
        Assert.Equal((CaseStatus.Denied, false, "rule"), (play.State.Status, play.State.Instant.Outcome!.Replaced, play.State.Decided!.Officer));
        Same(play);
    }

    [Fact]
    public void The_draw_is_the_same_on_every_node_and_near_its_rate()
    {
        var pinned = Given().Pinned;
        var rated = pinned with { JointItem = pinned.JointItem with { Instant = InstantRules.Usual with { SamplePerMille = 100 } } };
        var drawn = Enumerable.Range(0, 10_000).Count(i => InstantStep.IsSampled(rated, $"110105-260302-{i:00000000}", "fast", null));
        Assert.InRange(drawn, 850, 1150);
        var own = rated with { JointItem = rated.JointItem with { Items = [rated.JointItem.Items[0] with { SamplePerMille = 1000 }] } };
        Assert.True(InstantStep.IsSampled(own, "110105-260302-00000000", "fast", "a"));
    }

    [Fact]
    public void A_business_rule_without_a_table_does_not_deploy()
    {
        var check = DefinitionCheck.Of(Bpmn.Replace(" approval:decision=\"small-shop\"", "", StringComparison.Ordinal));
        Assert.Contains(check.Errors, f => f is { Code: "approval-decision-missing", Element: "fast" });
    }

    [Fact]
    public void A_table_is_published_in_versions_and_its_faults_are_named()
    {
        var by = new Actor(ActorKind.Person, "designer", Role.Designer, null, Scenario.Region);
        var first = Assert.IsType<RulesPublished>(Assert.Single(Assert.IsType<Outcome.Events>(new PublishRules("small-shop", Table) { By = by }.Decide(null, RuleState.Empty, Scenario.Monday)).List));
        var state = RuleState.Empty.Evolve(first);
        Assert.Empty(Assert.IsType<Outcome.Events>(new PublishRules("small-shop", Table) { By = by }.Decide(null, state, Scenario.Monday)).List);
        Assert.Equal("belongs-to-other-region", Refused(new PublishRules("small-shop", Table with { Rules = [Table.Rules[0]] }) { By = by with { Region = "110000" } }, state));
        Assert.Equal("rules-invalid", Refused(new PublishRules("x", Table with { Rules = [] }) { By = by }, RuleState.Empty));
        var wrong = Table with { Rules = [Table.Rules[0] with { When = "area >" }, Table.Rules[0] with { Id = "b b", Words = new("", "") }, Table.Rules[0]] };
        Assert.Equal(["feel-invalid", "rule-id-form", "words-missing", "code-twice"], DecisionTableCheck.Faults(wrong).Select(f => f.Code));
        Assert.Equal("rules-invalid", Refused(new PublishRules("x", null) { By = by }, RuleState.Empty));
        Assert.Equal("decision-moved", Refused(new PublishRules("small-shop", Table with { Rules = [Table.Rules[0]] }, null, 0) { By = by }, state));

        static string Refused(Command command, StreamState state) => Assert.IsType<Outcome.Rejection>(command.Decide(null, state, Scenario.Monday)).Code;
    }

    private static AppealDecision Appeal(Scenario play) => new("认定有误") { By = Scenario.Applicant, CaseId = play.CaseId };

    private static void Same(Scenario play) => Assert.Equal(play.State.Dump(), play.Replayed().Dump());
}
