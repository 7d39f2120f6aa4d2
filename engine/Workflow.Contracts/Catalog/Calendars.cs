using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Workflow.Contracts.Identity;

namespace Workflow.Contracts.Catalog;

/// <summary>Publishes the next version of a working-day calendar: PUT /api/calendars/{code}. The content is whole, not a change.</summary>
/// <param name="Base">code of the calendar whose days hold where the notices are silent; its latest version is taken</param>
/// <param name="Notices">in order of publication, a later one wins day by day:
/// {"year": 2026, "published": "2025-11-04", "source": "…", "off": ["2026-01-01/2026-01-03"], "makeUp": ["2026-01-04"], "half": []}</param>
/// <param name="Hours">working hours; left out they are those of the base, or 09:00–12:00 and 13:30–17:30</param>
public sealed record CalendarRequest(
    Text Name, [property: Length(0, 200)] IReadOnlyList<JsonElement> Notices,
    [property: RegularExpression(Patterns.Code)] string? Base = null, HoursRequest? Hours = null);

/// <param name="Full">stretches of a working day, "09:00/12:00"</param>
/// <param name="Half">stretches of a half day</param>
public sealed record HoursRequest([property: Length(1, 10)] IReadOnlyList<string> Full, [property: Length(0, 10)] IReadOnlyList<string> Half);

/// <summary>The latest version of a calendar, or an older one that was asked for.</summary>
/// <param name="PublishedYears">years whose notice has been published; every other year is "not published": weekdays and weekends, provisional</param>
public sealed record CalendarAnswer(
    string Code, int Version, DateTimeOffset PublishedAt, Text Name, string? Base, int BaseVersion, IReadOnlyList<NoticeAnswer> Notices, HoursRequest? Hours,
    IReadOnlyList<int>? PublishedYears = null);

/// <param name="Off">days without work (放假), each "2026-01-01/2026-01-03"</param>
/// <param name="MakeUp">weekend days with work (调休上班)</param>
public sealed record NoticeAnswer(
    int Year, DateOnly? Published, string? Source, IReadOnlyList<string> Off, IReadOnlyList<DateOnly> MakeUp, IReadOnlyList<DateOnly> Half);

/// <summary>
/// Which due instants a next version of a calendar would move, were cases under way counted by it: POST
/// /api/calendars/{code}/preview. Nothing is published and nothing stored.
/// </summary>
/// <param name="Name">this and the three after it as for the version to be published</param>
/// <param name="Cursor">of the answer before; left out for the first page</param>
public sealed record CalendarPreviewRequest(
    Text Name, [property: Length(0, 200)] IReadOnlyList<JsonElement> Notices,
    [property: RegularExpression(Patterns.Code)] string? Base = null, HoursRequest? Hours = null, string? Cursor = null);

/// <param name="Checked">open cases of this page that count by the calendar</param>
/// <param name="NextCursor">for the next page; null when all were checked. A page may have no moves</param>
public sealed record CalendarPreview(int Checked, string? NextCursor, IReadOnlyList<MovedClock> Moves);

/// <param name="Clock">"intake", "case", "delivery" or "task-{id}"</param>
public sealed record MovedClock(string CaseId, string CaseNumber, string Title, string Clock, DateTimeOffset OldDueAt, DateTimeOffset NewDueAt);

/// <summary>How far a version of a calendar has reached the cases under way: GET /api/calendars/{code}/adoption.</summary>
/// <param name="State">"waiting", "running" or "done"</param>
/// <param name="Checked">cases under way that count by the calendar and have been asked</param>
/// <param name="Moved">of these, cases of which a due instant moved</param>
/// <param name="Failed">of these, cases that could not be asked; see <paramref name="LastError"/></param>
public sealed record AdoptionAnswer(
    string Calendar, int Version, string State, long Checked, long Moved, long Failed, string? LastError, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt);
