using System.Collections.Immutable;
using Workflow.Core.Deadlines;

namespace Workflow.Core.Catalog.Oversight;

/// <summary>
/// What a region watches (督办规则): when cards are shown, and from where on an indicator is green, yellow or red. Data, one
/// version after another; what a region leaves open is as the region above it says, and at last as the product says.
/// </summary>
public sealed record CardRuleSet(ImmutableArray<CardRule> Rules, ImmutableArray<IndicatorTarget> Targets)
{
    /// <summary>What holds where nobody has said anything.</summary>
    public static readonly CardRuleSet Usual = new(
    [
        new(CardRuleKind.ClockYellow, true, Card.Yellow),
        new(CardRuleKind.ClockRed, true, Card.Red),
        new(CardRuleKind.StepOverdue, true, Card.Yellow),
        new(CardRuleKind.LateHandover, true, Card.Yellow, new TimeLimit(1, TimeUnit.WorkingDays)),
        new(CardRuleKind.SupplementTwice, true, Card.Yellow),
        new(CardRuleKind.SupplementLate, true, Card.Yellow, new TimeLimit(5, TimeUnit.WorkingDays)),
        new(CardRuleKind.ReasonMissing, true, Card.Yellow),
    ], [.. Indicators.All.Select(i => new IndicatorTarget(i.Code, i.Green, i.Yellow))]);
}

/// <summary>One rule that shows a card.</summary>
/// <param name="On">false: here no such card is shown</param>
/// <param name="Card">the colour; what a clock shows keeps its own</param>
/// <param name="After">how long may be waited; only for kinds that wait (see <see cref="CardRuleKinds.Waits"/>)</param>
/// <param name="Clock">sort of clock it is about (see <see cref="ClockSorts"/>); null for all; only for the kinds about clocks</param>
/// <param name="JointItem">code of the joint item it is about; null for all</param>
/// <param name="ServiceItem">code of the service item it is about; null for all</param>
public sealed record CardRule(
    CardRuleKind Kind, bool On, Card Card, TimeLimit? After = null, string? Clock = null, string? JointItem = null, string? ServiceItem = null);

/// <summary>What a card is shown for.</summary>
public enum CardRuleKind
{
    /// <summary>A clock has little time left.</summary>
    ClockYellow,

    /// <summary>A clock's time is over.</summary>
    ClockRed,

    /// <summary>A step is overdue while the whole case is not; told to the lead department, which can still help.</summary>
    StepOverdue,

    /// <summary>A task stood open and nobody took it on in time.</summary>
    LateHandover,

    /// <summary>The applicant was asked for a supplement a second time.</summary>
    SupplementTwice,

    /// <summary>The applicant was asked for a supplement later than allowed after receipt.</summary>
    SupplementLate,

    /// <summary>A negative opinion, a denial, a decline or a stop of the clock without its reason or legal basis.</summary>
    ReasonMissing,
}

public static class CardRuleKinds
{
    public static bool Waits(CardRuleKind kind) => kind is CardRuleKind.LateHandover or CardRuleKind.SupplementLate;

    public static bool IsAboutClocks(CardRuleKind kind) => kind is CardRuleKind.ClockYellow or CardRuleKind.ClockRed;
}

/// <summary>Sorts of clocks, by the beginning of their ids.</summary>
public static class ClockSorts
{
    public const string Review = "review";

    public static readonly ImmutableArray<string> All = ["case", "intake", Review, "supplement", "delivery", "obligation", "special"];

    /// <summary>"task-12" is a review's clock; all others are of the sort that their ids begin with.</summary>
    public static string Of(string clock) =>
        clock.IndexOf('-', StringComparison.Ordinal) is > 0 and var dash ? clock[..dash] is "task" ? Review : clock[..dash] : clock;
}

/// <summary>From where on an indicator is green or yellow; what is neither is red.</summary>
/// <param name="Green">the last value that is green still</param>
/// <param name="Yellow">the last value that is yellow still</param>
/// <param name="JointItem">code of the joint item it is about; null for all</param>
public sealed record IndicatorTarget(string Indicator, decimal Green, decimal Yellow, string? JointItem = null);
