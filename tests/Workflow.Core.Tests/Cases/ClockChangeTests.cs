using Workflow.Core.Cases;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Xunit;

namespace Workflow.Core.Tests.Cases;

/// <summary>Extensions (延期) and due instants that an authority sets.</summary>
public class ClockChangeTests
{
    private readonly Scenario shop = new Scenario(Shop.Bpmn).Filed().AcceptedByWindow();

    // Accepted on Monday 2 March 2026; the case has ten working days, each review five, B's three.
    private CaseClock Case => shop.State.Clocks[CaseClocks.Case];

    [Fact]
    public void An_extension_moves_the_due_day_and_law_and_promise_grow_alike()
    {
        var old = Case.Clock.DueAt!.Value;
        var extended = Assert.IsType<ClockExtended>(Assert.Single(shop.Accepted(Extend(CaseClocks.Case, 15))));

        Assert.Equal((old, Case.Clock.DueAt), (extended.OldDueAt, extended.DueAt));
        Assert.Equal(China(2026, 4, 8), Case.Clock.DueAt); // 25 working days, with Qingming off
        Assert.Equal((25, 60), (Case.Clock.Limit.Amount, Case.Clock.Statutory!.Amount));
        Assert.Equal(LegalLimits.Joint.Basis, extended.Basis);
        Assert.Contains(shop.State.Agenda, i => i.Key == "red-case" && i.Due == Case.Clock.DueAt);
        var change = Assert.Single(shop.State.Timing.Changes);
        Assert.Equal((ClockChangeKind.Extended, "区政府 2026-7", "案情复杂"), (change.Kind, change.Authority, change.Reason));
    }

    [Fact]
    public void A_clock_is_extended_once_by_no_more_than_its_rule_with_authority_and_reason()
    {
        Assert.Equal("extension-range", shop.Refused(Extend(CaseClocks.Case, 16)));
        Assert.Equal("extension-range", shop.Refused(Extend(CaseClocks.Case, 0)));
        Assert.Equal("extension-unit", shop.Refused(Extend(CaseClocks.Case, 5) with { Added = new(5, TimeUnit.WorkingHours) }));
        Assert.Equal("authority-required", shop.Refused(Extend(CaseClocks.Case, 5) with { Authority = " " }));
        Assert.Equal("reason-required", shop.Refused(Extend(CaseClocks.Case, 5) with { Reason = "" }));
        Assert.Equal("not-your-clock", shop.Refused(Extend(CaseClocks.Case, 5) with { By = Scenario.Officer("a") }));
        Assert.Equal("clock-not-found", shop.Refused(Extend("task-99", 5)));
        Assert.Equal("clock-ended", shop.Refused(Extend(CaseClocks.Intake, 5)));
        shop.Accepted(Extend(CaseClocks.Case, 5));
        Assert.Equal("already-extended", shop.Refused(Extend(CaseClocks.Case, 5)));
    }

    [Fact]
    public void A_review_is_extended_by_its_own_department_and_not_when_it_is_late()
    {
        var (a, b) = (shop.Task(TaskKind.Review, "a"), shop.Task(TaskKind.Review, "b"));
        Assert.Equal("extension-range", shop.Refused(Extend(a.ClockId, 11)));
        shop.Accepted(Extend(a.ClockId, 10) with { By = Scenario.Officer("a") });
        Assert.Equal(LegalLimits.Single.Basis, shop.State.Timing.Changes[^1].Basis);

        shop.Now = shop.State.Clocks[b.ClockId].Clock.DueAt!.Value;
        Assert.Equal("clock-overdue", shop.Refused(Extend(b.ClockId, 1)));
    }

    [Fact]
    public void A_clock_that_stands_still_is_extended_when_it_runs_again()
    {
        var a = shop.Task(TaskKind.Review, "a");
        shop.Accepted(new Suspend(a.ClockId, SuspensionReason.Test, null) { By = Scenario.Officer("a"), CaseId = shop.CaseId });
        Assert.Equal("clock-not-running", shop.Refused(Extend(a.ClockId, 1)));
    }

    [Fact]
    public void A_clock_with_time_again_takes_its_yellow_card_back_and_shows_the_next_one_at_its_new_instant()
    {
        shop.Now = Case.YellowAt!.Value.AddHours(1);
        shop.Accepted(Extend(CaseClocks.Case, 5));
        Assert.Equal(Card.None, Case.Card);

        shop.Now = Case.Clock.DueAt!.Value;
        shop.Accepted(new FireTimer { By = Scenario.Timer, CaseId = shop.CaseId });
        Assert.Equal([Card.Yellow, Card.Yellow, Card.Red], shop.History.OfType<CardShown>().Where(c => c.Clock == CaseClocks.Case).Select(c => c.Card));
    }

