using System.Collections.Immutable;

namespace Workflow.Core.Catalog.Oversight;

/// <summary>One figure by which offices are compared (效能指标).</summary>
/// <param name="HigherIsBetter">false: less of it is better</param>
/// <param name="Green">the product's own target: the last value that is green still</param>
/// <param name="Yellow">the last value that is yellow still</param>
/// <param name="OfCases">counted over cases that ended in the period; otherwise over steps and cards</param>
public sealed record Indicator(string Code, LocalText Name, IndicatorUnit Unit, bool HigherIsBetter, decimal Green, decimal Yellow, bool OfCases);

public enum IndicatorUnit { Percent, Number, Hours, Days, Level }

public enum IndicatorColour { None, Green, Yellow, Red }

/// <summary>The indicators of the product. A code once given keeps its meaning.</summary>
public static class Indicators
{
    public const string Timeliness = "timeliness", StatutoryTimeliness = "statutory-timeliness", OverdueRate = "overdue-rate", Returns = "returns",
        Supplements = "supplements", StepHours = "step-hours", HandoverHours = "handover-hours", CaseDays = "case-days", IntakeHours = "intake-hours", Satisfaction = "satisfaction",
        SatisfiedRate = "satisfied-rate", YellowCards = "yellow-cards", RedCards = "red-cards", InstantRate = "instant-rate", SilenceRate = "silence-rate",
        WithdrawnRate = "withdrawn-rate";

    public static readonly ImmutableArray<Indicator> All =
    [
        new(Timeliness, new("按期办结率", "Decided within the promised limit"), IndicatorUnit.Percent, true, 95, 85, true),
        new(StatutoryTimeliness, new("法定期限内办结率", "Decided within the statutory limit"), IndicatorUnit.Percent, true, 100, 98, true),
        new(OverdueRate, new("环节逾期率", "Steps overdue"), IndicatorUnit.Percent, false, 5, 15, false),
        new(Returns, new("每件退回次数", "Times sent back, per case"), IndicatorUnit.Number, false, 0.1m, 0.5m, true),
        new(Supplements, new("每件补正次数", "Supplements asked for, per case"), IndicatorUnit.Number, false, 0.3m, 0.8m, true),
        new(StepHours, new("环节平均办理工时", "Working hours per step"), IndicatorUnit.Hours, false, 14, 35, false),
        new(HandoverHours, new("环节平均签收工时", "Working hours until a step is taken on"), IndicatorUnit.Hours, false, 4, 8, false),
        new(CaseDays, new("平均办理工作日", "Working days from acceptance to decision"), IndicatorUnit.Days, false, 10, 20, true),
        new(IntakeHours, new("平均受理工时", "Working hours from receipt to acceptance"), IndicatorUnit.Hours, false, 14, 28, true),
        new(Satisfaction, new("好差评平均分", "Mean rating, of 5"), IndicatorUnit.Level, true, 4.5m, 4, true),
        new(SatisfiedRate, new("满意率", "Rated 4 or 5"), IndicatorUnit.Percent, true, 95, 90, true),
        new(YellowCards, new("每百件黄牌", "Yellow cards per 100 cases"), IndicatorUnit.Number, false, 5, 20, false),
        new(RedCards, new("每百件红牌", "Red cards per 100 cases"), IndicatorUnit.Number, false, 1, 5, false),
        new(InstantRate, new("秒批率", "Decided by rule"), IndicatorUnit.Percent, true, 30, 10, true),
        new(SilenceRate, new("默示意见率", "Opinions given by silence"), IndicatorUnit.Percent, false, 1, 5, false),
        new(WithdrawnRate, new("撤回率", "Withdrawn by the applicant"), IndicatorUnit.Percent, false, 5, 10, true),
    ];

    public static Indicator? Find(string code) => All.FirstOrDefault(i => i.Code == code);

    public static IndicatorColour ColourOf(Indicator indicator, IndicatorTarget? target, decimal? value)
    {
        if (value is not { } known) return IndicatorColour.None;
        var (green, yellow) = target is null ? (indicator.Green, indicator.Yellow) : (target.Green, target.Yellow);
        return indicator.HigherIsBetter
            ? known >= green ? IndicatorColour.Green : known >= yellow ? IndicatorColour.Yellow : IndicatorColour.Red
            : known <= green ? IndicatorColour.Green : known <= yellow ? IndicatorColour.Yellow : IndicatorColour.Red;
    }
}
