using System.Collections.Immutable;
using Xunit;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Closing;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Catalog;
using Workflow.Core.Deadlines;

namespace Workflow.Core.Tests.Cases;

/// <summary>Departments check the materials; one supplement notice, once, in full; a supplement in parts, and one that never comes.</summary>
public class BeforeAcceptanceTests
{
    // a needs plan and lease, b needs the plan, c needs nothing.
    private readonly Scenario shop = new(Shop.Bpmn, with: item => item with
    {
        Intake = IntakeRules.Default with { CheckedBy = CheckedBy.Departments, SupplementLimit = new(10, TimeUnit.WorkingDays) },
    });

    [Fact]
    public void Every_department_that_needs_a_material_checks_at_receipt_and_nobody_else()
    {
        shop.Filed();

        Assert.Equal(["a", "b"], shop.OpenTasks(TaskKind.Check).Select(t => t.Department));
        Assert.Equal("window", shop.Task(TaskKind.Intake).Department);
        Assert.All(shop.OpenTasks(TaskKind.Check), t => Assert.Equal(CaseClocks.Intake, t.DueClock));
    }

    [Fact]
    public void A_joint_item_that_says_nothing_is_checked_by_the_window_alone()
    {
        var plain = new Scenario(Shop.Bpmn).Filed();
        Assert.Empty(plain.OpenTasks(TaskKind.Check));
    }

    [Fact]
    public void Neither_notice_nor_acceptance_comes_before_every_department_has_spoken()
    {
        shop.Filed();
        Check("a");

        Assert.Equal("checks-open", shop.Refused(new Accept(Intake) { By = Scenario.Window, CaseId = shop.CaseId }));
        Assert.Equal("checks-open", shop.Refused(Notice("lease")));

        Check("b");
        shop.AcceptedByWindow();
        Assert.Equal(CaseStatus.Accepted, shop.State.Status);
    }

    [Fact]
    public void The_notice_holds_everything_that_departments_miss_and_acceptance_waits_for_it()
    {
        shop.Filed();
        Check("a", "lease");
        Check("b", "plan");

        Assert.Equal("check-says-missing", shop.Refused(new Accept(Intake) { By = Scenario.Window, CaseId = shop.CaseId }));
        Assert.Equal("supplement-not-in-full", shop.Refused(Notice("lease")));
        shop.Accepted(Notice("lease", "plan"));
        Assert.Equal(CaseStatus.SupplementAsked, shop.State.Status);
        Assert.True(shop.State.Clocks[CaseClocks.Supplement].Clock.IsRunning);
    }

    [Fact]
    public void A_check_names_only_what_its_department_needs_with_a_reason()
    {
        shop.Filed();
        var b = shop.Task(TaskKind.Check, "b").Id;

        Assert.Equal("material-not-needed", shop.Refused(new RecordCheck(b, [new("lease", "none")]) { By = Scenario.Officer("b"), CaseId = shop.CaseId }));
        Assert.Equal("reason-required", shop.Refused(new RecordCheck(b, [new("plan", " ")]) { By = Scenario.Officer("b"), CaseId = shop.CaseId }));
        Assert.Equal("not-your-task", shop.Refused(new RecordCheck(b, []) { By = Scenario.Officer("a"), CaseId = shop.CaseId }));
        Assert.Equal("task-kind", shop.Refused(new RecordCheck(Intake, []) { By = Scenario.Window, CaseId = shop.CaseId }));
        Check("b");
        Assert.Equal("task-closed", shop.Refused(new RecordCheck(b, []) { By = Scenario.Officer("b"), CaseId = shop.CaseId }));
    }

    [Fact]
    public void Silence_accepts_as_of_receipt_and_closes_the_checks_that_nobody_made()
    {
        shop.Filed();
        Check("a", "lease");
        shop.Now = shop.State.Clocks[CaseClocks.Intake].Clock.DueAt!.Value.AddHours(1);
        shop.Accepted(new FireTimer { By = Scenario.Timer, CaseId = shop.CaseId });

        Assert.Equal(new CaseAccepted(true, Scenario.Monday), shop.History.OfType<CaseAccepted>().Single());
        Assert.Empty(shop.OpenTasks(TaskKind.Check));
        Assert.Equal(3, shop.OpenTasks(TaskKind.Review).Count());
    }

    [Fact]
    public void A_declined_application_leaves_no_check_open()
    {
        shop.Filed();
        shop.Accepted(new Decline(Intake, "not within the remit") { By = Scenario.Window, CaseId = shop.CaseId });
        Assert.DoesNotContain(shop.State.Tasks.Values, t => t.IsOpen);
    }

