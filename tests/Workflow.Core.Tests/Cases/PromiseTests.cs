using System.Collections.Immutable;
using Xunit;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Closing;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Obligations;
using Workflow.Core.Cases.Review;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Catalog;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Tests.Cases;

/// <summary>What is promised at the intake: materials that follow (容缺受理), commitments (告知承诺), and what becomes of them.</summary>
public class PromiseTests
{
    private const string Key = "0123abcd";
    private static readonly TimeLimit Ten = new(10, TimeUnit.WorkingDays);

    private readonly Scenario shop = new(Shop.Bpmn, [Promising(Scenario.Item("a")), Scenario.Item("b", "=application.area >= 300"), Scenario.Item("c", "=application.sign")],
        with: item => item with { Intake = IntakeRules.Default with { DeficiencyLimit = Ten, DistrustMonths = 6 } });

    private static ServiceItem Promising(ServiceItem item) =>
        item with { Commitment = new(new("承诺场所符合条件", "The place is fit"), ["plan"], new(3, TimeUnit.WorkingDays), "条例第八条") };

    [Fact]
    public void A_minor_material_may_follow_and_is_owed_from_acceptance_on()
    {
        shop.Filed();
        shop.Accepted(Deficient("lease"));

        var owed = shop.State.Obligations[1];
        Assert.Equal((ObligationKind.Deficiency, "a", "lease"), (owed.Kind, owed.Department, Assert.Single(owed.Materials)));
        Assert.Equal(Ten, shop.State.Clocks[owed.ClockId].Clock.Limit);
        Assert.Equal(3, shop.OpenTasks(TaskKind.Review).Count());
    }

    [Fact]
    public void Acceptance_with_a_deficiency_is_refused_where_the_rules_do_not_allow_it()
    {
        shop.Filed();
        Assert.Equal("missing-materials-required", shop.Refused(Deficient()));
        Assert.Equal("material-main", shop.Refused(Deficient("plan")));
        Assert.Equal("material-unknown", shop.Refused(Deficient("moon")));
        Assert.Equal("promise-required", shop.Refused(Deficient("lease") with { Promise = " " }));
        Assert.Equal("deficiency-limit", shop.Refused(Deficient("lease") with { Limit = new(11, TimeUnit.WorkingDays) }));
        Assert.Equal("deficiency-limit", shop.Refused(Deficient("lease") with { Limit = new(5, TimeUnit.WorkingHours) }));
        Assert.Equal("not-your-task", shop.Refused(Deficient("lease") with { By = Scenario.Officer("a") }));

        var plain = new Scenario(Shop.Bpmn).Filed();
        Assert.Equal("deficiency-not-allowed", plain.Refused(Deficient("lease")));
        var strict = new Scenario(Shop.Bpmn, [Scenario.Item("a") with { AllowsDeficiency = false }], with: item => item with { Intake = IntakeRules.Default with { DeficiencyLimit = Ten } }).Filed();
        Assert.Equal("deficiency-item", strict.Refused(Deficient("lease")));
        var elsewhere = new Scenario(Shop.Bpmn, [Scenario.Item("c")], with: item => item with { Intake = IntakeRules.Default with { DeficiencyLimit = Ten } }).Filed();
        Assert.Equal("material-not-needed", elsewhere.Refused(Deficient("lease")));
    }

    [Fact]
    public void Who_broke_a_promise_is_not_trusted_until_its_day_and_then_again()
    {
        shop.Filed();
        var day = new DateOnly(2026, 3, 2);
        Assert.Equal("applicant-not-trusted", shop.Refused(Deficient("lease") with { Broken = [new("110105-1", day, "never came")] }));
        Assert.Equal("applicant-not-trusted", shop.Refused(new Commit("a", Key, [new("110105-1", day, null)]) { By = Scenario.Applicant, CaseId = shop.CaseId }));
        shop.Accepted(Deficient("lease") with { Broken = [new("110105-1", day.AddDays(-1), "never came")] });
    }

