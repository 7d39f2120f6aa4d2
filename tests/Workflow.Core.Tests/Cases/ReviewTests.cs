using Xunit;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Closing;
using Workflow.Core.Cases.Review;

namespace Workflow.Core.Tests.Cases;

public class ReviewTests
{
    private readonly Scenario shop = new Scenario(Shop.Bpmn).Filed().AcceptedByWindow();

    [Fact]
    public void The_join_fires_with_the_last_opinion_whatever_the_order()
    {
        shop.Opinion("c");
        shop.Opinion("a");
        Assert.Empty(shop.OpenTasks(TaskKind.Decide));

        shop.Opinion("b");

        Assert.Equal("lead", shop.Task(TaskKind.Decide).Department);
        Assert.Equal(CaseStatus.UnderReview, shop.State.Status);
    }

    [Fact]
    public void A_department_gives_one_opinion_on_its_own_task_only()
    {
        var ofB = shop.Task(TaskKind.Review, "b").Id;
        Assert.Equal("not-your-task", shop.Refused(Positive(ofB, "a")));

        shop.Opinion("b");
        Assert.Equal("task-closed", shop.Refused(Positive(ofB, "b")));
        Assert.Single(shop.State.Opinions);
    }

    [Fact]
    public void A_negative_opinion_needs_a_reason_and_a_conditional_one_its_conditions()
    {
        var task = shop.Task(TaskKind.Review, "a").Id;
        Assert.Equal("reason-required", shop.Refused(With(task, new Opinion(OpinionKind.Negative, "", []))));
        Assert.Equal("conditions-required", shop.Refused(With(task, new Opinion(OpinionKind.Conditional, null, []))));

        shop.Accepted(With(task, new Opinion(OpinionKind.Conditional, null, ["keep the exit free"])));
    }

    [Fact]
    public void A_claimed_task_belongs_to_the_officer_who_claimed_it_until_it_is_released()
    {
        var task = shop.Task(TaskKind.Review, "a").Id;
        var (li, zhao) = (Scenario.Officer("a", "li"), Scenario.Officer("a", "zhao"));
        shop.Accepted(new ClaimTask(task) { By = li, CaseId = shop.CaseId });

        Assert.Empty(shop.Accepted(new ClaimTask(task) { By = li, CaseId = shop.CaseId }));
        Assert.Equal("task-claimed", shop.Refused(new ClaimTask(task) { By = zhao, CaseId = shop.CaseId }));
        Assert.Equal("task-claimed", shop.Refused(new RecordOpinion(task, new Opinion(OpinionKind.Positive, null, [])) { By = zhao, CaseId = shop.CaseId }));

        shop.Accepted(new ReleaseTask(task) { By = li, CaseId = shop.CaseId });
        shop.Accepted(new RecordOpinion(task, new Opinion(OpinionKind.Positive, null, [])) { By = zhao, CaseId = shop.CaseId });
        Assert.Equal("zhao", shop.State.Opinions[task].Officer);
    }

    [Fact]
    public void The_lead_overrules_a_negative_opinion_only_with_a_reason()
    {
        shop.Opinion("a");
        shop.Opinion("b", OpinionKind.Negative, "the second exit is missing");
        shop.Opinion("c");
        var task = shop.Task(TaskKind.Decide).Id;

        Assert.Equal("reason-required", shop.Refused(new DecideCase(task, Decision.Grant, null) { By = Scenario.Lead, CaseId = shop.CaseId }));
        shop.Accepted(new DecideCase(task, Decision.Grant, "the exit was built meanwhile") { By = Scenario.Lead, CaseId = shop.CaseId });

        Assert.False(shop.State.Clocks[CaseClocks.Case].Clock.IsRunning);
    }

