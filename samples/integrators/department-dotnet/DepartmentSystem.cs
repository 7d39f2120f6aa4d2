using System.Globalization;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Workflow.Contracts.Messages;

namespace Workflow.Samples.Department;

/// <summary>The department's side of the broker: one queue of events, one of replies, and OneGo's queue of commands.</summary>
internal sealed class DepartmentSystem(Settings settings)
{
    private const string TaskOpenedType = MessageTypes.Prefix + "task.opened.v1";
    private const string GiveOpinionType = MessageTypes.Prefix + "opinion.give.v1";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Until the connection is lost or the program is stopped.</summary>
    public async Task ServeAsync(CancellationToken ct)
    {
        var factory = new ConnectionFactory { Uri = settings.Broker, ClientProvidedName = settings.Account, AutomaticRecoveryEnabled = false };
        await using var connection = await factory.CreateConnectionAsync(ct);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        connection.ConnectionShutdownAsync += (_, _) => over.CancelAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), ct);
        await channel.BasicQosAsync(0, 16, global: false, ct);

        // Queues of our own, on several machines (quorum): what comes while we are away waits there.
        var (events, replies) = ($"{settings.Account}.events", $"{settings.Account}.replies");
        foreach (var queue in (string[])[events, replies])
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: ct);
        await channel.QueueBindAsync(events, "onego.events", $"{settings.Account}.#", cancellationToken: ct);
        await channel.QueueBindAsync(replies, "onego.replies", settings.Account, cancellationToken: ct);

        await ConsumeAsync(channel, events, OnEventAsync, over);
        await ConsumeAsync(channel, replies, OnReplyAsync, over);
        Console.WriteLine($"ready: {settings.Department} as {settings.Account}");
        await Task.Delay(Timeout.Infinite, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static Task ConsumeAsync(IChannel channel, string queue, Func<IChannel, BasicDeliverEventArgs, Task> handle, CancellationTokenSource over)
    {
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, message) =>
        {
            try
            {
                await handle(channel, message);
                // Only now: had we died before, the message would come again and lead to the same.
                await channel.BasicAckAsync(message.DeliveryTag, multiple: false, over.Token);
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                await Console.Error.WriteLineAsync($"{queue}: {failed.Message}");
                await over.CancelAsync();
            }
        };
        return channel.BasicConsumeAsync(queue, autoAck: false, consumer, over.Token);
    }

    private async Task OnEventAsync(IChannel channel, BasicDeliverEventArgs message)
    {
        var headers = message.BasicProperties.Headers;
        if (!Signatures.IsSignedBy([settings.EventSecret], Text(headers, Signatures.IdHeader), Text(headers, Signatures.TimestampHeader), message.Body.Span, Text(headers, Signatures.SignatureHeader)))
        {
            await Console.Error.WriteLineAsync($"event {message.BasicProperties.MessageId} is not signed by OneGo: put aside");
            return;
        }
        using var document = JsonDocument.Parse(message.Body);
        if (CloudEventJson.Read(document.RootElement).Event is not { Type: TaskOpenedType, Data: { } data } told) return;
        var task = data.Deserialize<TaskOpened>(Json)!;
        if (task.Kind != "review" || task.Department != settings.Department) return;

        var opinion = Rule.Decide(task);
        await SendAsync(channel, new CloudEvent(
            // Made from the event's id: an event that comes twice asks twice for the same, which happens once.
            $"opinion-{told.Id}", $"/departments/{settings.Department}", GiveOpinionType)
        {
            Subject = told.Subject, DataContentType = "application/json", Data = JsonSerializer.SerializeToElement(opinion, Json),
        });
        Console.WriteLine($"opinion {opinion.Kind} opinion-{told.Id} {task.CaseNumber}");
    }

    /// <summary>Returns when the broker has the command on disk.</summary>
    private async Task SendAsync(IChannel channel, CloudEvent command)
    {
        var body = CloudEventJson.Write(command);
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var properties = new BasicProperties
        {
            MessageId = command.Id, ContentType = CloudEventJson.MediaType, Persistent = true,
            Headers = new Dictionary<string, object?>
            {
                [Signatures.IdHeader] = command.Id, [Signatures.TimestampHeader] = now.ToString(CultureInfo.InvariantCulture),
                [Signatures.SignatureHeader] = Signatures.Sign(settings.CommandSecret, command.Id, now, body), [Signatures.AccountHeader] = settings.Account,
            },
        };
        await channel.BasicPublishAsync("", "onego.commands", mandatory: true, properties, body);
    }

    private static Task OnReplyAsync(IChannel channel, BasicDeliverEventArgs message)
    {
        foreach (var answer in JsonSerializer.Deserialize<MessageAnswers>(message.Body.Span, Json)!.Messages)
            Console.WriteLine($"reply {answer.Status} {answer.Code} {answer.Id} {answer.CaseId}");
        return Task.CompletedTask;
    }

    private static string Text(IDictionary<string, object?>? headers, string name) =>
        headers?.TryGetValue(name, out var value) == true ? value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : $"{value}" : "";
}
