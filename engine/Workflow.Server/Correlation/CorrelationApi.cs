using Npgsql;
using Workflow.Postgres;
using Workflow.Postgres.Correlation;

namespace Workflow.Server.Correlation;

/// <summary>Messages and signals across cases: what is taken in, whom it is brought to, and the lists of it.</summary>
internal static class CorrelationApi
{
    /// <summary>Needs the case side and the messages beside it.</summary>
    public static IServiceCollection AddCorrelation(this IServiceCollection services) => services
        .AddSingleton(s => new CaseWaits(s.GetRequiredService<NpgsqlDataSource>()))
        .AddSingleton(s => new ParkedMessages(s.GetRequiredService<NpgsqlDataSource>()))
        .AddSingleton(s => new SignalBroadcasts(s.GetRequiredService<NpgsqlDataSource>()))
        .AddSingleton(s => new ThrownLog(s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<Node>().Name))
        .AddSingleton<MessageSeal>().AddSingleton<Senders>().AddSingleton<CorrelationLetters>().AddSingleton<MessageMatcher>().AddSingleton<SignalTeller>()
        .AddSingleton<MessageRouter>().AddSingleton<CorrelationDoor>();

    public static void Map(RouteGroupBuilder api)
    {
        CorrelationRoutes.Map(api);
        ParkedRoutes.Map(api);
    }
}
