using Npgsql;
using Workflow.Postgres.Queries;
using Workflow.Postgres.Queues;
using Workflow.Postgres.Secrets;
using Workflow.Server.Identity;

namespace Workflow.Server.Messages;

/// <summary>The integrators' side: what is told of the log, and the door for what they send.</summary>
internal static class MessageApi
{
    /// <summary>Needs the case side beside it.</summary>
    public static IServiceCollection AddMessages(this IServiceCollection services) => services
        .AddSingleton(s => new EventFeed(s.GetRequiredService<NpgsqlDataSource>()))
        .AddSingleton(s => new DeadLetters(s.GetRequiredService<NpgsqlDataSource>()))
        .AddSingleton<CaseHistory>().AddSingleton<PublicEvents>()
        .AddSingleton(s => new SignedAnswers(s.GetRequiredService<NpgsqlDataSource>()))
        .AddSingleton(s => new SigningSecrets(s.GetRequiredService<NpgsqlDataSource>()))
        .AddSingleton<SigningKeys>().AddSingleton<SignedRequests>()
        .AddSingleton<DeadLetterBox>().AddSingleton<MessageCommands>().AddSingleton<MessageDoor>();

    public static void Map(WebApplication app, RouteGroupBuilder api)
    {
        MessageRoutes.Map(api);
        DeadLetterRoutes.Map(api);
        ContractRoutes.Map(app);
    }
}
