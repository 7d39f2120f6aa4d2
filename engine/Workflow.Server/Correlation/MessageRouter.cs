using System.Globalization;
using System.Security.Cryptography;
using Npgsql;
using Workflow.Core.Bpmn;
using Workflow.Core.Cases.Messages;
using Workflow.Core.Flow;
using Workflow.Core.Runtime;
using Workflow.Postgres;
using Workflow.Postgres.Correlation;
using Workflow.Postgres.Log;
using Workflow.Postgres.Queues;

namespace Workflow.Server.Correlation;

/// <summary>
/// Carries what cases throw to the cases that wait: follows the log, parks each message, matches those that somebody waits for, tells
/// signals slice by slice, and turns messages whose time is over into dead letters. Every node runs one; the one that holds the
/// lease works. Whatever a crash interrupts is done again by the next, and each step may be done twice.
/// </summary>
internal sealed partial class MessageRouter(
    ThrownLog log, ParkedMessages parked, SignalBroadcasts signals, MessageMatcher matcher, SignalTeller teller, CorrelationLetters letters, MessageSeal seal, EventJson json, Node node,
    TimeProvider time, ILogger<MessageRouter> logger)
{
    /// <summary>How long a message of a case is kept when the model says nothing.</summary>
    public static readonly TimeSpan TtlUsual = TimeSpan.FromDays(7);

    /// <summary>Why a message became a dead letter.</summary>
    public const string Expired = "message-expired";

    /// <summary>Tries of a message that a case waits for and cannot take.</summary>
    private const int TriesMax = 8;

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);
    internal static readonly TimeSpan BetweenLeases = TimeSpan.FromSeconds(5);

    // Whatever makes work is a commit, and told, or has an instant that is known; so there is nothing to look for between two renewals.
    internal static readonly TimeSpan SlowPoll = BetweenLeases;
    private static readonly TimeSpan PauseWhileHeldUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);

    // All that sleep are held against all that wait: what grants and regions have let through since.
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromMinutes(2);

    private readonly Wakeup wakeup = new();
    private bool isWorking;
    private long? leasedAt;
    private long? askedAt;
    private long? sweptAt;
    private long position;
    private long awaited;

    /// <summary>This node holds the lease.</summary>
    public bool IsWorking => Volatile.Read(ref isWorking);

    /// <summary>To be called when something was committed, by whichever node, or a message came in.</summary>
    public void Wake() => wakeup.Pulse();

    /// <summary>Until cancelled; a database that is away is waited for.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var troubles = 0;
        try
        {
            while (!ct.IsCancellationRequested)
            {
                var next = wakeup.Next;
                TimeSpan pause;
                try
                {
                    pause = await StepAsync(ct);
                    troubles = 0;
                }
                catch (NpgsqlException away)
                {
                    if (!away.IsTransient) Failed(logger, away);
                    leasedAt = null;
                    pause = Backoff.OfQueues.After(++troubles);
                }
                if (pause <= TimeSpan.Zero) continue;
                await Task.Delay(ShortestPause, time, ct);
                await Wakeup.WaitAsync(next, pause - ShortestPause, ct);
            }
        }
        finally
        {
            await LetGoAsync();
        }
    }

    /// <summary>One round; how long it may rest afterwards.</summary>
    private async Task<TimeSpan> StepAsync(CancellationToken ct)
    {
        Volatile.Write(ref isWorking, await HasLeaseAsync(ct));
        if (!isWorking) return BetweenLeases;
        if (sweptAt is not { } swept || time.GetElapsedTime(swept) >= BetweenSweeps) (awaited, sweptAt) = (await parked.WakeAwaitedAsync(0, ct), time.GetTimestamp());
        var work = await log.PeekAsync(position, awaited, ct);
        var more = work.Thrown && await RouteAsync(ct);
        if (work.Awaited) awaited = await parked.WakeAwaitedAsync(awaited, ct);
        else awaited = Math.Max(awaited, work.End);
        if (work.Due || work.Awaited || work.Thrown) more |= await DeliverAsync(ct);
        if (work.Over) more |= await BuryAsync(ct);
        if (work.Signals || work.Thrown) more |= await TellAsync(ct);
        if (more) return TimeSpan.Zero;
        return work.Next is { } soon && soon < SlowPoll ? soon > ShortestPause ? soon : ShortestPause : SlowPoll;
    }

    private async Task<bool> HasLeaseAsync(CancellationToken ct)
    {
        if (leasedAt is { } at && time.GetElapsedTime(at) < BetweenLeases) return true;
        if (leasedAt is null && askedAt is { } asked && time.GetElapsedTime(asked) < BetweenLeases) return false;
        var now = time.GetTimestamp();
        askedAt = now;
        var hadIt = leasedAt is not null;
        if (await log.LeaseAsync(Lease, ct) is not { } place)
        {
            leasedAt = null;
            return false;
        }
        leasedAt = now;
        if (!hadIt) (position, awaited, sweptAt) = (place, 0, null);
        return true;
    }

    /// <summary>A page of throws: messages that nobody in their own case took are parked, signals begin their round. True when there may be more.</summary>
    private async Task<bool> RouteAsync(CancellationToken ct)
    {
        var thrown = await log.ReadAsync(position, ct);
        if (thrown.Count == 0) return false;
        var (messages, begun) = (new List<NewMessage>(), new List<NewSignal>());
        foreach (var one in thrown)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{one.StreamId}/{one.Version}");
            switch (json.Read(one.StreamId, one.Alias, one.Data, key: null))
            {
                case MessageThrown { Taken: false, Name.Length: <= MessageAddress.NameMax } message:
                    messages.Add(new NewMessage(
                        Senders.Case, "message", id, SHA256.HashData(one.Data), "case", one.Region, message.Name, MessageAddress.Of(message.Name, message.Key),
                        seal.Close(new MessageContent(message.Key, message.Payload)), null, one.StreamId, ExpiryOf(message.Ttl, node.Now)));
                    break;
                case SignalThrown { Name.Length: <= MessageAddress.NameMax } signal:
                    begun.Add(new NewSignal(
                        Senders.Case, "signal", id, SHA256.HashData(one.Data), one.Region, signal.Name, seal.Close(new MessageContent(null, signal.Payload)), one.StreamId, one.Position));
                    break;
            }
        }
        if (await log.MoveAsync(position, thrown[^1].Position, messages, begun, ct)) position = thrown[^1].Position;
        else leasedAt = null;
        return true;
    }

    /// <summary>A time that no one can read is the usual one: the model was checked when it was deployed. However short, whoever waits already is asked.</summary>
    private static DateTimeOffset ExpiryOf(string? ttl, DateTimeOffset now)
    {
        if (ttl is null || !IsoDuration.TryParse(ttl, out var span) || !span.TryAddTo(now, out var end)) return now + TtlUsual;
        var soonest = now + ParkedMessages.Lease;
        return end > soonest ? end : soonest;
    }

    /// <summary>A batch of messages that are due; those to one address one after another, in the order in which they came.</summary>
    private async Task<bool> DeliverAsync(CancellationToken ct)
    {
        var due = await parked.ClaimAsync(ct);
        await Task.WhenAll(due.GroupBy(m => Convert.ToHexString(m.Message.Address), StringComparer.Ordinal).Select(async same =>
        {
            var isHeldUp = false;
            foreach (var message in same.OrderBy(m => m.Id))
            {
                if (isHeldUp) await parked.PutOffAsync(message, PauseWhileHeldUp, null, ct);
                else isHeldUp = !await DeliverAsync(message, ct);
            }
        }));
        return due.Count == ParkedMessages.BatchMax;
    }

    /// <summary>False when those behind it have to wait.</summary>
    private async Task<bool> DeliverAsync(ParkedMessage message, CancellationToken ct)
    {
        switch (await matcher.TryAsync(message, CommandPriority.System, ct))
        {
            case Match.Delivered: await parked.RemoveAsync(message.Id, ct); return true;
            case Match.NobodyWaits: await parked.SleepAsync(message, ct); return true;
            case Match.Failed { MayPass: false } failed when message.Tries >= TriesMax || failed.Code == MessageMatcher.SealLost:
                await BuryAsync(message, failed.Code, ct);
                return true;
            case Match.Failed failed:
                await parked.PutOffAsync(message, Backoff.OfQueues.After(Math.Max(1, message.Tries)), failed.Code, ct);
                return false;
            default: throw new InvalidOperationException("no such match");
        }
    }

    private async Task<bool> BuryAsync(CancellationToken ct)
    {
        var over = await parked.ClaimExpiredAsync(ct);
        foreach (var message in over) await BuryAsync(message, message.LastCode ?? Expired, ct);
        return over.Count == ParkedMessages.BatchMax;
    }

    // The letter first: interrupted between the two, it is written once more and counts itself.
    private async Task BuryAsync(ParkedMessage message, string code, CancellationToken ct)
    {
        await letters.KeepAsync(message, code, ct);
        await parked.ExpireAsync(message, code, ct);
    }

    /// <summary>A slice of every signal that is under way; true when any has more.</summary>
    private async Task<bool> TellAsync(CancellationToken ct)
    {
        var more = false;
        for (var behind = 0L; await signals.NextAsync(behind, ct) is { } signal; behind = signal.Id) more |= await teller.TellAsync(signal, ct);
        return more;
    }

    private async Task LetGoAsync()
    {
        if (leasedAt is null) return;
        leasedAt = null;
        try
        {
            await log.ReleaseAsync(CancellationToken.None);
        }
        catch (Exception away) when (away is NpgsqlException or ObjectDisposedException)
        {
            // The lease runs out by itself.
        }
    }

    [LoggerMessage(50, LogLevel.Error, "messages between cases stand still and are tried again")]
    private static partial void Failed(ILogger logger, Exception failed);
}
