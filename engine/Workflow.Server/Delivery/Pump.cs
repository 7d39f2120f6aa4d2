using System.Collections.Concurrent;
using Npgsql;
using Workflow.Core.Catalog.Subscriptions;
using Workflow.Core.Runtime;
using Workflow.Postgres.Delivery;
using Workflow.Postgres.Queues;
using Workflow.Server.Identity;
using Workflow.Server.Messages;

namespace Workflow.Server.Delivery;

/// <summary>What every pump of this node works with.</summary>
internal sealed record PumpParts(
    string Node, DeliveryStore Store, PublicEvents Events, Deliverer Deliverer, DeadLetters Letters, AccountDirectory Accounts, DeliveryRules Rules, TimeProvider Time, ILogger Log);

/// <summary>
/// Delivers one subscription for as long as this node holds its lease. Two loops: one goes through the log, one tries again
/// what is held. Messages of one case go out in their order; a message that fails holds its own case only, and when it has
/// used up its tries it becomes a dead letter and the case goes on. What a crash or another node interrupts is sent again.
/// </summary>
internal sealed partial class Pump(SubscriptionDocument subscription, PumpParts parts)
{
    /// <summary>Cases to which messages are sent at the same time.</summary>
    public const int CasesAtOnce = 8;

    /// <summary>With so many cases held the receiver is away: the log waits too.</summary>
    public const int HeldMax = 1_000;

    private const int PageSize = 200;
    private const string NotAuthorised = "not-authorised";
    private const string TooManyHeld = "too-many-held";

