using Xunit;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Closing;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Deadlines;

namespace Workflow.Core.Tests.Cases;

public class IntakeTests
{
    private readonly Scenario shop = new(Shop.Bpmn);

    [Fact]
    public void Filing_decides_which_items_apply_and_opens_the_window_s_check()
    {
        shop.Filed(area: 120, sign: true);

        Assert.Equal(CaseStatus.Filed, shop.State.Status);
        Assert.Equal(["a", "c"], shop.State.SubCases.Where(s => s.Applies).Select(s => s.Item));
        Assert.Equal("window", shop.Task(TaskKind.Intake).Department);
        Assert.Equal(new TimeLimit(5, TimeUnit.WorkingDays), shop.State.Clocks[CaseClocks.Intake].Clock.Limit);
        Assert.Matches("^110105-260302-[0-9A-HJKMNP-TV-Z]{8}$", shop.State.CaseNumber);
    }

    [Fact]
    public void Personal_answers_never_stand_among_the_flow_s_data()
    {
        shop.Filed();

        Assert.False(shop.State.Answers.Has("owner"));
        Assert.Contains("王小明", shop.State.PersonalAnswers.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void An_application_to_which_nothing_applies_is_refused()
    {
        var none = new Scenario(Shop.Bpmn, [Scenario.Item("b", "=application.area >= 300")]);
        var e = Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => none.Filed(area: 1));
        Assert.Contains("nothing-applies", e.Message, StringComparison.Ordinal);
        Assert.Empty(none.History);
    }

    [Fact]
    public void Accepting_starts_the_legal_clock_and_every_department_at_once()
    {
        shop.Filed().AcceptedByWindow();

        Assert.Equal(["a", "b", "c"], shop.OpenTasks(TaskKind.Review).Select(t => t.Department));
        Assert.True(shop.State.Clocks[CaseClocks.Case].Clock.IsRunning);
        Assert.Equal(new TimeLimit(3, TimeUnit.WorkingDays), shop.State.Clocks[shop.Task(TaskKind.Review, "b").ClockId].Clock.Limit);
        Assert.False(shop.State.Clocks[CaseClocks.Intake].Clock.IsRunning);
    }

    [Fact]
    public void Only_the_window_of_the_region_accepts()
    {
        shop.Filed();
        var task = shop.Task(TaskKind.Intake).Id;

        Assert.Equal("not-your-task", shop.Refused(new Accept(task) { By = Scenario.Officer("a"), CaseId = shop.CaseId }));
        Assert.Equal("not-your-task", shop.Refused(new Accept(task) { By = Scenario.Window with { Region = "310101" }, CaseId = shop.CaseId }));
        Assert.Equal("task-not-found", shop.Refused(new Accept(99) { By = Scenario.Window, CaseId = shop.CaseId }));
    }

    [Fact]
    public void A_supplement_is_asked_for_once_and_in_full_and_its_receipt_starts_a_new_check()
    {
        shop.Filed();
        var first = shop.Task(TaskKind.Intake).Id;
        shop.Accepted(new RequestSupplement(first, [new("lease", "no lease was filed")], null) { By = Scenario.Window, CaseId = shop.CaseId });
        Assert.Equal(CaseStatus.SupplementAsked, shop.State.Status);
        Assert.Empty(shop.OpenTasks(TaskKind.Intake));

        shop.Now += TimeSpan.FromDays(30);
        var lease = new FiledMaterial("lease", "f2", "lease.pdf", "application/pdf", 5, new string('b', 64));
        Assert.Equal("material-not-asked", shop.Refused(new Supplement([lease with { Material = "plan" }, lease]) { By = Scenario.Applicant, CaseId = shop.CaseId }));
        Assert.Equal("supplement-incomplete", shop.Refused(new Supplement([]) { By = Scenario.Applicant, CaseId = shop.CaseId }));
        shop.Accepted(new Supplement([lease]) { By = Scenario.Applicant, CaseId = shop.CaseId });

        Assert.Equal(CaseStatus.Supplemented, shop.State.Status);
        Assert.Equal(shop.Now, shop.State.Clocks[CaseClocks.Intake].Clock.StartedAt);
        var again = shop.Task(TaskKind.Intake).Id;
        Assert.Equal("supplement-already-asked", shop.Refused(new RequestSupplement(again, [new("plan", "blurred")], null) { By = Scenario.Window, CaseId = shop.CaseId }));
    }

    [Fact]
    public void Silence_for_five_working_days_accepts_as_of_receipt()
    {
        shop.Filed();
        var due = shop.State.Clocks[CaseClocks.Intake].Clock.DueAt!.Value;

        shop.Now = due.AddTicks(-10);
        Assert.Empty(shop.Accepted(new Workflow.Core.Cases.Timing.FireTimer { By = Scenario.Timer, CaseId = shop.CaseId }).OfType<CaseAccepted>());

        shop.Now = due.AddHours(7);
        shop.Accepted(new Workflow.Core.Cases.Timing.FireTimer { By = Scenario.Timer, CaseId = shop.CaseId });

        Assert.Equal(new CaseAccepted(true, Scenario.Monday), shop.History.OfType<CaseAccepted>().Single());
        Assert.Equal(Scenario.Monday, shop.State.Clocks[CaseClocks.Case].Clock.StartedAt);
        Assert.Equal(3, shop.OpenTasks(TaskKind.Review).Count());
    }

    [Fact]
    public void The_window_that_comes_after_the_silence_finds_the_case_accepted_whether_the_timer_was_heard_or_not()
    {
        shop.Filed();
        var task = shop.Task(TaskKind.Intake).Id;
        shop.Now = shop.State.Clocks[CaseClocks.Intake].Clock.DueAt!.Value.AddMinutes(1);

        Assert.Equal("task-closed", shop.Refused(new Decline(task, "too late") { By = Scenario.Window, CaseId = shop.CaseId }));
    }

    [Fact]
    public void A_declined_application_needs_a_reason_and_is_closed()
    {
        shop.Filed();
        var task = shop.Task(TaskKind.Intake).Id;

        Assert.Equal("reason-required", shop.Refused(new Decline(task, " ") { By = Scenario.Window, CaseId = shop.CaseId }));
        shop.Accepted(new Decline(task, "not within the remit") { By = Scenario.Window, CaseId = shop.CaseId });

        Assert.Equal(CaseStatus.Declined, shop.State.Status);
        Assert.True(shop.State.IsClosed);
        Assert.Empty(shop.State.Agenda);
        Assert.Equal("case-closed", shop.Refused(new Withdraw("never mind") { By = Scenario.Applicant, CaseId = shop.CaseId }));
    }
}
