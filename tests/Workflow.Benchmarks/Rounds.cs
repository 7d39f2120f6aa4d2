using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Workflow.Benchmarks;

/// <summary>What a round showed.</summary>
/// <param name="PerSecond">finished pieces of work a second</param>
/// <param name="OwnMs">processor time of the engine's process or processes, milliseconds for one piece of work</param>
/// <param name="DatabaseMs">processor time of PostgreSQL, likewise (Linux; elsewhere 0)</param>
/// <param name="LoadMs">processor time of this process where it only loads servers beside it, likewise</param>
internal sealed record Round(double PerSecond, double OwnMs, double DatabaseMs, double LoadMs = 0)
{
    public double CpuMs => OwnMs + DatabaseMs;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{PerSecond:F0} cases/s, CPU a case {OwnMs:F2} ms own + {DatabaseMs:F2} ms PostgreSQL{(LoadMs > 0 ? string.Create(CultureInfo.InvariantCulture, $" + {LoadMs:F2} ms load") : "")}");
}

/// <summary>Processor time used so far, milliseconds.</summary>
/// <param name="Load">of this process, where servers run beside it; then <paramref name="Own"/> is theirs</param>
internal readonly record struct Cpu(double Own, double Database, double Load)
{
    public Round Since(Cpu before, double perSecond, int pieces) => new(perSecond, (Own - before.Own) / pieces, (Database - before.Database) / pieces, (Load - before.Load) / pieces);

    // Servers that run as processes of their own: what they use is what is measured, and this process is their load.
    private static readonly List<Process> Beside = [];

    public static void Count(Process server) => Beside.Add(server);

    public static void CountNoMore(Process server) => Beside.Remove(server);

    public static async Task<Cpu> ReadAsync(string connectionString)
    {
        using var process = Process.GetCurrentProcess();
        foreach (var server in Beside) server.Refresh();
        double mine = process.TotalProcessorTime.TotalMilliseconds, database = OperatingSystem.IsLinux() ? await DatabaseAsync(connectionString) : 0;
        return Beside.Count == 0 ? new Cpu(mine, database, 0) : new Cpu(Beside.Sum(server => server.TotalProcessorTime.TotalMilliseconds), database, mine);
    }

    private static async Task<double> DatabaseAsync(string connectionString)
    {
        double total = 0;
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select pid from pg_stat_activity", connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            string stat = string.Create(CultureInfo.InvariantCulture, $"/proc/{reader.GetInt32(0)}/stat");
            if (!File.Exists(stat)) continue;
            string[] fields = (await File.ReadAllTextAsync(stat)).Split(") ")[^1].Split(' ');
            total += (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) * 10.0; // hundredths of a second
        }

        return total;
    }
}

/// <summary>Closed loop: so many clients, each doing one piece of work after another, until time is up.</summary>
internal static class Rounds
{
    private const int WarmUpPieces = 8_000;
    private const int PiecesAfterCheckpoint = 1_000;
    private static readonly TimeSpan WarmUpPatience = TimeSpan.FromSeconds(40);

    public static async Task<List<Round>> RunAsync(string name, Options options, string connectionString, Func<Task> work)
    {
        await WarmUpAsync(options, connectionString, work);
        var rounds = new List<Round>();
        for (int i = 1; i <= options.Rounds; i++)
        {
            var round = await OnceAsync(options, connectionString, options.Seconds, work);
            rounds.Add(round);
            await Console.Out.WriteLineAsync($"  {name}, round {i}: {round}");
        }

        return rounds;
    }

    /// <summary>
    /// By count, not by time: on a busy machine a few seconds would measure the compiler. A checkpoint in between hands the WAL's files on, as on a server
    /// that has run for a while: a new file costs 50 ms. The pages that are touched for the first time after it are behind us then, too.
    /// </summary>
    public static async Task WarmUpAsync(Options options, string connectionString, Func<Task> work)
    {
        await PlayAsync(options, WarmUpPieces, work);
        await using (var connection = new NpgsqlConnection(connectionString))
        {
            await connection.OpenAsync();
            await using var checkpoint = new NpgsqlCommand("checkpoint", connection) { CommandTimeout = 300 };
            await checkpoint.ExecuteNonQueryAsync();
        }

        await PlayAsync(options, PiecesAfterCheckpoint, work);
    }

    private static async Task PlayAsync(Options options, int pieces, Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, options.Clients).Select(_ => Task.Run(async () =>
        {
            while (clock.Elapsed < WarmUpPatience && Interlocked.Decrement(ref pieces) >= 0) await work();
        })));
    }

    public static Round Median(List<Round> rounds) => rounds.OrderBy(r => r.PerSecond).ElementAt(rounds.Count / 2);

    public static async Task<Round> OnceAsync(Options options, string connectionString, int seconds, Func<Task> work)
    {
        var before = await Cpu.ReadAsync(connectionString);
        var clock = Stopwatch.StartNew();
        var end = TimeSpan.FromSeconds(seconds);
        int done = 0;
        await Task.WhenAll(Enumerable.Range(0, options.Clients).Select(_ => Task.Run(async () =>
        {
            while (clock.Elapsed < end)
            {
                await work();
                Interlocked.Increment(ref done);
            }
        })));
        double elapsed = clock.Elapsed.TotalSeconds;
        return (await Cpu.ReadAsync(connectionString)).Since(before, done / elapsed, done);
    }

    public static double Percentile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? 0 : sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];
    }
}
