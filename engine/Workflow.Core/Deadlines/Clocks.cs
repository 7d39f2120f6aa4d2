using System.Collections.Immutable;

namespace Workflow.Core.Deadlines;

/// <summary>When a clock is due, given its stops.</summary>
public sealed record ClockTimes(DateTimeOffset DueAt, DateTimeOffset? YellowAt, bool Provisional);

/// <summary>The arithmetic of legal clocks.</summary>
public static class Clocks
{
    public static ClockTimes TimesOf(WorkCalendar calendar, TimeLimit limit, DateTimeOffset startedAt, ImmutableArray<ClockStop> stops, int yellowBeforeDays) =>
        new(startedAt.AddDays(limit.Amount), null, false);
}
