using Npgsql;
using Workflow.Postgres.Embedded;

namespace Workflow.Testing;

/// <summary>The throw-away PostgreSQL server as a test program sees it: one per program, shared with all others.</summary>
public sealed class TestServer
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly Lazy<Task<TestServer>> Shared = new(JoinAsync);

    private readonly string _maintenance;

    // Kept open until this program ends, so that the host knows that the server is in use.
    private readonly FileLock _use;

    private TestServer(string maintenance, FileLock use) => (_maintenance, _use) = (maintenance, use);

    /// <summary>Starts the server when no other program has done so.</summary>
    public static Task<TestServer> GetAsync() => Shared.Value;

    /// <summary>A new database with all migrations; its connection string.</summary>
    public Task<string> CreateDatabaseAsync() => CreateAsync("select format('create database %I template %I', $1, $2)", TestServerFolder.Template);

    /// <summary>A new database with nothing in it, for tests about migrations.</summary>
    public Task<string> CreateEmptyDatabaseAsync() => CreateAsync("select format('create database %I template %I', $1, $2)", "template0");

    /// <summary>Drops a database of <see cref="CreateDatabaseAsync"/> with all connections to it.</summary>
    public async Task DropDatabaseAsync(string connectionString)
    {
        string name = new NpgsqlConnectionStringBuilder(connectionString).Database!;
        await RunAsync("select format('drop database if exists %I with (force)', $1)", name);
    }

    private async Task<string> CreateAsync(string sql, string template)
    {
        string name = $"t_{Guid.NewGuid():N}";
        await RunAsync(sql, name, template);
        return new NpgsqlConnectionStringBuilder(_maintenance) { Database = name, Pooling = true }.ConnectionString;
    }

    /// <summary>Runs the statement that a query makes: names cannot be parameters of these statements.</summary>
    private async Task RunAsync(string sql, params string[] names)
    {
        GC.KeepAlive(_use);
        await using var connection = new NpgsqlConnection(_maintenance);
        await connection.OpenAsync();
        await using var make = new NpgsqlCommand(sql, connection);
        foreach (string name in names) make.Parameters.Add(new() { Value = name });
        await using var run = new NpgsqlCommand((string)(await make.ExecuteScalarAsync())!, connection);
        await run.ExecuteNonQueryAsync();
    }

    private static async Task<TestServer> JoinAsync()
    {
        using var patience = new CancellationTokenSource(StartPatience);
        var folder = TestServerFolder.Ours();
        using var start = await FileLock.TakeAsync(folder.StartLock, patience.Token);
        FileLock? use;
        while ((use = FileLock.TryShare(folder.UsersLock)) is null) await Task.Delay(Pause, patience.Token);

        if (FileLock.TryTake(folder.HostLock) is { } noHost)
        {
            File.Delete(folder.Ready);
            File.Delete(folder.Failure);
            noHost.Dispose();
            StartHost(folder);
        }

        while (!File.Exists(folder.Ready))
        {
            if (File.Exists(folder.Failure)) throw new InvalidOperationException($"The test server did not start: {await File.ReadAllTextAsync(folder.Failure)}");
            await Task.Delay(Pause, patience.Token);
        }

        return new TestServer(await File.ReadAllTextAsync(folder.Ready), use);
    }

    private static void StartHost(TestServerFolder folder)
    {
        // A session of its own: a signal to our group must not end the server that others use.
        string[] session = File.Exists("/usr/bin/setsid") ? ["/usr/bin/setsid"] : [];
        Companion.Start(session, "serve-tests", folder.Path).Dispose();
    }
}
