using Npgsql;
using Workflow.Postgres.Files;
using Workflow.Postgres.Log;
using Workflow.Postgres.Projections;
using Workflow.Postgres.Queries;
using Workflow.Postgres.Secrets;
using Workflow.Server.Catalog;
using Workflow.Server.Files;
using Workflow.Server.Identity;
using Workflow.Server.Jobs;
using Workflow.Server.Stats;
using Workflow.Server.Tasks;

namespace Workflow.Server.Cases;

/// <summary>The case side of the API: what it needs, and its routes.</summary>
internal static class CaseApi
{
    /// <summary>Needs ReadStream, Submit, the loader of pinned content and NpgsqlDataSource beside it.</summary>
    public static IServiceCollection AddCases(this IServiceCollection services, string dataFolder, CreditCodeRule creditCodes) => services
        // Made at once: the walk and the demo read it as soon as the server is ready.
        .AddSingleton(ControlKey.Of(dataFolder))
        .AddSingleton(s => new FilingRoutes.Filing(
            s.GetRequiredService<Published>(), s.GetRequiredService<FileStore>(), s.GetRequiredService<ControlKey>(), s.GetRequiredService<CaseReader>(), creditCodes,
            s.GetRequiredService<AccountDirectory>(), s.GetRequiredService<Reusing>(), s.GetRequiredService<Func<Core.Runtime.PinnedRef, CancellationToken, ValueTask<object>>>(),
            s.GetRequiredService<Trust>()))
        .AddSingleton<Reusing>()
        .AddSingleton<Published>()
        .AddSingleton<Catalog.DecisionSurroundings>()
        .AddSingleton<CaseReader>()
        .AddSingleton<Officers>()
        .AddSingleton<PlaceNames>()
        .AddSingleton<ReceiptDoor>()
        .AddSingleton(s => new TrustKeys(s.GetRequiredService<NpgsqlDataSource>()))
        .AddSingleton(s => new Promises(s.GetRequiredService<NpgsqlDataSource>()))
        .AddSingleton<Trust>()
        .AddSingleton(s => new ReceiptCodes(s.GetRequiredService<NpgsqlDataSource>()))
        .AddSingleton(s => new OfficerList(s.GetRequiredService<NpgsqlDataSource>()))
        .AddSingleton<EventJson>(_ => new EventJson())
        .AddSingleton(s => new CaseList(s.GetRequiredService<PageReads>().Source))
        .AddSingleton(s => new Inbox(s.GetRequiredService<PageReads>().Source))
        .AddSingleton(s => new Copies(s.GetRequiredService<NpgsqlDataSource>()))
        .AddSingleton(s => new Trace(s.GetRequiredService<NpgsqlDataSource>()))
        .AddSingleton(s => new Timeline(s.GetRequiredService<NpgsqlDataSource>()))
        .AddSingleton(s => new ReadLog(s.GetRequiredService<NpgsqlDataSource>()))
        .AddSingleton(s => new CaseDaily(s.GetRequiredService<NpgsqlDataSource>()))
        .AddSingleton(s => new SharedBoards(new Board(s.GetRequiredService<PageReads>().Source), s.GetRequiredService<TimeProvider>()))
        .AddSingleton(s => new Heat(s.GetRequiredService<NpgsqlDataSource>()))
        .AddSingleton(s => new FileStore(s.GetRequiredService<NpgsqlDataSource>()))
        .AddHostedService<UploadSweeper>();

    public static void Map(RouteGroupBuilder api)
    {
        FilingRoutes.Map(api);
        CheckRoutes.Map(api);
        CaseReadRoutes.Map(api);
        ClockRoutes.Map(api);
        DiagramRoutes.Map(api);
        CaseCommandRoutes.Map(api);
        InstantRoutes.Map(api);
        MaterialRoutes.Map(api);
        IntakeRoutes.Map(api);
        MandateRoutes.Map(api);
        TaskRoutes.Map(api);
        SupervisionRoutes.Map(api);
        StepRoutes.Map(api);
        ReviewRoutes.Map(api);
        MoveRoutes.Map(api);
        ReceiptRoutes.Map(api);
        FileRoutes.Map(api);
        JobRoutes.Map(api);
        StatsRoutes.Map(api);
        BoardRoutes.Map(api);
        HeatRoutes.Map(api);
    }
}
