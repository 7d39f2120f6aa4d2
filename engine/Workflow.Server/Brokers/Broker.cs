using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using Workflow.Contracts.Messages;
using Workflow.Core.Runtime;
using Workflow.Server.Delivery;

namespace Workflow.Server.Brokers;

/// <summary>
/// The way to RabbitMQ: one connection, made again with growing pauses whenever it is lost. Messages are persistent and confirmed;
/// one that no queue takes is not delivered. A broker that is away, at the start or later, or takes nothing because it is short of memory or disk, stops nothing else.
/// </summary>
internal sealed partial class Broker(BrokerAddress? address, TimeProvider time, ILogger<Broker> log)
{
    public const string EventsExchange = "onego.events";
    public const string CommandsQueue = "onego.commands";
    public const string RepliesExchange = "onego.replies";
    public const string DeadQueue = "onego.dead";

    public const string Away = "broker-away";
    public const string Blocked = "broker-blocked";
    public const string NotConfigured = "broker-not-configured";

    /// <summary>Messages that the dead queue keeps for those who look there; all of them are in the table of dead letters.</summary>
    private const int DeadKept = 10_000;

    /// <summary>How often a command is handed out again before the broker itself puts it aside: servers must have died of it so often.</summary>
    private const int HandedOutMax = 50;

