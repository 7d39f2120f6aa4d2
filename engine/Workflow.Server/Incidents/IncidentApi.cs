using Npgsql;
using Workflow.Postgres;
using Workflow.Postgres.Log;
using Workflow.Postgres.Queries;
using Workflow.Postgres.Queues;

namespace Workflow.Server.Incidents;

/// <summary>Incidents (异常) and bulk retries (批量重试): what they need, and their routes.</summary>
internal static class IncidentApi
{
    public static IServiceCollection AddIncidents(this IServiceCollection services, NpgsqlDataSource database, Node node) => services
        .AddSingleton(new IncidentList(database))
        .AddSingleton(new WaitingJobs(database))
        .AddSingleton(new RetryRuns(database))
        .AddSingleton(new RetryWork(database, new EventJson(), node.Name))
        .AddSingleton<IncidentRunner>()
        .AddHostedService(s => s.GetRequiredService<IncidentRunner>());

    public static void Map(RouteGroupBuilder api)
    {
        IncidentRoutes.Map(api);
        RetryRunRoutes.Map(api);
    }
}
