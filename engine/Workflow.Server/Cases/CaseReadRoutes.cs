using System.Globalization;
using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Core.Cases;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Postgres.Log;
using Workflow.Postgres.Queries;
using Workflow.Server.Catalog;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>The pages about cases: list, head, clocks. Personal data is only sent after its reading was written down.</summary>
internal static class CaseReadRoutes
{
    public const int PageDefault = 50;
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/cases", ListAsync).ForSignedIn().WithSummary("Cases that the caller may see, newest first")
            .WithDescription("open=true: only those that have not ended. from, to: filed on these days (of Asia/Shanghai) or between. sort=due: the open ones, the earliest due instant first, those without a running clock last.")
            .Produces<Page<CaseSummary>>();
        api.MapGet("/cases/{id}", HeadAsync).ForSignedIn().WithSummary("One case as the caller may see it").Produces<CaseAnswer>();
        api.MapGet("/cases/{id}/timeline", TimelineAsync).ForSignedIn().WithSummary("What happened, oldest first").Produces<Page<TimelineEntry>>();
    }

    private static async Task<IResult> ListAsync(HttpContext http, Principal who, CaseList cases)
    {
        var query = new Query(http.Request, "region", "status", "jointItem", "card", "q", "open", "from", "to", "sort", "cursor", "limit");
        var limit = query.Integer("limit", PageDefault, 1, CaseList.MaxLimit);
        var region = query.Text("region");
        if (region is not null && (region.Length != 6 || !region.All(char.IsAsciiDigit))) query.Wrong("region", "field-format", ("pattern", "^[0-9]{6}$"));
        var (from, before) = FiledBetween(query);
        var filter = new CaseList.Filter(
            region is null ? null : CaseScopes.PrefixOf(region), Statuses(query), query.Text("jointItem"),
            query.Choice("card", "none", "yellow", "red") is >= 0 and var card ? (short)card : null, new Search(query.Text("q")),
            query.Choice("open", "true", "false") == 0, from, before);
        var sort = query.Choice("sort", "filed", "due") == 1 ? CaseList.Sort.Due : CaseList.Sort.Filed;
        var after = CursorOf(query);
        if (query.Problem is { } problem) return problem;

        var (rows, next) = await cases.ReadAsync(CaseScopes.Of(who), filter, after, limit, who.Account, http.RequestAborted, sort);
        return Results.Json(new Page<CaseSummary>([.. rows.Select(SummaryOf)], next?.ToString()), Json.Options);
    }

    /// <summary>The days "from" and "to", both included, as the instants at which the first begins and the last is over.</summary>
    internal static (DateTimeOffset? From, DateTimeOffset? Before) FiledBetween(Query query) =>
        (StartOf(DayOf(query, "from")), StartOf(DayOf(query, "to")?.AddDays(1)));

    private static DateOnly? DayOf(Query query, string name)
    {
        var day = query.Day(name);
        if (day is null or { Year: >= CalendarNotice.MinYear and <= CalendarNotice.MaxYear }) return day;
        query.Wrong(name, "field-range", ("min", $"{CalendarNotice.MinYear}-01-01"), ("max", $"{CalendarNotice.MaxYear}-12-31"));
        return null;
    }

    /// <summary>The instant at which a day begins where these cases are handled.</summary>
    private static DateTimeOffset? StartOf(DateOnly? day) => day is { } d ? new DateTimeOffset(d.ToDateTime(TimeOnly.MinValue), China).ToUniversalTime() : null;

    /// <summary>"status=3,8": codes of the exchange standard.</summary>
    private static short[]? Statuses(Query query)
    {
        if (query.Text("status") is not { } text) return null;
        var codes = text.Split(',').Select(part => short.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : (short)-1).ToArray();
        if (codes.Any(c => c < 0 || !Enum.IsDefined((CaseStatus)c))) query.Wrong("status", "field-choice", ("choices", "1 … 15"));
        return codes;
    }

    internal static Cursor? CursorOf(Query query)
    {
        if (query.Text("cursor") is not { } text) return null;
        if (Cursor.TryParse(text, out var cursor)) return cursor;
        query.Wrong("cursor", "cursor-invalid");
        return null;
    }

    private static CaseSummary SummaryOf(CaseRow row) => new(
        row.StreamId, row.CaseNumber, row.Region, row.JointItem, row.Title, row.Status, CaseWords.NameOf((CaseStatus)row.Status), row.Personal,
        row.FiledAt, row.ChangedAt, row.DueAt, CaseWords.CardOf(row.Card), row.Departments, row.TestClock, row.Version);

    private static async Task<IResult> HeadAsync(
        HttpContext http, string id, Principal who, CaseReader cases, ReadLog readings, PlaceNames places, Officers officers)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        var names = await places.OfAsync(found.State.Region, http.RequestAborted);
        var takeOver = await TakeOverAsync(found, who, officers, http.RequestAborted);
        var answer = CaseView.Of(id, found.State, found.Pinned, found.Access, who, cases.NowIn(found.State), names, takeOver);
        if (!found.Access.IsApplicant && CaseView.ShowsPersonal(answer)) await readings.WriteAsync(who.Account, id, "case", http.RequestAborted);
        return Results.Json(answer, Json.Options);
    }

    /// <summary>Open tasks of colleagues who are absent and for whom the caller stands in.</summary>
    private static async Task<IReadOnlySet<long>> TakeOverAsync(LoadedCase of, Principal who, Officers officers, CancellationToken ct)
    {
        HashSet<long> tasks = [];
        foreach (var task in of.State.Tasks.Values.Where(t => t is { IsOpen: true, Assignee: not null } && t.Assignee != who.Account))
            if (CaseActions.ActorFor(who, of.State.Region, task.Department) is not null && await officers.ReplacesAsync(who.Account, task.Assignee!, ct)) tasks.Add(task.Id);
        return tasks;
    }

    private const int PartsInCursor = 2 * CaseAdvanced.MostParts;

    private static async Task<IResult> TimelineAsync(HttpContext http, string id, Principal who, CaseReader cases, Timeline timeline, EventJson json)
    {
        var query = new Query(http.Request, "cursor", "limit");
        var limit = query.Integer("limit", PageDefault, 1, CaseList.MaxLimit);
        var cursor = query.Long("cursor", 0, 0, long.MaxValue);
        if (query.Problem is { } refused) return refused;
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;

        // A row may hold several events: the cursor is the last row that was read whole, and how much of the next was.
        var (after, part) = (cursor / PartsInCursor, (int)(cursor % PartsInCursor));
        // Much of a log is not part of the story, so pages are filled from several reads; each read moves on.
        var entries = new List<TimelineEntry>(limit);
        while (entries.Count < limit && after < found.Version)
        {
            var events = await timeline.ReadAsync(id, after, Timeline.MaxLimit, http.RequestAborted);
            if (events.Count == 0) break;
            foreach (var stored in events)
            {
                // Nothing personal is told here, so the case's key is left alone.
                var parts = CaseAdvanced.PartsOf(json.Read(id, stored.Alias, stored.Data, key: null));
                for (; part < parts.Length && entries.Count < limit; part++)
                    if (TimelineView.Of(stored, part, json.NameOf(parts[part]), parts[part], found) is { } entry) entries.Add(entry);
                if (part < parts.Length) break;
                (after, part) = (stored.Version, 0);
                if (entries.Count == limit) break;
            }
        }
        var next = after < found.Version ? (after * PartsInCursor + part).ToString(CultureInfo.InvariantCulture) : null;
        return Results.Json(new Page<TimelineEntry>(entries, next), Json.Options);
    }
}
