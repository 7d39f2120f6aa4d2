using System.Collections.Concurrent;
using System.Globalization;
using Workflow.Benchmarks.Approval;
using Workflow.Benchmarks.FanOut;
using Workflow.Core.Cases;
using Workflow.Core.Runtime;
using Workflow.Postgres;

namespace Workflow.Benchmarks.Load;

/// <summary>
/// One case on which very many decide at the same time: a parallel step for so many people is open, and each of them is
/// done by a command of its own with its events, inbox row and command id. Everything stands in one stream, so no two
/// commits may be under way at once.
/// </summary>
internal static class HotCase
{
    private const int WarmUp = 8_000;

    public static async Task<int> RunAsync(IReadOnlyList<string> words)
    {
        var asked = new Words(words, ("--decisions", 200_000), ("--clients", 64), ("--rounds", 2), ("--statements", 0));
        await using var postgres = await OwnPostgres.StartAsync(string.Create(CultureInfo.InvariantCulture, $"{2 + asked["--decisions"] * (long)asked["--rounds"] * 12 / 1024 / 1024} GB"), counted: asked["--statements"] > 0);
        using var commits = new CommitWatch();
        await OnceAsync(postgres, Math.Min(WarmUp, asked["--decisions"]), asked["--clients"], commits);
        var rounds = new List<Measured>();
        for (int i = 1; i <= asked["--rounds"]; i++)
        {
            rounds.Add(await OnceAsync(postgres, asked["--decisions"], asked["--clients"], commits));
            await Console.Out.WriteLineAsync($"  round {i}: {rounds[^1]}; {commits}");
        }

        var median = rounds.OrderBy(r => r.Round.PerSecond).ElementAt(rounds.Count / 2);
        await Console.Out.WriteLineAsync($"  {postgres.Disk()}");
        await Console.Out.WriteLineAsync($"hot-case: {median} · mark 6700 decisions/s");
        return 0;
    }

    private sealed record Measured(Round Round, double P50, double P99, int Commits, double Opened)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture,
            $"{Round.PerSecond:F0} decisions/s · p50/p99 {P50:F1}/{P99:F1} ms · {Commits} commits · CPU per decision {Round.CpuMs * 1000:F0} µs ({Round.OwnMs * 1000:F0} own + {Round.DatabaseMs * 1000:F0} PostgreSQL) · opened {Opened:F0}/s before");
    }

    private static async Task<Measured> OnceAsync(OwnPostgres postgres, int decisions, int clients, CommitWatch commits)
    {
        // A node of its own each time: nothing of the case before is in memory.
        await using var node = await Node.StartAsync(new NodeSettings(postgres.ConnectionString, [new CaseStreams()], LoadAsync, $"bench-{Guid.NewGuid():N}"), CancellationToken.None);
        var large = new LargeCase(node, new FanOutCase(ChildKind.User), decisions);
        double opened = decisions / await large.OpenAsync();
        var times = new ConcurrentBag<double>();
        commits.Clear();
        await postgres.CountAsync();
        var before = await Cpu.ReadAsync(postgres.ConnectionString);
        double seconds = await large.DecideAsync(clients, times.Add);
        var round = (await Cpu.ReadAsync(postgres.ConnectionString)).Since(before, decisions / seconds, decisions);
        await postgres.TellAsync(decisions);
        return new Measured(round, Rounds.Percentile(times, 0.5), Rounds.Percentile(times, 0.99), commits.Times.Count, opened);
    }

    private static ValueTask<object> LoadAsync(PinnedRef pin, CancellationToken ct) => ValueTask.FromResult<object>(FanOutCase.Contents[pin.Definition]);
}
