using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Workflow.Benchmarks.Seeding;
using Workflow.Core.Cases;
using Workflow.Postgres;

namespace Workflow.Benchmarks.Inboxes;

/// <summary>
/// What an officer waits for a page while others decide, and what a command costs, as the number of live cases grows. The
/// databases of all sizes run at the same time and are measured in turn, so that what else the machine does falls on each alike.
/// </summary>
internal static class InboxBenchmark
{
    private const int CasesDrawn = 9_000;
    private const int ClientsOfCommands = 16;
    private static readonly TimeSpan Think = TimeSpan.FromMilliseconds(10);

    public static async Task<int> RunAsync(InboxOptions options)
    {
        List<Size> sizes = [];
        try
        {
            foreach (int cases in options.Cases) sizes.Add(await Size.OpenAsync(cases, options));
            foreach (var size in sizes) await size.Work.PlayAsync(ClientsOfCommands, TimeSpan.FromSeconds(2));
            for (int round = 1; round <= options.Rounds; round++)
                foreach (var size in sizes) await CommandsAsync(size, options, round);
            foreach (var size in sizes) await PagesAsync(size, options);
            await SumUpAsync(sizes);
            return 0;
        }
        finally
        {
            foreach (var size in sizes) await size.DisposeAsync();
        }
    }

    private static async Task CommandsAsync(Size size, InboxOptions options, int round)
    {
        var before = await Cpu.ReadAsync(size.ConnectionString);
        var clock = Stopwatch.StartNew();
        int done = await size.Work.PlayAsync(ClientsOfCommands, TimeSpan.FromSeconds(options.Seconds));
        double seconds = clock.Elapsed.TotalSeconds;
        var used = (await Cpu.ReadAsync(size.ConnectionString)).Since(before, done / seconds, done);
        size.Commands.Add(used);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"  {InboxOptions.Short(size.Cases)} cases, commands, round {round}: {used.PerSecond:F0}/s, CPU a command {used.OwnMs:F3} ms own + {used.DatabaseMs:F3} ms PostgreSQL"));
    }

    private static async Task PagesAsync(Size size, InboxOptions options)
    {
        using var stop = new CancellationTokenSource();
        var pages = new OfficerPages(size.Database);
        (string Kind, Func<int, Task<int>> Read)[] all = [.. pages.Officers, .. pages.Supervisors];
        await pages.PrepareAsync();
        // Once each, so that no page is the first of its kind that this process reads.
        for (int i = 0; i < 3; i++)
            foreach (var (_, read) in all) await read(i);

        var deciding = size.Work.PlayAtAsync(options.Rate, stop.Token);
        var taken = all.ToDictionary(p => p.Kind, _ => new ConcurrentBag<(double Ms, int Rows)>(), StringComparer.Ordinal);
        var clock = Stopwatch.StartNew();
        var length = TimeSpan.FromSeconds(2 * options.Seconds);
        int next = 0;
        await Task.WhenAll(Enumerable.Range(0, options.Clients).Select(_ => Task.Run(async () =>
        {
            while (clock.Elapsed < length)
            {
                int n = Interlocked.Increment(ref next);
                // Supervisors are few: one page in twenty is theirs.
                var (kind, read) = n % 20 == 0 ? pages.Supervisors[n / 20 % pages.Supervisors.Count] : pages.Officers[n % pages.Officers.Count];
                long started = Stopwatch.GetTimestamp();
                int rows = await read(n / pages.Officers.Count);
                taken[kind].Add((Stopwatch.GetElapsedTime(started).TotalMilliseconds, rows));
                await Task.Delay(Think);
            }
        })));
        await stop.CancelAsync();
        await deciding;

        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {InboxOptions.Short(size.Cases)} cases, pages at {options.Rate} commands/s, p50 / p99 ms (n, rows):"));
        foreach (var (kind, _) in all)
        {
            if (taken[kind].IsEmpty) continue;
            double[] ms = [.. taken[kind].Select(t => t.Ms)];
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"    {kind,-28} {Rounds.Percentile(ms, 0.5),7:F1} / {Rounds.Percentile(ms, 0.99),7:F1}  ({ms.Length}, {taken[kind].Average(t => t.Rows):F0})"));
        }

        double[] officers = [.. pages.Officers.SelectMany(p => taken[p.Kind]).Select(t => t.Ms)];
        size.P50 = Rounds.Percentile(officers, 0.5);
        size.P99 = Rounds.Percentile(officers, 0.99);
        size.Worst = pages.Officers.Select(p => (p.Kind, P99: Rounds.Percentile(taken[p.Kind].Select(t => t.Ms), 0.99))).MaxBy(p => p.P99);
    }

    private static async Task SumUpAsync(List<Size> sizes)
    {
        double[] cpu = [.. sizes.Select(s => Rounds.Percentile(s.Commands.Select(c => c.CpuMs), 0.5))];
        foreach (var size in sizes)
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"  {InboxOptions.Short(size.Cases)} cases: p50/p99 of an officer's page {size.P50:F1}/{size.P99:F1} ms, slowest kind '{size.Worst.Kind}' p99 {size.Worst.P99:F1} ms"));
        string pages = string.Join(" · ", sizes.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.P99:F1} ms at {InboxOptions.Short(s.Cases)}")));
        string commands = string.Join(" · ", sizes.Select((s, i) => string.Create(CultureInfo.InvariantCulture, $"{cpu[i]:F3} ms at {InboxOptions.Short(s.Cases)}")));
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"inbox: p99 of a page {pages} · CPU per command {commands} · flat within {100 * (cpu.Max() / cpu.Min() - 1):F0} %"));
    }

    /// <summary>A seeded database with a node at work on it.</summary>
    private sealed class Size : IAsyncDisposable
    {
        private readonly SeededCluster _cluster;
        private readonly Node _node;

        private Size(int cases, SeededCluster cluster, Node node, SeededWork work) =>
            (Cases, _cluster, _node, Work, Database) = (cases, cluster, node, work, NpgsqlDataSource.Create(cluster.Postgres.ConnectionString));

        public int Cases { get; }
        public string ConnectionString => _cluster.Postgres.ConnectionString;
        public NpgsqlDataSource Database { get; }
        public SeededWork Work { get; }
        public List<Round> Commands { get; } = [];
        public double P50 { get; set; }
        public double P99 { get; set; }
        public (string Kind, double P99) Worst { get; set; }

        public static async Task<Size> OpenAsync(int cases, InboxOptions options)
        {
            var cluster = await SeededCluster.OpenAsync(cases, options.Keep, DateTimeOffset.UtcNow);
            string address = cluster.Postgres.ConnectionString;
            var node = await Node.StartAsync(new NodeSettings(address, [new CaseStreams()], SeedPlan.Load, $"bench-{cases}"), CancellationToken.None);
            return new(cases, cluster, node, new SeededWork(node, await SeededWork.CasesAsync(address, CasesDrawn)));
        }

        public async ValueTask DisposeAsync()
        {
            await _node.DisposeAsync();
            await Database.DisposeAsync();
            await _cluster.DisposeAsync();
        }
    }
}
