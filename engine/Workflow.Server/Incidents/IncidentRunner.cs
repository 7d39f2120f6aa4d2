using System.Security.Cryptography;
using System.Text;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Runtime;
using Workflow.Postgres;
using Workflow.Postgres.Queries;
using Workflow.Postgres.Queues;
using Workflow.Server.Http;
using Workflow.Server.Identity;
using Run = Workflow.Postgres.Queries.RetryRun;

namespace Workflow.Server.Incidents;

/// <summary>
/// Works on bulk retries (批量重试): sends the retries of a sample, reads in the cases' events what became of each, then, released, those of
/// the rest, never more at once than the run allows. Every node runs one; what it knows stands in the database.
/// </summary>
internal sealed partial class IncidentRunner(
    RetryWork work, RetryRuns runs, Node node, Submit submit, AccountDirectory accounts, ILogger<IncidentRunner> log) : BackgroundService
{
    public const string NothingHeals = "nothing-heals";
    public const string NotPermitted = "not-permitted";

    /// <summary>Source of its commands' ids; with run, case and incident they are the same on every node and after every crash.</summary>
    private const string Source = "retry-run";

    // A run is begun on some node, which is woken; the others look for one whose node has died. Its lease is longer than this.
    internal static readonly TimeSpan IdlePoll = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan BusyPoll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);

    private readonly Wakeup wakeup = new();
    private volatile bool isWorking;

    /// <summary>Something was committed, by whichever node. Without runs under way it is nothing to look at.</summary>
    public void Changed()
    {
        if (isWorking) wakeup.Pulse();
    }

    /// <summary>A person began, released or stopped a run on this node.</summary>
    public void Wake() => wakeup.Pulse();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var next = wakeup.Next;
                var goesOn = false;
                try
                {
                    var open = await work.ClaimAsync(stoppingToken);
                    isWorking = open.Count > 0;
                    foreach (var run in open) goesOn |= await StepAsync(run, stoppingToken);
                }
                catch (Exception failed) when (failed is not OperationCanceledException)
                {
                    Failed(log, failed);
                }
                await Task.Delay(ShortestPause, stoppingToken);
                if (!goesOn) await Wakeup.WaitAsync(next, isWorking ? BusyPoll : IdlePoll, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
        finally
        {
            await work.ReleaseAllAsync();
        }
    }

    /// <summary>One step of a run; true when the next may follow at once.</summary>
    internal async Task<bool> StepAsync(Run run, CancellationToken ct)
    {
        var judged = await JudgeAsync(run, ct);
        await work.LosePatienceAsync(run, ct);
        if (run.State == RetryRunStates.Stopping) await work.LeaveAsync(run.Id, ct);
        var counts = await runs.CountsAsync(run.Id, ct);
        return await GoOnAsync(run, counts, ct) || judged == RetryWork.JudgedMax;
    }

    private async Task<bool> GoOnAsync(Run run, RetryCounts counts, CancellationToken ct)
    {
        var unsent = counts.Of(RetryItemStates.Waiting, RetryItemStates.Sending);
        var underWay = counts.Of(RetryItemStates.UnderWay, RetryItemStates.Sending);
        switch (run.State)
        {
            case RetryRunStates.Sampling when counts.OfSample(RetryItemStates.Waiting, RetryItemStates.Sending) > 0:
                return await SendAsync(run, sampleOnly: true, run.AtOnce - counts.Of(RetryItemStates.UnderWay), ct);
            case RetryRunStates.Sampling or RetryRunStates.Sampled when counts.OfSample(RetryItemStates.UnderWay) == 0:
                var to = unsent == 0 ? RetryRunStates.Ended
                    : run.GoesOn && IsHealed(counts) ? RetryRunStates.Running
                    : RetryRunStates.Sampled;
                if (to == run.State) return false;
                await work.MoveAsync(run, to, null, ct);
                return to == RetryRunStates.Running;
            case RetryRunStates.Running when await work.NothingHealsAsync(run, ct):
                await work.MoveAsync(run, RetryRunStates.Halted, NothingHeals, ct);
                return false;
            case RetryRunStates.Running or RetryRunStates.Stopping when unsent > 0:
                return await SendAsync(run, sampleOnly: false, run.AtOnce - counts.Of(RetryItemStates.UnderWay), ct);
            case RetryRunStates.Running or RetryRunStates.Stopping when underWay == 0:
                await work.MoveAsync(run, run.State == RetryRunStates.Running ? RetryRunStates.Ended : RetryRunStates.Stopped, null, ct);
                return false;
            default:
                return false;
        }
    }

    /// <summary>All of the sample came to a good end, or went otherwise, and at least one was healed.</summary>
    internal static bool IsHealed(RetryCounts counts) =>
        counts.OfSample(RetryItemStates.Healed) > 0 && counts.OfSample(RetryItemStates.Healed, RetryItemStates.Gone) == counts.Sample.Values.Sum();

    private async Task<int> JudgeAsync(Run run, CancellationToken ct)
    {
        var moved = await work.MovedAsync(run.Id, ct);
        if (moved.Count == 0) return 0;
        IReadOnlyList<LoadedStream> states;
        try
        {
            states = await node.ReadAsync([.. moved.Select(m => m.CaseId).Distinct(StringComparer.Ordinal)], ct);
        }
        catch (StreamUnreadableException damaged)
        {
            // One case that cannot be read must not hold up the others.
            await work.SettleAsync(run.Id, [.. moved.Where(m => m.CaseId == damaged.StreamId).Select(m => Refused(m.Ordinal, FailureCodes.StreamUnreadable, damaged.Message))], ct);
            return RetryWork.JudgedMax;
        }
        var byCase = states.ToDictionary(s => s.StreamId, StringComparer.Ordinal);
        var events = await work.EventsAsync([.. moved.Select(m => (m, byCase[m.CaseId].Head.Version))], ct);
        await work.SettleAsync(run.Id, [.. moved.Select(m => VerdictOn(run, m, events.GetValueOrDefault(m.Ordinal, []), byCase[m.CaseId]))], ct);
        return moved.Count;
    }

    private static RetrySettled VerdictOn(Run run, RetryToJudge item, List<Event> events, LoadedStream of)
    {
        var watched = new WatchedIncident(item.Incident, item.Activity, [.. item.Tokens], item.Element, item.Code);
        var verdict = RetryVerdict.Of(watched, item.IsResolved, events, ((CaseState)of.State).Flow);
        var state = verdict.End switch
        {
            RetryEnd.Healed => RetryItemStates.Healed,
            RetryEnd.FailedAgain => RetryItemStates.FailedAgain,
            RetryEnd.Gone => RetryItemStates.Gone,
            _ => RetryItemStates.UnderWay,
        };
        return verdict.Again is not { } again ? new(item.Ordinal, state, of.Head.Version, verdict.IsResolved)
            : new(item.Ordinal, state, of.Head.Version, verdict.IsResolved, again.Code, again.Detail, IncidentCause.Of(run.Definition, again.Element, again.Code, again.Detail).Id);
    }

    /// <summary>Sends what fits beside what is under way; true when all of it was answered and more may follow.</summary>
    private async Task<bool> SendAsync(Run run, bool sampleOnly, long slots, CancellationToken ct)
    {
        if (slots <= 0) return false;
        var next = await work.TakeAsync(run.Id, sampleOnly, slots, ct);
        if (next.Count == 0) return false;
        var who = new Principal(run.StartedBy, AccountDirectory.GrantsOf(await accounts.FindAsync(run.StartedBy, ct)));
        var cases = (await node.ReadAsync([.. next.Select(n => n.CaseId).Distinct(StringComparer.Ordinal)], ct)).ToDictionary(s => s.StreamId, s => (CaseState)s.State, StringComparer.Ordinal);
        var answers = await Task.WhenAll(next.Select(n => AskAsync(run, n, who, cases[n.CaseId].Region, ct)));
        var answered = next.Zip(answers).ToList();

        List<RetrySettled> refused = [.. answered.Where(a => a.Second is not null and not "").Select(a => Refused(a.First.Ordinal, a.Second!, ""))];
        await work.SettleAsync(run.Id, refused, ct);
        await work.SentAsync(run.Id, answered.Where(a => a.Second is null).Select(a => a.First.Ordinal), ct);
        if (refused.Exists(r => r.NextCode == NotPermitted)) await work.MoveAsync(run, RetryRunStates.Halted, NotPermitted, ct);
        return answers.All(a => a is not "");
    }

    /// <returns>null when it is under way; "" when it could not be decided now and is sent again; otherwise the code of the refusal</returns>
    private async Task<string?> AskAsync(Run run, RetryToSend item, Principal who, string region, CancellationToken ct)
    {
        if (!who.Has(Role.Supervisor, region)) return NotPermitted;
        var id = $"{run.Id}/{item.CaseId}/{item.Incident}";
        var command = new RetryIncident(item.Incident, run.Tries, run.Id) { By = who.As(Role.Supervisor, region), CaseId = item.CaseId };
        var answer = await submit(new Envelope(new CommandId("system", Source, id), command, SHA256.HashData(Encoding.UTF8.GetBytes(id)), CommandPriority.System), ct);
        return answer switch
        {
            // Somebody else was first: what became of it stands in the log all the same.
            Answer.Accepted or Answer.Rejected { Why.Code: "incident-closed" } => null,
            Answer.Rejected rejected => rejected.Why.Code,
            Answer.Failed { Code: FailureCodes.Busy or FailureCodes.Unavailable or FailureCodes.Contended } => "",
            Answer.Failed failed => failed.Code,
            _ => "idempotency-key-reused",
        };
    }

    private static RetrySettled Refused(int ordinal, string code, string detail) => new(ordinal, RetryItemStates.Refused, 0, false, code, detail);

    [LoggerMessage(41, LogLevel.Error, "a bulk retry could not go on and is tried again")]
    private static partial void Failed(ILogger log, Exception failed);
}
