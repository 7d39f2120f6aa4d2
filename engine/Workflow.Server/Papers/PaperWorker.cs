using System.Collections.Concurrent;
using Npgsql;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Papers;
using Workflow.Core.Runtime;
using Workflow.Postgres;
using Workflow.Postgres.Delivery;
using Workflow.Postgres.Files;
using Workflow.Postgres.Log;
using Workflow.Postgres.Papers;
using Workflow.Postgres.Queries;
using Workflow.Postgres.Queues;
using Workflow.Server.Http;

namespace Workflow.Server.Papers;

/// <summary>
/// Follows the log and makes what a document or a complaint needs, one node at a time. Everything it does may be done again:
/// a crash repeats some of it and changes nothing.
/// </summary>
internal sealed partial class PaperWorker(
    Node node, PaperStore store, EventFeed feed, EventJson json, DocumentMaker documents, Complaints complaints, NoticeSender notices, FileStore files, ReadStream read,
    TimeProvider time, ILogger<PaperWorker> log)
{
    private const int PageSize = 100;

    /// <summary>Cases that are worked on at the same time.</summary>
    private const int CasesAtOnce = 4;

    /// <summary>An event that fails so often is left behind, and the log says so: one case may not hold the others.</summary>
    private const int TriesMax = 5;

    // Half of what a lease lasts, so that it is renewed in time; nothing else happens on an idle server.
    internal static readonly TimeSpan SlowPoll = PaperStore.LeaseLength / 2;
    private static readonly TimeSpan WhileAnother = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ReleasePatience = TimeSpan.FromSeconds(2);

    private const string Issued = "document_issued";
    private const string Complained = "complaint_filed";
    private const string Erased = "personal_data_erased";
    private static readonly string[] Ends = ["case_decided", "case_declined", "case_withdrawn", "supplement_lapsed", "case_terminated"];
    private static readonly string[] Wanted = [.. PaperTriggers.Aliases.Union(Ends).Union([Issued, Complained, Erased])];

    private readonly Wakeup committed = new();
    private readonly ConcurrentDictionary<long, int> failed = new();
    private int troubles;

    /// <summary>To be called when something was committed, by whichever node.</summary>
    public void Wake() => committed.Pulse();

    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            while (!ct.IsCancellationRequested)
            {
                var next = committed.Next;
                TimeSpan pause;
                try
                {
                    pause = await StepAsync(ct);
                }
                catch (LeaseLostException)
                {
                    pause = WhileAnother;
                }
                catch (NpgsqlException)
                {
                    pause = Backoff.OfQueues.After(++troubles);
                }
                if (pause == TimeSpan.Zero) continue;
                await Task.Delay(ShortestPause, time, ct);
                await Wakeup.WaitAsync(next, pause, ct);
            }
        }
        finally
        {
            await ReleaseAsync();
        }
    }

    /// <summary>One stretch of the log; how long there is nothing to do then.</summary>
    private async Task<TimeSpan> StepAsync(CancellationToken ct)
    {
        if (await store.ClaimAsync(node.Name, ct) is not { } position) return WhileAnother;
        var (events, through, end) = await feed.ReadAsync(position, Wanted, [""], PageSize, ct);
        using var stretch = CancellationTokenSource.CreateLinkedTokenSource(ct);
        // What takes longer than the lease is another node's by then.
        stretch.CancelAfter(PaperStore.LeaseLength);
        var again = false;
        try
        {
            await Parallel.ForEachAsync(events.GroupBy(e => e.StreamId, StringComparer.Ordinal), new ParallelOptions { MaxDegreeOfParallelism = CasesAtOnce, CancellationToken = stretch.Token },
                async (ofCase, stop) =>
                {
                    foreach (var stored in ofCase)
                    {
                        if (await TriedAsync(stored, stop)) continue;
                        Volatile.Write(ref again, true);
                        return;
                    }
                });
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Done again from the same place, it goes faster: what was made is found.
            return ShortestPause;
        }
        if (again) return Backoff.OfQueues.After(failed.Values.Max());
        failed.Clear();
        troubles = 0;
        if (through > position) await store.MoveAsync(node.Name, through, ct);
        return through < end ? TimeSpan.Zero : SlowPoll;
    }

    /// <summary>False when the event failed and is to be tried again; after its tries it counts as done.</summary>
    private async Task<bool> TriedAsync(FeedEvent stored, CancellationToken ct)
    {
        if (failed.GetValueOrDefault(stored.Position) >= TriesMax) return true;
        try
        {
            await HandleAsync(stored, ct);
            return true;
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or NpgsqlException))
        {
            if (failed.AddOrUpdate(stored.Position, 1, (_, before) => before + 1) < TriesMax) return false;
            LeftBehind(log, fault, stored.Alias, stored.StreamId, stored.Version);
            return true;
        }
    }

    private async Task HandleAsync(FeedEvent stored, CancellationToken ct)
    {
        switch (stored.Alias)
        {
            case Issued:
                await notices.QueueAsync(stored.StreamId, ((DocumentIssued)json.Read(stored.StreamId, stored.Alias, stored.Data, key: null)).Id, ct);
                return;
            case Complained:
                await complaints.OpenAsync(stored.StreamId, ((ComplaintFiled)json.Read(stored.StreamId, stored.Alias, stored.Data, key: null)).Id, ct);
                return;
            case Erased:
                await ForgetAsync(stored.StreamId, ct);
                return;
        }
        if (Ends.Contains(stored.Alias)) await complaints.AnswerAsync(stored.StreamId, json.Read(stored.StreamId, stored.Alias, stored.Data, key: null), ct);
        await documents.MakeAsync(stored, ct);
    }

    /// <summary>A document names the applicant: with the case's personal data its bytes go too; number and hash stay.</summary>
    private async Task ForgetAsync(string caseId, CancellationToken ct)
    {
        if ((await read(caseId, ct)).State is CaseState { Papers.Documents: { Length: > 0 } issued }) await files.DeleteAsync([.. issued.Select(d => d.FileId)], ct);
    }

    private async Task ReleaseAsync()
    {
        using var patience = new CancellationTokenSource(ReleasePatience);
        try
        {
            await store.ReleaseAsync(node.Name, patience.Token);
        }
        catch (Exception unreachable) when (unreachable is NpgsqlException or OperationCanceledException)
        {
            // The lease runs out by itself.
        }
    }

    [LoggerMessage(60, LogLevel.Error, "papers: {Event} of {Case}, version {Version}, failed too often and is left behind")]
    private static partial void LeftBehind(ILogger log, Exception fault, string @event, string @case, long version);
}
