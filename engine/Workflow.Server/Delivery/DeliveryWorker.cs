using System.Text.Json;
using Npgsql;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Subscriptions;
using Workflow.Core.Runtime;
using Workflow.Postgres.Delivery;
using Workflow.Postgres.Queries;
using Workflow.Postgres.Queues;

namespace Workflow.Server.Delivery;

/// <summary>Runs the pumps of the subscriptions that this node holds, and renews its leases.</summary>
internal sealed class DeliveryWorker(PumpParts parts, Documents documents, AllowedTargets targets)
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(5);

    // Behind the change feed, for a definition whose notice was lost.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ReleasePatience = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, Running> running = new(StringComparer.Ordinal);
    private readonly HashSet<string> forgotten = new(StringComparer.Ordinal);
    private readonly Wakeup changed = new();
    private volatile Pump[] pumps = [];
    private volatile bool isStale = true;
    private List<SubscriptionDocument> known = [];
    private long lookedAt;

    private sealed record Running(SubscriptionDocument Subscription, Pump Pump, CancellationTokenSource Stop, Task Work);

    /// <summary>Told by the change feed.</summary>
    public void Changed(IReadOnlyList<string> streamIds)
    {
        foreach (var streamId in streamIds)
        {
            targets.Changed(streamId);
            if (!streamId.StartsWith("subscription-", StringComparison.Ordinal)) continue;
            isStale = true;
            changed.Pulse();
        }
        foreach (var pump in pumps) pump.Wake();
    }

    public async Task RunAsync(CancellationToken ct)
    {
        var troubles = 0;
        try
        {
            while (true)
            {
                var next = changed.Next;
                TimeSpan pause;
                try
                {
                    pause = await StepAsync(ct) ? RenewEvery : LookEvery;
                    troubles = 0;
                }
                catch (NpgsqlException)
                {
                    pause = Backoff.OfQueues.After(++troubles);
                    pause = pause < RenewEvery ? pause : RenewEvery;
                }
                await Wakeup.WaitAsync(next, pause, ct);
            }
        }
        finally
        {
            await StopAsync();
        }
    }

    /// <summary>Looks which subscriptions there are, takes or renews leases, starts and stops pumps; false when there is none.</summary>
    private async Task<bool> StepAsync(CancellationToken ct)
    {
        if (isStale || parts.Time.GetElapsedTime(lookedAt) >= LookEvery) await LookAsync(ct);
        var all = known;
        foreach (var removed in all.Where(s => s.Removed && !forgotten.Contains(s.Id)))
        {
            await StopAsync(removed.Id);
            await parts.Store.ForgetAsync(removed.Id, ct);
            forgotten.Add(removed.Id);
        }
        var wanted = all.Where(s => s.IsActive).ToDictionary(s => s.Id, StringComparer.Ordinal);
        var claimed = wanted.Count == 0 ? [] : (await parts.Store.ClaimAsync(parts.Node, [.. wanted.Keys], ct)).Select(c => c.Subscription).ToHashSet(StringComparer.Ordinal);
        foreach (var (id, one) in running.ToList())
        {
            var isStill = claimed.Contains(id) && !one.Work.IsCompleted && JsonSerializer.Serialize(one.Subscription) == JsonSerializer.Serialize(wanted[id]);
            if (!isStill) await StopAsync(id);
        }
        foreach (var id in claimed.Where(id => !running.ContainsKey(id))) Start(wanted[id]);
        pumps = [.. running.Values.Select(r => r.Pump)];
        return wanted.Count > 0;
    }

    private async Task LookAsync(CancellationToken ct)
    {
        // Before the read: a change that comes meanwhile is read next time.
        isStale = false;
        try
        {
            known = [.. (await documents.AllAsync("subscription", null, ct)).Select(row => JsonSerializer.Deserialize<SubscriptionDocument>(row.Json, CatalogJson.Options)!)];
            lookedAt = parts.Time.GetTimestamp();
        }
        catch
        {
            isStale = true;
            throw;
        }
    }

    private void Start(SubscriptionDocument subscription)
    {
        var pump = new Pump(subscription, parts);
        var stop = new CancellationTokenSource();
        running[subscription.Id] = new(subscription, pump, stop, Task.Run(() => pump.RunAsync(stop.Token), CancellationToken.None));
    }

    private async Task StopAsync(string id)
    {
        if (!running.Remove(id, out var one)) return;
        await one.Stop.CancelAsync();
        await one.Work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        one.Stop.Dispose();
    }

    private async Task StopAsync()
    {
        pumps = [];
        foreach (var id in running.Keys.ToList()) await StopAsync(id);
        using var patience = new CancellationTokenSource(ReleasePatience);
        try
        {
            await parts.Store.ReleaseAsync(parts.Node, patience.Token);
        }
        catch (Exception unreachable) when (unreachable is NpgsqlException or OperationCanceledException)
        {
            // The leases run out by themselves.
        }
    }
}