    private const int PublishersAtOnce = 8;
    private static readonly Backoff Pauses = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(15));
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private volatile Channel<IChannel>? publishers;
    private volatile string? error;
    private volatile string? blocked;

    public string State => address is null ? "not-configured" : publishers is null ? "away" : blocked is null ? "connected" : "blocked";

    /// <summary>Why nothing can go through it now; null when it can.</summary>
    public string? Trouble => address is null ? NotConfigured : publishers is null ? Away : blocked is null ? null : Blocked;

    public string? Address => address?.Shown;

    public string? Error => blocked ?? error;

    /// <summary>Keeps the connection until cancelled.</summary>
    /// <param name="serve">called with each new connection; ends with it</param>
    public async Task RunAsync(Func<IConnection, CancellationToken, Task> serve, CancellationToken ct)
    {
        if (address is null) return;
        for (var troubles = 0; !ct.IsCancellationRequested;)
        {
            try
            {
                await ServeAsync(address, serve, () => troubles = 0, ct);
            }
            catch (Exception failed) when (!ct.IsCancellationRequested)
            {
                error = (failed.InnerException ?? failed).Message;
                if (troubles == 0) Lost(log, address.Shown, error);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            await Task.Delay(Pauses.After(++troubles), time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ServeAsync(BrokerAddress to, Func<IConnection, CancellationToken, Task> serve, Action connected, CancellationToken ct)
    {
        var factory = new ConnectionFactory
        {
            Uri = to.Uri, ClientProvidedName = "onego", AutomaticRecoveryEnabled = false, TopologyRecoveryEnabled = false,
            RequestedHeartbeat = TimeSpan.FromSeconds(10), RequestedConnectionTimeout = Patience, ContinuationTimeout = Patience,
        };
        await using var connection = await factory.CreateConnectionAsync(ct);
        // A broker that has just come back elects its queues' leaders; RabbitMQ 3.10 may never finish where a message comes before.
        if (error is not null) await Task.Delay(Settle, time, ct);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        connection.ConnectionShutdownAsync += (_, why) =>
        {
            error = why.ReplyText;
            return over.CancelAsync();
        };
        connection.ConnectionBlockedAsync += (_, why) =>
        {
            blocked = why.Reason;
            TakesNothing(log, to.Shown, why.Reason);
            return Task.CompletedTask;
        };
        connection.ConnectionUnblockedAsync += (_, _) =>
        {
            blocked = null;
            return Task.CompletedTask;
        };
        await DeclareAsync(connection, ct);
        var free = Channel.CreateUnbounded<IChannel>();
        for (var i = 0; i < PublishersAtOnce; i++) free.Writer.TryWrite(await OpenPublisherAsync(connection, ct));
        try
        {
            publishers = free;
            error = null;
            connected();
            Connected(log, to.Shown);
            if (!connection.IsOpen) return;
            await serve(connection, over.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            Lost(log, to.Shown, error ?? "closed");
        }
        finally
        {
            (publishers, blocked) = (null, null);
            free.Writer.TryComplete();
        }
    }

    /// <summary>Publishes one message and waits until the broker has it on disk.</summary>
    public Task<Sent> PublishAsync(string exchange, string routingKey, Outgoing message, IReadOnlyList<string> secrets, CancellationToken ct)
    {
        var properties = new BasicProperties
        {
            MessageId = message.Id, Type = message.Type, ContentType = CloudEventJson.MediaType, Persistent = true,
            Timestamp = new AmqpTimestamp(time.GetUtcNow().ToUnixTimeSeconds()),
            Headers = message.Sign(secrets, time.GetUtcNow()).ToDictionary(h => h.Key, h => (object?)h.Value, StringComparer.Ordinal),
        };
        return PublishAsync(exchange, routingKey, properties, message.Body, mandatory: true, ct);
    }

    public async Task<Sent> PublishAsync(string exchange, string routingKey, BasicProperties properties, ReadOnlyMemory<byte> body, bool mandatory, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        // Blocked, it reads no more of this connection: what is written to it would lie there, and be written again at each try.
        if (Trouble is { } trouble) return Done(trouble, isAway: true);
        if (publishers is not { } free) return Done(Away, isAway: true);
        IChannel? channel = null;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            channel = await free.Reader.ReadAsync(patience.Token);
            await channel.BasicPublishAsync(exchange, routingKey, mandatory, properties, body, patience.Token);
            return Done(null);
        }
        catch (PublishException refused)
        {
            return Done(refused.IsReturn ? $"no queue is bound to '{exchange}' for '{routingKey}'" : "the broker did not take it");
        }
        catch (Exception lost) when (lost is AlreadyClosedException or OperationInterruptedException or ChannelClosedException or IOException
            || (lost is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return Done(blocked is null ? Away : Blocked, isAway: true);
        }
        finally
        {
            // A channel that died goes with its connection, or is made anew.
            if (channel is { IsOpen: true }) free.Writer.TryWrite(channel);
            else if (channel is not null) await ReplaceAsync(free);
        }

        Sent Done(string? failure, bool isAway = false) => new(null, failure, (int)time.GetElapsedTime(started).TotalMilliseconds, isAway);
    }

    private IConnection? current;

    private async Task<IChannel> OpenPublisherAsync(IConnection connection, CancellationToken ct)
    {
        current = connection;
        return await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), ct);
    }

    private async Task ReplaceAsync(Channel<IChannel> free)
    {
        try
        {
            if (publishers == free && current is { IsOpen: true } connection) free.Writer.TryWrite(await OpenPublisherAsync(connection, CancellationToken.None));
        }
        catch (Exception lost) when (lost is AlreadyClosedException or OperationInterruptedException or IOException or TimeoutException or OperationCanceledException)
        {
            // With the connection all of its channels go; the next one brings new ones.
        }
    }

    private static async Task DeclareAsync(IConnection connection, CancellationToken ct)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        await channel.ExchangeDeclareAsync(EventsExchange, ExchangeType.Topic, durable: true, autoDelete: false, cancellationToken: ct);
        await channel.ExchangeDeclareAsync(RepliesExchange, ExchangeType.Direct, durable: true, autoDelete: false, cancellationToken: ct);
        await channel.QueueDeclareAsync(DeadQueue, durable: true, exclusive: false, autoDelete: false,
            new Dictionary<string, object?> { ["x-queue-type"] = "quorum", ["x-max-length"] = DeadKept, ["x-overflow"] = "drop-head" }, cancellationToken: ct);
        await channel.QueueDeclareAsync(CommandsQueue, durable: true, exclusive: false, autoDelete: false,
            new Dictionary<string, object?>
            {
                ["x-queue-type"] = "quorum", ["x-delivery-limit"] = HandedOutMax, ["x-dead-letter-exchange"] = "", ["x-dead-letter-routing-key"] = DeadQueue,
            }, cancellationToken: ct);
    }

    [LoggerMessage(50, LogLevel.Information, "connected to the broker {Address}")]
    private static partial void Connected(ILogger log, string address);

    [LoggerMessage(51, LogLevel.Warning, "the broker {Address} is away: {Error}; it is tried again")]
    private static partial void Lost(ILogger log, string address, string error);

    [LoggerMessage(54, LogLevel.Warning, "the broker {Address} takes nothing at the moment: {Reason}")]
    private static partial void TakesNothing(ILogger log, string address, string reason);
}

/// <summary>Where the broker is: amqp or amqps.</summary>
internal sealed record BrokerAddress(Uri Uri)
{
    /// <summary>Without account and password.</summary>
    public string Shown => $"{Uri.Host}:{(Uri.Port > 0 ? Uri.Port : Uri.Scheme == "amqps" ? 5671 : 5672)}";

    public static BrokerAddress? Parse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps" && uri.Host.Length > 0 ? new(uri) : null;
}
