using Workflow.Core.Catalog.Oversight;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Xunit;

namespace Workflow.Core.Tests.Cases;

/// <summary>Rules for cards and indicators are data: checked, versioned, belonging to a region.</summary>
public sealed class CardRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    private static readonly TimeLimit Day = new(1, TimeUnit.WorkingDays);

    [Fact]
    public void What_the_product_ships_is_in_order() => Assert.Empty(CardRuleCheck.Faults(CardRuleSet.Usual));

    [Fact]
    public void Everything_wrong_is_named_by_its_path()
    {
        var set = new CardRuleSet(
        [
            new(CardRuleKind.LateHandover, true, Card.Yellow), new(CardRuleKind.ReasonMissing, true, Card.Red, Day), new(CardRuleKind.ClockRed, true, Card.None),
            new(CardRuleKind.ClockRed, true, Card.Red, Clock: "tea"), new(CardRuleKind.StepOverdue, true, Card.Red, Clock: "case"),
            new(CardRuleKind.SupplementLate, true, Card.Red, new TimeLimit(0, TimeUnit.WorkingDays)), new(CardRuleKind.ClockRed, false, Card.Red),
        ], [new("timeliness", 80, 90), new("overdue-rate", 20, 10), new("happiness", 1, 2), new("timeliness", 90, 80)]);
        Assert.Equal(
            [
                "$.rules[0].after rule-wait-missing", "$.rules[1].after rule-wait-unexpected", "$.rules[2].card rule-card-none", "$.rules[3].clock rule-clock-unknown",
                "$.rules[4].clock rule-clock-unknown", "$.rules[5].after.amount rule-wait-range", "$.rules[6] rule-twice",
                "$.targets[0].yellow target-order", "$.targets[1].yellow target-order", "$.targets[2].indicator indicator-unknown", "$.targets[3] target-twice",
            ],
            CardRuleCheck.Faults(set).Select(f => $"{f.Path} {f.Code}"));
        var many = new CardRuleSet([.. Enumerable.Range(0, CardRuleCheck.RulesMax + 1).Select(i => new CardRule(CardRuleKind.ClockRed, true, Card.Red, ServiceItem: $"i{i}"))], []);
        Assert.Equal("too-many-rules", Assert.Single(CardRuleCheck.Faults(many)).Code);
    }

    [Fact]
    public void A_version_is_published_in_its_region_only_when_it_is_in_order_and_says_something_new()
    {
        var set = new CardRuleSet([new(CardRuleKind.LateHandover, true, Card.Red, Day)], []);
        var command = new PublishCardRules("110105", set, null) { By = new(ActorKind.Person, "boss", Role.Supervisor, null, "110105") };
        var published = Assert.IsType<CardRulesPublished>(Assert.Single(Assert.IsType<Outcome.Events>(command.Decide(null, CardRulesState.Empty, Now)).List));
        Assert.Equal((1, "boss", Now), (published.Version, published.By, published.At));
        var state = CardRulesState.Empty.Evolve(published);
        Assert.Empty(Assert.IsType<Outcome.Events>(command.Decide(null, state, Now)).List);
        Assert.Single(Assert.IsType<Outcome.Events>((command with { AppliesFrom = Now }).Decide(null, state, Now)).List);
        Assert.Equal("belongs-to-other-region", Assert.IsType<Outcome.Rejection>((command with { Region = "110106" }).Decide(null, state, Now)).Code);
        Assert.Equal("card-rules-invalid", Assert.IsType<Outcome.Rejection>((command with { Content = new([new(CardRuleKind.LateHandover, true, Card.Red)], []) }).Decide(null, state, Now)).Code);
    }

    [Fact]
    public void A_book_with_other_content_shows_what_a_change_would_do()
    {
        var book = CardRuleBook.Usual.With("110100", 1, new([new(CardRuleKind.LateHandover, false, Card.Red)], []), null, Now);
        Assert.Null(book.RuleFor(CardRuleKind.LateHandover, Now, "x", null));
        Assert.NotNull(book.RuleFor(CardRuleKind.ClockRed, Now, "x", null, "case"));
    }

    [Theory]
    [InlineData("timeliness", 96, IndicatorColour.Green)]
    [InlineData("timeliness", 95, IndicatorColour.Green)]
    [InlineData("timeliness", 90, IndicatorColour.Yellow)]
    [InlineData("timeliness", 84, IndicatorColour.Red)]
    [InlineData("overdue-rate", 5, IndicatorColour.Green)]
    [InlineData("overdue-rate", 16, IndicatorColour.Red)]
    [InlineData("overdue-rate", null, IndicatorColour.None)]
    public void A_value_has_one_of_three_colours(string code, int? value, IndicatorColour colour) =>
        Assert.Equal(colour, Indicators.ColourOf(Indicators.Find(code)!, null, value));

    [Fact]
    public void A_region_sets_its_own_targets_and_narrows_them_to_a_joint_item()
    {
        var state = (CardRulesState)CardRulesState.Empty.Evolve(new CardRulesPublished("110105", 1, new([], [new("timeliness", 80, 60), new("timeliness", 70, 50, "newborn")]), null, "x", Now));
        var book = new CardRuleBook([state]);
        Assert.Equal((80, 70), (book.TargetFor("timeliness", "other")!.Green, book.TargetFor("timeliness", "newborn")!.Green));
        Assert.Null(book.TargetFor("returns", null));
    }

    [Fact]
    public void Every_indicator_has_a_value_and_none_without_anything_to_divide_by()
    {
        Assert.All(Indicators.All, i => Assert.Null(IndicatorSums.None.ValueOf(i.Code).Value));
        var sums = new IndicatorSums(10, 8, 6, 8, 40, 9, 540, 3, 1, 2, 5, 22, 4, 2, 50, 5, 45, 2700, 40, 4800, 20, 1, 4, 1);
        Assert.Equal(
            [75m, 100m, 10m, 0.1m, 0.3m, 1m, 2m, 5m, 1m, 4.4m, 80m, 40m, 10m, 25m, 5m, 20m],
            Indicators.All.Select(i => sums.ValueOf(i.Code).Value!.Value));
    }
}
