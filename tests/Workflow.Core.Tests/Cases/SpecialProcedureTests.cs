using Workflow.Core.Cases;
using Workflow.Core.Cases.Closing;
using Workflow.Core.Cases.Review;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Catalog;
using Workflow.Core.Deadlines;
using Xunit;

namespace Workflow.Core.Tests.Cases;

/// <summary>Special procedures (特别程序) and the time for delivery (送达).</summary>
public class SpecialProcedureTests
{
    private readonly Scenario shop = new Scenario(Shop.Bpmn).Filed().AcceptedByWindow();

    [Fact]
    public void A_special_procedure_has_its_own_clock_while_review_and_case_stand_still()
    {
        var a = shop.Task(TaskKind.Review, "a");
        var own = CaseClocks.OfSpecial(a.ClockId);
        shop.Accepted(Begin(a));

        Assert.Equal(CaseStatus.SpecialProcedure, shop.State.Status);
        Assert.False(shop.State.Clocks[a.ClockId].Clock.IsRunning);
        Assert.False(shop.State.Clocks[CaseClocks.Case].Clock.IsRunning);
        Assert.True(shop.State.Clocks[own].Clock.IsRunning);
        Assert.Equal("将于十个工作日内现场检测", shop.State.Timing.OpenSpecial(a.ClockId)!.Told);

        var caseDue = shop.History.OfType<ClockStarted>().Single(c => c.Clock == CaseClocks.Case).DueAt;
        shop.Now += TimeSpan.FromDays(7);
        shop.Accepted(new EndSpecialProcedure(a.ClockId, "检测合格") { By = Scenario.Officer("a"), CaseId = shop.CaseId });

        Assert.Equal(CaseStatus.SpecialProcedureEnded, shop.State.Status);
        Assert.Equal(caseDue.AddDays(7), shop.State.Clocks[CaseClocks.Case].Clock.DueAt); // five working days were not counted
        Assert.NotNull(shop.State.Clocks[own].Clock.EndedAt);
        Assert.Equal("检测合格", Assert.Single(shop.State.Timing.Specials).Result);
    }

    [Fact]
    public void Its_own_limit_brings_its_own_cards()
    {
        var a = shop.Task(TaskKind.Review, "a");
        shop.Accepted(Begin(a));
        var own = shop.State.Clocks[CaseClocks.OfSpecial(a.ClockId)];
        shop.Now = own.Clock.DueAt!.Value.AddDays(1);
        shop.Accepted(new FireTimer { By = Scenario.Timer, CaseId = shop.CaseId });

        Assert.Equal([Card.Yellow, Card.Red], shop.History.OfType<CardShown>().Where(c => c.Clock == own.Clock.Id).Select(c => c.Card));
        Assert.DoesNotContain(shop.History, e => e is CardShown { Clock: CaseClocks.Case });
    }

    [Fact]
    public void Resuming_the_clock_ends_the_procedure_too()
    {
        var a = shop.Task(TaskKind.Review, "a");
        shop.Accepted(Begin(a));
        Assert.Equal("special-clock-not-stoppable", shop.Refused(new Resume(CaseClocks.OfSpecial(a.ClockId)) { By = Scenario.Officer("a"), CaseId = shop.CaseId }));
        shop.Accepted(new Resume(a.ClockId) { By = Scenario.Officer("a"), CaseId = shop.CaseId });
        Assert.Null(shop.State.Timing.OpenSpecial(a.ClockId));
        Assert.True(shop.State.Clocks[CaseClocks.Case].Clock.IsRunning);
    }

    [Fact]
    public void A_procedure_for_the_whole_case_stops_every_review_and_one_review_does_not_start_the_case_again()
    {
        var a = shop.Task(TaskKind.Review, "a");
        shop.Accepted(new BeginSpecialProcedure(CaseClocks.Case, "hearing", new(20, TimeUnit.WorkingDays), "听证公告") { By = Scenario.Lead, CaseId = shop.CaseId });
        Assert.All(shop.State.Tasks.Values.Where(t => t.Kind == TaskKind.Review), t => Assert.False(shop.State.Clocks[t.ClockId].Clock.IsRunning));

        shop.Accepted(new Resume(a.ClockId) { By = Scenario.Officer("a"), CaseId = shop.CaseId });
        Assert.False(shop.State.Clocks[CaseClocks.Case].Clock.IsRunning);
        shop.Accepted(new EndSpecialProcedure(CaseClocks.Case, "笔录已作出") { By = Scenario.Lead, CaseId = shop.CaseId });
        Assert.All(shop.State.Clocks.Values.Where(c => c.Clock.EndedAt is null), c => Assert.True(c.Clock.IsRunning));
    }

