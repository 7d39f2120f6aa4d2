using Workflow.Samples.Play;

namespace Workflow.Samples.Demo;

/// <summary>
/// Weekdays, for choosing when the demo's people act. Legal days are the server's business: it knows the holidays.
/// </summary>
internal static class WorkDays
{
    public static DateTimeOffset After(DateTimeOffset from, int days, int hour) => Step(from, days, 1, hour);

    public static DateTimeOffset Before(DateTimeOffset from, int days, int hour) => Step(from, days, -1, hour);

    private static DateTimeOffset Step(DateTimeOffset from, int days, int direction, int hour)
    {
        var day = DateOnly.FromDateTime(from.ToOffset(CasePlayer.Zone).DateTime);
        for (var left = days; left > 0;)
        {
            day = day.AddDays(direction);
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)) left--;
        }
        return new DateTimeOffset(day, new TimeOnly(hour, 0), CasePlayer.Zone);
    }
}
