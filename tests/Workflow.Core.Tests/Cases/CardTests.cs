using System.Collections.Immutable;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Closing;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Review;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Catalog.Oversight;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Xunit;

namespace Workflow.Core.Tests.Cases;

/// <summary>Cards follow from history, rules and calendar, and from nothing else.</summary>
public sealed class CardTests
{
    private static readonly Actor Boss = new(ActorKind.Person, "boss", Role.Supervisor, null, Scenario.Region);
    private readonly Scenario shop = new Scenario(Shop.Bpmn).Filed();

    [Fact]
    public void A_task_that_nobody_takes_on_shows_a_card_at_the_end_of_the_waiting_time()
    {
        shop.AcceptedByWindow();
        var task = shop.Task(TaskKind.Review, "a");
        var card = Assert.Single(All(), c => c.Rule == CardRuleKind.LateHandover && c.Subject == task.ClockId);

        // Opened on Monday 2 March: one working day, the day after, ends with Tuesday.
        Assert.Equal(new DateTimeOffset(2026, 3, 3, 16, 0, 0, TimeSpan.Zero), card.At);
        Assert.Equal(("a", "a", Card.Yellow), (card.Department, card.ServiceItem, card.Card));
        Assert.Equal($"late-handover.task-{task.Id}.20260303T160000.000000Z", card.Id);
        Assert.DoesNotContain(AsOf(card.At.AddTicks(-1)), c => c.Id == card.Id);
        Assert.Contains(AsOf(card.At), c => c.Id == card.Id);
    }

    [Fact]
    public void A_task_taken_on_in_time_shows_none_and_one_given_back_waits_anew()
    {
        shop.AcceptedByWindow();
        var task = shop.Task(TaskKind.Review, "a");
        shop.Now += TimeSpan.FromHours(2);
        shop.Accepted(new ClaimTask(task.Id) { By = Scenario.Officer("a"), CaseId = shop.CaseId });
        Assert.DoesNotContain(All(), c => c.Rule == CardRuleKind.LateHandover && c.Subject == task.ClockId);

        shop.Now += TimeSpan.FromDays(7);
        shop.Accepted(new ReleaseTask(task.Id) { By = Scenario.Officer("a"), CaseId = shop.CaseId });
        Assert.Equal(new DateTimeOffset(2026, 3, 10, 16, 0, 0, TimeSpan.Zero), Assert.Single(All(), c => c.Rule == CardRuleKind.LateHandover && c.Subject == task.ClockId).At);
    }

    [Fact]
    public void While_the_clock_stands_still_nobody_is_late_in_taking_on()
    {
        shop.AcceptedByWindow();
        var task = shop.Task(TaskKind.Review, "a");
        shop.Now += TimeSpan.FromHours(3);
        shop.Accepted(new Suspend("case", SuspensionReason.ForceMajeure, "flood") { By = Boss, CaseId = shop.CaseId });
        Assert.DoesNotContain(All(), c => c.Rule == CardRuleKind.LateHandover && c.Subject == task.ClockId);

        shop.Now += TimeSpan.FromDays(3);
        shop.Accepted(new Resume("case") { By = Boss, CaseId = shop.CaseId });
        // Stopped on Monday, resumed on Thursday: Friday is the first day that counts.
        Assert.Equal(new DateTimeOffset(2026, 3, 6, 16, 0, 0, TimeSpan.Zero), Assert.Single(All(), c => c.Rule == CardRuleKind.LateHandover && c.Subject == task.ClockId).At);
    }

    [Fact]
    public void A_clock_that_no_timer_has_heard_yet_shows_the_same_card_as_one_that_has()
    {
        shop.AcceptedByWindow();
        var before = Clocks(All());
        var dueB = shop.State.Clocks[shop.Task(TaskKind.Review, "b").ClockId].Clock.DueAt!.Value;
        shop.Now = dueB.AddDays(3);
        shop.Accepted(new FireTimer { By = Scenario.Timer, CaseId = shop.CaseId });

        Assert.Contains(shop.History, e => e is CardShown { Card: Card.Red });
        Assert.Equal(before, Clocks(All()));
    }

    [Fact]
    public void A_step_that_is_overdue_while_the_case_is_not_is_told_to_the_lead_department()
    {
        shop.AcceptedByWindow();
        var task = shop.Task(TaskKind.Review, "b");
        var due = shop.State.Clocks[task.ClockId].Clock.DueAt!.Value;
        var card = Assert.Single(AsOf(due), c => c.Rule == CardRuleKind.StepOverdue);
        Assert.Equal((task.ClockId, "lead", due, Card.Yellow), (card.Subject, card.Department, card.At, card.Card));
        Assert.Contains(AsOf(due), c => c.Rule == CardRuleKind.ClockRed && c.Subject == task.ClockId && c.Department == "b");
    }

    [Fact]
    public void A_step_that_is_overdue_with_the_case_shows_its_red_card_alone()
    {
        shop.AcceptedByWindow();
        shop.Opinion("a");
        shop.Opinion("b");
        shop.Opinion("c");
        var decide = shop.Task(TaskKind.Decide);
        Assert.DoesNotContain(All(), c => c.Rule == CardRuleKind.StepOverdue && c.Subject == decide.ClockId);
        Assert.Contains(All(), c => c.Rule == CardRuleKind.ClockRed && c.Subject == "case" && c.Department == "lead");
    }

