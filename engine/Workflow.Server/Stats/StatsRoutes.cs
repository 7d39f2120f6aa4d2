using Workflow.Contracts.Cases;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Server.Cases;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Stats;

/// <summary>Counts for those who oversee. They follow the log, so a caller says from which position on it wants them.</summary>
internal static class StatsRoutes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static void Map(RouteGroupBuilder api) => api.MapGet("/stats/daily", DailyAsync)
        .For(Role.Supervisor, Role.Auditor).WithSummary("Counts by day, region, joint item and department").Produces<DailyStats>();

    private static async Task<IResult> DailyAsync(HttpContext http, Principal who, DailyCounts counts, TimeProvider time)
    {
        var query = new Query(http.Request, "after", "from", "to");
        var after = query.Long("after", 0, 0, long.MaxValue);
        var (from, to) = (query.Day("from"), query.Day("to"));
        if (query.Problem is { } problem) return problem;

        var started = time.GetTimestamp();
        var position = await counts.PositionAsync(http.RequestAborted);
        while (position < after)
        {
            if (time.GetElapsedTime(started) > Patience) return new Problem(StatusCodes.Status503ServiceUnavailable, "not-yet-counted") { RetryAfterSeconds = 1 };
            await Task.Delay(Pause, time, http.RequestAborted);
            position = await counts.PositionAsync(http.RequestAborted);
        }
        var rows = await counts.ReadAsync(CaseScopes.Of(who), from, to, http.RequestAborted);
        return Results.Json(new DailyStats(position,
            [.. rows.Select(r => new DailyCount(r.Day, r.Region, r.JointItem, r.Department, r.Filed, r.Accepted, r.Concluded, r.Opinions, r.Yellow, r.Red))]), Json.Options);
    }
}
