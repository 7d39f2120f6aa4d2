using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Workflow.Benchmarks.Approval;

/// <summary>
/// What a case of `parallel-approval` costs our own process, without a database: decided, folded, encoded, chained, projected and laid out
/// as parameters, and folded again by its client; everything but the driver's sending. Processor time, so another load on the machine matters little.
/// </summary>
internal static class OwnCpu
{
    private const int WarmUpCases = 3_000;
    private const int CasesPerRound = 1_500;

    public static async Task<int> RunAsync(Options options)
    {
        var log = new AcceptingLog(Lay);
        await log.PlayAsync(WarmUpCases, options.Clients);
        var rounds = new List<double>();
        for (int i = 1; i <= options.Rounds; i++)
        {
            using var process = Process.GetCurrentProcess();
            var (before, allocated, collections) = (process.TotalProcessorTime, GC.GetTotalAllocatedBytes(), GC.CollectionCount(0));
            await log.PlayAsync(CasesPerRound, options.Clients);
            process.Refresh();
            rounds.Add((process.TotalProcessorTime - before).TotalMilliseconds / CasesPerRound);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"  round {i}: {rounds[^1]:F2} ms a case, {(GC.GetTotalAllocatedBytes() - allocated) / CasesPerRound / 1024} KiB allocated a case, {GC.CollectionCount(0) - collections} collections"));
        }

        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"own-cpu: CPU per case {rounds.Order().ElementAt(rounds.Count / 2):F2} ms"));
        return 0;
    }

    private static void Lay(Workflow.Postgres.Log.EncodedBatch encoded)
    {
        using var batch = new NpgsqlBatch();
        encoded.AddTo(batch, "own-cpu");
    }
}
