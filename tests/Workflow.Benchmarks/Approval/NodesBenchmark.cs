using System.Globalization;
using Npgsql;
using Workflow.Postgres.Embedded;
using Workflow.Postgres.Migrations;

namespace Workflow.Benchmarks.Approval;

/// <summary>
/// What is left of one server's rate when the same requests go to several servers, each a process of its own, on one database and the
/// same processors. Every request goes to the next server, so the commands of a case never stay at one: the worst dealing there is.
/// Rounds of one, two and all take turns, so that what else the machine does falls on all alike.
/// </summary>
internal static class NodesBenchmark
{
    private const int NodesUsual = 4;

    public static async Task<int> RunAsync(Options options)
    {
        int most = options.Nodes > 1 ? options.Nodes : NodesUsual;
        string folder = Path.Combine(Path.GetTempPath(), $"onego-bench-{Guid.NewGuid():N}");
        try
        {
            await using var postgres = await EmbeddedPostgres.StartAsync(folder, new EmbeddedPostgresOptions(SharedBuffersMegabytes: 512));
            await using (var database = NpgsqlDataSource.Create(postgres.ConnectionString)) await Migrator.ApplyAsync(database);
            await using var servers = await HttpServers.StartProcessesAsync(postgres.ConnectionString, most);
            int[] counts = [.. ((int[])[1, 2, most]).Distinct().Where(count => count <= most)];
            var rounds = counts.ToDictionary(count => count, _ => new List<Round>());
            await Rounds.WarmUpAsync(options, servers.PlayAsync);
            for (int round = 1; round <= options.Rounds; round++)
            {
                foreach (int count in counts)
                {
                    servers.InUse = count;
                    rounds[count].Add(await Rounds.OnceAsync(options, postgres.ConnectionString, options.Seconds, servers.PlayAsync));
                    await Console.Out.WriteLineAsync($"  {count} in use, round {round}: {rounds[count][^1]}");
                }
            }

            var one = Rounds.Median(rounds[1]);
            await Console.Out.WriteLineAsync("nodes: " + string.Join(" · ", counts.Select(count => Rounds.Median(rounds[count])).Zip(counts, (median, count) => string.Create(CultureInfo.InvariantCulture,
                $"{count} {median.PerSecond:F0} cases/s, {median.PerSecond / one.PerSecond:F2} of one, CPU per case {median.OwnMs:F2} + {median.DatabaseMs:F2} ms"))));
            return 0;
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }
}
