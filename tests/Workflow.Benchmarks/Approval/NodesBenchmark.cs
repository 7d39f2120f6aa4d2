using System.Globalization;
using Npgsql;
using Workflow.Postgres.Embedded;
using Workflow.Postgres.Migrations;

namespace Workflow.Benchmarks.Approval;

/// <summary>
/// What is left of one server's rate when the same requests go to several servers, each a process of its own, on one database and the
/// same processors. Dealt two ways: every request to the next server, so the commands of a case never stay at one (the worst dealing there is), and by case,
/// as a proxy does that hashes the path. Rounds of one, two and all take turns, so that what else the machine does falls on all alike.
/// </summary>
internal static class NodesBenchmark
{
    private const int NodesUsual = 4;

    // A server's pool and what it holds beside it; with fewer in all, those who find none are told that the database is away.
    private const int ConnectionsOfANode = 120;

    public static async Task<int> RunAsync(Options options)
    {
        int most = options.Nodes > 1 ? options.Nodes : NodesUsual;
        string folder = Path.Combine(Path.GetTempPath(), $"onego-bench-{Guid.NewGuid():N}");
        try
        {
            await using var postgres = await EmbeddedPostgres.StartAsync(folder, new EmbeddedPostgresOptions(MaxConnections: ConnectionsOfANode * (most + 1), SharedBuffersMegabytes: 512));
            await using (var database = NpgsqlDataSource.Create(postgres.ConnectionString)) await Migrator.ApplyAsync(database);
            await using var servers = await HttpServers.StartAsync(postgres.ConnectionString, most);
            (int Count, bool ByCase)[] dealings = [.. (((int Count, bool ByCase)[])[(1, false), (2, false), (most, false), (most, true), (2, true)]).Distinct()];
            var rounds = dealings.ToDictionary(dealing => dealing, _ => new List<Round>());
            await Rounds.WarmUpAsync(options, postgres.ConnectionString, servers.Cases.PlayAsync);
            for (int round = 1; round <= options.Rounds; round++)
            {
                foreach (var dealing in dealings)
                {
                    (servers.Cases.InUse, servers.Cases.IsByCase) = dealing;
                    int refused = servers.Cases.Refused;
                    rounds[dealing].Add(await Rounds.OnceAsync(options, postgres.ConnectionString, options.Seconds, servers.Cases.PlayAsync));
                    await Console.Out.WriteLineAsync($"  {Named(dealing)}, round {round}: {rounds[dealing][^1]}; {servers.Cases.Refused - refused} requests told to come again");
                }
            }

            var one = Rounds.Median(rounds[(1, false)]);
            await Console.Out.WriteLineAsync("nodes: " + string.Join(" · ", dealings.Select(dealing => (Dealing: dealing, Median: Rounds.Median(rounds[dealing]))).Select(r => string.Create(CultureInfo.InvariantCulture,
                $"{Named(r.Dealing)} {r.Median.PerSecond:F0} cases/s, {r.Median.PerSecond / one.PerSecond:F2} of one, CPU per case {r.Median.OwnMs:F2} + {r.Median.DatabaseMs:F2} ms"))));
            return 0;
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    private static string Named((int Count, bool ByCase) dealing) => string.Create(CultureInfo.InvariantCulture, $"{dealing.Count}{(dealing.ByCase ? " by case" : "")}");
}
