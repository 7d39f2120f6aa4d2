using Workflow.Contracts.Cases;
using Workflow.Contracts.Delivery;
using Workflow.Contracts.Messages;
using Workflow.Contracts.Tasks;
using Workflow.Server.Delivery;
using Workflow.Server.Tests.Cases;

namespace Workflow.Server.Tests.Delivery;

/// <summary>A world whose server tries outgoing messages three times within a second.</summary>
public class DeliveryWorld : World
{
    public static readonly DeliveryRules Quick = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(200), 3);
    public static readonly string[] AllTypes = [.. MessageTypes.Events.Select(t => t.Type)];

    protected override Task<RunningServer> StartAsync() => RunningServer.StartAsync(Quick);

    /// <summary>A receiver that webhooks may reach.</summary>
    public async Task<WebhookReceiver> ReceiverAsync()
    {
        var receiver = await WebhookReceiver.StartAsync();
        await AllowAsync(receiver.Port);
        return receiver;
    }

    public async Task AllowAsync(params int[] ports)
    {
        var admin = await Server.AdministratorAsync();
        var before = await admin.GetAsync<WebhookTargets>("/api/settings/webhook-targets");
        await admin.PutAsync("/api/settings/webhook-targets", new WebhookTargets([.. before.Allow, .. ports.Select(p => $"127.0.0.1:{p}")]));
    }

    /// <summary>Defines a subscription; its secret.</summary>
    public async Task<string> SubscribeAsync(string id, WebhookReceiver receiver, string account = "integrator", params string[] types)
    {
        using var defined = await (await AsAsync(account)).SendAsync(HttpMethod.Put, $"/api/subscriptions/{id}",
            new SubscriptionRequest(account == "integrator" ? City : OtherDistrict, types.Length == 0 ? AllTypes : types, new TargetRequest("webhook", receiver.Url())));
        return (await defined.ReadAsync<SubscriptionDefinedAnswer>()).Secret!;
    }

    public async Task<SubscriptionAnswer> SubscriptionAsync(string id) => await (await AsAsync("integrator")).GetAsync<SubscriptionAnswer>($"/api/subscriptions/{id}");

    /// <summary>A case from its filing to its delivery.</summary>
    public async Task<string> PlayedAsync()
    {
        var accepted = await AcceptedAsync();
        var id = accepted.CaseId;
        foreach (var department in (string[])["market", "fire"])
            await (await AsAsync(department)).PostAsync($"/api/cases/{id}/tasks/{TaskOf(accepted, $"review_{department}")}/opinion", new OpinionRequest("positive"));
        var lead = await AsAsync("market");
        await lead.PostAsync($"/api/cases/{id}/decide", new DecideRequest(TaskOf(await HeadAsync(id), "decide"), "grant"));
        await lead.PostAsync($"/api/cases/{id}/conclude", new ConcludeRequest(TaskOf(await HeadAsync(id), "conclude")));
        await (await AsAsync("window")).PostAsync($"/api/cases/{id}/deliver", new DeliverRequest(TaskOf(await HeadAsync(id), "deliver"), "window"));
        return id;
    }

    /// <summary>Asks until the subscription is as wanted; it moves a moment after its messages.</summary>
    public async Task<SubscriptionAnswer> SubscriptionAsync(string id, Func<SubscriptionAnswer, bool> isEnough)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var clock = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            var now = await SubscriptionAsync(id);
            if (isEnough(now)) return now;
            if (!await clock.WaitForNextTickAsync(patience.Token)) return now;
        }
    }
}

/// <summary>As above, but nothing is ever given up.</summary>
public sealed class PatientWorld : DeliveryWorld
{
    protected override Task<RunningServer> StartAsync() => RunningServer.StartAsync(Quick with { Tries = 100_000 });
}
