using System.Globalization;
using Workflow.Server.Hosting;

namespace Workflow.Benchmarks.Load;

/// <summary>What a whole server asks of the database while nobody asks anything of it, statement by statement.</summary>
internal static class IdleBenchmark
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(8);

    public static async Task<int> RunAsync(IReadOnlyList<string> words)
    {
        var asked = new Words(words, ("--seconds", 30), ("--rounds", 1));
        await using var postgres = await OwnPostgres.StartAsync("100 MB", counted: true);
        string folder = Directory.CreateTempSubdirectory("onego-bench-").FullName;
        try
        {
            await using var server = await OneGoServer.StartAsync(
                new Arguments(Order.Serve, 0, postgres.ConnectionString, folder), new ServerSettings(PasswordIterations: 1_000, Quiet: true), CancellationToken.None);
            await Task.Delay(Settling);
            List<double> rates = [];
            for (int i = 1; i <= asked["--rounds"]; i++)
            {
                await postgres.ExecuteAsync("select pg_stat_statements_reset()");
                await Task.Delay(TimeSpan.FromSeconds(asked["--seconds"]));
                rates.Add(await TellAsync(postgres, asked["--seconds"]));
            }

            double median = rates.Order().ElementAt(rates.Count / 2);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"idle: {median:F2} statements/s over {asked["--seconds"]} s · mark 2"));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> TellAsync(OwnPostgres postgres, int seconds)
    {
        await using var command = postgres.Database.CreateCommand(
            """
            select calls, regexp_replace(query, '\s+', ' ', 'g') from pg_stat_statements
            where dbid = (select oid from pg_database where datname = current_database()) and query not like '%pg_stat_statements%'
            order by calls desc
            """);
        await using var r = await command.ExecuteReaderAsync();
        long all = 0;
        while (await r.ReadAsync())
        {
            string text = r.GetString(1);
            all += r.GetInt64(0);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {r.GetInt64(0),5}  {text[..Math.Min(text.Length, 150)]}"));
        }

        return (double)all / seconds;
    }
}