    [Fact]
    public void What_comes_of_a_supplement_is_kept_and_the_rest_may_follow_and_then_every_department_checks_again()
    {
        Asked("lease", "plan");

        shop.Accepted(Handed("lease"));
        Assert.Equal(CaseStatus.SupplementAsked, shop.State.Status);
        Assert.Equal(["plan"], Checking.Awaited(shop.State).Select(m => m.Material));
        Assert.Empty(shop.OpenTasks(TaskKind.Intake));

        shop.Now += TimeSpan.FromDays(3);
        shop.Accepted(Handed("plan"));
        Assert.Equal(CaseStatus.Supplemented, shop.State.Status);
        Assert.Equal(["a", "b"], shop.OpenTasks(TaskKind.Check).Select(t => t.Department));
        Assert.Equal(shop.Now, shop.State.Clocks[CaseClocks.Intake].Clock.StartedAt);
        Assert.False(shop.State.Clocks[CaseClocks.Supplement].Clock.IsRunning);
        Assert.Empty(shop.State.Intake.Checks);
    }

    [Fact]
    public void The_second_check_may_miss_something_too_but_nobody_is_told_twice()
    {
        Asked("lease");
        shop.Accepted(Handed("lease"));
        Check("a", "lease");
        Check("b");

        Assert.Equal("supplement-already-asked", shop.Refused(Notice("lease")));
        Assert.Equal("check-says-missing", shop.Refused(new Accept(Intake) { By = Scenario.Window, CaseId = shop.CaseId }));
        shop.Accepted(new Decline(Intake, "the lease is still not signed") { By = Scenario.Window, CaseId = shop.CaseId });
    }

    [Fact]
    public void A_supplement_that_never_comes_ends_the_application_at_its_limit_however_late_that_is_heard()
    {
        Asked("lease", "plan");
        shop.Accepted(Handed("plan"));
        var due = shop.State.Clocks[CaseClocks.Supplement].Clock.DueAt!.Value;
        Assert.Contains(new DueItem(due, "lapse-supplement"), shop.State.Agenda);

        shop.Now = due.AddDays(2);
        shop.Accepted(new FireTimer { By = Scenario.Timer, CaseId = shop.CaseId });

        var lapsed = shop.History.OfType<SupplementLapsed>().Single();
        Assert.Equal((due, "lease"), (lapsed.At, Assert.Single(lapsed.Awaited)));
        Assert.Equal(CaseStatus.NotAccepted, shop.State.Status);
        Assert.True(shop.State.IsClosed);
        Assert.Empty(shop.State.Agenda);
        Assert.DoesNotContain(shop.History, e => e is CardShown);
        Assert.Equal("supplement-lapsed", shop.Refused(Handed("lease")));
        Assert.Equal("case-closed", shop.Refused(new Withdraw("never mind") { By = Scenario.Applicant, CaseId = shop.CaseId }));
    }

    [Fact]
    public void The_applicant_who_comes_after_the_limit_is_too_late_whether_the_timer_was_heard_or_not()
    {
        Asked("lease");
        shop.Now = shop.State.Clocks[CaseClocks.Supplement].Clock.DueAt!.Value.AddMinutes(1);
        Assert.Equal("supplement-lapsed", shop.Refused(Handed("lease")));
    }

    [Fact]
    public void An_empty_part_or_one_that_was_not_asked_for_is_refused()
    {
        Asked("lease");
        Assert.Equal("supplement-incomplete", shop.Refused(new Supplement([]) { By = Scenario.Applicant, CaseId = shop.CaseId }));
        Assert.Equal("material-not-asked", shop.Refused(Handed("plan")));
    }

    private long Intake => shop.Task(TaskKind.Intake).Id;

    private void Asked(params string[] materials)
    {
        shop.Filed();
        Check("a", materials);
        Check("b");
        shop.Accepted(Notice(materials));
    }

    private void Check(string department, params string[] missing) =>
        shop.Accepted(new RecordCheck(shop.Task(TaskKind.Check, department).Id, [.. missing.Select(m => new MissingMaterial(m, "blurred"))])
        {
            By = Scenario.Officer(department), CaseId = shop.CaseId,
        });

    private RequestSupplement Notice(params string[] materials) =>
        new(Intake, [.. materials.Select(m => new MissingMaterial(m, "blurred"))], null) { By = Scenario.Window, CaseId = shop.CaseId };

    private Supplement Handed(params string[] materials) =>
        new([.. materials.Select(m => new FiledMaterial(m, "f-" + m, m + ".pdf", "application/pdf", 5, new string('b', 64)))]) { By = Scenario.Applicant, CaseId = shop.CaseId };
}
