using Workflow.Core.Tests.Flow;
using System.Collections.Immutable;
using Xunit;
using Workflow.Core.Bpmn;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Obligations;
using Workflow.Core.Cases.Review;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Tests.Cases;

/// <summary>Groups of reviews in a case: late opinions, the last word, nested groups, conditions, what deployment refuses.</summary>
public sealed class ReviewGroupTests
{
    [Fact]
    public void A_lead_that_is_asked_several_times_does_not_wait_for_what_comes_behind_its_own_step()
    {
        var first = Draw.Times("first", "2") with { Approval = ImmutableSortedDictionary<string, string>.Empty.Add("kind", "review").Add("department", "a") };
        var second = new UserTask("second", null, null) { Approval = first.Approval.SetItem("department", "b") };
        var fork = new ParallelGateway("fork", null, null) { Approval = ImmutableSortedDictionary<string, string>.Empty.Add("policy", "lead").Add("lead", "a") };
        var play = new Scenario(Draw.Process("start -> fork -> first -> second -> join -> end\nfork -> join", fork, first, second)).Filed().AcceptedByWindow();

        Assert.All(play.OpenTasks(TaskKind.Review), t => Assert.False(t.IsHeld));
        Walks.PlayToTheEnd(play);
    }

    [Fact]
    public void An_outvoted_refusal_asks_the_decision_for_no_reason_and_one_that_stands_does()
    {
        var outvoted = Fork(3, "approval:policy=\"k-of-n\" approval:k=\"2\"");
        outvoted.Opinion("d1", OpinionKind.Negative, "no exit");
        outvoted.Opinion("d2");
        outvoted.Opinion("d3");
        outvoted.Accepted(new DecideCase(outvoted.Task(TaskKind.Decide).Id, Decision.Grant, null) { By = Scenario.Lead, CaseId = outvoted.CaseId });

        var standing = Fork(3, "approval:policy=\"all\"");
        standing.Opinion("d1", OpinionKind.Negative, "no exit");
        standing.Opinion("d2");
        standing.Opinion("d3");
        Assert.Equal("reason-required", standing.Refused(new DecideCase(standing.Task(TaskKind.Decide).Id, Decision.Grant, null) { By = Scenario.Lead, CaseId = standing.CaseId }));
    }

    [Fact]
    public void A_late_opinion_is_refused_noted_or_counted_again_as_the_step_says()
    {
        foreach (var (late, code) in ((string, string?)[])[("", "task-closed"), ("approval:late=\"ignore\"", "opinion-late"), ("approval:late=\"note\"", null), ("approval:late=\"reopen\"", null)])
        {
            var play = Silent(late);
            var command = Says(play, "d1", OpinionKind.Negative, "no exit");
            if (code is not null)
            {
                Assert.Equal(code, play.Refused(command));
                continue;
            }
            play.Accepted(command);
            var noted = late.Contains("note", StringComparison.Ordinal);
            Assert.Equal(noted ? ReviewOutcome.Positive : ReviewOutcome.Negative, Group(play).Outcome!.Outcome);
            Assert.Equal(noted, play.State.Opinions[TaskOf(play, "d1")].BySilence);
            Assert.Equal(noted ? 1 : 0, play.State.Reviews.Late.Count);
            Assert.Equal(noted ? "positive" : "negative", Told(play));
            SameReplayed(play);
        }
    }

    [Fact]
    public void A_decided_case_is_not_opened_again_by_a_late_opinion()
    {
        var play = Silent("approval:late=\"reopen\"");
        play.Accepted(new DecideCase(play.Task(TaskKind.Decide).Id, Decision.Deny, "no need") { By = Scenario.Lead, CaseId = play.CaseId });
        Assert.Equal("opinion-late", play.Refused(Says(play, "d1", OpinionKind.Negative, "no exit")));
    }

