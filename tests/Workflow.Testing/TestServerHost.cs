using System.Globalization;
using Npgsql;
using Workflow.Postgres.Embedded;
using Workflow.Postgres.Migrations;

namespace Workflow.Testing;

/// <summary>
/// Holds one throw-away PostgreSQL server for all test programs of a source tree, and ends it when no program has used
/// it for a while. Being killed itself, its server's watchdog ends the server.
/// </summary>
internal static class TestServerHost
{
    // Long enough for the next test program of the same run to find it, short enough to be gone before anyone looks.
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public static async Task RunAsync(string path)
    {
        var folder = new TestServerFolder(path);
        using var host = await FileLock.TakeAsync(folder.HostLock, CancellationToken.None);
        File.Delete(folder.Ready);
        if (Directory.Exists(folder.Server) && !await TryClearAsync(folder)) return;
        FileLock? alone;
        try
        {
            await using var server = await EmbeddedPostgres.StartAsync(folder.Server, new EmbeddedPostgresOptions(TestServerFolder.Template, Durable: false, SharedBuffersMegabytes: 128));
            await ServeAsync(folder, server);
            alone = await WaitForLastUserAsync(folder);
            File.Delete(folder.Ready);
        }
        catch (Exception e)
        {
            await File.WriteAllTextAsync(folder.Failure, e.ToString());
            throw;
        }

        // Newcomers wait for this lock until the folder is empty again.
        Directory.Delete(folder.Server, recursive: true);
        alone.Dispose();
    }

    private static async Task ServeAsync(TestServerFolder folder, EmbeddedPostgres server)
    {
        var address = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Pooling = false };
        await using (var template = NpgsqlDataSource.Create(address)) await Migrator.ApplyAsync(template);

        address.Database = "postgres";
        string unfinished = folder.Ready + ".new";
        await File.WriteAllTextAsync(unfinished, address.ConnectionString);
        File.Move(unfinished, folder.Ready, overwrite: true);
    }

    private static async Task<FileLock> WaitForLastUserAsync(TestServerFolder folder)
    {
        long? idleSince = null;
        while (true)
        {
            await Task.Delay(Pause);
            var alone = FileLock.TryTake(folder.UsersLock);
            if (alone is null)
            {
                idleSince = null;
                continue;
            }

            idleSince ??= Environment.TickCount64;
            if (Environment.TickCount64 - idleSince >= Linger.TotalMilliseconds) return alone;
            alone.Dispose();
        }
    }

    /// <summary>Clears what a killed host left; its server may still be ending.</summary>
    private static async Task<bool> TryClearAsync(TestServerFolder folder)
    {
        try
        {
            // Starting in the old folder stops an orphan there, by the same rules as in the product.
            await using (await EmbeddedPostgres.StartAsync(folder.Server, new EmbeddedPostgresOptions(TestServerFolder.Template, Durable: false, SharedBuffersMegabytes: 128))) { }
        }
        catch (EmbeddedPostgresException)
        {
            // A cluster that does not start any more is what the deletion is for.
        }

        try
        {
            Directory.Delete(folder.Server, recursive: true);
            return true;
        }
        catch (IOException e)
        {
            await File.WriteAllTextAsync(folder.Failure, string.Create(CultureInfo.InvariantCulture, $"'{folder.Server}' cannot be cleared: {e.Message}"));
            return false;
        }
    }
}
