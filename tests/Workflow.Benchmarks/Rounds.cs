using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Workflow.Benchmarks;

/// <summary>What a round showed.</summary>
/// <param name="PerSecond">finished pieces of work a second</param>
/// <param name="OwnMs">processor time of this process, milliseconds for one piece of work</param>
/// <param name="DatabaseMs">processor time of PostgreSQL, likewise (Linux; elsewhere 0)</param>
internal sealed record Round(double PerSecond, double OwnMs, double DatabaseMs)
{
    public double CpuMs => OwnMs + DatabaseMs;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PerSecond:F0} cases/s, CPU a case {OwnMs:F2} ms own + {DatabaseMs:F2} ms PostgreSQL");
}

/// <summary>Processor time used so far, milliseconds.</summary>
internal readonly record struct Cpu(double Own, double Database)
{
    public Round Since(Cpu before, double perSecond, int pieces) => new(perSecond, (Own - before.Own) / pieces, (Database - before.Database) / pieces);

    // Servers that run as processes of their own count as ours.
    private static readonly List<Process> Beside = [];

    public static void Count(Process server) => Beside.Add(server);

    public static void CountNoMore(Process server) => Beside.Remove(server);

    public static async Task<Cpu> ReadAsync(string connectionString)
    {
        using var own = Process.GetCurrentProcess();
        foreach (var server in Beside) server.Refresh();
        return new Cpu(own.TotalProcessorTime.TotalMilliseconds + Beside.Sum(server => server.TotalProcessorTime.TotalMilliseconds), OperatingSystem.IsLinux() ? await DatabaseAsync(connectionString) : 0);
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
    private static readonly TimeSpan WarmUpPatience = TimeSpan.FromSeconds(40);

    public static async Task<List<Round>> RunAsync(string name, Options options, string connectionString, Func<Task> work)
    {
        await WarmUpAsync(options, work);
        var rounds = new List<Round>();
        for (int i = 1; i <= options.Rounds; i++)
        {
            var round = await OnceAsync(options, connectionString, options.Seconds, work);
            rounds.Add(round);
            await Console.Out.WriteLineAsync($"  {name}, round {i}: {round}");
        }

        return rounds;
    }

    /// <summary>By count, not by time: on a busy machine a few seconds would measure the compiler.</summary>
    public static async Task WarmUpAsync(Options options, Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        int left = WarmUpPieces;
        await Task.WhenAll(Enumerable.Range(0, options.Clients).Select(_ => Task.Run(async () =>
        {
            while (clock.Elapsed < WarmUpPatience && Interlocked.Decrement(ref left) >= 0) await work();
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
