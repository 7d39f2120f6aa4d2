using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Workflow.Benchmarks.Load;
using Workflow.Benchmarks.Seeding;
using Workflow.Core.Cases;
using Workflow.Postgres;
using Workflow.Postgres.Queries;

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

    /// <summary>The same rate in each size: a loop of clients would send fewer where it takes longer, and fewer in a commit cost more each.</summary>
    private static async Task CommandsAsync(Size size, InboxOptions options, int round)
    {
        var pagesBefore = await Pages.ReadAsync(size.Database);
        var before = await Cpu.ReadAsync(size.ConnectionString);
        var clock = Stopwatch.StartNew();
        int commands = size.Work.Commands;
        using (var stop = new CancellationTokenSource(TimeSpan.FromSeconds(options.Seconds))) await size.Work.PlayAtAsync(options.Commands, stop.Token);
        int done = size.Work.Commands - commands;
        double seconds = clock.Elapsed.TotalSeconds;
        var used = (await Cpu.ReadAsync(size.ConnectionString)).Since(before, done / seconds, done);
        size.Commands.Add(used);
        string pages = (await Pages.ReadAsync(size.Database)).Since(pagesBefore, done);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"  {InboxOptions.Short(size.Cases)} cases, commands, round {round}: {used.PerSecond:F0}/s, CPU a command {used.OwnMs:F3} ms own + {used.DatabaseMs:F3} ms PostgreSQL; {pages}"));
    }

    /// <summary>What PostgreSQL did with pages: those that went into its log whole, because nothing had changed them since the last checkpoint, and those that its buffers did not hold.</summary>
    private readonly record struct Pages(double LogBytes, double Whole, double Missed)
    {
        public static async Task<Pages> ReadAsync(NpgsqlDataSource database)
        {
            // Backends tell their counts once a second.
            await Task.Delay(TimeSpan.FromSeconds(1.2));
            await using var command = database.CreateCommand(
                "select wal_bytes::float8, wal_fpi::float8, (select sum(blks_read)::float8 from pg_stat_database where datname = current_database()) from pg_stat_wal");
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            return new Pages(reader.GetDouble(0), reader.GetDouble(1), reader.GetDouble(2));
        }

        public string Since(Pages before, int commands) => string.Create(CultureInfo.InvariantCulture,
            $"{(LogBytes - before.LogBytes) / 1024 / commands:F1} KiB of log, {(Whole - before.Whole) / commands:F2} whole pages in it, {(Missed - before.Missed) / commands:F2} pages read");
    }

    /// <summary>One page: which, when it was asked for and there, and how many rows it had.</summary>
    private readonly record struct Shown(string Kind, long Asked, long There, int Rows)
    {
        public double Ms => Stopwatch.GetElapsedTime(Asked, There).TotalMilliseconds;
    }

    private static async Task PagesAsync(Size size, InboxOptions options)
    {
        using var stop = new CancellationTokenSource();
        await using var reads = new PageReads(size.ConnectionString);
        var pages = new OfficerPages(reads);
        PageKind[] all = [.. pages.Officers, .. pages.Supervisors];
        await pages.PrepareAsync();
        // Some of each, so that no page is the first of its kind that this process or one of its connections reads.
        for (int i = 0; i < 3; i++)
            foreach (var kind in all) await Task.WhenAll(Enumerable.Range(0, options.Clients).Select(c => ReadAsync(kind, i * options.Clients + c, [])));

        var deciding = size.Work.PlayAtAsync(options.Rate, stop.Token);
        ConcurrentBag<Shown> taken = [];
        using var commits = new CommitWatch();
        using var pauses = new PauseWatch();
        var before = await Cpu.ReadAsync(size.ConnectionString);
        var clock = Stopwatch.StartNew();
        var length = TimeSpan.FromSeconds(2 * options.Seconds);
        int next = 0;
        await Task.WhenAll(Enumerable.Range(0, options.Clients).Select(_ => Task.Run(async () =>
        {
            while (clock.Elapsed < length)
            {
                int n = Interlocked.Increment(ref next);
                // Supervisors are few: one page in twenty is theirs.
                var kind = n % 20 == 0 ? pages.Supervisors[n / 20 % pages.Supervisors.Count] : pages.Officers[n % pages.Officers.Count];
                await ReadAsync(kind, n / pages.Officers.Count, taken);
                await Task.Delay(Think);
            }
        })));
        var used = (await Cpu.ReadAsync(size.ConnectionString)).Since(before, taken.Count / clock.Elapsed.TotalSeconds, taken.Count);
        await stop.CancelAsync();
        await deciding;

        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"  {InboxOptions.Short(size.Cases)} cases, pages at {options.Rate} commands/s ({used.PerSecond:F0} pages/s; CPU a page, the commands' beside it, {used.OwnMs:F2} ms own + {used.DatabaseMs:F2} ms PostgreSQL), p50 / p99 ms (n, rows):"));
        foreach (var kind in all)
        {
            Shown[] these = [.. taken.Where(t => t.Kind == kind.Name)];
            if (these.Length == 0) continue;
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"    {kind.Name,-28} {Rounds.Percentile(these.Select(t => t.Ms), 0.5),7:F1} / {Rounds.Percentile(these.Select(t => t.Ms), 0.99),7:F1}  ({these.Length}, {these.Average(t => t.Rows):F0})"));
        }

        var officers = pages.Officers.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        Shown[] theirs = [.. taken.Where(t => officers.Contains(t.Kind))];
        size.P50 = Rounds.Percentile(theirs.Select(t => t.Ms), 0.5);
        size.P99 = Rounds.Percentile(theirs.Select(t => t.Ms), 0.99);
        size.Worst = theirs.GroupBy(t => t.Kind).Select(k => (k.Key, P99: Rounds.Percentile(k.Select(t => t.Ms), 0.99))).MaxBy(p => p.P99);
        var (written, collected, others) = (new Spans(commits.Spans), new Spans(pauses.Spans), new Spans(taken.Where(t => !officers.Contains(t.Kind)).Select(t => (t.Asked, t.There))));
        await Console.Out.WriteLineAsync($"    all pages of officers: {Made(theirs, written, collected, others)}");
        Shown[] slowest = [.. theirs.Where(t => t.Ms >= size.P99)];
        string kinds = string.Join(", ", slowest.GroupBy(t => t.Kind).OrderByDescending(k => k.Count()).Take(5).Select(k => $"{k.Count()} {k.Key}"));
        await Console.Out.WriteLineAsync($"    the slowest hundredth: {Made(slowest, written, collected, others)}; most are {kinds}");
    }

    private static async Task ReadAsync(PageKind kind, int n, ConcurrentBag<Shown> taken)
    {
        Cursor? after = null;
        for (int page = 0; page < kind.Pages && (page == 0 || after is not null); page++)
        {
            long asked = Stopwatch.GetTimestamp();
            (int rows, after) = await kind.Read(n, after);
            taken.Add(new(kind.Name, asked, Stopwatch.GetTimestamp(), rows));
        }
    }

    /// <summary>What went on meanwhile, in the mean.</summary>
    private static string Made(Shown[] pages, Spans written, Spans collected, Spans others) => string.Create(CultureInfo.InvariantCulture,
        $"{pages.Average(p => p.Ms):F1} ms, while some commit was under way {pages.Average(p => written.Within(p.Asked, p.There).Total):F1}," +
        $" a supervisor's page {pages.Average(p => others.Within(p.Asked, p.There).Total):F1}, garbage collected {pages.Average(p => collected.Within(p.Asked, p.There).Total):F1}");

    private static async Task SumUpAsync(List<Size> sizes)
    {
        foreach (var size in sizes)
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"  {InboxOptions.Short(size.Cases)} cases: p50/p99 of an officer's page {size.P50:F1}/{size.P99:F1} ms, slowest kind '{size.Worst.Kind}' p99 {size.Worst.P99:F1} ms"));
        string pages = string.Join(" · ", sizes.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.P99:F1} ms at {InboxOptions.Short(s.Cases)}")));
        if (sizes.Any(s => s.Commands.Count == 0))
        {
            await Console.Out.WriteLineAsync($"inbox: p99 of a page {pages}");
            return;
        }

        double[] cpu = [.. sizes.Select(s => Rounds.Percentile(s.Commands.Select(c => c.CpuMs), 0.5))];
        string commands = string.Join(" · ", sizes.Select((s, i) => string.Create(CultureInfo.InvariantCulture, $"{cpu[i]:F3} ms at {InboxOptions.Short(s.Cases)}")));
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"inbox: p99 of a page {pages} · CPU per command at {sizes.Min(s => s.Commands.Min(c => c.PerSecond)):F0}/s {commands} · flat within {100 * (cpu.Max() / cpu.Min() - 1):F0} %"));
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