    [Fact]
    public void A_granted_case_is_concluded_with_its_results_and_delivered()
    {
        Decide(Decision.Grant);
        var conclude = shop.Task(TaskKind.Conclude).Id;
        Assert.Equal("result-item-unknown", shop.Refused(new Conclude(conclude, [new("x", "?", "1")]) { By = Scenario.Lead, CaseId = shop.CaseId }));
        shop.Accepted(new Conclude(conclude, [new("a", "许可证", "JY21101050000001")]) { By = Scenario.Lead, CaseId = shop.CaseId });
        Assert.Equal(CaseStatus.Granted, shop.State.Status);
        Assert.False(shop.State.IsClosed);

        shop.Accepted(new Deliver(shop.Task(TaskKind.Deliver).Id, "window", null) { By = Scenario.Window, CaseId = shop.CaseId });

        Assert.True(shop.State.IsClosed);
        Assert.True(shop.State.Flow.IsCompleted);
        Assert.Empty(shop.State.Agenda);
        Assert.DoesNotContain(shop.State.Tasks.Values, t => t.IsOpen);
    }

    [Fact]
    public void A_denied_case_goes_to_delivery_without_results()
    {
        Decide(Decision.Deny, "no safe exit");
        Assert.Empty(shop.OpenTasks(TaskKind.Conclude));

        shop.Accepted(new Deliver(shop.Task(TaskKind.Deliver).Id, "post", "EMS1") { By = Scenario.Window, CaseId = shop.CaseId });

        Assert.Equal(CaseStatus.Denied, shop.State.Status);
        Assert.True(shop.State.IsClosed);
    }

    [Fact]
    public void Withdrawing_ends_every_branch_task_and_clock()
    {
        shop.Opinion("a");
        Assert.Equal("not-your-case", shop.Refused(new Withdraw("x") { By = Scenario.Applicant with { Id = "someone" }, CaseId = shop.CaseId }));
        Assert.Equal("not-your-case", shop.Refused(new Withdraw("filed online, so not at the window") { By = Scenario.Window, CaseId = shop.CaseId }));
        shop.Accepted(new Withdraw("the lease fell through") { By = Scenario.Applicant, CaseId = shop.CaseId });

        Assert.Equal(CaseStatus.Withdrawn, shop.State.Status);
        Assert.DoesNotContain(shop.State.Tasks.Values, t => t.IsOpen);
        Assert.Empty(shop.State.Agenda);
        Assert.All(shop.State.Clocks.Values, c => Assert.NotNull(c.Clock.EndedAt));
        Assert.Equal("task-closed", shop.Refused(Positive(shop.State.Tasks.Values.First(t => t.Department == "b").Id, "b")));
    }

    [Fact]
    public void Personal_data_is_erased_only_when_the_case_is_closed_and_only_once()
    {
        Assert.Equal("case-open", shop.Refused(new ErasePersonalData("request") { By = Scenario.Applicant, CaseId = shop.CaseId }));
        shop.Accepted(new Withdraw("x") { By = Scenario.Applicant, CaseId = shop.CaseId });
        shop.Accepted(new ErasePersonalData("request") { By = Scenario.Applicant, CaseId = shop.CaseId });

        Assert.True(shop.State.PersonalAnswers.IsErased);
        Assert.True(shop.State.Applicant!.Name.IsErased);
        Assert.Empty(shop.Accepted(new ErasePersonalData("request") { By = Scenario.Applicant, CaseId = shop.CaseId }));
    }

    private void Decide(Decision decision, string? reason = null)
    {
        foreach (var department in (string[])["a", "b", "c"]) shop.Opinion(department);
        shop.Accepted(new DecideCase(shop.Task(TaskKind.Decide).Id, decision, reason) { By = Scenario.Lead, CaseId = shop.CaseId });
    }

    private RecordOpinion Positive(long task, string department) =>
        new(task, new Opinion(OpinionKind.Positive, null, [])) { By = Scenario.Officer(department), CaseId = shop.CaseId };

    private RecordOpinion With(long task, Opinion opinion) => new(task, opinion) { By = Scenario.Officer("a"), CaseId = shop.CaseId };
}
