using Workflow.Contracts.Cases;
using Workflow.Core.Runtime;
using Workflow.Postgres.Projections;
using Workflow.Server.Cases;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Stats;

/// <summary>Counts for those who oversee. They follow the log, so a caller says from which position on it wants them.</summary>
internal static class StatsRoutes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Days shown when no first day is asked for.</summary>
    private const int DaysUsual = 31;

    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    public static void Map(RouteGroupBuilder api) => api.MapGet("/stats/daily", DailyAsync)
        .For(Role.Supervisor, Role.Auditor, Role.Window, Role.Officer).WithSummary("Counts by day, region, joint item and department").Produces<DailyStats>();

    private static async Task<IResult> DailyAsync(HttpContext http, Principal who, CaseDaily counts, ProjectionRunner projections, CaseReader cases)
    {
        var query = new Query(http.Request, "after", "from", "to", "jointItem");
        var after = query.Long("after", 0, 0, long.MaxValue);
        var to = query.Day("to") ?? DateOnly.FromDateTime(cases.Now.ToOffset(China).DateTime);
        var from = query.Day("from") ?? DateOnly.FromDayNumber(Math.Max(0, to.DayNumber - DaysUsual + 1));
        if (query.Problem is { } problem) return problem;

        var name = CaseDaily.Projection.Name;
        if (after > 0 && !await projections.WaitForAsync(name, after, Patience, http.RequestAborted))
            return new Problem(StatusCodes.Status503ServiceUnavailable, "not-yet-counted") { RetryAfterSeconds = 1 };
        // The position is read first, so that it never promises more than the rows hold.
        var position = (await projections.ProgressAsync(http.RequestAborted)).FirstOrDefault(p => p.Name == name)?.Position ?? 0;
        var rows = await counts.ReadAsync(CaseScopes.Of(who), from, to, query.Text("jointItem"), http.RequestAborted);
        return Results.Json(new DailyStats(position,
            [.. rows.Select(r => new DailyCount(r.Day, r.Region, r.JointItem, r.Department, r.Filed, r.Accepted, r.Concluded, r.Opinions, r.Yellow, r.Red))]), Json.Options);
    }
}