    [Fact]
    public void An_authority_sets_a_due_day_earlier_or_later_and_later_stops_push_it()
    {
        shop.Accepted(Change(CaseClocks.Case, China(2026, 3, 21)) with { By = Scenario.Lead }); // Friday the 20th is the last day
        Assert.Equal(China(2026, 3, 21), Case.Clock.DueAt);
        Assert.Equal(China(2026, 3, 19), Case.YellowAt); // two working days are left

        shop.Now = Scenario.Monday.AddDays(14); // Monday the 16th
        var a = shop.Task(TaskKind.Review, "a");
        shop.Accepted(new Suspend(CaseClocks.Case, SuspensionReason.ForceMajeure, "flood") { By = Scenario.Lead, CaseId = shop.CaseId });
        shop.Now += TimeSpan.FromDays(7);
        shop.Accepted(new Resume(CaseClocks.Case) { By = Scenario.Lead, CaseId = shop.CaseId });
        Assert.Equal(China(2026, 3, 28), Case.Clock.DueAt);

        shop.Accepted(Change(CaseClocks.Case, China(2026, 3, 25)));
        Assert.Equal(China(2026, 3, 25), Case.Clock.DueAt);
        Assert.Equal([ClockChangeKind.Edited, ClockChangeKind.Edited], shop.State.Timing.Changes.Select(c => c.Kind));
        Assert.True(a.IsOpen);
    }

    [Fact]
    public void An_extension_after_that_moves_on_from_the_day_that_was_set()
    {
        shop.Accepted(Change(CaseClocks.Case, China(2026, 3, 21)));
        shop.Accepted(Extend(CaseClocks.Case, 5));
        Assert.Equal(China(2026, 3, 28), Case.Clock.DueAt);
    }

    [Fact]
    public void A_due_day_is_a_working_day_to_come_and_is_set_by_an_authority_only()
    {
        Assert.Equal("due-date-not-working", shop.Refused(Change(CaseClocks.Case, China(2026, 3, 22)))); // ends with a Saturday
        Assert.Equal("due-date-not-working", shop.Refused(Change(CaseClocks.Case, China(2026, 3, 21).AddHours(-1))));
        Assert.Equal("due-date-range", shop.Refused(Change(CaseClocks.Case, Scenario.Monday)));
        Assert.Equal("due-date-range", shop.Refused(Change(CaseClocks.Case, China(2030, 3, 21))));
        Assert.Equal("authority-required", shop.Refused(Change(CaseClocks.Case, China(2026, 3, 21)) with { Authority = "" }));
        Assert.Equal("reason-required", shop.Refused(Change(CaseClocks.Case, China(2026, 3, 21)) with { Reason = "" }));
        var a = shop.Task(TaskKind.Review, "a");
        Assert.Equal("not-your-clock", shop.Refused(Change(a.ClockId, China(2026, 3, 21)) with { By = Scenario.Officer("a") }));
        Assert.Empty(shop.Accepted(Change(CaseClocks.Case, Case.Clock.DueAt!.Value)));
    }

    [Fact]
    public void A_late_clock_that_gets_a_later_day_is_late_no_more()
    {
        var b = shop.Task(TaskKind.Review, "b");
        shop.Now = shop.State.Clocks[b.ClockId].Clock.DueAt!.Value.AddHours(3);
        shop.Accepted(Change(b.ClockId, China(2026, 3, 21)));
        Assert.Equal(Card.None, shop.State.Clocks[b.ClockId].Card);
        Assert.Contains(shop.State.Agenda, i => i.Key == $"red-{b.ClockId}");
        Assert.Contains(shop.History, e => e is CardShown { Card: Card.Red } shown && shown.Clock == b.ClockId);
    }

    [Fact]
    public void What_was_replayed_is_what_was_lived()
    {
        shop.Accepted(Change(CaseClocks.Case, China(2026, 3, 21)));
        shop.Accepted(Extend(CaseClocks.Case, 5));
        Assert.Equal(shop.State.Clocks[CaseClocks.Case], shop.Replayed().Clocks[CaseClocks.Case], CaseClockEquality.Instance);
        Assert.Equal(shop.State.Agenda, shop.Replayed().Agenda);
    }

    private ExtendClock Extend(string clock, int days) =>
        new(clock, new TimeLimit(days, TimeUnit.WorkingDays), "区政府 2026-7", "案情复杂") { By = Scenario.Lead, CaseId = shop.CaseId };

    private ChangeDueDate Change(string clock, DateTimeOffset dueAt) => new(clock, dueAt, "督办处", "重点项目") { By = Supervisor, CaseId = shop.CaseId };

    internal static readonly Actor Supervisor = new(ActorKind.Person, "supervisor", Role.Supervisor, null, Scenario.Region);

    /// <summary>The first instant of a day in Shanghai.</summary>
    internal static DateTimeOffset China(int year, int month, int day) => new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.FromHours(8)).ToUniversalTime();

    /// <summary>Stops are an array, which compares by reference.</summary>
    private sealed class CaseClockEquality : IEqualityComparer<CaseClock>
    {
        public static readonly CaseClockEquality Instance = new();
        public bool Equals(CaseClock? x, CaseClock? y) => x!.ToString() == y!.ToString() && x.Clock.Stops.SequenceEqual(y.Clock.Stops);
        public int GetHashCode(CaseClock obj) => 0;
    }
}