    [Fact]
    public void Those_closed_early_may_still_be_heard_where_the_step_says_so()
    {
        var play = Fork(3, "approval:policy=\"any\" approval:early=\"close\"", "approval:late=\"reopen\"");
        play.Opinion("d2");
        Assert.Equal((TaskEnd.Superseded, ReviewOutcome.Positive), (play.State.Tasks[TaskOf(play, "d1")].End!.Value, Group(play).Outcome!.Outcome));
        Assert.True(Group(play).Outcome!.Early);
        Assert.NotEmpty(play.OpenTasks(TaskKind.Decide));
        play.Accepted(Says(play, "d1", OpinionKind.Negative, "no exit"));
        Assert.Equal(ReviewOutcome.Positive, Group(play).Outcome!.Outcome);
        SameReplayed(play);
    }

    [Fact]
    public void The_lead_department_speaks_last_and_says_why_when_it_goes_against_the_others()
    {
        var play = Fork(3, "approval:policy=\"lead\" approval:lead=\"d1\"");
        Assert.Equal("task-held", play.Refused(Says(play, "d1", OpinionKind.Positive)));
        Assert.False(play.State.Clocks.ContainsKey(CaseClocks.OfTask(TaskOf(play, "d1"))));
        play.Opinion("d2", OpinionKind.Negative, "no exit");
        play.Opinion("d3");

        Assert.True(play.State.Clocks.ContainsKey(CaseClocks.OfTask(TaskOf(play, "d1"))));
        Assert.Equal("opinion-lead-binding", play.Refused(Says(play, "d1", OpinionKind.Advisory)));
        Assert.Equal("reason-required", play.Refused(Says(play, "d1", OpinionKind.Positive)));
        play.Accepted(Says(play, "d1", OpinionKind.Positive, "the exit was built meanwhile"));
        Assert.Equal(ReviewOutcome.Positive, Group(play).Outcome!.Outcome);
        play.Accepted(new DecideCase(play.Task(TaskKind.Decide).Id, Decision.Grant, null) { By = Scenario.Lead, CaseId = play.CaseId });
    }

    [Fact]
    public void A_list_of_departments_weighs_as_the_definition_evaluates_it()
    {
        var play = Several("[\"d1\", \"d2\", \"d3\"]", "approval:policy=\"weighted\" approval:threshold=\"3\" approval:early=\"close\" approval:weight=\"=loopCounter\"");
        Assert.Equal([1, 2, 3], play.State.Reviews.Seats.Values.OrderBy(s => s.TaskId).Select(s => s.Weight));
        play.Opinion("d3");
        Assert.Equal(ReviewOutcome.Positive, Group(play).Outcome!.Outcome);
        Assert.Equal("positive", ((Value.Text)((Value.Context)play.State.Flow.DataOf(play.State.Flow.Root!.Value)["reviews"])["sign"]).Is);
        Assert.NotEmpty(play.OpenTasks(TaskKind.Decide));
        SameReplayed(play);
    }

    [Fact]
    public void An_inner_group_is_one_voice_of_the_group_around_it()
    {
        var inner = """
            <multiInstanceLoopCharacteristics><extensionElements><approval:collection expression="=[&quot;x&quot;, &quot;y&quot;]" element="who"/></extensionElements></multiInstanceLoopCharacteristics>
            """;
        var bpmn = ReviewDefinition.Fork(2, "approval:policy=\"all\"", i => i == 1 ? ">" : ">" + inner)
            .Replace("approval:department=\"d2\"", "approval:department=\"=who\" approval:policy=\"any\"", StringComparison.Ordinal);
        var play = new Scenario(bpmn).Filed().AcceptedByWindow();
        Assert.Equal(2, play.State.Reviews.Groups.Count);
        play.Opinion("x", OpinionKind.Negative, "no");
        play.Opinion("d1");
        play.Opinion("y");
        Assert.All(play.State.Reviews.Groups.Values, g => Assert.Equal(ReviewOutcome.Positive, g.Outcome!.Outcome));
        play.Accepted(new DecideCase(play.Task(TaskKind.Decide).Id, Decision.Grant, null) { By = Scenario.Lead, CaseId = play.CaseId });
    }