    [Fact]
    public void A_second_supplement_and_one_asked_too_late_show_cards_when_they_are_asked()
    {
        shop.Now += TimeSpan.FromDays(2);
        shop.Accepted(new RequestSupplement(shop.Task(TaskKind.Intake).Id, [new("lease", "missing")], null) { By = Scenario.Window, CaseId = shop.CaseId });
        Assert.DoesNotContain(All(), c => c.Rule is CardRuleKind.SupplementTwice or CardRuleKind.SupplementLate);
        var tight = Book(new CardRule(CardRuleKind.SupplementLate, true, Card.Red, new TimeLimit(1, TimeUnit.WorkingDays)));
        var late = Assert.Single(Cards.Derive(CaseSteps.Of(shop.History), shop.Pinned, tight), c => c.Rule == CardRuleKind.SupplementLate);
        Assert.Equal((Card.Red, shop.Now, "window"), (late.Card, late.At, late.Department));

        shop.Now += TimeSpan.FromDays(1);
        shop.Accepted(new Supplement([new FiledMaterial("lease", "f2", "lease.pdf", "application/pdf", 5, new string('b', 64))]) { By = Scenario.Applicant, CaseId = shop.CaseId });
        shop.AcceptedByWindow();
        shop.Now += TimeSpan.FromDays(1);
        shop.Accepted(new Suspend("case", SuspensionReason.Supplement, "办法第九条") { By = Boss, CaseId = shop.CaseId });
        Assert.Equal(("supplement-2", shop.Now), Assert.Single(All(), c => c.Rule == CardRuleKind.SupplementTwice) is var twice ? (twice.Subject, twice.At) : default);
    }

    [Fact]
    public void A_stop_without_its_basis_shows_one_card_however_many_clocks_it_stops()
    {
        shop.AcceptedByWindow();
        shop.Now += TimeSpan.FromHours(1);
        shop.Accepted(new Suspend("case", SuspensionReason.Hearing, null) { By = Boss, CaseId = shop.CaseId });
        Assert.Equal(shop.Now, Assert.Single(All(), c => c.Rule == CardRuleKind.ReasonMissing).At);
    }

    [Fact]
    public void A_negative_opinion_and_a_denial_of_old_without_reason_show_cards()
    {
        shop.AcceptedByWindow();
        var task = shop.Task(TaskKind.Review, "a");
        List<Event> history =
        [
            .. shop.History, new OpinionRecorded(task.Id, "a", "li", new Opinion(OpinionKind.Negative, " ", []), shop.Now.AddHours(1)),
            new CaseDecided(Decision.Deny, null, "lead", shop.Now.AddHours(2)),
        ];
        Assert.Equal([(task.ClockId, "a"), ("decision", "lead")],
            Cards.Derive(CaseSteps.Of(history), shop.Pinned, CardRuleBook.Usual).Where(c => c.Rule == CardRuleKind.ReasonMissing).Select(c => (c.Subject, c.Department)));
    }

    [Fact]
    public void The_narrowest_rule_of_the_nearest_region_wins()
    {
        var hours = new TimeLimit(2, TimeUnit.WorkingHours);
        var city = new CardRulesState().Evolve(new CardRulesPublished("110100", 1, new([new(CardRuleKind.LateHandover, true, Card.Red, hours)], []), null, "x", shop.Now));
        var district = new CardRulesState().Evolve(new CardRulesPublished("110105", 1, new(
        [
            new(CardRuleKind.LateHandover, true, Card.Yellow, new(9, TimeUnit.WorkingDays), ServiceItem: "b"),
            new(CardRuleKind.LateHandover, false, Card.Yellow, JointItem: "open-a-shop", ServiceItem: "c"),
        ], []), null, "x", shop.Now));
        var book = new CardRuleBook([(CardRulesState)district, (CardRulesState)city]);

        Assert.Equal((Card.Red, hours), book.RuleFor(CardRuleKind.LateHandover, shop.Now, "open-a-shop", "a") is { } a ? (a.Card, a.After) : default);
        Assert.Equal(9, book.RuleFor(CardRuleKind.LateHandover, shop.Now, "open-a-shop", "b")!.After!.Amount);
        Assert.Null(book.RuleFor(CardRuleKind.LateHandover, shop.Now, "open-a-shop", "c"));
        Assert.NotNull(book.RuleFor(CardRuleKind.LateHandover, shop.Now, "other", "c"));
        Assert.Equal(["110105", "110100", "110000", "000000"], CardRuleBook.ChainOf("110105"));
    }

