using System.Globalization;
using System.Text.Json;
using Workflow.Contracts;
using Workflow.Contracts.Catalog;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Calendars;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Postgres.Queues;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Catalog;

/// <summary>Working-day calendars. Their days and explanations are read from the version that a case is pinned to.</summary>
internal static class CalendarRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var calendars = api.MapGroup("/calendars").WithTags("Calendars");
        calendars.MapGet("", List).ForAnyone().WithSummary("Lists the working-day calendars").Produces<IReadOnlyList<CalendarAnswer>>();
        calendars.MapGet("/{code}", Get).ForAnyone().WithSummary("Shows the latest version of a calendar, or the one asked for").Produces<CalendarAnswer>();
        calendars.MapPut("/{code}", Put).For(Role.Designer, Role.Administrator).WithSummary("Publishes the next version of a calendar")
            .WithDescription("A new one belongs to the region given, or to the first in which the caller may publish; its next versions are published there.").Produces<CommandAccepted>();
        CalendarPreviewRoute.Map(calendars);
        calendars.MapGet("/{code}/adoption", AdoptionAsync).For(Role.Designer, Role.Administrator, Role.Supervisor)
            .WithSummary("How far the latest version has reached the cases under way").Produces<AdoptionAnswer>();
    }

    private static async Task<IResult> List(Documents documents, PinnedLoader published, CancellationToken cancelled)
    {
        List<CalendarAnswer> answers = [];
        foreach (var row in await documents.AllAsync("calendar", null, cancelled))
        {
            var d = JsonSerializer.Deserialize<CalendarDocument>(row.Json, CatalogJson.Options)!;
            answers.Add(AnswerOf(d.Code, d.Version, d.PublishedAt, d.Content, await published.CalendarAsync(d.Code, d.Version, cancelled)));
        }
        return Results.Json(answers, Json.Options);
    }

    private static async Task<IResult> Get(string code, int? version, ReadStream read, PinnedLoader published, CancellationToken cancelled)
    {
        if (!Codes.IsCode(code)) return Problem.NotFound("calendar-not-found");
        var state = (CalendarState)(await read(CalendarStreams.IdOf(code), cancelled)).State;
        return (version is { } wanted ? state.Version(wanted) : state.Latest) is { } found
            ? Results.Json(AnswerOf(code, found.Version, found.At, found.Content, await published.CalendarAsync(code, found.Version, cancelled)), Json.Options)
            : Problem.NotFound("calendar-not-found");
    }

    private static async Task<IResult> AdoptionAsync(string code, ReadStream read, CalendarAdoptions adoptions, CancellationToken cancelled)
    {
        if (!Codes.IsCode(code)) return Problem.NotFound("calendar-not-found");
        if (((CalendarState)(await read(CalendarStreams.IdOf(code), cancelled)).State).Latest is not { } latest) return Problem.NotFound("calendar-not-found");
        return Results.Json(await adoptions.FindAsync(code, latest.Version, cancelled) is { } job
            ? new AdoptionAnswer(code, job.Version, job.EndedAt is null ? "running" : "done", job.Checked, job.Moved, job.Failed, job.LastError, job.StartedAt, job.EndedAt)
            : new AdoptionAnswer(code, latest.Version, "waiting", 0, 0, 0, null, null, null), Json.Options);
    }

    private static async Task<IResult> Put(
        HttpContext http, string code, string? region, Body<CalendarRequest> body, Principal who, ReadStream read, CancellationToken cancelled)
    {
        if (Codes.NotACode("code", code) is { } malformed) return malformed;
        var known = ((CalendarState)(await read(CalendarStreams.IdOf(code), cancelled)).State).Latest;
        var (by, refused) = known is null ? Publisher.OfNew(who, region) : Publisher.OfNext(who, known.Region);
        if (by is null) return refused!;

        var (content, wrong) = await ContentOfAsync(body.Value, read, cancelled);
        return content is null ? wrong! : await Commands.SubmitAsync(http, new PublishCalendar(code, content, content.BaseVersion > 0) { By = by });
    }

    /// <summary>What the next version would say; or the refusal that names everything wrong in it.</summary>
    internal static async Task<(CalendarContent? Content, Problem? Problem)> ContentOfAsync(CalendarRequest request, ReadStream read, CancellationToken cancelled)
    {
        var (name, notices, basis, hours) = request;
        List<FieldError> errors = [];
        List<CalendarNotice> given = [];
        foreach (var (index, json) in notices.Index())
        {
            if (CalendarNotice.Read(json, out var faults) is { } notice) given.Add(notice);
            errors.AddRange(faults.Select(f => new FieldError($"$.notices[{index}]{(f.Path.Length > 0 ? "." + f.Path : "")}", f.Code, ValuesOf(f.Path, f.Code))));
        }
        var kept = hours is null ? null : new WorkingHours([.. Stretches(hours.Full, "$.hours.full", errors)], [.. Stretches(hours.Half, "$.hours.half", errors)]);
        if (kept is { IsValid: false } && errors.Count == 0) errors.Add(new FieldError("$.hours", "working-hours-invalid"));
        if (errors.Count > 0) return (null, Problem.Body(errors));

        var baseVersion = basis is null ? 0 : ((CalendarState)(await read(CalendarStreams.IdOf(basis), cancelled)).State).Latest?.Version ?? 0;
        return (new CalendarContent(name.ToCore(), basis, baseVersion, [.. given], kept), null);
    }

    /// <summary>What the messages of a notice's faults are filled with.</summary>
    private static (string, string)[] ValuesOf(string path, string code) => (code, path) switch
    {
        ("field-type", "") => [("expected", "object")],
        ("field-type", "year") => [("expected", "integer")],
        ("field-type", "off" or "makeUp" or "half") => [("expected", "array")],
        ("field-type", "source") => [("expected", "string")],
        ("field-type", _) => [("expected", "yyyy-MM-dd")],
        ("field-range", "year") => [("min", $"{CalendarNotice.MinYear}"), ("max", $"{CalendarNotice.MaxYear}")],
        ("field-range", "source") => [("min", "0"), ("max", $"{CalendarNotice.MaxSourceLength}")],
        ("field-range", _) => [("min", "0"), ("max", $"{CalendarNotice.MaxEntries}")],
        _ => [],
    };

    private static List<WorkingStretch> Stretches(IReadOnlyList<string> texts, string path, List<FieldError> errors)
    {
        List<WorkingStretch> stretches = [];
        foreach (var (index, text) in texts.Index())
        {
            if (text.Split('/') is [var from, var to] && Time(from) is { } start && Time(to) is { } end) stretches.Add(new(start, end));
            else errors.Add(new FieldError($"{path}[{index}]", "field-format", ("pattern", "HH:mm/HH:mm")));
        }
        return stretches;

        static TimeOnly? Time(string text) =>
            TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
    }

    private static CalendarAnswer AnswerOf(string code, int version, DateTimeOffset at, CalendarContent content, WorkCalendar built) => new(
        code, version, at, content.Name.ToText(), content.Base, content.BaseVersion,
        [.. content.Notices.Select(n => new NoticeAnswer(
            n.Year, n.Published, n.Source, [.. n.Off.Select(r => $"{r.First:yyyy-MM-dd}/{r.Last:yyyy-MM-dd}")], n.MakeUp, n.Half))],
        content.Hours is { } hours ? new HoursRequest([.. hours.Full.Select(Show)], [.. hours.Half.Select(Show)]) : null,
        [.. built.PublishedYears]);

    private static string Show(WorkingStretch stretch) => $"{stretch.Start:HH\\:mm}/{stretch.End:HH\\:mm}";
}
