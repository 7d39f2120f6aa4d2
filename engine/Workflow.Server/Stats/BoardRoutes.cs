using System.Text.Json;
using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Core.Cases;
using Workflow.Core.Catalog;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Server.Cases;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Stats;

/// <summary>The board (督办看板): what is open, late, and with whom, in the regions that the caller oversees.</summary>
internal static class BoardRoutes
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);
    private static readonly Text WindowName = new("窗口", "Window");

    public static void Map(RouteGroupBuilder api) => api.MapGet("/board", BoardAsync)
        .For(Role.Supervisor, Role.Auditor).WithSummary("Open cases, cards and load per department").Produces<BoardAnswer>();

    private static async Task<IResult> BoardAsync(HttpContext http, Principal who, SharedBoards boards, CaseReader cases)
    {
        var query = new Query(http.Request, "region", "jointItem");
        var region = Region(query);
        if (query.Problem is { } problem) return problem;

        var now = cases.Now;
        var (rows, at) = await boards.ReadAsync(
            CaseScopes.PrefixesOf(who, Role.Supervisor, Role.Auditor), region is null ? null : CaseScopes.PrefixOf(region), query.Text("jointItem"),
            DateOnly.FromDateTime(now.ToOffset(China).DateTime), now, http.RequestAborted);
        return Results.Json(AnswerOf(rows, at), Json.Options);
    }

    /// <summary>A division code that a list is narrowed to.</summary>
    internal static string? Region(Query query)
    {
        var region = query.Text("region");
        if (region is null || Codes.IsRegion(region)) return region;
        query.Wrong("region", "field-format", ("pattern", "^[0-9]{6}$"));
        return null;
    }

    private static BoardAnswer AnswerOf(BoardRows rows, DateTimeOffset at) => new(
        at, Sum(rows.Cases), rows.FiledToday, rows.ConcludedToday,
        [.. rows.Cases.GroupBy(c => c.Status).Select(g => new StatusCount(g.Key, CaseWords.NameOf((CaseStatus)g.Key), Sum(g)))],
        new CardCounts(Sum(rows.Cases, card: 1), Sum(rows.Cases, card: 2)),
        [.. rows.Departments.Select(d => new DepartmentLine(
            d.Region, d.Department, NameOf(d.NameJson) ?? (d.Department == Departments.Window ? WindowName : new(d.Department, d.Department)),
            d.Open, d.Claimed, d.Yellow, d.Red, d.OldestOpenedAt, d.NextDueAt))],
        [.. rows.Cases.GroupBy(c => c.JointItem, StringComparer.Ordinal)
            .Select(g => new JointItemLine(g.Key, NameOf(rows.JointItemNames.GetValueOrDefault(g.Key)) ?? new(g.Key, g.Key), Sum(g), Sum(g, card: 1), Sum(g, card: 2)))
            .OrderByDescending(line => line.Open).ThenBy(line => line.Code, StringComparer.Ordinal)],
        new RatingCounts(rows.Ratings.Sum(), rows.Ratings));

    private static int Sum(IEnumerable<OpenCases> cases, short? card = null) => cases.Where(c => card is null || c.Card == card).Sum(c => c.Count);

    private static Text? NameOf(string? json) => json is null ? null : JsonSerializer.Deserialize<LocalText>(json, CatalogJson.Options) is { } name ? new(name.Zh, name.En) : null;
}
