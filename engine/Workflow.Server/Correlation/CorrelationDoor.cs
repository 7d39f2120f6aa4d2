using Workflow.Core.Bpmn;
using Workflow.Core.Cases.Messages;
using Workflow.Core.Runtime;
using Workflow.Feel;
using Workflow.Postgres;
using Workflow.Postgres.Correlation;
using Workflow.Postgres.Queues;
using Workflow.Server.Cases;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Correlation;

/// <summary>A message or a signal as an account sends it, by whichever way.</summary>
/// <param name="Id">of the command; the same values again are the same message</param>
/// <param name="Way">"http" or "rabbitmq"</param>
internal sealed record Sending(Principal Who, CommandId Id, byte[] BodyHash, string Way);

/// <summary>
/// The way of every message and signal that an account sends: checked, taken in, tried at once, and left to the router when
/// nobody waits yet. Sent again under its id it is answered by what has become of it.
/// </summary>
internal sealed class CorrelationDoor(
    ParkedMessages parked, SignalBroadcasts signals, MessageMatcher matcher, MessageRouter router, Senders senders, MessageSeal seal, AccountDirectory accounts, CaseReader cases, Node node)
{
    /// <summary>Bytes of a payload as it is stored.</summary>
    public const int PayloadMax = 64 * 1024;

    /// <summary>Messages of one account that wait at the same time.</summary>
    public const int ParkedMax = 10_000;

    private static readonly TimeSpan TtlMax = TimeSpan.FromDays(366);

    public async Task<(Standing? Standing, Problem? Problem)> CorrelateAsync(
        Sending by, string name, string? key, Value.Context payload, string? ttl, string? caseId, CancellationToken ct)
    {
        if (!by.Who.Has(Role.Integrator)) return (null, Problem.Forbidden());
        if (ExpiryOf(ttl) is not { } expiry) return (null, Problem.Body(new FieldError("$.ttl", "message-ttl-invalid", ("max", "P366D"))));
        var content = new MessageContent(key, payload);
        if (TooLarge(content) is { } large) return (null, large);
        if (caseId is not null && !await MayReachAsync(by.Who, caseId, ct)) return (null, Problem.NotFound("case-not-found"));
        if (await parked.HasManyAsync(by.Who.Account, ParkedMax, ct)) return (null, Problem.Of(StatusCodes.Status429TooManyRequests, "too-many-parked", ("limit", $"{ParkedMax}")));

        var region = (await accounts.FindAsync(by.Who.Account, ct)).Region;
        var standing = await parked.TakeAsync(
            new NewMessage(by.Who.Account, by.Id.Source, by.Id.Id, by.BodyHash, by.Way, region, name, MessageAddress.Of(name, key), seal.Close(content), caseId, null, expiry.At), ct);
        return standing is Standing.Taken taken ? await TryAsync(taken, expiry.IsNow, ct) : standing is Standing.Reused ? (null, Reused()) : (standing, null);
    }

    private async Task<(Standing?, Problem?)> TryAsync(Standing.Taken taken, bool nowOrNever, CancellationToken ct)
    {
        // Those to the same address that came before go first; unless this one can only go now.
        var match = !nowOrNever && await parked.IsBehindAsync(taken.Message, ct) ? null : await matcher.TryAsync(taken.Message, CommandPriority.People, ct);
        switch (match)
        {
            case Match.Delivered delivered:
                await parked.RemoveAsync(taken.Message.Id, ct);
                return (new Standing.Delivered(delivered.CaseId, delivered.Version, delivered.Position), null);
            case Match.Failed { Code: "message-id-reused" }:
                await parked.RemoveAsync(taken.Message.Id, ct);
                return (null, Reused());
            case Match.Failed failed when nowOrNever:
                await parked.RemoveAsync(taken.Message.Id, ct);
                return (null, Commands.ProblemOf(new Answer.Failed(failed.Code, "")));
            case Match.NobodyWaits when nowOrNever:
                await parked.RemoveAsync(taken.Message.Id, ct);
                return (null, new Problem(StatusCodes.Status409Conflict, "message-not-awaited"));
            case Match.NobodyWaits:
                await parked.SleepAsync(taken.Message, ct);
                return (taken, null);
            default:
                await parked.PutOffAsync(taken.Message, TimeSpan.Zero, (match as Match.Failed)?.Code, ct);
                router.Wake();
                return (taken, null);
        }
    }

    public async Task<(SignalBroadcast? Signal, Problem? Problem)> BroadcastAsync(Sending by, string name, Value.Context payload, CancellationToken ct)
    {
        if (!by.Who.Has(Role.Integrator)) return (null, Problem.Forbidden());
        var content = new MessageContent(null, payload);
        if (TooLarge(content) is { } large) return (null, large);
        var region = (await accounts.FindAsync(by.Who.Account, ct)).Region;
        var taken = await signals.TakeAsync(new NewSignal(by.Who.Account, by.Id.Source, by.Id.Id, by.BodyHash, region, name, seal.Close(content), null, null), ct);
        router.Wake();
        return taken is null ? (null, Reused()) : (taken, null);
    }

    /// <summary>Wakes the message of a dead letter for another week; why not, otherwise.</summary>
    public async Task<Problem?> ReviveAsync(NewDeadLetter letter, CancellationToken ct)
    {
        if (await parked.FindAsync(letter.Account, letter.Source!, letter.MessageId!, ct) is not { } message
            || !await parked.ReviveAsync(message.Id, node.Now + MessageRouter.TtlUsual, ct)) return new Problem(StatusCodes.Status409Conflict, "parked-message-settled");
        router.Wake();
        return null;
    }

    /// <summary>The message of a dead letter that nobody needs: what it said is deleted.</summary>
    public async Task DiscardAsync(NewDeadLetter letter, string by, string reason, CancellationToken ct)
    {
        if (await parked.FindAsync(letter.Account, letter.Source!, letter.MessageId!, ct) is { } message) await parked.DiscardAsync(message.Id, by, reason, ct);
    }

    private async Task<bool> MayReachAsync(Principal who, string caseId, CancellationToken ct) =>
        await cases.FindAsync(caseId, who, ct) is { } found && who.Has(Role.Integrator, found.State.Region) && await senders.MaySendAsync(Senders.OfAccount(who), caseId, ct);

    /// <summary>Until when it is kept, and whether that is not at all; null when the time cannot be read or is too long.</summary>
    private (DateTimeOffset At, bool IsNow)? ExpiryOf(string? ttl)
    {
        var now = node.Now;
        if (ttl is null) return (now + MessageRouter.TtlUsual, false);
        if (!IsoDuration.TryParse(ttl, out var span) || !span.TryAddTo(now, out var end) || end - now > TtlMax) return null;
        // The row outlives the one try, so that nobody buries it meanwhile.
        return span.IsZero ? (now + ParkedMessages.Lease, true) : (end, false);
    }

    private static Problem? TooLarge(MessageContent content) =>
        content.ToBytes().Length <= PayloadMax ? null : Problem.Of(StatusCodes.Status413PayloadTooLarge, "message-payload-too-large", ("limit", $"{PayloadMax}"));

    private static Problem Reused() => new(StatusCodes.Status422UnprocessableEntity, "message-id-reused");
}
