using System.Globalization;
using System.Text;
using System.Text.Json;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Workflow.Contracts.Messages;
using Workflow.Core.Runtime;
using Workflow.Server.Http;
using Workflow.Server.Identity;
using Workflow.Server.Messages;

namespace Workflow.Server.Brokers;

/// <summary>
/// Commands from the broker, by the same door as those over HTTP. Each is answered, then acknowledged: what a crash interrupts
/// comes again and is answered as the first time. What cannot be taken is put aside, and the queue goes on.
/// </summary>
internal sealed partial class CommandConsumer(Broker broker, SigningKeys keys, MessageDoor door, DeadLetterBox letters, TimeProvider time, ILogger<CommandConsumer> log)
{
    /// <summary>Handled at the same time; who needs an order waits for the reply.</summary>
    private const ushort AtOnce = 8;

    private const ushort Prefetched = 64;

    /// <summary>Tries of a message that breaks something here each time.</summary>
    private const int TriesMax = 3;

    private static readonly Backoff Pauses = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10));

    /// <summary>Takes commands from this connection until it is over.</summary>
    public async Task ServeAsync(IConnection connection, CancellationToken ct)
    {
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: false, publisherConfirmationTrackingEnabled: false, consumerDispatchConcurrency: AtOnce), ct);
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        channel.ChannelShutdownAsync += (_, _) =>
        {
            over.TrySetResult();
            return Task.CompletedTask;
        };
        await channel.BasicQosAsync(0, Prefetched, global: false, ct);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, message) => ReceiveAsync(channel, message, ct);
        await channel.BasicConsumeAsync(Broker.CommandsQueue, autoAck: false, consumer, ct);
        await over.Task.WaitAsync(ct);
    }

    private async Task ReceiveAsync(IChannel channel, BasicDeliverEventArgs message, CancellationToken ct)
    {
        try
        {
            var arrival = ArrivalOf(message.BasicProperties, message.Body.ToArray());
            var (account, answers) = await HandleAsync(arrival, ct);
            // A broker that takes nothing for now will not hand it out again on this connection either: told until it takes it.
            for (var waits = 0; !await SettleAsync(message.BasicProperties, arrival, account, answers, ct);) await Task.Delay(Pauses.After(++waits), time, ct);
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false, ct);
        }
        catch (Exception lost) when (lost is OperationCanceledException or RabbitMQ.Client.Exceptions.AlreadyClosedException)
        {
            // Not acknowledged: it comes again.
        }
    }

    /// <summary>Until it is decided; no account when the signature proves none.</summary>
    private async Task<(string? Account, IReadOnlyList<MessageAnswer> Answers)> HandleAsync(Arrival arrival, CancellationToken ct)
    {
        for (int waits = 0, failures = 0; ;)
        {
            try
            {
                // It may have waited in the queue for long, so its time is not compared; its id makes it happen once.
                var verdict = await keys.CheckAsync(
                    arrival.Header(Signatures.AccountHeader), arrival.Header(Signatures.IdHeader), arrival.Header(Signatures.TimestampHeader),
                    arrival.Header(Signatures.SignatureHeader), arrival.Body, tolerance: null, ct);
                if (verdict.Who is not { } who)
                {
                    if (verdict.Named is { } named) await letters.KeepUnverifiedAsync(named, arrival, verdict.Code!, ct);
                    return (null, [Refused(arrival, verdict.Code!)]);
                }
                var handled = await door.HandleAsync(who, arrival, ct);
                if (!handled.TryAgain) return (who.Account, handled.Answers);
            }
            catch (NpgsqlException away)
            {
                Waits(log, away);
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                Failed(log, failed);
                if (++failures == TriesMax) return (null, [Refused(arrival, "internal-error")]);
            }
            await Task.Delay(Pauses.After(++waits), time, ct);
        }
    }

    /// <summary>The reply, and a copy of what was refused for the dead queue; false when the broker did not take them.</summary>
    private async Task<bool> SettleAsync(IReadOnlyBasicProperties asked, Arrival arrival, string? account, IReadOnlyList<MessageAnswer> answers, CancellationToken ct)
    {
        if (answers.FirstOrDefault(a => a.Status == "refused") is { } refused)
        {
            var aside = new BasicProperties(asked) { Persistent = true, Headers = new Dictionary<string, object?>(asked.Headers ?? new Dictionary<string, object?>(StringComparer.Ordinal), StringComparer.Ordinal) { ["x-onego-refused"] = refused.Code } };
            if (!(await broker.PublishAsync("", Broker.DeadQueue, aside, arrival.Body, mandatory: true, ct)).IsDelivered) return false;
        }
        if (account is null) return true;
        var reply = new BasicProperties
        {
            ContentType = "application/json", Persistent = true, CorrelationId = asked.CorrelationId ?? asked.MessageId ?? arrival.Header(Signatures.IdHeader),
            Timestamp = new AmqpTimestamp(time.GetUtcNow().ToUnixTimeSeconds()),
        };
        // Nobody has to listen: sent again, a command is answered again.
        return (await broker.PublishAsync(Broker.RepliesExchange, account, reply, JsonSerializer.SerializeToUtf8Bytes(new MessageAnswers(answers), Json.Options), mandatory: false, ct)).IsDelivered;
    }

    private static MessageAnswer Refused(Arrival arrival, string code) =>
        new(arrival.Header(Signatures.IdHeader), null, "refused", code, Wording.Of(code), [], null, null, null, null);

    /// <summary>The broker's message in HTTP's words: the binding's "cloudEvents:" attributes become "ce-" headers.</summary>
    private static Arrival ArrivalOf(IReadOnlyBasicProperties properties, byte[] body)
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var (name, value) in properties.Headers ?? new Dictionary<string, object?>(StringComparer.Ordinal))
        {
            var isAttribute = name.StartsWith("cloudEvents:", StringComparison.OrdinalIgnoreCase) || name.StartsWith("cloudEvents_", StringComparison.OrdinalIgnoreCase);
            headers.Add(isAttribute ? new(CloudEventHeaders.HttpPrefix + name["cloudEvents:".Length..], Escaped(TextOf(value))) : new(name, TextOf(value)));
        }
        return new Arrival("rabbitmq", properties.ContentType, headers, body);
    }

    // HTTP's headers are percent-encoded, the broker's are not.
    private static string Escaped(string text) => text.All(c => c is > ' ' and <= '~' and not '"' and not '%') ? text : Uri.EscapeDataString(text);

    private static string TextOf(object? value) => value switch
    {
        null => "",
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    [LoggerMessage(52, LogLevel.Warning, "a command from the broker waits for the database")]
    private static partial void Waits(ILogger log, Exception away);

    [LoggerMessage(53, LogLevel.Error, "a command from the broker failed")]
    private static partial void Failed(ILogger log, Exception failed);
}
