namespace Workflow.Core.Catalog.Oversight;

/// <summary>What the indicators of one group and period are made of; sums, so that groups can be added up.</summary>
/// <param name="Ended">cases answered: decided, declined, withdrawn</param>
/// <param name="Steps">tasks done, and open ones whose time is over</param>
/// <param name="Done">tasks done</param>
public sealed record IndicatorSums(
    long Ended, long Decided, long InTime, long InStatutory, decimal Days, long Intakes, long IntakeMinutes, long Supplements, long Returns,
    long ByRule, long Rated, long RatingSum, long Satisfied, long Withdrawn,
    long Steps, long OverdueSteps, long Done, long Minutes, long Handovers, long HandoverMinutes, long Opinions, long Silent,
    long Yellow, long Red)
{
    public static readonly IndicatorSums None = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>The indicator's value, and of how many it is the mean or the share; null where there is nothing to divide by.</summary>
    public (decimal? Value, long Of) ValueOf(string indicator) => indicator switch
    {
        Indicators.Timeliness => Share(InTime, Decided),
        Indicators.StatutoryTimeliness => Share(InStatutory, Decided),
        Indicators.OverdueRate => Share(OverdueSteps, Steps),
        Indicators.Returns => Mean(Returns, Ended),
        Indicators.Supplements => Mean(Supplements, Ended),
        Indicators.StepHours => Mean(Minutes / 60m, Done),
        Indicators.HandoverHours => Mean(HandoverMinutes / 60m, Handovers),
        Indicators.CaseDays => Mean(Days, Decided),
        Indicators.IntakeHours => Mean(IntakeMinutes / 60m, Intakes),
        Indicators.Satisfaction => Mean(RatingSum, Rated),
        Indicators.SatisfiedRate => Share(Satisfied, Rated),
        Indicators.YellowCards => Share(Yellow, Ended),
        Indicators.RedCards => Share(Red, Ended),
        Indicators.InstantRate => Share(ByRule, Decided),
        Indicators.SilenceRate => Share(Silent, Opinions),
        Indicators.WithdrawnRate => Share(Withdrawn, Ended),
        _ => throw new ArgumentOutOfRangeException(nameof(indicator), indicator, "no such indicator"),
    };

    private static (decimal?, long) Share(long part, long all) => Mean(part * 100m, all);

    private static (decimal?, long) Mean(decimal sum, long count) => (count == 0 ? null : Math.Round(sum / count, 2), count);
}
