using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Npgsql;
using Workflow.Contracts.Messages;
using Workflow.Core.Runtime;
using Workflow.Postgres.Correlation;
using Workflow.Server.Cases;
using Workflow.Server.Correlation;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Messages;

/// <summary>
/// The way of every incoming command, whatever it came on: read, checked against its published type, permitted, handed to
/// the node under the id (account, source, id), answered. What is not accepted is kept as a dead letter; nothing is lost,
/// and no message holds up the next.
/// </summary>
internal sealed partial class MessageDoor(MessageCommands commands, CorrelationDoor correlation, Submit submit, DeadLetterBox letters, ILogger<MessageDoor> log)
{
    private const int IdLengthMax = 200;
    private const int SourceLengthMax = 400;

    /// <summary>What other doors sign their commands with; a message that said so could pass for them.</summary>
    private static readonly string[] ReservedSources = ["http", "timer", "internal", "message", "signal"];

    /// <summary>Handles everything that arrived, one message after another in its order.</summary>
    /// <param name="who">the account that sent it, with the grants that hold now</param>
    public async Task<Handled> HandleAsync(Principal who, Arrival arrival, CancellationToken ct)
    {
        var answers = new List<MessageAnswer>();
        var tryAgain = false;
        var parts = MessageParts.Of(arrival);
        foreach (var part in parts)
        {
            // A letter that is replayed and fails again stays the letter that it is.
            var (answer, again) = await HandleAsync(who, part, arrival.Way, keep: arrival.Way != "replay" || parts.Count > 1, ct);
            answers.Add(answer);
            tryAgain |= again;
        }
        return new Handled(answers, tryAgain);
    }

    private async Task<(MessageAnswer Answer, bool TryAgain)> HandleAsync(Principal who, MessagePart part, string way, bool keep, CancellationToken ct)
    {
        var (accepted, refused) = await TakeAsync(who, part, way, ct);
        if (accepted is not null)
            return (new MessageAnswer(part.Event!.Id, part.Event.Source, "accepted", null, null, [], accepted.StreamId is { Length: > 0 } taker ? taker : null,
                accepted.Version > 0 ? accepted.Version : null, accepted.Version > 0 ? accepted.Position : null, null), false);
        var (problem, isRejected) = refused!.Value;
        var answer = new MessageAnswer(
            part.Event?.Id ?? part.Id, part.Event?.Source ?? part.Source, isRejected ? "rejected" : "refused", problem.Code, Wording.Of(problem),
            [.. problem.Errors.Select(Wording.Of)], part.Event?.Subject, null, null, null);
        if (problem.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable) return (answer, true);
        if (!keep) return (answer, false);
        var letter = await letters.KeepIncomingAsync(who.Account, way, isVerified: true, part, answer, ct);
        return (answer with { DeadLetter = letter }, false);
    }

    /// <summary>Accepted, or why not; rejected by the case itself or refused here.</summary>
    private async Task<(Answer.Accepted? Accepted, (Problem Problem, bool IsRejected)? Refused)> TakeAsync(Principal who, MessagePart part, string way, CancellationToken ct)
    {
        try
        {
            if (part.Event is not { } message) return Refuse(new Problem(StatusCodes.Status400BadRequest, part.Code!, part.Errors is [{ Values: { } values }] ? values : null, part.Errors));
            var (data, wrong) = Check(message);
            if (wrong is not null) return Refuse(wrong);
            if (data is CorrelateMessage or BroadcastSignal) return await CorrelateAsync(who, message, data, way, ct);
            var (command, problem) = await commands.PrepareAsync(data!, message.Subject!, $"{who.Account}/{message.Source}/{message.Id}", who, ct);
            if (problem is not null) return Refuse(problem);
            // A job's failed try is no event of the case: its queue has noted it.
            if (command is null) return (new Answer.Accepted(message.Subject!, 0, 0, [], Repeated: false), null);
            var envelope = new Envelope(
                new CommandId(who.Account, message.Source, message.Id), command, HashOf(message), Correlation: Activity.Current?.TraceId.ToString(), Size: part.Bytes.Length);
            return await submit(envelope, ct) switch
            {
                Answer.Accepted accepted => (accepted, null),
                Answer.IdReused => Refuse(new Problem(StatusCodes.Status422UnprocessableEntity, "message-id-reused")),
                var other => (null, (Commands.ProblemOf(other), other is Answer.Rejected)),
            };
        }
        catch (Exception failed) when (failed is NpgsqlException { IsTransient: true } or TimeoutException)
        {
            return Refuse(new Problem(StatusCodes.Status503ServiceUnavailable, "unavailable"));
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            // One message that breaks something stands aside as a dead letter; those behind it go on.
            Failed(log, bug, part.Event?.Type);
            return Refuse(new Problem(StatusCodes.Status500InternalServerError, "internal-error"));
        }

        static (Answer.Accepted?, (Problem, bool)?) Refuse(Problem problem) => (null, (problem, false));
    }