    [Fact]
    public void A_missing_material_of_the_departments_check_may_be_promised_but_only_with_all_the_others()
    {
        var checkedBy = new Scenario(Shop.Bpmn, with: item => item with { Intake = new(CheckedBy.Departments, null, Ten, 12, null) }).Filed();
        Assert.Equal("checks-open", checkedBy.Refused(Deficient("lease") with { TaskId = checkedBy.Task(TaskKind.Intake).Id }));
        foreach (var (department, missing) in ((string, string)[])[("a", "lease"), ("b", "plan")])
            checkedBy.Accepted(new RecordCheck(checkedBy.Task(TaskKind.Check, department).Id, [new(missing, "none")]) { By = Scenario.Officer(department), CaseId = shop.CaseId });
        Assert.Equal("check-says-missing", checkedBy.Refused(Deficient("lease") with { TaskId = checkedBy.Task(TaskKind.Intake).Id }));
    }

    [Fact]
    public void What_was_promised_is_handed_in_later_and_the_promise_is_kept()
    {
        shop.Filed();
        shop.Accepted(Deficient("lease"));
        Assert.Equal("material-not-promised", shop.Refused(Later("plan")));
        Assert.Equal("missing-materials-required", shop.Refused(new HandInLater([]) { By = Scenario.Applicant, CaseId = shop.CaseId }));
        Assert.Equal("not-your-case", shop.Refused(Later("lease") with { By = new(ActorKind.Person, "somebody", Role.Applicant) }));

        shop.Accepted(Later("lease"));
        Assert.Equal(ObligationEnd.Fulfilled, shop.State.Obligations[1].End);
        Assert.Contains(shop.State.Materials, m => m.Material == "lease");
        Assert.False(shop.State.Clocks["obligation-1"].Clock.IsRunning);
        Assert.Equal("nothing-owed", shop.Refused(Later("lease")));
    }

    [Fact]
    public void A_grant_with_something_still_owed_is_told_apart_and_a_promise_past_its_time_lets_it_be_revoked()
    {
        Granted();
        Assert.Equal(CaseStatus.GrantedWithDeficiency, shop.State.Status);
        Assert.Equal("obligation-not-broken", shop.Refused(Revoke(1)));

        var due = shop.State.Clocks["obligation-1"].Clock.DueAt!.Value;
        shop.Now = due.AddHours(3);
        shop.Accepted(new FireTimer { By = Scenario.Timer, CaseId = shop.CaseId });
        Assert.Contains(new CardShown("obligation-1", Card.Red, due), shop.History);
        Assert.True(shop.State.Obligations[1].IsOpen);

        Assert.Equal("not-your-case", shop.Refused(Revoke(1) with { By = Scenario.Officer("a") }));
        Assert.Equal("basis-required", shop.Refused(Revoke(1) with { Basis = "" }));
        Assert.Equal("reason-required", shop.Refused(Revoke(1) with { Reason = "" }));
        Assert.Equal("obligation-not-found", shop.Refused(Revoke(9)));
        shop.Accepted(Revoke(1));

        Assert.Equal(CaseStatus.Revoked, shop.State.Status);
        Assert.Equal(ObligationEnd.Broken, shop.State.Obligations[1].End);
        Assert.Equal(new DateOnly(2026, 9, 17), shop.History.OfType<PromiseBroken>().Single().Until);
        Assert.DoesNotContain(shop.State.Tasks.Values, t => t.IsOpen);
        Assert.Empty(shop.State.Agenda);
        Assert.Equal("already-revoked", shop.Refused(Revoke(null)));
    }

    [Fact]
    public void Nothing_is_revoked_before_it_is_granted()
    {
        shop.Filed();
        shop.Accepted(Deficient("lease"));
        Assert.Equal("not-granted", shop.Refused(Revoke(null)));
    }

