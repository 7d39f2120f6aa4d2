using Npgsql;
using Workflow.Postgres.Papers;

namespace Workflow.Server.Papers;

/// <summary>Documents, notices and complaints: what they need, and their routes.</summary>
internal static class PaperApi
{
    /// <summary>Needs cases, messages and delivery beside it.</summary>
    public static IServiceCollection AddPapers(this IServiceCollection services, NoticeSettings notices) => services
        .AddSingleton(notices)
        .AddSingleton(s => new PaperStore(s.GetRequiredService<NpgsqlDataSource>()))
        .AddSingleton<DocumentMaker>().AddSingleton<Complaints>().AddSingleton<NoticeSender>().AddSingleton<PaperWorker>();

    public static void Map(RouteGroupBuilder api)
    {
        PaperRoutes.Map(api);
        ComplaintRoutes.Map(api);
        TemplateRoutes.Map(api);
    }
}
