using Npgsql;
using Workflow.Core.Runtime;
using Workflow.Postgres;
using Workflow.Postgres.Log;
using Workflow.Postgres.Projections;
using Workflow.Postgres.Queries;
using Workflow.Server.Catalog;

namespace Workflow.Server.Oversight;

/// <summary>Cards, their rules, indicators and status codes: what they need, and their routes.</summary>
internal static class OversightApi
{
    public static IServiceCollection AddOversight(this IServiceCollection services, NpgsqlDataSource database, Node node, PinnedLoader pinned) => services
        .AddSingleton(new ProjectionRunner(database, ProjectionsOf(database, node, pinned)))
        .AddSingleton(new RuleBooks(node))
        .AddSingleton(new Histories(database, new EventJson()))
        .AddSingleton(new CaseWalk(database))
        .AddSingleton(new CardList(database))
        .AddSingleton(new IndicatorSet(database))
        .AddSingleton(new OversightProgress(database))
        .AddSingleton<CardView>();

    /// <summary>All asynchronous projections, those that fold cases among them.</summary>
    public static IReadOnlyList<Projection> ProjectionsOf(NpgsqlDataSource database, Node node, PinnedLoader pinned) =>
    [
        .. Projection.All,
        new Postgres.Projections.Oversight(new Histories(database, new EventJson()), pinned.LoadAsync, new RuleBooks(node).OfAsync).Projection,
    ];

    public static void Map(RouteGroupBuilder api)
    {
        CardRoutes.Map(api);
        CardRuleRoutes.Map(api);
        CardPreviewRoute.Map(api);
        IndicatorRoutes.Map(api);
    }
}
