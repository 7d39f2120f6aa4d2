using System.Reflection;
using Npgsql;
using Workflow.Contracts;
using Workflow.Postgres;
using Workflow.Server.Http;
using Workflow.Server.Operations;

namespace Workflow.Server.Hosting;

/// <summary>What machines ask: is it alive, is it ready, what is it.</summary>
internal static class HealthRoutes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void Map(WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Json(new HealthAnswer("live", null), Json.Options)).ForAnyone().WithMetadata(OwnPace.Instance).WithTags("Health")
            .WithSummary("The process answers").Produces<HealthAnswer>();
        app.MapGet("/health/ready", Ready).ForAnyone().WithMetadata(OwnPace.Instance).WithTags("Health")
            .WithSummary("Database reachable, migrated, node running").Produces<HealthAnswer>().Produces<HealthAnswer>(StatusCodes.Status503ServiceUnavailable);
        app.MapGet("/api/about", (Node node, TimeProvider time) => Results.Json(new AboutAnswer("OneGo", Version, time.GetUtcNow(), node.Position), Json.Options))
            .ForAnyone().WithMetadata(OwnPace.Instance).WithTags("Health").WithSummary("Product, version, time and log position").Produces<AboutAnswer>();
    }

    public static string Version { get; } =
        typeof(HealthRoutes).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    // The node exists only after migration, so it stands for both; the database is asked anew.
    private static async Task<IResult> Ready(NpgsqlDataSource database, Node node, CancellationToken cancelled)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
            patience.CancelAfter(Patience);
            await using var connection = await database.OpenConnectionAsync(patience.Token);
            if (node.IsConnected) return Results.Json(new HealthAnswer("ready", node.Name), Json.Options);
        }
        catch (Exception unreachable) when (unreachable is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            // Said below.
        }
        return Results.Json(new HealthAnswer("database-unreachable", node.Name), Json.Options, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
