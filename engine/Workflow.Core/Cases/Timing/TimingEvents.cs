using System.Collections.Immutable;
using Workflow.Core.Catalog;
using Workflow.Core.Deadlines;

namespace Workflow.Core.Cases.Timing;

/// <summary>What happens to clocks beside start, stop and end: extensions, edited due dates, calendar notices, special procedures.</summary>
public abstract record TimingEvent : CaseEvent;

/// <summary>A clock was extended (延期), once, before it was over.</summary>
/// <param name="By">how much was added</param>
/// <param name="Limit">the limit from now on</param>
/// <param name="Statutory">the law's limit from now on; null when the clock has none of its own</param>
/// <param name="Authority">who approved it: office and, where there is one, number of the approval</param>
/// <param name="Reason">what the applicant is told</param>
/// <param name="Basis">the article that allows it</param>
/// <param name="Officer">account that recorded it</param>
/// <param name="Moved">true when the due instant had been set by a person before, and was moved on from there</param>
public sealed record ClockExtended(
    string Clock, TimeLimit By, TimeLimit Limit, TimeLimit? Statutory, string Authority, string Reason, string Basis, string Officer, DateTimeOffset At,
    DateTimeOffset OldDueAt, DateTimeOffset DueAt, DateTimeOffset? YellowAt, bool Provisional, bool Moved) : TimingEvent;

/// <summary>An authority set a due instant itself.</summary>
/// <param name="Officer">account that recorded it</param>
public sealed record DueDateChanged(
    string Clock, string Authority, string Reason, string Officer, DateTimeOffset At,
    DateTimeOffset OldDueAt, DateTimeOffset DueAt, DateTimeOffset? YellowAt, bool Provisional) : TimingEvent;

/// <summary>A new version of a calendar reached the case: it counts by that from now on, and these due instants follow.</summary>
/// <param name="Code">code of the calendar, one of those that the case counts by</param>
/// <param name="Changes">running clocks of which anything changed; a clock that stands still is counted by the new version when it runs on</param>
public sealed record CalendarAdopted(string Code, int OldVersion, int Version, ImmutableArray<ClockMoved> Changes, DateTimeOffset At) : TimingEvent;

/// <param name="Held">true when the notice would have made the clock late at once: it then ends with the day on which the notice came</param>
public sealed record ClockMoved(string Clock, DateTimeOffset OldDueAt, DateTimeOffset DueAt, DateTimeOffset? YellowAt, bool Provisional, bool Held);

/// <summary>A special procedure (特别程序) began: its time is not counted, and the applicant was told of it in writing.</summary>
/// <param name="Clock">which clock stands still for it: "case" or "task-{id}"</param>
/// <param name="Type">code of its rule in the joint item</param>
/// <param name="Limit">its own limit, which the clock "special-{clock}" counts</param>
/// <param name="Told">what the applicant is told in writing</param>
public sealed record SpecialProcedureBegun(
    string Clock, string Type, LocalText Name, TimeLimit Limit, string Told, string Basis, string Officer, DateTimeOffset At) : TimingEvent;

/// <param name="Result">what came of it; null when the clock ended under it</param>
/// <param name="Officer">null when nobody ended it</param>
public sealed record SpecialProcedureEnded(string Clock, string? Result, string? Officer, DateTimeOffset At) : TimingEvent;

public static class TimingEventNames
{
    public static readonly (string, Type)[] All =
    [
        ("clock_extended", typeof(ClockExtended)),
        ("due_date_changed", typeof(DueDateChanged)),
        ("calendar_adopted", typeof(CalendarAdopted)),
        ("special_procedure_begun", typeof(SpecialProcedureBegun)),
        ("special_procedure_ended", typeof(SpecialProcedureEnded)),
    ];
}
