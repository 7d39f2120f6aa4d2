using System.Globalization;
using Npgsql;
using Workflow.Benchmarks.Approval;
using Workflow.Postgres.Embedded;
using Workflow.Postgres.Migrations;

namespace Workflow.Benchmarks.Seeding;

/// <summary>A server's data folder with so many live cases, its PostgreSQL as the product starts it; kept for the next run where a folder is named.</summary>
internal sealed class SeededCluster : IAsyncDisposable
{
    private readonly string? _temporary;

    private SeededCluster(EmbeddedPostgres postgres, string? temporary) => (Postgres, _temporary) = (postgres, temporary);

    public EmbeddedPostgres Postgres { get; }

    /// <summary>Seeded and running.</summary>
    /// <param name="keptIn">where seeded folders are kept and found again; null for one that is deleted with its run</param>
    public static async Task<SeededCluster> OpenAsync(int cases, string? keptIn, DateTimeOffset now)
    {
        string folder = keptIn is null
            ? Path.Combine(Path.GetTempPath(), $"onego-bench-{Guid.NewGuid():N}")
            : Path.Combine(Path.GetFullPath(keptIn), cases.ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(folder);
        var postgres = await EmbeddedPostgres.StartAsync(PostgresOf(folder));
        var cluster = new SeededCluster(postgres, keptIn is null ? folder : null);
        try
        {
            string seeded = Path.Combine(folder, "seeded");
            await TellBuffersAsync(postgres.ConnectionString, cases);
            await MigrateAsync(postgres.ConnectionString);
            if (File.Exists(seeded)) return cluster;
            // Its catalogue and accounts are what a server published; the seeded cases name its joint item.
            await (await HttpServers.StartAsync(postgres.ConnectionString, 1)).DisposeAsync();
            await new Seeder(postgres.ConnectionString, SeedPlan.Province(cases, now), line => Console.WriteLine($"  seeding: {line}")).RunAsync(folder);
            await File.WriteAllTextAsync(seeded, "");
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Seeded and stopped; the data folder.</summary>
    public static async Task<string> MakeAsync(int cases, string? keptIn, DateTimeOffset now)
    {
        string parent = keptIn ?? Path.Combine(Path.GetTempPath(), $"onego-bench-{Guid.NewGuid():N}");
        await (await OpenAsync(cases, parent, now)).DisposeAsync();
        return Path.Combine(Path.GetFullPath(parent), cases.ToString(CultureInfo.InvariantCulture));
    }

    private static string PostgresOf(string folder) => Path.Combine(folder, "postgres");

    private static async Task TellBuffersAsync(string connectionString, int cases)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var command = database.CreateCommand("show shared_buffers");
        var buffers = await command.ExecuteScalarAsync();
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {cases} cases: shared buffers {buffers}"));
    }

    private static async Task MigrateAsync(string connectionString)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await Migrator.ApplyAsync(database);
    }

    public async ValueTask DisposeAsync()
    {
        await Postgres.DisposeAsync();
        if (_temporary is not null && Directory.Exists(_temporary)) Directory.Delete(_temporary, recursive: true);
    }
}
