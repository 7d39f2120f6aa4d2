using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Workflow.Core.Cases;
using Workflow.Core.Runtime;
using Workflow.Postgres;

namespace Workflow.Benchmarks.FanOut;

/// <summary>One large case on a node, phase by phase, as its people and workers drive it.</summary>
internal sealed class LargeCase(Node node, FanOutCase fanOut, int children)
{
    private long _sent;

    public string Id { get; } = $"case-{Guid.NewGuid():N}";

    /// <summary>From the acceptance until every child is open; seconds.</summary>
    public async Task<double> OpenAsync()
    {
        await SendAsync(fanOut.File(Id, children));
        var filed = await StateAsync();
        var clock = Stopwatch.StartNew();
        await SendAsync(FanOutCase.Accept(Id, filed));
        await QuietAsync();
        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>Every child is decided by a command of its own, so many at the same time; the last one ends the case. Seconds.</summary>
    /// <param name="took">told of each decision how long its answer took, milliseconds</param>
    public async Task<double> DecideAsync(int clients, Action<double>? took = null)
    {
        var decisions = new ConcurrentQueue<CaseCommand>(fanOut.Decisions(Id, await StateAsync()));
        if (decisions.Count != children) throw new InvalidOperationException($"{decisions.Count} of {children} children are open");
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            while (decisions.TryDequeue(out var decision))
            {
                long started = Stopwatch.GetTimestamp();
                await SendAsync(decision);
                took?.Invoke(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        })));
        await QuietAsync();
        double seconds = clock.Elapsed.TotalSeconds;
        return (await StateAsync()).IsClosed ? seconds : throw new InvalidOperationException("the case did not end");
    }

    /// <summary>The applicant withdraws: every child is taken back. Seconds.</summary>
    public async Task<double> WithdrawAsync()
    {
        var clock = Stopwatch.StartNew();
        await SendAsync(FanOutCase.Withdraw(Id));
        await QuietAsync();
        return clock.Elapsed.TotalSeconds;
    }

    private async Task QuietAsync()
    {
        using var done = new CancellationTokenSource();
        long seen = node.Position;
        if (!(await StateAsync()).Flow.HasMore) return;
        await foreach (var change in node.ChangesAsync(seen, done.Token))
        {
            if (!change.StreamIds.Contains(Id, StringComparer.Ordinal) || (await StateAsync()).Flow.HasMore) continue;
            await done.CancelAsync();
        }
    }

    public async Task<CaseState> StateAsync() => (CaseState)(await node.ReadAsync(Id, CancellationToken.None)).State;

    private async Task SendAsync(CaseCommand command)
    {
        string key = string.Create(CultureInfo.InvariantCulture, $"{Id}/{Interlocked.Increment(ref _sent)}");
        var answer = await node.SubmitAsync(new Envelope(new CommandId(command.By.Id, "http", key), command, SHA256.HashData(Encoding.UTF8.GetBytes(key))), CancellationToken.None);
        if (answer is not Answer.Accepted) throw new InvalidOperationException($"{command.GetType().Name}: {answer}");
    }
}
