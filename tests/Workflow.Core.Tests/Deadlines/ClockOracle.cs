using Workflow.Core.Deadlines;

namespace Workflow.Core.Tests.Deadlines;

/// <summary>
/// The same rules, written down a second time and slowly: days walked one after another, hours minute by minute, on sets
/// of dates instead of prefix sums. It shares no line with the calendar and the clocks.
/// </summary>
internal static class ClockOracle
{
    private static readonly HashSet<DateOnly> Off = [], MakeUp = [];

    static ClockOracle()
    {
        foreach (var notice in StateCouncilCalendar.Notices)
        {
            foreach (var range in notice.Off)
                for (var day = range.First; day <= range.Last; day = day.AddDays(1)) { Off.Add(day); MakeUp.Remove(day); }
            foreach (var day in notice.MakeUp) { MakeUp.Add(day); Off.Remove(day); }
        }
    }

    public static bool Works(DateOnly day) => MakeUp.Contains(day) || (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !Off.Contains(day));

    /// <summary>Walks until the days are used up, then waits out any stop that lasts beyond the last of them.</summary>
    public static DateTimeOffset DueInDays(DateTimeOffset startedAt, int limit, IReadOnlyList<ClockStop> stops)
    {
        var day = DayOf(startedAt);
        for (var count = 0; count < limit;)
        {
            day = day.AddDays(1);
            if (Works(day) && !stops.Any(stop => DayOf(stop.StoppedAt) < day && day <= DayOf(stop.ResumedAt!.Value))) count++;
        }
        var usedUp = day;
        while (stops.FirstOrDefault(stop => usedUp <= DayOf(stop.StoppedAt) && DayOf(stop.StoppedAt) <= day && DayOf(stop.ResumedAt!.Value) > day) is { } last)
        {
            day = DayOf(last.ResumedAt!.Value);
            while (!Works(day)) day = day.AddDays(1);
        }
        return new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.FromHours(8));
    }

    /// <param name="startedAt">a whole minute, as all instants here</param>
    public static DateTimeOffset DueInHours(DateTimeOffset startedAt, int limit, IReadOnlyList<ClockStop> stops)
    {
        var at = startedAt.ToOffset(TimeSpan.FromHours(8));
        for (var left = limit * 60; left > 0; at = at.AddMinutes(1))
        {
            if (stops.FirstOrDefault(stop => stop.StoppedAt <= at && at < stop.ResumedAt) is not null) continue;
            var minute = at.Hour * 60 + at.Minute;
            if (minute is (>= 540 and < 720) or (>= 810 and < 1050) && Works(DateOnly.FromDateTime(at.DateTime))) left--;
        }
        return at;
    }

    private static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(TimeSpan.FromHours(8)).DateTime);
}
