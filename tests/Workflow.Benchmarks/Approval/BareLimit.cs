using System.Diagnostics;
using Npgsql;
using Workflow.Postgres.Log;

namespace Workflow.Benchmarks.Approval;

/// <summary>
/// The same rows of every table, by the same statements and in batches as the engine makes them, but prepared
/// beforehand and sent one after another: what is left when deciding, serialising, hashing and answering cost nothing.
/// </summary>
internal static class BareLimit
{
    private const int CasesPrepared = 1_500;

    public static async Task<List<Round>> RunAsync(Options options, string connectionString)
    {
        var rounds = new List<Round>();
        await OnceAsync(options, connectionString);
        for (int i = 1; i <= options.Rounds; i++)
        {
            rounds.Add(await OnceAsync(options, connectionString));
            await Console.Out.WriteLineAsync($"  bare limit, round {i}: {rounds[^1]}");
        }

        return rounds;
    }

    private static async Task<Round> OnceAsync(Options options, string connectionString)
    {
        var batches = await PrepareAsync(options);
        await using var database = LogWriter.DataSourceFor(connectionString, "limit");
        await using var connection = await database.OpenConnectionAsync();
        var before = await Cpu.ReadAsync(connectionString);
        var clock = Stopwatch.StartNew();
        foreach (var encoded in batches)
        {
            await using var batch = new NpgsqlBatch(connection);
            encoded.AddTo(batch, "limit");
            await batch.ExecuteNonQueryAsync();
        }

        double perSecond = CasesPrepared / clock.Elapsed.TotalSeconds;
        return (await Cpu.ReadAsync(connectionString)).Since(before, perSecond, CasesPrepared);
    }

    private static async Task<List<EncodedBatch>> PrepareAsync(Options options)
    {
        var batches = new List<EncodedBatch>();
        await new AcceptingLog(batches.Add).PlayAsync(CasesPrepared, options.Clients);
        return batches;
    }
}
