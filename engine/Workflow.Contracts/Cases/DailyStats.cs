namespace Workflow.Contracts.Cases;

/// <summary>Daily counts, at least as new as <c>after</c>: GET /api/stats/daily?after=position&amp;from=day&amp;to=day.</summary>
/// <param name="Position">position in the log that the counts include</param>
public sealed record DailyStats(long Position, IReadOnlyList<DailyCount> Days);

/// <summary>What happened on one day (of Asia/Shanghai) in a region, by joint item and department.</summary>
/// <param name="Department">"" for what counts for whole cases</param>
/// <param name="Yellow">yellow cards shown</param>
/// <param name="Red">red cards shown</param>
public sealed record DailyCount(
    DateOnly Day, string Region, string JointItem, string Department, int Filed, int Accepted, int Concluded, int Opinions, int Yellow, int Red);
