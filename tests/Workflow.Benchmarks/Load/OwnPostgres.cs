using System.Globalization;
using Npgsql;
using Workflow.Postgres.Embedded;
using Workflow.Postgres.Migrations;

namespace Workflow.Benchmarks.Load;

/// <summary>A PostgreSQL server of one benchmark's own, with fsync and synchronous_commit on, in a folder that goes with it.</summary>
internal sealed class OwnPostgres : IAsyncDisposable
{
    private readonly string _folder;
    private readonly EmbeddedPostgres _server;

    private readonly bool _isCounted;

    private OwnPostgres(string folder, EmbeddedPostgres server, bool isCounted)
    {
        (_folder, _server, _isCounted) = (folder, server, isCounted);
        Database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.ConnectionString) { ApplicationName = "benchmark", MaxAutoPrepare = 32, MaxPoolSize = 32, NoResetOnClose = true });
    }

    public string ConnectionString => _server.ConnectionString;

    public NpgsqlDataSource Database { get; }

    /// <param name="disk">what the benchmark needs on the disk, to be printed first</param>
    /// <param name="counted">every statement is counted (pg_stat_statements)</param>
    public static async Task<OwnPostgres> StartAsync(string disk, bool counted = false)
    {
        string folder = Path.Combine(Path.GetTempPath(), $"onego-bench-{Guid.NewGuid():N}");
        var options = new EmbeddedPostgresOptions(SharedBuffersMegabytes: 512);
        try
        {
            if (counted)
            {
                // A library is loaded at the start only, so the server starts twice.
                await using var first = await EmbeddedPostgres.StartAsync(folder, options);
                await using var database = NpgsqlDataSource.Create(first.ConnectionString);
                await using var preload = database.CreateCommand("alter system set shared_preload_libraries = 'pg_stat_statements'");
                await preload.ExecuteNonQueryAsync();
            }

            var own = new OwnPostgres(folder, await EmbeddedPostgres.StartAsync(folder, options), counted);
            if (counted) await own.ExecuteAsync("create extension pg_stat_statements");
            await Migrator.ApplyAsync(own.Database);
            string server = (string)(await own.ScalarAsync("select 'PostgreSQL ' || current_setting('server_version') || ', fsync ' || current_setting('fsync') || ', synchronous_commit ' || current_setting('synchronous_commit')"))!;
            await Console.Out.WriteLineAsync($"{server}; needs {disk} in {Path.GetTempPath()}");
            return own;
        }
        catch
        {
            Remove(folder);
            throw;
        }
    }

    public async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = Database.CreateCommand(sql);
        command.CommandTimeout = 600;
        foreach (object value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    public async Task<object?> ScalarAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Statements are counted from now on, where the server was started so.</summary>
    public async Task CountAsync()
    {
        if (_isCounted) await ExecuteAsync("select pg_stat_statements_reset()");
    }

    /// <summary>What the statements since then have cost the server, the dearest first.</summary>
    /// <param name="pieces">pieces of work that they were for</param>
    public async Task TellAsync(int pieces)
    {
        if (!_isCounted) return;
        await using var command = Database.CreateCommand(
            """
            select calls, total_exec_time * 1000 / $1, wal_bytes::float8 / $1, wal_fpi::float8 / $1, left(regexp_replace(query, '\s+', ' ', 'g'), 110) from pg_stat_statements
            where query not like '%pg_stat_statements%' order by total_exec_time desc limit 12
            """);
        command.Parameters.Add(new() { Value = pieces });
        await using var r = await command.ExecuteReaderAsync();
        while (await r.ReadAsync()) await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"    {r.GetInt64(0),6} calls {r.GetDouble(1),7:F1} µs {r.GetDouble(2),7:F0} bytes of WAL {r.GetDouble(3),5:F1} whole pages a piece  {r.GetString(4)}"));
    }

    /// <summary>What the cluster has come to on the disk.</summary>
    public string Disk()
    {
        long bytes = new DirectoryInfo(_folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }).Sum(file => file.Length);
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:F0} MB of disk used, log of the database included");
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await _server.DisposeAsync();
        Remove(_folder);
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
