using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Workflow.Benchmarks.Load;

namespace Workflow.Benchmarks.Approval;

/// <summary>One decision: when it was due, when it was answered, and how late its case was begun (timestamps of <see cref="Stopwatch"/>).</summary>
internal readonly record struct Decided(long Due, long Answered, TimeSpan Late)
{
    public double Milliseconds => (Late + Stopwatch.GetElapsedTime(Due, Answered)).TotalMilliseconds;
}

/// <summary>
/// How long one decision takes while the machine has room: cases begin at a rate, evenly spaced, whatever comes back. An opinion is due when the
/// acceptance of its case was answered, all six at that moment; how late the case itself was begun is added, so nothing waits unseen.
/// </summary>
internal static class HalfLoad
{
    private const double Share = 0.5;
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(1);

    /// <param name="most">cases a second of the closed loop</param>
    /// <param name="commits">null where the writer is in another process</param>
    public static async Task<string> RunAsync(double most, int seconds, Func<TimeSpan, Task> playAsync, ConcurrentBag<Decided> decisions, CommitWatch? commits)
    {
        double rate = most * Share;
        using var pauses = new PauseWatch();
        await OpenAsync(rate, SettleTime, playAsync);
        decisions.Clear();
        commits?.Clear();
        await OpenAsync(rate, TimeSpan.FromSeconds(seconds), playAsync);
        var taken = decisions.Select(d => d.Milliseconds).Order().ToList();
        double p99 = Rounds.Percentile(taken, 0.99);
        string line = string.Create(CultureInfo.InvariantCulture, $"half load: p50/p99 of one decision {Rounds.Percentile(taken, 0.5):F1}/{p99:F1} ms");
        if (commits is null) return line;
        double commit = Rounds.Percentile(commits.Times, 0.5);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"  half load, {rate:F0} cases/s for {seconds} s: decisions p90 {Rounds.Percentile(taken, 0.9):F1}, p99.9 {Rounds.Percentile(taken, 0.999):F1}, longest {taken[^1]:F1} ms;" +
            $" {commits}; p90 {Rounds.Percentile(commits.Times, 0.9):F1}, longest {Rounds.Percentile(commits.Times, 1):F1} ms"));
        await Console.Out.WriteLineAsync($"    all decisions: {Made([.. decisions], commits, pauses)}");
        await Console.Out.WriteLineAsync($"    the slowest hundredth: {Made([.. decisions.Where(d => d.Milliseconds >= p99)], commits, pauses)}");
        return line + string.Create(CultureInfo.InvariantCulture, $" · median commit {commit:F1} ms · p99 {p99 / commit:F1} commits");
    }

    /// <summary>What the time of some decisions was made of, in the mean.</summary>
    private static string Made(List<Decided> decisions, CommitWatch commits, PauseWatch pauses)
    {
        var (written, collected) = (new Spans(commits.Spans), new Spans(pauses.Spans));
        return string.Create(CultureInfo.InvariantCulture,
            $"{decisions.Average(d => d.Milliseconds):F1} ms, of it begun late {decisions.Average(d => d.Late.TotalMilliseconds):F1}, some commit under way {decisions.Average(d => written.Within(d.Due, d.Answered).Total):F1}" +
            $" ({decisions.Average(d => written.Within(d.Due, d.Answered).Count):F1} commits ended), collecting garbage {decisions.Average(d => collected.Within(d.Due, d.Answered).Total):F1}");
    }

    private static async Task OpenAsync(double rate, TimeSpan length, Func<TimeSpan, Task> playAsync)
    {
        var underWay = new List<Task>();
        // A thread of its own: the pool's may all be busy when the next case is due.
        await Task.Factory.StartNew(() =>
        {
            long started = Stopwatch.GetTimestamp();
            for (int i = 0; ; i++)
            {
                var due = TimeSpan.FromSeconds(i / rate);
                if (due >= length) return;
                while (Stopwatch.GetElapsedTime(started) < due) Thread.Sleep(1);
                underWay.Add(Task.Run(() => playAsync(Stopwatch.GetElapsedTime(started) - due)));
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.WhenAll(underWay);
    }
}
