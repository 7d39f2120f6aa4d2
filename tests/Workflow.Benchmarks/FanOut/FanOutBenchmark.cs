using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using Workflow.Benchmarks.Approval;
using Workflow.Core.Cases;
using Workflow.Core.Runtime;
using Workflow.Postgres;
using Workflow.Postgres.Embedded;
using Workflow.Postgres.Migrations;

namespace Workflow.Benchmarks.FanOut;

/// <summary>
/// One case with very many children on a PostgreSQL of its own (fsync and synchronous_commit on) and a real node: how
/// fast it opens, is decided and is taken back, at several sizes; and what other cases feel of it.
/// </summary>
internal static class FanOutBenchmark
{
    public static async Task<int> RunAsync(FanOutOptions options)
    {
        if (options.InMemory)
        {
            await Phases.RunAsync(options.Kind, options.Children);
            return 0;
        }

        string folder = Path.Combine(Path.GetTempPath(), $"onego-bench-{Guid.NewGuid():N}");
        try
        {
            await using var postgres = await EmbeddedPostgres.StartAsync(folder, new EmbeddedPostgresOptions(SharedBuffersMegabytes: 512));
            await using var database = NpgsqlDataSource.Create(postgres.ConnectionString);
            await Migrator.ApplyAsync(database);
            await Console.Out.WriteLineAsync($"{options.Kind}: {string.Join(", ", options.Children)} children, {options.Clients} clients");
            List<Size> sizes = [];
            await MeasureAsync(options, postgres.ConnectionString, database, options.Children[0]); // the compiler's turn
            foreach (int children in options.Children)
            {
                sizes.Add(await MeasureAsync(options, postgres.ConnectionString, database, children));
                await Console.Out.WriteLineAsync($"  {sizes[^1].Beside(sizes[0])}");
            }

            var fairness = options.Beside > 0 ? await BesideAsync(options, postgres.ConnectionString) : null;
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new { kind = options.Kind.ToString(), sizes, fairness }, JsonSerializerOptions.Web));
            return 0;
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    /// <param name="Open">children a second, from the acceptance until all are open</param>
    /// <param name="Decide">children a second, until the case has ended</param>
    /// <param name="Whole">children a second, both together</param>
    /// <param name="Withdraw">children a second, of a second case that is taken back</param>
    /// <param name="PeakMegabytes">managed memory at its highest</param>
    /// <param name="LiveKilobytes">what an open child keeps of it, KB</param>
    /// <param name="ReadAgain">seconds until a node that has nothing in memory has read the case with all its events</param>
    private sealed record Size(int Children, double Open, double Decide, double Whole, double Withdraw, long Events, double LogMegabytes, double PeakMegabytes, double LiveKilobytes, double ReadAgain)
    {
        public string Beside(Size smallest) => string.Create(CultureInfo.InvariantCulture,
            $"{Children,7} children: open {Open,6:F0} decide {Decide,6:F0} whole {Whole,6:F0} withdraw {Withdraw,6:F0} children/s · {Events} events, {LogMegabytes:F0} MB log ({LogMegabytes * 1024 / Children:F1} KB a child)" +
            $" · managed memory peak {PeakMegabytes:F0} MB, live {LiveKilobytes:F1} KB a child · read again {ReadAgain:F1} s · time a child {smallest.Whole / Whole:F2} of the smallest's");
    }

    private static async Task<Size> MeasureAsync(FanOutOptions options, string connectionString, NpgsqlDataSource database, int children)
    {
        var fanOut = new FanOutCase(options.Kind);
        long logBefore = await LogBytesAsync(database), liveBefore = GC.GetTotalMemory(forceFullCollection: true);
        LargeCase large;
        double open, decide, withdraw;
        long live, peak;
        using (var memory = new MemoryWatch())
        {
            await using var node = await StartAsync(connectionString);
            large = new LargeCase(node, fanOut, children);
            open = await large.OpenAsync();
            live = GC.GetTotalMemory(forceFullCollection: true) - liveBefore;
            decide = await large.DecideAsync(options.Clients);
            peak = memory.Peak;
        }

        long log = await LogBytesAsync(database) - logBefore;
        double again;
        long events;
        await using (var node = await StartAsync(connectionString))
        {
            var clock = Stopwatch.StartNew();
            events = (await node.ReadAsync(large.Id, CancellationToken.None)).Version;
            again = clock.Elapsed.TotalSeconds;
            var other = new LargeCase(node, fanOut, children);
            await other.OpenAsync();
            withdraw = await other.WithdrawAsync();
        }

        return new Size(children, children / open, children / decide, children / (open + decide), children / withdraw, events, log / 1048576.0, peak / 1048576.0, live / 1024.0 / children, again);
    }

    /// <param name="Capacity">other cases a second when nothing else runs</param>
    private sealed record Fairness(double Capacity, Watched Alone, Watched Opening, Watched Deciding, Watched Withdrawing);

    private static async Task<Fairness> BesideAsync(FanOutOptions options, string connectionString)
    {
        await using var node = await StartAsync(connectionString);
        using var neighbours = new Neighbours(node);
        double capacity = await neighbours.CapacityAsync(connectionString, options.Clients, options.Seconds);
        double quarter = capacity / 4;
        var alone = await neighbours.WatchAsync(quarter, Task.Delay(TimeSpan.FromSeconds(options.Seconds)));
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  other cases: capacity {capacity:F1}/s; alone: {alone}"));
        var fanOut = new FanOutCase(options.Kind);
        var (large, taken) = (new LargeCase(node, fanOut, options.Beside), new LargeCase(node, fanOut, options.Beside));
        var opening = await neighbours.WatchAsync(quarter, large.OpenAsync());
        await Console.Out.WriteLineAsync($"  while one opens:       {opening}");
        var deciding = await neighbours.WatchAsync(quarter, large.DecideAsync(options.Clients));
        await Console.Out.WriteLineAsync($"  while one is decided:  {deciding}");
        await taken.OpenAsync();
        var withdrawing = await neighbours.WatchAsync(quarter, taken.WithdrawAsync());
        await Console.Out.WriteLineAsync($"  while one is withdrawn: {withdrawing}");
        return new Fairness(capacity, alone, opening, deciding, withdrawing);
    }

    private static Task<Node> StartAsync(string connectionString) =>
        Node.StartAsync(new NodeSettings(connectionString, [new CaseStreams()], LoadAsync, $"bench-{Guid.NewGuid():N}"), CancellationToken.None);

    private static ValueTask<object> LoadAsync(PinnedRef pin, CancellationToken ct) =>
        FanOutCase.Contents.TryGetValue(pin.Definition, out var content) ? ValueTask.FromResult<object>(content) : Restaurant.Load(pin, ct);

    private static async Task<long> LogBytesAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("select pg_total_relation_size('mt_events')");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private sealed class MemoryWatch : IDisposable
    {
        private readonly Timer _timer;
        private long _peak;

        public MemoryWatch() => _timer = new Timer(_ => _peak = Math.Max(_peak, GC.GetTotalMemory(forceFullCollection: false)), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(20));

        public long Peak => _peak;

        public void Dispose() => _timer.Dispose();
    }
}
