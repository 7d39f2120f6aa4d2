using Workflow.Contracts;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Server.Http;

namespace Workflow.Server.Operations;

/// <summary>运行状态: how the platform runs, and who is let in when too much is asked.</summary>
internal static class OperationsApi
{
    /// <param name="commands">how many commands are let in; null for the usual</param>
    public static IServiceCollection AddOperations(this IServiceCollection services, AdmissionLimits? commands) => services
        .AddSingleton(s => new Admission(commands, s.GetRequiredService<TimeProvider>()))
        .AddSingleton<Figures>()
        .AddHostedService(s => s.GetRequiredService<Figures>());

    public static void Map(RouteGroupBuilder api) => api.MapGet("/metrics", GetAsync).For(Role.Administrator, Role.Supervisor).WithMetadata(OwnPace.Instance).WithTags("Health")
        .WithSummary("运行状态: figures of the node that answers and, for all nodes, what the database knows").Produces<MetricsAnswer>();

    private static async Task<IResult> GetAsync(HttpContext http, Figures figures, TimeProvider time)
    {
        var query = new Query(http.Request);
        if (query.Problem is { } problem) return problem;
        var platform = await figures.PlatformAsync(http.RequestAborted);
        return Results.Json(new MetricsAnswer(time.GetUtcNow(), figures.OfNode(), platform is null ? null : Told(platform), figures.History), Json.Options);
    }

    private static PlatformMetrics Told(PlatformReading p) => new(
        p.At, p.Position, [.. p.Nodes.Select(n => new ConnectedNode(n.Name, n.Since))], p.WaitingForLock,
        new TimerMetrics(p.Timers.Due, Math.Round(p.Timers.LateMs, 1), p.Timers.Leased, p.Timers.NextAt), new JobMetrics(p.Jobs.Waiting, p.Jobs.Leased, p.Jobs.Retrying),
        [.. p.Projections.Select(x => new ProjectionMetrics(x.Name, x.Position, x.Behind, Math.Round(x.BehindMs, 1), x.IsRebuilding))],
        [.. p.Deliveries.Select(d => new DeliveryMetrics(d.Subscription, d.Behind, d.HeldCases, d.Node, d.Trouble))], p.DeadLetters);
}
