using Workflow.Core.Cases.Supervision;
using Workflow.Core.Catalog.Oversight;
using Workflow.Core.Deadlines;
using Xunit;

namespace Workflow.Core.Tests.Cases;

/// <summary>What a change of rules does is told card by card.</summary>
public sealed class CardChangeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 4, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_card_that_stays_is_no_change_and_others_appear_disappear_or_move()
    {
        var (stays, goes, moves) = (Of(CardRuleKind.ClockRed, "case", 0), Of(CardRuleKind.LateHandover, "task-4", 1), Of(CardRuleKind.LateHandover, "task-5", 2));
        var (moved, comes) = (Of(CardRuleKind.LateHandover, "task-5", 9), Of(CardRuleKind.ReasonMissing, "decision", 3));

        Assert.Equal([new(goes, null), new(moves, moved), new(null, comes)], CardChanges.Between([stays, goes, moves], [moved, comes, stays]));
        Assert.Empty(CardChanges.Between([stays, goes], [goes, stays]));
    }

    [Fact]
    public void One_card_less_of_several_for_the_same_subject_is_one_that_disappears()
    {
        var (first, second, third) = (Of(CardRuleKind.LateHandover, "task-4", 0), Of(CardRuleKind.LateHandover, "task-4", 5), Of(CardRuleKind.LateHandover, "task-4", 9));
        Assert.Equal([new(first, null)], CardChanges.Between([first, second, third], [second, third]));
        Assert.Equal([new CardChange(null, second)], CardChanges.Between([first], [first, second]));
    }

    [Fact]
    public void Another_colour_is_a_change()
    {
        var yellow = Of(CardRuleKind.LateHandover, "task-4", 0);
        var red = yellow with { Card = Card.Red };
        Assert.Equal([new CardChange(yellow, red)], CardChanges.Between([yellow], [red]));
    }

    private static DerivedCard Of(CardRuleKind rule, string subject, int hours) =>
        new(Cards.IdOf(rule, subject, Noon.AddHours(hours)), rule, Card.Yellow, subject, "a", null, Noon.AddHours(hours));
}
