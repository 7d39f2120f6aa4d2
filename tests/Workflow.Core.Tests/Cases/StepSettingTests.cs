using Xunit;
using Workflow.Core.Bpmn;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Review;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;

namespace Workflow.Core.Tests.Cases;

/// <summary>What a review's step sets: advice only, silence as consent, what its department sees.</summary>
public sealed class StepSettingTests
{
    private readonly Scenario shop = new Scenario(Shop.WithSilenceAndAdvice).Filed().AcceptedByWindow();

    [Fact]
    public void Silence_until_the_due_instant_is_a_positive_opinion_as_of_that_instant()
    {
        var task = shop.Task(TaskKind.Review, "a").Id;
        var due = shop.State.Clocks[CaseClocks.OfTask(task)].Clock.DueAt!.Value;
        shop.Opinion("b");
        shop.Opinion("c", OpinionKind.Advisory);
        shop.Now = due + TimeSpan.FromDays(2);

        shop.Accepted(Tick());

        var silent = shop.State.Opinions[task];
        Assert.Equal((true, OpinionKind.Positive, due), (silent.BySilence, silent.Opinion.Kind, silent.At));
        Assert.Equal((TaskEnd.Done, null, due), (shop.State.Tasks[task].End!.Value, shop.State.Tasks[task].ClosedBy, shop.State.Tasks[task].ClosedAt!.Value));
        Assert.Equal(Card.Red, shop.State.Clocks[CaseClocks.OfTask(task)].Card);
        Assert.Equal(due, shop.Task(TaskKind.Decide).OpenedAt);
        Assert.Equal(shop.State.Dump(), shop.Replayed().Dump());
    }

    [Fact]
    public void An_opinion_that_comes_after_it_is_too_late_and_one_before_it_counts()
    {
        var task = shop.Task(TaskKind.Review, "a").Id;
        var due = shop.State.Clocks[CaseClocks.OfTask(task)].Clock.DueAt!.Value;
        shop.Now = due - TimeSpan.FromMinutes(1);
        var other = new Scenario(Shop.WithSilenceAndAdvice).Filed().AcceptedByWindow();
        other.Now = shop.Now;
        other.Opinion("a", OpinionKind.Negative, "no exit");
        Assert.False(other.State.Opinions[task].BySilence);

        shop.Now = due + TimeSpan.FromMinutes(1);
        Assert.Equal("task-closed", shop.Refused(Opine(task, "a", OpinionKind.Negative)));
    }

    [Fact]
    public void A_clock_that_stands_still_brings_no_consent_about()
    {
        var task = shop.Task(TaskKind.Review, "a").Id;
        shop.Accepted(new Suspend(CaseClocks.OfTask(task), SuspensionReason.Inspection, "art. 45") { By = Scenario.Officer("a"), CaseId = shop.CaseId });
        shop.Now += TimeSpan.FromDays(40);
        shop.Accepted(Tick());
        Assert.Null(shop.State.Opinions.GetValueOrDefault(task));
        Assert.True(shop.State.Tasks[task].IsOpen);
    }

    [Fact]
    public void Without_that_setting_a_late_review_stays_open()
    {
        var plain = new Scenario(Shop.Bpmn).Filed().AcceptedByWindow();
        plain.Now += TimeSpan.FromDays(60);
        plain.Accepted(new FireTimer { By = Scenario.Timer, CaseId = plain.CaseId });
        Assert.Equal(3, plain.OpenTasks(TaskKind.Review).Count());
        Assert.Empty(plain.State.Opinions);
    }

    [Fact]
    public void A_step_for_advice_takes_advice_and_nothing_else()
    {
        var task = shop.Task(TaskKind.Review, "c").Id;
        Assert.Equal("opinion-advisory-only", shop.Refused(Opine(task, "c", OpinionKind.Positive)));
        Assert.Equal("opinion-advisory-only", shop.Refused(Opine(task, "c", OpinionKind.Negative)));
        shop.Accepted(Opine(task, "c", OpinionKind.Advisory));
        Assert.Equal(OpinionKind.Advisory, shop.State.Opinions[task].Opinion.Kind);
    }

    [Theory]
    [InlineData("approval:kind=\"decide\" approval:department=\"lead\" approval:policy=\"advisory\"", "approval-review-only")]
    [InlineData("approval:department=\"lead\" approval:fields=\"area\"", "approval-review-only")]
    [InlineData("approval:kind=\"review\" approval:item=\"a\" approval:policy=\"quorum\"", "approval-policy-unknown")]
    [InlineData("approval:kind=\"review\" approval:item=\"a\" approval:timeout=\"deny\"", "approval-timeout-unknown")]
    [InlineData("approval:kind=\"review\" approval:department=\"a\" approval:timeout=\"consent\"", "approval-timeout-without-limit")]
    [InlineData("approval:kind=\"review\" approval:item=\"a\" approval:timeout=\"consent\" approval:policy=\"advisory\"", "approval-timeout-advisory")]
    [InlineData("approval:kind=\"review\" approval:item=\"a\" approval:materials=\"plan, lease\"", "approval-names-form")]
    [InlineData("approval:kind=\"review\" approval:item=\"a\" approval:fields=\"面积\"", "approval-names-form")]
    [InlineData("approval:kind=\"review\" approval:item=\"a\" approval:materials=\"plan  lease\" approval:fields=\"area\" approval:policy=\"binding\" approval:timeout=\"consent\"", null)]
    public void What_cannot_be_meant_is_refused_at_deployment(string attributes, string? code)
    {
        var xml = $"""
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:approval="http://onego.dev/schema/approval" targetNamespace="t">
              <process id="p" isExecutable="true"><startEvent id="s"/><userTask id="t" {attributes}/><endEvent id="e"/>
              <sequenceFlow id="f1" sourceRef="s" targetRef="t"/><sequenceFlow id="f2" sourceRef="t" targetRef="e"/></process>
            </definitions>
            """;
        var findings = StepSettings.Check(BpmnReader.Read(System.Text.Encoding.UTF8.GetBytes(xml)).Graph!);
        Assert.Equal(code is null ? [] : [code], findings.Select(f => f.Code));
    }

    [Fact]
    public void The_lists_of_a_step_are_read_as_codes()
    {
        var xml = Shop.Bpmn.Replace("approval:department=\"a\"", "approval:department=\"a\" approval:materials=\" plan\tlease plan \" approval:fields=\" \"", StringComparison.Ordinal);
        var step = StepSettings.Of(BpmnReader.Read(System.Text.Encoding.UTF8.GetBytes(xml)).Graph!.Node("reviewA"));
        Assert.Equal(["plan", "lease"], step.Materials!.Value);
        Assert.Null(step.Fields);
    }

    private FireTimer Tick() => new() { By = Scenario.Timer, CaseId = shop.CaseId };

    private RecordOpinion Opine(long task, string department, OpinionKind kind) =>
        new(task, new Opinion(kind, "because", [])) { By = Scenario.Officer(department), CaseId = shop.CaseId };
}
