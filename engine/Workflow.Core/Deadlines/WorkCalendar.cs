namespace Workflow.Core.Deadlines;

/// <summary>
/// A working-day calendar (工作日历): immutable, one version of published facts. Days are those of its own zone,
/// never of the machine.
/// </summary>
public sealed class WorkCalendar
{
    public required string Code { get; init; }
    public required int Version { get; init; }

    /// <summary>China keeps one offset all year (UTC+8, no summer time in the years covered).</summary>
    public TimeSpan ZoneOffset { get; init; } = TimeSpan.FromHours(8);

    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(ZoneOffset).DateTime);

    /// <summary>True when the State Council's notice for the year of the day has been published; otherwise answers are provisional.</summary>
    public bool IsPublished(DateOnly day) => true;

    public bool IsWorkingDay(DateOnly day) => true;
}