    private static readonly TimeSpan SlowPoll = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan WhileAway = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenEmptyMoves = TimeSpan.FromSeconds(1);
    private static readonly Backoff OfTroubles = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(10));

    private readonly Backoff pauses = new(parts.Rules.FirstPause, parts.Rules.LongestPause);
    private readonly PublicFilter filter = new(
        subscription.Types, subscription.Region, subscription.JointItems.IsEmpty ? null : subscription.JointItems, subscription.Departments.IsEmpty ? null : subscription.Departments);
    private readonly Wakeup committed = new();
    private readonly Wakeup held = new();

    /// <summary>To be called when something was committed, by whichever node.</summary>
    public void Wake() => committed.Pulse();

    /// <summary>Until cancelled, or until another node has the subscription.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var loops = new[] { KeepAsync(GoOnAsync, stop.Token), KeepAsync(RetryAsync, stop.Token) };
        await Task.WhenAny(loops);
        await stop.CancelAsync();
        await Task.WhenAll(loops);
    }

    private async Task KeepAsync(Func<CancellationToken, Task<TimeSpan>> step, CancellationToken ct)
    {
        var troubles = 0;
        while (!ct.IsCancellationRequested)
        {
            TimeSpan pause;
            try
            {
                pause = await step(ct);
                troubles = 0;
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (LeaseLostException)
            {
                return;
            }
            catch (Exception failed)
            {
                if (failed is not NpgsqlException) Failed(parts.Log, failed, subscription.Id);
                pause = OfTroubles.After(++troubles);
            }
            if (pause > TimeSpan.Zero) await Task.Delay(pause, parts.Time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Going through the log

    private long? position;
    private bool mayBeFull = true;
    private bool isBehind;
    private long movedAt;

    private async Task<TimeSpan> GoOnAsync(CancellationToken ct)
    {
        var next = committed.Next;
        position ??= await parts.Store.PositionAsync(parts.Node, subscription.Id, ct);
        if (await WhoAsync(ct) is not { } who) return await TroubleAsync(NotAuthorised, null, ct);
        if (mayBeFull && await parts.Store.HeldCountAsync(subscription.Id, ct) >= HeldMax) return await TroubleAsync(TooManyHeld, null, ct);
        mayBeFull = false;

        var page = await parts.Events.ReadAsync(who, filter, position.Value, PageSize, ct);
        if (page.Events.Count > 0) return await DeliverAsync(page, ct);

        // Nothing for this receiver: noted now and then, or with the next message.
        isBehind |= page.Through > position;
        position = page.Through;
        if (isBehind && parts.Time.GetElapsedTime(movedAt) >= BetweenEmptyMoves) await MoveAsync(page.Through, 0, [], [], ct);
        if (!page.IsEnd) return TimeSpan.Zero;
        await Wakeup.WaitAsync(next, isBehind ? BetweenEmptyMoves : SlowPoll, ct);
        return ShortestPause;
    }

    private async Task<TimeSpan> DeliverAsync(PublicPage page, CancellationToken ct)
    {
        var waiting = await parts.Store.HeldOfAsync(subscription.Id, [.. page.Events.Select(e => e.CaseId).Distinct(StringComparer.Ordinal)], ct);
        var (holds, tries, unsent) = (new ConcurrentBag<Hold>(), new ConcurrentBag<Tried>(), new ConcurrentBag<long>());
        Sent? away = null;
        await Parallel.ForEachAsync(page.Events.GroupBy(e => e.CaseId, StringComparer.Ordinal), new ParallelOptions { MaxDegreeOfParallelism = CasesAtOnce, CancellationToken = ct }, async (ofCase, stop) =>
        {
            if (waiting.Contains(ofCase.Key))
            {
                // Should it be let go meanwhile, it is held again from here, and tried at once.
                holds.Add(new Hold(ofCase.Key, ofCase.First().Position, ofCase.First().Part, 0, TimeSpan.Zero, null));
                return;
            }
            foreach (var told in ofCase)
            {
                var sent = Volatile.Read(ref away) ?? await SendAsync(told, stop);
                if (sent.IsAway)
                {
                    Volatile.Write(ref away, sent);
                    unsent.Add(told.Position);
                    return;
                }
                tries.Add(TryOf(told, sent, 1));
                if (sent.IsDelivered) continue;
                holds.Add(new Hold(ofCase.Key, told.Position, told.Part, 1, pauses.After(1), sent.Error));
                return;
            }
        });

        // Without a way, the place is before the first that did not get out; what did get out behind it is sent again.
        var through = unsent.IsEmpty ? page.Through : unsent.Min() - 1;
        await MoveAsync(through, tries.Count(t => t.Error is null), [.. holds.Where(h => h.Position <= through)], [.. tries.OrderBy(t => t.Position).ThenBy(t => t.At)], ct);
        return away is null ? TimeSpan.Zero : await TroubleAsync(away.Error!, null, ct);
    }

    private async Task MoveAsync(long through, int delivered, List<Hold> holds, List<Tried> tries, CancellationToken ct)
    {
        await parts.Store.AdvanceAsync(parts.Node, subscription.Id, through, delivered, holds, tries, ct);
        (position, isBehind, movedAt) = (through, false, parts.Time.GetTimestamp());
        if (holds.Count == 0) return;
        mayBeFull = true;
        held.Pulse();
    }

    // Trying again

    private async Task<TimeSpan> RetryAsync(CancellationToken ct)
    {
        var next = held.Next;
        var (due, pause) = await parts.Store.DueAsync(subscription.Id, ct);
        if (due.Count == 0)
        {
            await Wakeup.WaitAsync(next, pause ?? SlowPoll * 20, ct);
            return TimeSpan.Zero;
        }
        if (await WhoAsync(ct) is not { } who) return WhileAway;
        var isAway = false;
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = CasesAtOnce, CancellationToken = ct }, async (one, stop) =>
        {
            if (!Volatile.Read(ref isAway) && !await RetryAsync(who, one, stop)) Volatile.Write(ref isAway, true);
        });
        mayBeFull = true;
        return isAway ? WhileAway : TimeSpan.Zero;
    }

    /// <summary>Catches up with one held case as far as it goes; false when there is no way at all now.</summary>
    private async Task<bool> RetryAsync(Principal who, Held one, CancellationToken ct)
    {
        var cursor = await parts.Store.PositionAsync(parts.Node, subscription.Id, ct);
        var page = await parts.Events.ReadCaseAsync(who, filter, one.StreamId, one.Position, cursor, ct);
        var tries = new List<Tried>();
        // Of the row at which it is held, what came before has been dealt with.
        foreach (var told in page.Events.SkipWhile(e => e.Position == one.Position && e.Part < one.Part))
        {
            var failures = told.Position == one.Position && told.Part == one.Part ? one.Attempts : 0;
            var sent = await SendAsync(told, ct);
            if (sent.IsAway)
            {
                await KeepAsync(new Hold(one.StreamId, told.Position, told.Part, failures, TimeSpan.Zero, sent.Error));
                return false;
            }
            if (sent.IsDelivered)
            {
                tries.Add(TryOf(told, sent, failures + 1));
                continue;
            }
            failures++;
            if (failures < parts.Rules.Tries)
            {
                tries.Add(TryOf(told, sent, failures));
                await KeepAsync(new Hold(one.StreamId, told.Position, told.Part, failures, pauses.After(failures), sent.Error));
                return true;
            }
            // The letter first: interrupted between the two, the message is tried once more and its letter counts it.
            await BuryAsync(told, sent, ct);
            tries.Add(TryOf(told, sent, failures) with { Outcome = "dead" });
            await KeepAsync(new Hold(one.StreamId, told.Position, told.Part + 1, 0, TimeSpan.Zero, null));
            return true;
        }
        if (page.IsEnd) await parts.Store.LetGoAsync(parts.Node, subscription.Id, one.StreamId, page.Through, tries.Count, tries, ct);
        else await KeepAsync(new Hold(one.StreamId, page.Through + 1, 0, 0, TimeSpan.Zero, null));
        return true;

        Task KeepAsync(Hold hold) => parts.Store.KeepHeldAsync(parts.Node, subscription.Id, hold, tries.Count(t => t.Error is null), tries, ct);
    }

    private Task BuryAsync(PublicEvent told, Sent sent, CancellationToken ct) =>
        parts.Letters.KeepAsync(OutgoingLetters.Of(subscription, told, sent), ct);

    private Task<Sent> SendAsync(PublicEvent told, CancellationToken ct) =>
        parts.Deliverer.SendAsync(subscription, Outgoing.Of(told.Event, told.Region, told.JointItem), ct);

    private Tried TryOf(PublicEvent told, Sent sent, int attempt) => new(
        parts.Time.GetUtcNow(), told.Event.Id, told.Event.Type, told.CaseId, told.Position, attempt, sent.IsDelivered ? "delivered" : "failed", sent.Status, sent.Milliseconds, sent.Error);

    /// <summary>The subscription's account with the grants that hold now; null when it may not see the region any more.</summary>
    private async Task<Principal?> WhoAsync(CancellationToken ct)
    {
        var account = await parts.Accounts.FindAsync(subscription.Account, ct);
        var who = new Principal(subscription.Account, AccountDirectory.GrantsOf(account), ByKey: true);
        return account.IsOpen && who.Has(Role.Integrator, subscription.Region) ? who : null;
    }

    private async Task<TimeSpan> TroubleAsync(string code, string? error, CancellationToken ct)
    {
        await parts.Store.TroubleAsync(parts.Node, subscription.Id, code, error, ct);
        return WhileAway;
    }

    [LoggerMessage(40, LogLevel.Error, "subscription {Subscription} stumbled and goes on")]
    private static partial void Failed(ILogger log, Exception failed, string subscription);
}
