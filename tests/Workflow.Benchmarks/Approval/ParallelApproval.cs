using System.Globalization;
using Npgsql;
using Workflow.Benchmarks.Load;
using Workflow.Core.Cases;
using Workflow.Postgres;

namespace Workflow.Benchmarks.Approval;

/// <summary>
/// Cases a second with six departments deciding at once: the engine, the same work as hand-written SQL, and the bare
/// limit of the database, one after another on one machine in one run. fsync and synchronous_commit are on.
/// </summary>
internal static class ParallelApproval
{
    public static async Task<int> RunAsync(Options options)
    {
        await using var postgres = await OwnPostgres.StartAsync("3 GB", options.Counted);
        await RunAsync(options, postgres);
        return 0;
    }

    private static async Task RunAsync(Options options, OwnPostgres postgres)
    {
        string connectionString = postgres.ConnectionString;
        await Console.Out.WriteLineAsync($"  {options}");
        var (engine, told) = options.Http ? await OverHttpAsync(options, postgres) : await EngineAsync(options, connectionString);
        if (options.Alone)
        {
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"parallel-approval: engine {engine.PerSecond:F0} cases/s · {told}"));
            return;
        }

        await HandWritten.CreateAsync(postgres.Database);
        var byHand = new HandWritten(postgres.Database);
        var sql = Rounds.Median(await Rounds.RunAsync("hand-written SQL", options, connectionString, byHand.PlayAsync));
        var limit = Rounds.Median(await BareLimit.RunAsync(options, connectionString));

        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"parallel-approval: engine {engine.PerSecond:F0} cases/s · hand-written SQL {sql.PerSecond:F0} cases/s · bare limit {limit.PerSecond:F0} cases/s" +
            $" · ratio to SQL {engine.PerSecond / sql.PerSecond:F2} · share of limit {engine.PerSecond / limit.PerSecond:F2} · {told}"));
    }

    private static async Task<(Round Round, string Told)> EngineAsync(Options options, string connectionString)
    {
        using var commits = new CommitWatch();
        var nodes = new List<Node>();
        for (int i = 0; i < options.Nodes; i++)
            nodes.Add(await Node.StartAsync(new NodeSettings(connectionString, [new CaseStreams()], Restaurant.Load, $"bench-{i}"), CancellationToken.None));
        try
        {
            int next = 0;
            var runner = new CaseRunner(envelope => nodes[(int)((uint)Interlocked.Increment(ref next) % nodes.Count)].SubmitAsync(envelope, CancellationToken.None));
            var engine = Rounds.Median(await Rounds.RunAsync("engine", options, connectionString, runner.PlayAsync));
            double commit = Rounds.Percentile(commits.Times, 0.5);
            await Console.Out.WriteLineAsync($"  with the warm-up: {commits}; {Decisions(runner.Decisions)}");
            string told = string.Create(CultureInfo.InvariantCulture, $"{Decisions(runner.Decisions)} · median commit {commit:F1} ms · CPU per case {engine.CpuMs:F2} ms");
            return (engine, $"{told} · {await HalfLoad.RunAsync(engine.PerSecond, options.Seconds, runner.PlayAsync, runner.Decisions, commits)}");
        }
        finally
        {
            foreach (var node in nodes) await node.DisposeAsync();
        }
    }

    /// <summary>The engine's servers, and then their peer: the same web server and requests with a group commit and no engine, in a database of its own.</summary>
    private static async Task<(Round Round, string Told)> OverHttpAsync(Options options, OwnPostgres postgres)
    {
        string connectionString = postgres.ConnectionString;
        Round engine, bare;
        string told;
        await using (var servers = await HttpServers.StartAsync(connectionString, options.Nodes))
        {
            var cases = servers.Cases;
            await postgres.CountAsync();
            engine = Rounds.Median(await Rounds.RunAsync("engine over HTTP", options, connectionString, cases.PlayAsync));
            told = string.Create(CultureInfo.InvariantCulture, $"{Decisions(cases.Decisions)} · CPU per case {engine.CpuMs:F2} ms, of the load {engine.LoadMs:F2} ms · told to come again {cases.Refused}");
            await postgres.TellAsync(cases.Decisions.Count / Restaurant.Departments);
            told += $" · {await HalfLoad.RunAsync(engine.PerSecond, options.Seconds, cases.PlayAsync, cases.Decisions, commits: null)}";
            await servers.StopAsync();
            string own = await DatabaseOfItsOwnAsync(connectionString);
            await using var peer = await ServerProgram.StartPeerAsync(own);
            using var onPeer = servers.CasesOn(peer.Url);
            bare = Rounds.Median(await Rounds.RunAsync("peer over HTTP", options, own, onPeer.PlayAsync));
        }

        return (engine, string.Create(CultureInfo.InvariantCulture,
            $"over HTTP · peer over HTTP {bare.PerSecond:F0} cases/s, CPU per case {bare.CpuMs:F2} ms, of the load {bare.LoadMs:F2} ms · share of peer {engine.PerSecond / bare.PerSecond:F2} · {told}"));
    }

    private static async Task<string> DatabaseOfItsOwnAsync(string connectionString)
    {
        const string name = "peer";
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var create = database.CreateCommand($"create database {name}");
        await create.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(connectionString) { Database = name }.ConnectionString;
    }

    private static string Decisions(IReadOnlyCollection<Decided> decisions) => Decisions([.. decisions.Select(d => d.Milliseconds)]);

    private static string Decisions(List<double> taken) => string.Create(CultureInfo.InvariantCulture,
        $"p50/p99 of one decision {Rounds.Percentile(taken, 0.5):F1}/{Rounds.Percentile(taken, 0.99):F1} ms");
}
