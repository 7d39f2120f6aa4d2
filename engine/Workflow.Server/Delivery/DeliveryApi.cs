using Npgsql;
using Workflow.Postgres;
using Workflow.Postgres.Delivery;
using Workflow.Postgres.Queues;
using Workflow.Server.Brokers;
using Workflow.Server.Identity;
using Workflow.Server.Messages;

namespace Workflow.Server.Delivery;

/// <summary>What goes out by subscription, and the broker that it may go through.</summary>
internal static class DeliveryApi
{
    /// <summary>Needs the messages beside it.</summary>
    /// <param name="broker">null when there is none</param>
    public static IServiceCollection AddDelivery(this IServiceCollection services, BrokerAddress? broker, DeliveryRules rules) => services
        .AddSingleton(s => new DeliveryStore(s.GetRequiredService<NpgsqlDataSource>()))
        .AddSingleton(s => new DeliveryView(s.GetRequiredService<NpgsqlDataSource>()))
        .AddSingleton(s => new SubscriptionSecrets(s.GetRequiredService<NpgsqlDataSource>()))
        .AddSingleton<Secrets>().AddSingleton<AllowedTargets>().AddSingleton<WebhookSender>().AddSingleton<Deliverer>()
        .AddSingleton(s => new Broker(broker, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<Broker>>()))
        .AddSingleton(s => new PumpParts(
            s.GetRequiredService<Node>().Name, s.GetRequiredService<DeliveryStore>(), s.GetRequiredService<PublicEvents>(), s.GetRequiredService<Deliverer>(),
            s.GetRequiredService<DeadLetters>(), s.GetRequiredService<AccountDirectory>(), rules, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<Pump>>()))
        .AddSingleton<DeliveryWorker>().AddSingleton<CommandConsumer>()
        .AddSingleton<OutgoingReplay>().AddSingleton<ReplayOutgoing>(s => s.GetRequiredService<OutgoingReplay>().SendAsync);

    public static void Map(RouteGroupBuilder api)
    {
        SubscriptionRoutes.Map(api);
        WebhookTargetRoutes.Map(api);
    }
}