    [Fact]
    public void What_a_broken_promise_holds_against_its_applicant_is_a_row_and_can_be_lifted()
    {
        Granted();
        shop.Now = shop.State.Clocks["obligation-1"].Clock.DueAt!.Value.AddHours(3);
        shop.Accepted(Revoke(1));
        var supervisor = new Actor(ActorKind.Person, "sup", Role.Supervisor, null, Scenario.Region);
        var rows = new RowChanges();
        new CaseStreams().Project(shop.CaseId, CaseState.Empty, shop.State, null, rows);
        Assert.Equal(($"{Key}-{shop.CaseId}-1", "credit"), (Assert.Single(rows.Documents).Id, rows.Documents[0].Kind));

        Assert.Equal("not-your-case", shop.Refused(new RestoreCredit(1, "made good") { By = Scenario.Lead, CaseId = shop.CaseId }));
        Assert.Equal("reason-required", shop.Refused(new RestoreCredit(1, "") { By = supervisor, CaseId = shop.CaseId }));
        Assert.Equal("obligation-not-found", shop.Refused(new RestoreCredit(4, "made good") { By = supervisor, CaseId = shop.CaseId }));
        shop.Accepted(new RestoreCredit(1, "made good") { By = supervisor, CaseId = shop.CaseId });
        Assert.Empty(shop.Accepted(new RestoreCredit(1, "made good") { By = supervisor, CaseId = shop.CaseId }));
        Assert.NotNull(shop.State.Obligations[1].Restored);
    }

    [Fact]
    public void After_a_denial_or_a_withdrawal_nothing_promised_is_owed_any_more()
    {
        shop.Filed();
        shop.Accepted(Deficient("lease"));
        foreach (var department in (string[])["a", "b", "c"]) shop.Opinion(department, OpinionKind.Negative, "no");
        Assert.Equal("obligation-not-broken", shop.Refused(new RestoreCredit(1, "x") { By = new(ActorKind.Person, "sup", Role.Supervisor, null, Scenario.Region), CaseId = shop.CaseId }));
        shop.Accepted(new DecideCase(shop.Task(TaskKind.Decide).Id, Decision.Deny, "unfit") { By = Scenario.Lead, CaseId = shop.CaseId });
        Assert.Equal(ObligationEnd.Waived, shop.State.Obligations[1].End);

        var other = new Scenario(Shop.Bpmn, with: item => item with { Intake = IntakeRules.Default with { DeficiencyLimit = Ten } }).Filed();
        other.Accepted(Deficient("lease"));
        other.Accepted(new Withdraw("never mind") { By = Scenario.Applicant, CaseId = other.CaseId });
        Assert.Equal(ObligationEnd.Waived, other.State.Obligations[1].End);
        Assert.Empty(other.State.Agenda);
    }

    [Fact]
    public void An_item_is_decided_on_a_commitment_and_checked_after_the_grant()
    {
        Committed();
        var task = shop.Task(TaskKind.Verify);
        Assert.Equal(("a", "obligation-1"), (task.Department, task.DueClock));
        Assert.Equal(new TimeLimit(3, TimeUnit.WorkingDays), shop.State.Clocks["obligation-1"].Clock.Limit);
        Assert.Equal(CaseStatus.Granted, shop.State.Status);

        Assert.Equal("reason-required", shop.Refused(new Verify(task.Id, false, null) { By = Scenario.Officer("a"), CaseId = shop.CaseId }));
        Assert.Equal("not-your-task", shop.Refused(new Verify(task.Id, true, null) { By = Scenario.Officer("b"), CaseId = shop.CaseId }));
        shop.Accepted(new Verify(task.Id, true, null) { By = Scenario.Officer("a"), CaseId = shop.CaseId });
        Assert.Equal(ObligationEnd.Fulfilled, shop.State.Obligations[1].End);
        Assert.Empty(shop.OpenTasks(TaskKind.Verify));
    }

