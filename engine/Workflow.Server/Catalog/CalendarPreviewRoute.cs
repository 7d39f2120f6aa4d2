using Workflow.Contracts.Catalog;
using Workflow.Core.Cases;
using Workflow.Core.Catalog.Calendars;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Server.Cases;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Catalog;

/// <summary>
/// What a calendar's next version would do to the cases under way: their running clocks are counted again by it. Stores
/// nothing, so it takes no Idempotency-Key.
/// </summary>
internal static class CalendarPreviewRoute
{
    public static void Map(RouteGroupBuilder calendars) => calendars.MapPost("/{code}/preview", PreviewAsync).For(Role.Designer, Role.Administrator)
        .WithMetadata(new NoCommand()).WithSummary("Tells which due instants a next version would move, page by page")
        .WithDescription("Counts the running clocks of the open cases of the calendar's region again. Nothing is published or stored.")
        .Produces<CalendarPreview>();

    private static async Task<IResult> PreviewAsync(
        string code, Body<CalendarPreviewRequest> body, Principal who, ReadStream read, PinnedLoader published, OpenCaseWalk open, CancellationToken cancelled)
    {
        if (Codes.NotACode("code", code) is { } malformed) return malformed;
        var known = ((CalendarState)(await read(CalendarStreams.IdOf(code), cancelled)).State).Latest;
        var (by, refused) = known is null ? Publisher.OfNew(who, null) : Publisher.OfNext(who, known.Region);
        if (by is null) return refused!;
        var (name, notices, basis, hours, cursor) = body.Value;
        var after = default(Cursor?);
        if (cursor is not null && !Cursor.TryParse(cursor, out after)) return Problem.Body(new FieldError("$.cursor", "cursor-invalid"));

        var (content, problem) = await CalendarRoutes.ContentOfAsync(new(name, notices, basis, hours), read, cancelled);
        if (content is null) return problem!;
        if (basis is not null && content.BaseVersion == 0) return Problem.Body(new FieldError("$.base", "calendar-not-found"));
        if (basis == code) return Problem.Body(new FieldError("$.base", "calendar-base-invalid"));
        var under = basis is null ? null : await published.CalendarAsync(basis, content.BaseVersion, cancelled);
        var next = WorkCalendar.Build(code, (known?.Version ?? 0) + 1, content.Notices, content.Hours, under);

        var (cases, last) = await open.ReadAsync(Regions.PrefixOf(by.Region ?? Regions.WholeCountry), after?.StreamId ?? "", cancelled);
        List<MovedClock> moves = [];
        var counted = 0;
        foreach (var (caseId, calendar) in cases)
        {
            if (calendar != code) continue;
            counted++;
            moves.AddRange(MovesOf(caseId, (CaseState)(await read(caseId, cancelled)).State, next));
        }
        return Results.Json(new CalendarPreview(counted, last is null ? null : new Cursor(null, last, 0).ToString(), moves), Json.Options);
    }

    private static IEnumerable<MovedClock> MovesOf(string caseId, CaseState state, WorkCalendar next)
    {
        foreach (var clock in state.Clocks.Values.Select(c => c.Clock).OrderBy(c => c.Id, StringComparer.Ordinal))
        {
            if (clock is not { IsRunning: true, DueAt: { } due }) continue;
            var moved = Clocks.TimesOf(next, clock, yellowBeforeDays: 0).DueAt;
            if (moved != due) yield return new(caseId, state.CaseNumber, state.Title, clock.Id, due, moved);
        }
    }
}
