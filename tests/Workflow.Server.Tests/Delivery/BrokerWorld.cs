using System.Globalization;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Workflow.Contracts.Delivery;
using Workflow.Contracts.Messages;
using Workflow.Server.Brokers;
using Workflow.Server.Tests.Cases;
using Workflow.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(RabbitFixture))]

namespace Workflow.Server.Tests.Delivery;

/// <summary>A world whose server has a broker; and the accounts of two departments' own systems, with secrets that they sign with.</summary>
public sealed class BrokerWorld(RabbitFixture rabbit) : DeliveryWorld, IAsyncLifetime
{
    private readonly Dictionary<string, string> secrets = new(StringComparer.Ordinal);
    private RabbitServer? broker;

    public RabbitServer Broker => broker!;

    /// <summary>Without a broker on this machine nothing is started, and the tests say why they are left out.</summary>
    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        if (RabbitServer.WhyNot is not null) return;
        broker = await rabbit.GetAsync();
        await InitializeAsync();
        var admin = await Server.AdministratorAsync();
        foreach (var department in (string[])["market", "fire"])
        {
            var account = department + "-system";
            (await admin.SendAsync(HttpMethod.Post, "/api/accounts", new
            {
                account, region = District, displayName = account, password = Password, kind = "integrator",
                grants = new object[] { new { role = "integrator", region = District }, new { role = "officer", region = District, department } },
            })).Dispose();
            secrets[account] = (await admin.PostAsync<JsonElement>($"/api/accounts/{account}/signing-secrets", new { note = "test" })).GetProperty("secret").GetString()!;
        }
    }

    protected override Task<RunningServer> StartAsync() => RunningServer.StartAsync(Quick, broker!.Address);

    public string SecretOf(string account) => secrets[account];

    /// <summary>Subscribes a department's system over the broker, under its own name as the prefix of routing keys.</summary>
    public async Task<string> SubscribeAsync(string id, string account, params string[] types)
    {
        using var defined = await (await AsAsync(account)).SendAsync(HttpMethod.Put, $"/api/subscriptions/{id}",
            new SubscriptionRequest(District, types.Length == 0 ? AllTypes : types, new TargetRequest("rabbitmq", RoutingKeyPrefix: id)));
        return (await defined.ReadAsync<SubscriptionDefinedAnswer>()).Secret!;
    }

    public Task<RabbitClient> ClientAsync() => RabbitClient.ConnectAsync(Broker.Address);

    public override async ValueTask DisposeAsync()
    {
        if (broker is not null) await base.DisposeAsync();
    }
}

/// <summary>What a test sees of the broker: queues of its own, and the queue of commands.</summary>
public sealed class RabbitClient : IAsyncDisposable
{
    private readonly IConnection connection;
    private readonly IChannel channel;
    private readonly Lock gate = new();
    private readonly List<(string RoutingKey, Received Message, bool Persistent)> events = [];
    private readonly List<MessageAnswer> replies = [];
    private readonly List<string> dead = [];
    private TaskCompletionSource moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RabbitClient(IConnection connection, IChannel channel) => (this.connection, this.channel) = (connection, channel);

    public IReadOnlyList<(string RoutingKey, Received Message, bool Persistent)> Events { get { lock (gate) return [.. events]; } }

    public IReadOnlyList<MessageAnswer> Replies { get { lock (gate) return [.. replies]; } }

    /// <summary>Why each message of the dead queue is there.</summary>
    public IReadOnlyList<string> Dead { get { lock (gate) return [.. dead]; } }

    public static async Task<RabbitClient> ConnectAsync(string address)
    {
        var made = await new ConnectionFactory { Uri = new Uri(address), AutomaticRecoveryEnabled = false }.CreateConnectionAsync();
        return new RabbitClient(made, await made.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)));
    }

    /// <summary>A durable queue for what is published under a prefix; consumed from now on unless it is only made.</summary>
    public async Task BindAsync(string prefix, bool consume = true)
    {
        await DeclareAsync($"{prefix}.events", "onego.events", $"{prefix}.#");
        if (consume) await ConsumeAsync($"{prefix}.events", m =>
            events.Add((m.RoutingKey, new Received("", m.BasicProperties.Headers!.ToDictionary(h => h.Key, h => Text(h.Value), StringComparer.Ordinal), m.Body.ToArray()), m.BasicProperties.Persistent)));
    }

    /// <summary>Fetches what lies in a prefix's queue, one message after another, until it is as wanted.</summary>
    public async Task FetchUntilAsync(string prefix, Func<RabbitClient, bool> isEnough)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        using var clock = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!isEnough(this))
        {
            if (await channel.BasicGetAsync($"{prefix}.events", autoAck: true, patience.Token) is { } got)
                lock (gate) events.Add((got.RoutingKey, new Received("", got.BasicProperties.Headers!.ToDictionary(h => h.Key, h => Text(h.Value), StringComparer.Ordinal), got.Body.ToArray()), got.BasicProperties.Persistent));
            else await clock.WaitForNextTickAsync(patience.Token);
        }
    }

    public async Task HearRepliesAsync(string account)
    {
        await DeclareAsync($"{account}.test-replies", "onego.replies", account);
        await ConsumeAsync($"{account}.test-replies", m => replies.AddRange(JsonSerializer.Deserialize<MessageAnswers>(m.Body.Span, Api.Json)!.Messages));
    }

    public Task HearDeadAsync() => ConsumeAsync("onego.dead", m => dead.Add(Text(m.BasicProperties.Headers!["x-onego-refused"])));

    /// <summary>A command as a department's system sends it.</summary>
    public async Task SendAsync(string account, string secret, CloudEvent command)
    {
        var body = CloudEventJson.Write(command);
        await SendAsync(body, SignedBy(account, secret, command.Id, body));
    }

    public static Dictionary<string, object?> SignedBy(string account, string secret, string id, byte[] body)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return new(StringComparer.Ordinal)
        {
            ["webhook-id"] = id, ["webhook-timestamp"] = now.ToString(CultureInfo.InvariantCulture),
            ["webhook-signature"] = Signatures.Sign(secret, id, now, body), ["x-onego-account"] = account,
        };
    }

    public async Task SendAsync(byte[] body, Dictionary<string, object?>? headers = null, string contentType = CloudEventJson.MediaType) =>
        await channel.BasicPublishAsync("", "onego.commands", mandatory: true, new BasicProperties { ContentType = contentType, Persistent = true, Headers = headers }, body);

    public async Task UntilAsync(Func<RabbitClient, bool> isEnough)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (true)
        {
            Task next;
            lock (gate) next = moved.Task;
            if (isEnough(this)) return;
            try
            {
                await next.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException late)
            {
                throw new TimeoutException($"events: {string.Join(", ", Events.Select(e => e.RoutingKey))}; replies: {string.Join(", ", Replies)}; dead: {string.Join(", ", Dead)}", late);
            }
        }
    }

    private async Task DeclareAsync(string queue, string exchange, string key)
    {
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.QueueBindAsync(queue, exchange, key);
    }

    private async Task ConsumeAsync(string queue, Action<BasicDeliverEventArgs> take)
    {
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, message) =>
        {
            lock (gate)
            {
                take(message);
                moved.SetResult();
                moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false);
        };
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer);
    }

    private static string Text(object? value) => value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : $"{value}";

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }
}
