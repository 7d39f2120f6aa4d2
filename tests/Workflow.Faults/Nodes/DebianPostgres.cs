using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Workflow.Faults.Nodes;

/// <summary>One PostgreSQL server made with Debian's tools, on a TCP port of 127.0.0.1: a primary, or a standby of one.</summary>
internal sealed class DebianPostgres : IAsyncDisposable
{
    private const string Account = "postgres";
    private static readonly string? Bin = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "pg_basebackup"))).Order(StringComparer.Ordinal).LastOrDefault()
        : null;

    private readonly string _folder;

    private DebianPostgres(string folder, int port) => (_folder, Port) = (folder, port);

    /// <summary>Why a standby cannot be tried here; null when it can.</summary>
    public static string? Missing =>
        Bin is null ? "Debian's package postgresql is not installed" : Environment.IsPrivilegedProcess || Environment.UserName == Account ? null : "needs root, to become the account postgres";

    public int Port { get; }

    public string Host => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    public string ConnectionString => ConnectionOf(Host);

    private string Data => Path.Combine(_folder, "data");

    private string Settings => Path.Combine(Data, "postgresql.conf");

    /// <summary>The database on the one of these servers that is the primary.</summary>
    public static string ConnectionOf(params IReadOnlyList<string> hosts) => $"Host={string.Join(',', hosts)};Username={Account};Database=onego;SSL Mode=Disable;GSS Encryption Mode=Disable;Timeout=5";

    /// <summary>A primary whose commits wait for a standby of that name.</summary>
    public static async Task<DebianPostgres> PrimaryAsync(string folder, string standby)
    {
        var server = Make(folder);
        await RunAsync("initdb", "-D", server.Data, "-A", "trust", "-E", "UTF8", "--locale=C", "-U", Account);
        await File.AppendAllTextAsync(server.Settings, $"\nwal_level = replica\nmax_wal_senders = 4\nwal_keep_size = '256MB'\n{server.Common}");
        await server.StartAsync();
        await server.ExecuteAsync("create database onego", "postgres");
        // Only now, or its making would wait for a standby that is not there.
        await File.AppendAllTextAsync(server.Settings, $"\nsynchronous_standby_names = '{standby}'\n");
        return server;
    }

    /// <summary>A copy of a primary that follows it under a name; promoted, it waits for no standby of its own.</summary>
    public static async Task<DebianPostgres> StandbyAsync(string folder, DebianPostgres primary, string name)
    {
        var server = Make(folder);
        await RunAsync("pg_basebackup", "-D", server.Data, "-R", "-X", "stream", "-c", "fast", "-d", string.Create(CultureInfo.InvariantCulture, $"host=127.0.0.1 port={primary.Port} user={Account} application_name={name}"));
        await File.AppendAllTextAsync(server.Settings, $"\n{server.Common}synchronous_standby_names = ''\n");
        await server.StartAsync();
        return server;
    }

    /// <summary>Reads its settings again.</summary>
    public Task ReloadAsync() => RunAsync("pg_ctl", "-s", "-D", Data, "reload");

    public Task StartAsync() => RunAsync("pg_ctl", "-s", "-D", Data, "-l", Path.Combine(_folder, "log"), "-w", "-t", "60", "start");

    /// <summary>As when the machine loses its power: the postmaster and all its processes at once.</summary>
    public async Task DestroyAsync()
    {
        int postmaster = int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        string children = (await File.ReadAllTextAsync($"/proc/{postmaster}/task/{postmaster}/children")).Trim();
        using var kill = Process.Start("kill", ["-KILL", postmaster.ToString(CultureInfo.InvariantCulture), .. children.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        await kill.WaitForExitAsync();
        File.Delete(Path.Combine(Data, "postmaster.pid"));
    }

    public Task PromoteAsync() => RunAsync("pg_ctl", "-s", "-D", Data, "-w", "-t", "60", "promote");

    public async Task<object?> ExecuteAsync(string sql, string database = "onego")
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ConnectionString) { Database = database, Pooling = false });
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid"))) await RunAsync("pg_ctl", "-s", "-D", Data, "-m", "immediate", "-w", "-t", "30", "stop");
    }

    private string Common => string.Create(CultureInfo.InvariantCulture,
        $"port = {Port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\nmax_connections = 100\nshared_buffers = '64MB'\nfsync = on\nsynchronous_commit = on\n");

    private static DebianPostgres Make(string folder)
    {
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
        {
            // The account postgres has to get there; what is in it stays its own.
            for (var above = new DirectoryInfo(folder); above is not null && above.FullName.TrimEnd('/') != Path.GetTempPath().TrimEnd('/'); above = above.Parent)
                File.SetUnixFileMode(above.FullName, File.GetUnixFileMode(above.FullName) | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute);
        }

        if (Environment.IsPrivilegedProcess)
        {
            using var give = Process.Start("chown", [Account, folder]);
            give.WaitForExit();
        }

        return new DebianPostgres(folder, FreePort());
    }

    private static async Task RunAsync(string program, params string[] words)
    {
        string[] prefix = Environment.IsPrivilegedProcess ? ["runuser", "-u", Account, "--"] : [];
        string[] all = [.. prefix, Path.Combine(Bin!, program), .. words];
        // A server that is started keeps what it inherits: its output goes to its log, and ours must not wait for it.
        bool tellsMuch = program == "initdb";
        var start = new ProcessStartInfo(all[0], all.Skip(1)) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = tellsMuch, WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        if (tellsMuch) await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}");
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