    [Fact]
    public void The_conditions_of_an_opinion_are_owed_until_the_department_finds_them_fulfilled()
    {
        var play = Fork(2, "approval:policy=\"all\"");
        play.Accepted(new RecordOpinion(TaskOf(play, "d1"), new Opinion(OpinionKind.Conditional, null, ["keep the exit free", "two extinguishers"]), ConditionDays: 10) { By = Scenario.Officer("d1"), CaseId = play.CaseId });
        Assert.Equal([(1, "keep the exit free"), (2, "two extinguishers")], play.State.Obligations.Values.Select(o => (o.Id, o.Text)));
        Assert.True(play.State.Clocks.ContainsKey(CaseClocks.OfObligation(1)));
        play.Opinion("d2");
        Assert.Equal(ReviewOutcome.Conditional, Group(play).Outcome!.Outcome);

        Assert.Equal("obligation-not-found", play.Refused(Settle(9, "d1")));
        Assert.Equal("not-your-obligation", play.Refused(Settle(1, "d2")));
        Assert.Equal("reason-required", play.Refused(Settle(1, "d1", ObligationEnd.Broken)));
        Assert.Equal("not-your-case", play.Refused(new ReportObligation(1, "done") { By = Scenario.Applicant with { Id = "li" }, CaseId = play.CaseId }));
        Assert.Equal("obligation-not-found", play.Refused(new ReportObligation(9, "done") { By = Scenario.Applicant, CaseId = play.CaseId }));
        Assert.Equal("reason-required", play.Refused(new ReportObligation(1, " ") { By = Scenario.Applicant, CaseId = play.CaseId }));
        play.Accepted(new ReportObligation(1, "the exit is free") { By = Scenario.Applicant, CaseId = play.CaseId });
        Assert.Single(play.State.Obligations[1].Reports);
        play.Accepted(Settle(1, "d1"));
        play.Accepted(Settle(2, "d1", ObligationEnd.Waived));
        Assert.Equal("obligation-closed", play.Refused(Settle(1, "d1")));
        Assert.Equal("obligation-closed", play.Refused(new ReportObligation(1, "again") { By = Scenario.Applicant, CaseId = play.CaseId }));
        Assert.False(play.State.Clocks[CaseClocks.OfObligation(1)].Clock.IsRunning);
        var odd = Fork(1, "approval:policy=\"all\"");
        Assert.Equal("condition-days-range", odd.Refused(new RecordOpinion(TaskOf(odd, "d1"), new Opinion(OpinionKind.Conditional, null, ["x"]), 0) { By = Scenario.Officer("d1"), CaseId = odd.CaseId }));
        SameReplayed(play);

        SettleObligation Settle(int id, string department, ObligationEnd end = ObligationEnd.Fulfilled) =>
            new(id, end, end == ObligationEnd.Waived ? "the rule changed" : null) { By = Scenario.Officer(department), CaseId = play.CaseId };
    }