    [Fact]
    public void A_version_that_applies_from_a_day_leaves_what_began_before_to_the_version_before()
    {
        shop.AcceptedByWindow();
        var none = new CardRuleSet([new(CardRuleKind.LateHandover, false, Card.Yellow)], []);
        Assert.DoesNotContain(Cards.Derive(CaseSteps.Of(shop.History), shop.Pinned, Book(none, null)), c => c.Rule == CardRuleKind.LateHandover);
        Assert.Contains(Cards.Derive(CaseSteps.Of(shop.History), shop.Pinned, Book(none, shop.Now.AddMinutes(1))), c => c.Rule == CardRuleKind.LateHandover);
    }

    [Fact]
    public void The_cards_of_any_past_instant_are_those_of_the_whole_history_up_to_it()
    {
        var kinds = new HashSet<CardRuleKind>();
        for (var seed = 0; seed < 50; seed++)
        {
            var life = RandomLives.Play(seed);
            var all = Cards.Derive(CaseSteps.Of(life.History), life.Pinned, CardRuleBook.Usual);
            Assert.Equal(all, Cards.Derive(CaseSteps.Of(life.History), life.Pinned, CardRuleBook.Usual));
            foreach (var instant in all.Select(c => c.At).Concat(all.Select(c => c.At.AddTicks(-1))).Append(life.Now).Where(i => i <= life.Now))
                Assert.Equal(all.Where(c => c.At <= instant), Cards.AsOf(life.History, life.Pinned, CardRuleBook.Usual, instant));
            kinds.UnionWith(all.Select(c => c.Rule));
        }
        Assert.Superset(Enum.GetValues<CardRuleKind>().Except([CardRuleKind.SupplementLate]).ToHashSet(), kinds);
    }

    [Fact]
    public void A_card_is_contested_once_by_its_department_and_lifted_or_upheld_by_a_supervisor()
    {
        shop.AcceptedByWindow();
        var task = shop.Task(TaskKind.Review, "a");
        var card = All().Single(c => c.Rule == CardRuleKind.LateHandover && c.Subject == task.ClockId);
        Assert.Equal("card-not-found", shop.Refused(Contest(card)));
        shop.Now = card.At.AddHours(10);

        Assert.Equal("card-not-found", shop.Refused(Contest(card) with { Card = null }));
        Assert.Equal("not-your-card", shop.Refused(Contest(card) with { By = Scenario.Officer("b") }));
        Assert.Equal("reason-required", shop.Refused(Contest(card) with { Reason = " " }));
        Assert.Equal("card-not-contested", shop.Refused(Uphold(card)));
        shop.Accepted(Contest(card));
        Assert.Equal("card-contested", shop.Refused(Contest(card)));
        Assert.Equal("not-your-case", shop.Refused(Uphold(card) with { By = Scenario.Officer("a") }));
        Assert.Equal("reason-required", shop.Refused(Uphold(card) with { Reason = "" }));
        shop.Accepted(Uphold(card));
        Assert.Equal("card-upheld", shop.Refused(Uphold(card)));
        Assert.Equal(CardStanding.Upheld, shop.State.CardsSaid[card.Id].Standing);

        Assert.Equal("not-your-case", shop.Refused(Lift(card) with { By = Scenario.Officer("a") }));
        Assert.Equal("reason-required", shop.Refused(Lift(card) with { Reason = " " }));
        Assert.Equal("card-not-found", shop.Refused(Lift(card) with { Card = null }));
        shop.Accepted(Lift(card));
        Assert.Equal(CardStanding.Lifted, shop.State.CardsSaid[card.Id].Standing);
        Assert.Equal("card-lifted", shop.Refused(Lift(card)));
        Assert.Equal("card-lifted", shop.Refused(Uphold(card)));
        Assert.Equal("card-lifted", shop.Refused(Contest(card)));
        Assert.Equal(shop.State.Dump(), shop.Replayed().Dump());
        // What is said of a card does not move it.
        Assert.Contains(card, All());
    }

    private ContestCard Contest(DerivedCard card) => new(card.Id, card, "the officer was in court") { By = Scenario.Officer(card.Department), CaseId = shop.CaseId };

    private LiftCard Lift(DerivedCard card) => new(card.Id, card, "shown in error") { By = Boss, CaseId = shop.CaseId };

    private UpholdCard Uphold(DerivedCard card) => new(card.Id, card, "the department had a substitute") { By = Boss, CaseId = shop.CaseId };

    private ImmutableArray<DerivedCard> All() => Cards.Derive(CaseSteps.Of(shop.History), shop.Pinned, CardRuleBook.Usual);

    private ImmutableArray<DerivedCard> AsOf(DateTimeOffset instant) => Cards.AsOf(shop.History, shop.Pinned, CardRuleBook.Usual, instant);

    private static IEnumerable<DerivedCard> Clocks(IEnumerable<DerivedCard> cards) => cards.Where(c => CardRuleKinds.IsAboutClocks(c.Rule) || c.Rule == CardRuleKind.StepOverdue);

    private CardRuleBook Book(params CardRule[] rules) => Book(new CardRuleSet([.. rules], []), null);

    private CardRuleBook Book(CardRuleSet set, DateTimeOffset? from) =>
        new([(CardRulesState)CardRulesState.Empty.Evolve(new CardRulesPublished(Scenario.Region, 1, set, from, "boss", shop.Now))]);
}