    /// <summary>A message or a signal to whoever waits for it; one that is parked has no case and no version yet.</summary>
    private async Task<(Answer.Accepted? Accepted, (Problem Problem, bool IsRejected)? Refused)> CorrelateAsync(Principal who, CloudEvent message, object data, string way, CancellationToken ct)
    {
        var by = new Sending(who, new CommandId(who.Account, message.Source, message.Id), HashOf(message), way == "rabbitmq" ? way : "http");
        if (data is BroadcastSignal s)
        {
            var (signal, refused) = await correlation.BroadcastAsync(by, s.Name, FeelJson.FromJson(s.Payload), ct);
            return signal is null ? (null, (refused!, false)) : (new Answer.Accepted("", 0, 0, [], Repeated: false), null);
        }
        var m = (CorrelateMessage)data;
        var (standing, problem) = await correlation.CorrelateAsync(by, m.Name, m.Key, FeelJson.FromJson(m.Payload), m.Ttl, message.Subject, ct);
        if (standing is Standing.Delivered taken) return (new Answer.Accepted(taken.CaseId, taken.Version, taken.Position, [], Repeated: false), null);
        return standing is null ? (null, (problem!, problem!.Code == "message-not-awaited")) : (new Answer.Accepted("", 0, 0, [], Repeated: false), null);
    }

    /// <summary>Holds an event against the type that it names.</summary>
    private static (object? Data, Problem? Problem) Check(CloudEvent message)
    {
        if (MessageTypes.Commands.FirstOrDefault(t => t.Type == message.Type) is not { } type) return (null, UnknownType(message.Type));
        List<FieldError> errors = [];
        if (message.Id.Length > IdLengthMax) errors.Add(new FieldError("$.id", "field-length", ("min", "1"), ("max", $"{IdLengthMax}")));
        if (message.Source.Length > SourceLengthMax) errors.Add(new FieldError("$.source", "field-length", ("min", "1"), ("max", $"{SourceLengthMax}")));
        if (ReservedSources.Contains(message.Source)) errors.Add(new FieldError("$.source", "message-source-reserved"));
        var needsCase = type.Data != typeof(CorrelateMessage) && type.Data != typeof(BroadcastSignal);
        if (message.Subject is null && !needsCase) { }
        else if (message.Subject is null) errors.Add(new FieldError("$.subject", "field-required"));
        else if (!CaseReader.IsCaseId(message.Subject)) errors.Add(new FieldError("$.subject", "field-format", ("pattern", "^case-[0-9a-f]{32}$")));
        if (message.DataSchema is { } schema && schema != type.Schema) errors.Add(new FieldError("$.dataschema", "field-choice", ("choices", type.Schema)));
        object? data = null;
        if (message.Data is { } given) data = Shape.Of(type.Data).Read(given, "$.data", errors);
        else if (message.Binary is not null) errors.Add(new FieldError("$.data_base64", "field-type", ("expected", "JSON")));
        else errors.Add(new FieldError("$.data", "field-required"));
        return errors.Count == 0 ? (data, null) : (null, new Problem(StatusCodes.Status400BadRequest, "message-invalid", errors: errors));
    }

    private static Problem UnknownType(string type)
    {
        var (kind, version) = MessageTypes.Split(type);
        var versions = MessageTypes.Commands.Where(t => t.Kind == kind).Select(t => t.Type).ToList();
        return versions.Count > 0 && version > 0
            ? new Problem(StatusCodes.Status400BadRequest, "message-version-unknown", errors: [new FieldError("$.type", "field-choice", ("choices", string.Join(", ", versions)))])
            : new Problem(StatusCodes.Status400BadRequest, "message-type-unknown", errors: [new FieldError("$.type", "field-choice", ("choices", string.Join(", ", MessageTypes.Commands.Select(t => t.Type))))]);
    }

    /// <summary>What was asked, however it was written: the same id with another hash is another command.</summary>
    private static byte[] HashOf(CloudEvent message)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{message.Type}\n{message.Subject}\n"));
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(message.Data));
        return hash.GetHashAndReset();
    }

    [LoggerMessage(30, LogLevel.Error, "a message of type {Type} failed and is kept as a dead letter")]
    private static partial void Failed(ILogger log, Exception failed, string? type);
}