    [Theory]
    [InlineData("approval:policy=\"most\"", "", "approval-policy-unknown")]
    [InlineData("approval:policy=\"k-of-n\"", "", "approval-policy-parts")]
    [InlineData("approval:policy=\"all\" approval:k=\"1\"", "", "approval-policy-parts")]
    [InlineData("approval:early=\"close\"", "", "approval-policy-parts")]
    [InlineData("approval:policy=\"k-of-n\" approval:k=\"0\"", "", "approval-k-range")]
    [InlineData("approval:policy=\"k-of-n\" approval:k=\"3\"", "", "approval-k-range")]
    [InlineData("approval:policy=\"weighted\" approval:threshold=\"0\"", "", "approval-threshold-range")]
    [InlineData("approval:policy=\"weighted\" approval:threshold=\"5\"", "approval:weight=\"2\"", "approval-threshold-unreachable")]
    [InlineData("approval:policy=\"lead\" approval:lead=\"d9\"", "", "approval-lead-missing")]
    [InlineData("approval:policy=\"all\" approval:early=\"soon\"", "", "approval-early-unknown")]
    [InlineData("", "approval:late=\"maybe\"", "approval-late-unknown")]
    [InlineData("", "approval:veto=\"yes\"", "approval-veto-unknown")]
    [InlineData("", "approval:weight=\"-1\"", "approval-weight-range")]
    [InlineData("approval:late=\"note\"", "", "approval-review-only")]
    [InlineData("approval:policy=\"veto\"", "approval:veto=\"true\" approval:weight=\"=1 + 1\" approval:late=\"note\"", null)]
    public void A_policy_that_cannot_be_meant_is_refused_at_deployment(string fork, string step, string? code)
    {
        var bpmn = ReviewDefinition.Fork(2, fork, _ => step + ">");
        var graph = BpmnReader.Read(System.Text.Encoding.UTF8.GetBytes(bpmn)).Graph!;
        Assert.Equal(code is null ? [] : [code], StepSettings.Check(graph).Select(f => f.Code).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void A_policy_stands_where_branches_part_and_over_reviews()
    {
        var bpmn = ReviewDefinition.Fork(1, "", _ => ">")
            .Replace("<parallelGateway id=\"join\"", "<parallelGateway id=\"join\" approval:policy=\"all\"", StringComparison.Ordinal);
        Assert.Equal(["approval-policy-place"], Codes(bpmn));
        Assert.Equal(["approval-policy-empty"], Codes(ReviewDefinition.Fork(1, "approval:policy=\"all\"", _ => ">").Replace("approval:kind=\"review\"", "approval:kind=\"work\"", StringComparison.Ordinal)));

        static IEnumerable<string> Codes(string xml) => StepSettings.Check(BpmnReader.Read(System.Text.Encoding.UTF8.GetBytes(xml)).Graph!).Select(f => f.Code);
    }

    /// <summary>Two departments of which one kept silent, which consents; the case is before its decision.</summary>
    private static Scenario Silent(string late)
    {
        var play = Fork(2, "approval:policy=\"all\"", $"approval:timeout=\"consent\" {late}");
        play.Opinion("d2");
        play.Now = play.State.Clocks[CaseClocks.OfTask(TaskOf(play, "d1"))].Clock.DueAt!.Value;
        play.Accepted(new FireTimer { By = Scenario.Timer, CaseId = play.CaseId });
        return play;
    }

    private static Scenario Fork(int n, string policy, string step = "") => new Scenario(ReviewDefinition.Fork(n, policy, _ => step + ReviewDefinition.Limit(5))).Filed().AcceptedByWindow();

    private static Scenario Several(string departments, string attributes) =>
        new Scenario(ReviewDefinition.Several(System.Security.SecurityElement.Escape(departments), attributes)).Filed().AcceptedByWindow();

    private static ReviewGroup Group(Scenario play) => play.State.Reviews.Groups.Values.Single();

    private static long TaskOf(Scenario play, string department) => play.State.Tasks.Values.Single(t => t.Kind == TaskKind.Review && t.Department == department).Id;

    private static string? Told(Scenario play) => ((play.State.Flow.DataOf(play.State.Flow.Root!.Value)["reviews"] as Value.Context)?["fork"] as Value.Text)?.Is;

    private static RecordOpinion Says(Scenario play, string department, OpinionKind kind, string? reason = null) =>
        new(TaskOf(play, department), new Opinion(kind, reason, [])) { By = Scenario.Officer(department), CaseId = play.CaseId };

    private static void SameReplayed(Scenario play) => Assert.Equal(play.State.Dump(), play.Replayed().Dump());
}
