using Xunit;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Deadlines;

namespace Workflow.Core.Tests.Cases;

public class TimingTests
{
    private readonly Scenario shop = new Scenario(Shop.Bpmn).Filed().AcceptedByWindow();

    [Fact]
    public void Cards_are_shown_at_their_own_instants_however_late_they_are_recorded()
    {
        var clock = shop.State.Clocks[CaseClocks.Case];
        var (yellow, red) = (clock.YellowAt!.Value, clock.Clock.DueAt!.Value);
        Assert.True(yellow < red);

        shop.Now = red.AddDays(3);
        shop.Accepted(new FireTimer { By = Scenario.Timer, CaseId = shop.CaseId });

        Assert.Equal(
            [new CardShown(CaseClocks.Case, Card.Yellow, yellow), new CardShown(CaseClocks.Case, Card.Red, red)],
            shop.History.OfType<CardShown>().Where(c => c.Clock == CaseClocks.Case));
        Assert.Empty(shop.Accepted(new FireTimer { By = Scenario.Timer, CaseId = shop.CaseId }));
    }

    [Fact]
    public void What_fell_due_before_a_command_happens_before_it()
    {
        var task = shop.Task(TaskKind.Review, "b");
        shop.Now = shop.State.Clocks[task.ClockId].Clock.DueAt!.Value.AddHours(1);

        var events = shop.Opinion("b");

        Assert.Contains(new CardShown(task.ClockId, Card.Red, shop.Now.AddHours(-1)), events.TakeWhile(e => e is not OpinionRecorded));
    }

    [Fact]
    public void A_special_procedure_stops_the_review_and_the_case_until_the_last_one_is_over()
    {
        var (a, b) = (shop.Task(TaskKind.Review, "a"), shop.Task(TaskKind.Review, "b"));
        Suspend(a, SuspensionReason.Inspection);
        shop.Now += TimeSpan.FromHours(5);
        Suspend(b, SuspensionReason.Test);

        Assert.Equal(CaseStatus.SpecialProcedure, shop.State.Status);
        Assert.False(shop.State.Clocks[CaseClocks.Case].Clock.IsRunning);
        Assert.DoesNotContain(shop.State.Agenda, i => i.Key.EndsWith("-case", StringComparison.Ordinal));

        shop.Now += TimeSpan.FromDays(7);
        Resume(a);
        Assert.False(shop.State.Clocks[CaseClocks.Case].Clock.IsRunning);
        Resume(b);

        Assert.True(shop.State.Clocks[CaseClocks.Case].Clock.IsRunning);
        Assert.Equal(CaseStatus.SpecialProcedureEnded, shop.State.Status);
    }

    [Fact]
    public void A_stopped_week_moves_the_due_day_by_its_working_days()
    {
        var before = shop.State.Clocks[CaseClocks.Case].Clock.DueAt!.Value; // filed on Monday 2 March 2026: ten days, Monday 16 March
        var a = shop.Task(TaskKind.Review, "a");
        Suspend(a, SuspensionReason.Inspection);
        shop.Now += TimeSpan.FromDays(7);
        Resume(a);

        Assert.Equal(TimeSpan.FromDays(7), shop.State.Clocks[CaseClocks.Case].Clock.DueAt!.Value - before);
    }

    [Fact]
    public void An_opinion_is_not_given_while_its_clock_stands_still()
    {
        var a = shop.Task(TaskKind.Review, "a");
        Suspend(a, SuspensionReason.Inspection);

        Assert.Equal("clock-stopped", shop.Refused(new Workflow.Core.Cases.Review.RecordOpinion(a.Id, new Opinion(OpinionKind.Positive, null, [])) { By = Scenario.Officer("a"), CaseId = shop.CaseId }));
    }

    [Fact]
    public void Only_the_owner_stops_a_clock_and_only_one_that_runs()
    {
        var a = shop.Task(TaskKind.Review, "a");
        Assert.Equal("not-your-clock", shop.Refused(new Suspend(a.ClockId, SuspensionReason.Test, null) { By = Scenario.Officer("b"), CaseId = shop.CaseId }));
        Assert.Equal("clock-not-found", shop.Refused(new Suspend("task-99", SuspensionReason.Test, null) { By = Scenario.Officer("a"), CaseId = shop.CaseId }));
        Assert.Equal("basis-required", shop.Refused(new Suspend(CaseClocks.Case, SuspensionReason.ForceMajeure, null) { By = Scenario.Lead, CaseId = shop.CaseId }));
        Assert.Equal("clock-not-stopped", shop.Refused(new Resume(a.ClockId) { By = Scenario.Officer("a"), CaseId = shop.CaseId }));
        Suspend(a, SuspensionReason.Inspection);
        Assert.Equal("clock-not-running", shop.Refused(new Suspend(a.ClockId, SuspensionReason.Test, null) { By = Scenario.Officer("a"), CaseId = shop.CaseId }));
    }

    [Fact]
    public void Force_majeure_stops_every_clock_and_resuming_starts_just_those_again()
    {
        var a = shop.Task(TaskKind.Review, "a");
        Suspend(a, SuspensionReason.Inspection);
        Resume(a);
        shop.Now += TimeSpan.FromDays(1);
        shop.Accepted(new Suspend(CaseClocks.Case, SuspensionReason.ForceMajeure, "flood notice 12") { By = Scenario.Lead, CaseId = shop.CaseId });
        Assert.All(shop.State.Clocks.Values, c => Assert.False(c.Clock.IsRunning));

        shop.Now += TimeSpan.FromDays(3);
        shop.Accepted(new Resume(CaseClocks.Case) { By = Scenario.Lead, CaseId = shop.CaseId });

        Assert.All(shop.State.Clocks.Values.Where(c => c.Clock.EndedAt is null), c => Assert.True(c.Clock.IsRunning));
    }

    [Fact]
    public void A_case_without_a_test_clock_never_gets_one() =>
        Assert.Equal("no-test-clock", shop.Refused(new MoveTestClock(TimeSpan.FromDays(1)) { By = Scenario.Timer, CaseId = shop.CaseId }));

    private void Suspend(CaseTask task, SuspensionReason reason) =>
        shop.Accepted(new Suspend(task.ClockId, reason, null) { By = Scenario.Officer(task.Department), CaseId = shop.CaseId });

    private void Resume(CaseTask task) =>
        shop.Accepted(new Resume(task.ClockId) { By = Scenario.Officer(task.Department), CaseId = shop.CaseId });
}