    [Fact]
    public void A_commitment_found_broken_is_remembered_and_lets_the_grant_be_revoked()
    {
        Committed();
        shop.Accepted(new Verify(shop.Task(TaskKind.Verify).Id, false, "no kitchen there") { By = Scenario.Officer("a"), CaseId = shop.CaseId });
        Assert.Equal(Key, shop.History.OfType<PromiseBroken>().Single().TrustKey);
        shop.Accepted(Revoke(1));
        Assert.Equal(CaseStatus.Revoked, shop.State.Status);
    }

    [Fact]
    public void A_commitment_is_for_items_that_offer_it_and_before_acceptance_only()
    {
        shop.Filed();
        Assert.Equal("commitment-not-offered", shop.Refused(new Commit("b", Key, []) { By = Scenario.Applicant, CaseId = shop.CaseId }));
        Assert.Equal("item-not-applied-for", shop.Refused(new Commit("z", Key, []) { By = Scenario.Applicant, CaseId = shop.CaseId }));
        Assert.Equal("not-your-case", shop.Refused(new Commit("a", Key, []) { By = Scenario.Officer("a"), CaseId = shop.CaseId }));
        shop.Accepted(new Commit("a", Key, []) { By = Scenario.Applicant, CaseId = shop.CaseId });
        Assert.Empty(shop.Accepted(new Commit("a", Key, []) { By = Scenario.Applicant, CaseId = shop.CaseId }));
        shop.AcceptedByWindow();
        Assert.Equal("not-before-acceptance", shop.Refused(new Commit("a", Key, []) { By = Scenario.Applicant, CaseId = shop.CaseId }));
    }

    [Fact]
    public void A_commitment_stands_for_its_materials_in_the_departments_check()
    {
        var promising = new Scenario(Shop.Bpmn, [Promising(Scenario.Item("a")), Scenario.Item("b")], with: item => item with { Intake = new(CheckedBy.Departments, null, null, 12, null) });
        promising.Filed();
        promising.Accepted(new Commit("a", Key, []) { By = Scenario.Applicant, CaseId = promising.CaseId });
        Assert.Equal(["lease"], Checking.NeededBy(promising.Pinned, promising.State, "a"));
        Assert.Equal(["plan"], Checking.NeededBy(promising.Pinned, promising.State, "b"));

        foreach (var department in (string[])["a", "b"])
            promising.Accepted(new RecordCheck(promising.Task(TaskKind.Check, department).Id, []) { By = Scenario.Officer(department), CaseId = promising.CaseId });
        promising.AcceptedByWindow();
        var review = promising.State.Flow.Activities[promising.Task(TaskKind.Review, "a").Activity!.Value];
        Assert.Equal((Value)true, ((Value.Context)promising.State.Flow.DataOf(review.Scope)["commitments"])["a"]);
    }

    private void Granted()
    {
        shop.Filed();
        shop.Accepted(Deficient("lease"));
        Grant();
    }

    private void Committed()
    {
        shop.Filed();
        shop.Accepted(new Commit("a", Key, []) { By = Scenario.Applicant, CaseId = shop.CaseId });
        shop.AcceptedByWindow();
        Grant();
    }

    private void Grant()
    {
        foreach (var department in (string[])["a", "b", "c"]) shop.Opinion(department);
        shop.Accepted(new DecideCase(shop.Task(TaskKind.Decide).Id, Decision.Grant, null) { By = Scenario.Lead, CaseId = shop.CaseId });
        shop.Accepted(new Conclude(shop.Task(TaskKind.Conclude).Id, []) { By = Scenario.Lead, CaseId = shop.CaseId });
    }

    private AcceptWithDeficiency Deficient(params string[] materials) =>
        new(1, [.. materials], "I hand it in", Ten, Key, []) { By = Scenario.Window, CaseId = shop.CaseId };

    private HandInLater Later(string material) =>
        new([new FiledMaterial(material, "f9", "x.pdf", "application/pdf", 5, new string('c', 64))]) { By = Scenario.Applicant, CaseId = shop.CaseId };

    private Revoke Revoke(int? obligation) => new("the promise was not kept", "行政许可法 69", obligation) { By = Scenario.Lead, CaseId = shop.CaseId };
}
