using Npgsql;
using Workflow.Contracts.Cases;
using Workflow.Postgres.Maintenance;

namespace Workflow.Server.Audit;

/// <summary>
/// The check of the whole log, once at a time on this server, behind the scenes. It reads in one snapshot while nodes
/// write, ends with the server, and when it fails says so and may be started again.
/// </summary>
internal sealed partial class LogCheck(NpgsqlDataSource database, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<LogCheck> log)
{
    private const int ShownMax = 100;
    private static readonly LogVerification Never = new("none", 0, 0, null, [], 0, null, null, null);

    private readonly Lock gate = new();
    private LogVerification now = Never;
    private CancellationTokenSource? running;

    public LogVerification Now
    {
        get { lock (gate) return now; }
    }

    /// <summary>False when one runs already.</summary>
    public bool TryStart(string account)
    {
        CancellationTokenSource mine;
        lock (gate)
        {
            if (running is not null) return false;
            running = mine = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
            now = Never with { State = "running", StartedBy = account, StartedAt = time.GetUtcNow() };
        }
        _ = Task.Run(() => RunAsync(mine), CancellationToken.None);
        return true;
    }

    /// <summary>False when none runs.</summary>
    public bool TryCancel()
    {
        lock (gate)
        {
            running?.Cancel();
            return running is not null;
        }
    }

    private async Task RunAsync(CancellationTokenSource mine)
    {
        try
        {
            var report = await new Verification(database).RunAsync(new Told(Tell), mine.Token);
            End(last => last with
            {
                State = "done", Checked = report.Events, Total = report.Events, Intact = report.IsIntact, BrokenCount = report.FindingCount,
                Broken = [.. report.Findings.Take(ShownMax).Select(f => new BrokenStream(f.StreamId, f.Version, f.What, f.Detail))],
            });
        }
        catch (OperationCanceledException) when (mine.IsCancellationRequested)
        {
            End(last => last with { State = "cancelled" });
        }
        catch (Exception failed)
        {
            Failed(log, failed);
            End(last => last with { State = "failed" });
        }
    }

    private void Tell((long Done, long All) progress)
    {
        lock (gate) now = now with { Checked = progress.Done, Total = progress.All };
    }

    private void End(Func<LogVerification, LogVerification> change)
    {
        lock (gate)
        {
            now = change(now) with { FinishedAt = time.GetUtcNow() };
            running?.Dispose();
            running = null;
        }
    }

    /// <summary>Told at once and in order, where <see cref="Progress{T}"/> would tell on whatever thread is free.</summary>
    private sealed class Told(Action<(long, long)> tell) : IProgress<(long Done, long All)>
    {
        public void Report((long Done, long All) value) => tell(value);
    }

    [LoggerMessage(60, LogLevel.Error, "the check of the whole log failed")]
    private static partial void Failed(ILogger log, Exception failed);
}