    [Fact]
    public void What_it_needs_is_asked_for()
    {
        var a = shop.Task(TaskKind.Review, "a");
        Assert.Equal("told-required", shop.Refused(Begin(a) with { Told = " " }));
        Assert.Equal("special-type-unknown", shop.Refused(Begin(a) with { Type = "seance" }));
        Assert.Equal("special-limit-range", shop.Refused(Begin(a) with { Limit = new(0, TimeUnit.WorkingDays) }));
        Assert.Equal("special-limit-range", shop.Refused(Begin(a) with { Type = "hearing", Limit = new(21, TimeUnit.WorkingDays) }));
        Assert.Equal("not-your-clock", shop.Refused(Begin(a) with { By = Scenario.Officer("b") }));
        Assert.Equal("no-special-procedure", shop.Refused(new EndSpecialProcedure(a.ClockId, "x") { By = Scenario.Officer("a"), CaseId = shop.CaseId }));
        shop.Accepted(Begin(a));
        Assert.Equal("clock-not-running", shop.Refused(Begin(a)));
        Assert.Equal("special-result-required", shop.Refused(new EndSpecialProcedure(a.ClockId, "") { By = Scenario.Officer("a"), CaseId = shop.CaseId }));
    }

    [Fact]
    public void A_kind_of_its_own_is_data_of_the_joint_item()
    {
        shop.Pinned = shop.Pinned with
        {
            JointItem = shop.Pinned.JointItem with
            {
                Limits = new LimitRules { SpecialProcedures = [new("site-visit", new("现场踏勘", "Site visit"), SuspensionReason.Other, new(3, TimeUnit.WorkingDays), "办法 第八条")] },
            },
        };
        var a = shop.Task(TaskKind.Review, "a");
        shop.Accepted(Begin(a) with { Type = "site-visit", Limit = new(4, TimeUnit.HalfDays) });
        Assert.Equal((SuspensionReason.Other, "办法 第八条"), (shop.State.Clocks[a.ClockId].Clock.Stops[^1].Reason, shop.State.Clocks[a.ClockId].Clock.Stops[^1].Basis));
        Assert.Equal(CaseStatus.SpecialProcedure, shop.State.Status);
    }

    [Fact]
    public void A_withdrawn_case_leaves_no_clock_running()
    {
        shop.Accepted(Begin(shop.Task(TaskKind.Review, "a")));
        shop.Accepted(new Withdraw("不办了") { By = Scenario.Applicant, CaseId = shop.CaseId });
        Assert.All(shop.State.Clocks.Values, c => Assert.NotNull(c.Clock.EndedAt));
        Assert.Empty(shop.State.Agenda);
    }

    [Fact]
    public void From_the_decision_ten_working_days_run_until_it_is_delivered()
    {
        foreach (var department in (string[])["a", "b", "c"]) shop.Opinion(department);
        shop.Accepted(new DecideCase(shop.Task(TaskKind.Decide).Id, Decision.Grant, null) { By = Scenario.Lead, CaseId = shop.CaseId });
        var delivery = shop.State.Clocks[CaseClocks.Delivery].Clock;
        Assert.Equal((new TimeLimit(10, TimeUnit.WorkingDays), ClockChangeTests.China(2026, 3, 17)), (delivery.Limit, delivery.DueAt));
        Assert.Null(delivery.EndedAt);

        shop.Accepted(new Conclude(shop.Task(TaskKind.Conclude).Id, []) { By = Scenario.Lead, CaseId = shop.CaseId });
        shop.Accepted(new Deliver(shop.Task(TaskKind.Deliver).Id, "online", null) { By = Scenario.Window, CaseId = shop.CaseId });
        Assert.NotNull(shop.State.Clocks[CaseClocks.Delivery].Clock.EndedAt);
        Assert.Empty(shop.State.Agenda);
    }

    [Fact]
    public void A_joint_item_may_have_no_such_limit()
    {
        shop.Pinned = shop.Pinned with { JointItem = shop.Pinned.JointItem with { Limits = new LimitRules { Delivery = null } } };
        foreach (var department in (string[])["a", "b", "c"]) shop.Opinion(department);
        shop.Accepted(new DecideCase(shop.Task(TaskKind.Decide).Id, Decision.Grant, null) { By = Scenario.Lead, CaseId = shop.CaseId });
        Assert.False(shop.State.Clocks.ContainsKey(CaseClocks.Delivery));
    }

    private BeginSpecialProcedure Begin(CaseTask task) =>
        new(task.ClockId, "test", new TimeLimit(10, TimeUnit.WorkingDays), "将于十个工作日内现场检测") { By = Scenario.Officer(task.Department), CaseId = shop.CaseId };
}
