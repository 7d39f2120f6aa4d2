using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using Npgsql;
using Workflow.Core.Cases;
using Workflow.Postgres;
using Workflow.Postgres.Embedded;
using Workflow.Postgres.Log;
using Workflow.Postgres.Migrations;

namespace Workflow.Benchmarks.Approval;

/// <summary>
/// Cases a second with six departments deciding at once: the engine, the same work as hand-written SQL, and the bare
/// limit of the database, one after another on one machine in one run. fsync and synchronous_commit are on.
/// </summary>
internal static class ParallelApproval
{
    public static async Task<int> RunAsync(Options options)
    {
        string folder = Path.Combine(Path.GetTempPath(), $"onego-bench-{Guid.NewGuid():N}");
        try
        {
            await using var postgres = await EmbeddedPostgres.StartAsync(folder, new EmbeddedPostgresOptions(SharedBuffersMegabytes: 512));
            await RunAsync(options, postgres.ConnectionString);
            return 0;
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunAsync(Options options, string connectionString)
    {
        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 32, MaxPoolSize = 32 });
        await Migrator.ApplyAsync(database);
        await using (var settings = database.CreateCommand("select version() || ', fsync ' || current_setting('fsync') || ', synchronous_commit ' || current_setting('synchronous_commit')"))
            await Console.Out.WriteLineAsync($"{await settings.ExecuteScalarAsync()}; {options}");

        var (engine, decisions, commits, batches) = await EngineAsync(options, connectionString);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"  batches: median {Rounds.Percentile(batches, 0.5)} commands, p99 {Rounds.Percentile(batches, 0.99)}; commit p99 {Rounds.Percentile(commits, 0.99):F1} ms"));
        await HandWritten.CreateAsync(database);
        var byHand = new HandWritten(database);
        var sql = Rounds.Median(await Rounds.RunAsync("hand-written SQL", options, connectionString, byHand.PlayAsync));
        var limit = Rounds.Median(await BareLimit.RunAsync(options, connectionString));

        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"parallel-approval: engine {engine.PerSecond:F0} cases/s · hand-written SQL {sql.PerSecond:F0} cases/s · bare limit {limit.PerSecond:F0} cases/s" +
            $" · ratio to SQL {engine.PerSecond / sql.PerSecond:F2} · share of limit {engine.PerSecond / limit.PerSecond:F2}" +
            $" · p50/p99 of one decision {Rounds.Percentile(decisions, 0.5):F1}/{Rounds.Percentile(decisions, 0.99):F1} ms" +
            $" · median commit {Rounds.Percentile(commits, 0.5):F1} ms · CPU per case {engine.CpuMs:F2} ms"));
    }

    private static async Task<(Round Round, IReadOnlyCollection<double> Decisions, IReadOnlyCollection<double> Commits, IReadOnlyCollection<double> Batches)> EngineAsync(
        Options options, string connectionString)
    {
        var commits = new ConcurrentBag<double>();
        var batches = new ConcurrentBag<double>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, l) => { if (instrument.Meter.Name == WriterMetrics.MeterName) l.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => { if (instrument.Name == "onego.writer.commit") commits.Add(value); });
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => { if (instrument.Name == "onego.writer.batch") batches.Add(value); });
        listener.Start();

        if (options.Http)
        {
            await using var servers = await HttpServers.StartAsync(connectionString, options.Nodes);
            var overHttp = await Rounds.RunAsync("engine over HTTP", options, connectionString, servers.PlayAsync);
            return (Rounds.Median(overHttp), servers.Decisions, commits, batches);
        }

        var nodes = new List<Node>();
        for (int i = 0; i < options.Nodes; i++)
            nodes.Add(await Node.StartAsync(new NodeSettings(connectionString, [new CaseStreams()], Restaurant.Load, $"bench-{i}"), CancellationToken.None));
        try
        {
            int next = 0;
            var runner = new CaseRunner(envelope => nodes[(int)((uint)Interlocked.Increment(ref next) % nodes.Count)].SubmitAsync(envelope, CancellationToken.None));
            var rounds = await Rounds.RunAsync("engine", options, connectionString, runner.PlayAsync);
            return (Rounds.Median(rounds), runner.Decisions, commits, batches);
        }
        finally
        {
            foreach (var node in nodes) await node.DisposeAsync();
        }
    }
}
