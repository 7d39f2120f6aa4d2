using System.Collections.Immutable;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Obligations;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Catalog.Oversight;
using Workflow.Core.Deadlines;
using Xunit;

namespace Workflow.Core.Tests.Cases;

/// <summary>Every clock has somebody who answers for its cards.</summary>
public sealed class CardOwnerTests
{
    private readonly Scenario shop = new Scenario(Shop.Bpmn).Filed().AcceptedByWindow();

    [Fact]
    public void A_clock_belongs_to_its_department_the_window_or_the_lead_department()
    {
        var task = shop.Task(TaskKind.Review, "b");
        var state = (CaseState)shop.State.Evolve(new ObligationTaken(1, ObligationKind.Condition, "keep the exit free", "c", "c", [], null, shop.Now));
        Assert.Equal(("b", "b"), Cards.OwnerOf(state, shop.Pinned, task.ClockId));
        Assert.Equal(("b", "b"), Cards.OwnerOf(state, shop.Pinned, "special-" + task.ClockId));
        Assert.Equal(("c", "c"), Cards.OwnerOf(state, shop.Pinned, "obligation-1"));
        Assert.Equal(("lead", null), Cards.OwnerOf(state, shop.Pinned, "case"));
        Assert.Equal(("lead", null), Cards.OwnerOf(state, shop.Pinned, "special-case"));
        foreach (var clock in (string[])["intake", "supplement", "delivery"]) Assert.Equal(("window", null), Cards.OwnerOf(state, shop.Pinned, clock));
    }

    [Fact]
    public void An_obligations_clock_shows_cards_after_the_grant_and_a_rule_may_switch_its_sort_off()
    {
        ImmutableArray<Workflow.Core.Runtime.Event> history =
        [
            .. shop.History, new ObligationTaken(1, ObligationKind.Deficiency, "lease", "a", "a", ["lease"], null, shop.Now),
            new ClockStarted("obligation-1", new TimeLimit(5, TimeUnit.WorkingDays), null, shop.Now, shop.Now.AddDays(7), shop.Now.AddDays(5), false),
        ];
        Assert.Equal([Card.Yellow, Card.Red], Of(CardRuleBook.Usual).Select(c => c.Card));
        Assert.All(Of(CardRuleBook.Usual), c => Assert.Equal(("a", "a"), (c.Department, c.ServiceItem)));
        var without = (CardRulesState)CardRulesState.Empty.Evolve(new CardRulesPublished(
            Scenario.Region, 1, new([new(CardRuleKind.ClockYellow, false, Card.Yellow, Clock: "obligation")], []), null, "boss", shop.Now));
        Assert.Equal([Card.Red], Of(new([without])).Select(c => c.Card));

        IEnumerable<DerivedCard> Of(CardRuleBook book) => Cards.Derive(CaseSteps.Of(history), shop.Pinned, book).Where(c => c.Subject == "obligation-1");
    }
}
