using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Workflow.Postgres.Embedded;

/// <summary>Settings of the embedded server; the defaults are those of the product.</summary>
/// <param name="Database">name of the database that the connection string leads to; made when absent</param>
/// <param name="Durable">false only for throw-away test clusters: no fsync, so a power cut may destroy the data</param>
/// <param name="MaxConnections">connections of all nodes together</param>
/// <param name="SharedBuffersMegabytes">memory in which PostgreSQL holds pages; null or 0 for a quarter of the machine's, 128 at least and 4,096 at most</param>
public sealed record EmbeddedPostgresOptions(string Database = "onego", bool Durable = true, int MaxConnections = 200, int? SharedBuffersMegabytes = null)
{
    private const int LeastBuffersMegabytes = 128;

    // Pages beyond these are in the system's memory, and PostgreSQL looks through all of its own at times.
    private const int MostBuffersMegabytes = 4_096;

    /// <summary>Megabytes of buffers on this machine.</summary>
    internal int Buffers => BuffersOf(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <param name="memoryBytes">what this process may use: the machine's memory, or less in a container that has less</param>
    internal int BuffersOf(long memoryBytes) =>
        SharedBuffersMegabytes is > 0 and int named ? named : (int)Math.Clamp(memoryBytes / 4 >> 20, LeastBuffersMegabytes, MostBuffersMegabytes);
}

/// <summary>
/// A PostgreSQL server of our own in a folder: made on first start, reached through a Unix socket in that folder, stopped
/// with its host. It survives any end of the host; a second host on the same folder is refused.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private const string Superuser = "onego";
    private const int SocketPort = 5432;

    // A socket's path fits into 107 bytes on Linux and 103 on macOS, ".s.PGSQL.5432.lock" included.
    private const int SocketFolderMaxBytes = 84;
    private const long LogMaxBytes = 16 << 20;

    private readonly ClusterPaths _paths;
    private readonly PostgresBinaries _binaries;
    private readonly RunAs _runAs;
    private readonly FileLock _hostLock;
    private Watchdog? _watchdog;
    private int _disposed;

    private EmbeddedPostgres(ClusterPaths paths, PostgresBinaries binaries, RunAs runAs, FileLock hostLock)
    {
        (_paths, _binaries, _runAs, _hostLock) = (paths, binaries, runAs, hostLock);
    }

    /// <summary>Leads to the database named in the options, as the server's superuser.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>Starts the server in <paramref name="folder"/>, which is made when absent.</summary>
    /// <exception cref="EmbeddedPostgresException">the folder is in use, or PostgreSQL cannot be installed or started</exception>
    public static async Task<EmbeddedPostgres> StartAsync(string folder, EmbeddedPostgresOptions? options = null, CancellationToken ct = default)
    {
        options ??= new EmbeddedPostgresOptions();
        var paths = new ClusterPaths(Path.GetFullPath(folder));
        MakePrivate(paths.Folder);
        var hostLock = FileLock.TryTake(paths.HostLock)
            ?? throw new EmbeddedPostgresException($"The data folder '{paths.Folder}' is in use by another server{RunningHost(paths)}.");
        EmbeddedPostgres? server = null;
        try
        {
            await File.WriteAllTextAsync(paths.HostPid, Environment.ProcessId.ToString(CultureInfo.InvariantCulture), ct);
            var binaries = await PostgresBinaries.FindAsync(ct);
            var runAs = await RunAs.ChooseAsync(paths.Folder, paths.Cluster, binaries, ct);
            server = new EmbeddedPostgres(paths, binaries, runAs, hostLock);
            await server.StartAsync(options, ct);
            return server;
        }
        catch
        {
            if (server is not null) await server.DisposeAsync();
            else hostLock.Dispose();
            throw;
        }
    }

    /// <summary>The connection string of the server that another process runs in the folder now; null when none does.</summary>
    public static async Task<string?> FindRunningAsync(string folder, CancellationToken ct = default)
    {
        var paths = new ClusterPaths(Path.GetFullPath(folder));
        if (!File.Exists(paths.Address)) return null;
        using var free = FileLock.TryTake(paths.HostLock);
        return free is null ? await File.ReadAllTextAsync(paths.Address, ct) : null;
    }

    private async Task StartAsync(EmbeddedPostgresOptions options, CancellationToken ct)
    {
        var processes = new ClusterProcesses(_paths.Cluster, _paths.Socket);
        await processes.ClearAsync(_binaries, _runAs, ct);
        if (!Directory.Exists(_paths.Cluster)) await MakeClusterAsync(options, ct);

        int port = OperatingSystem.IsWindows() ? FreePort() : SocketPort;
        await WriteSettingsAsync(options, port, ct);
        if (new FileInfo(_paths.Log) is { Exists: true, Length: > LogMaxBytes }) File.Move(_paths.Log, _paths.Log + ".1", overwrite: true);

        // pg_ctl gives the postmaster a session of its own, so that Ctrl-C reaches the host first; recovery after a crash may take a while.
        await ChildProcess.MustRunAsync(
            "Starting PostgreSQL", [.. _runAs.Prefix, _binaries.Program("pg_ctl"), "-D", _paths.Cluster, "-l", _paths.Log, "-s", "-w", "-t", "600", "start"], ct);
        int postmaster = processes.RecordedPid() ?? throw new EmbeddedPostgresException($"PostgreSQL started and ended at once; see '{_paths.Log}'.");
        _watchdog = Watchdog.Start(_paths.Cluster, postmaster, _binaries);

        var address = new NpgsqlConnectionStringBuilder
        {
            Host = OperatingSystem.IsWindows() ? "127.0.0.1" : _paths.Socket,
            Port = port,
            Username = Superuser,
            Password = (await File.ReadAllTextAsync(_paths.Password, ct)).Trim(),
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
            ApplicationName = "OneGo",
        };
        await MakeDatabaseAsync(address, options.Database, ct);
        address.Database = options.Database;
        ConnectionString = address.ConnectionString;
        await WritePrivateAsync(_paths.Address, ConnectionString, ct);
    }

    private async Task MakeClusterAsync(EmbeddedPostgresOptions options, CancellationToken ct)
    {
        // Made under another name first: a host killed meanwhile leaves nothing that looks like a cluster.
        string unfinished = _paths.Cluster + ".new";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        await WritePrivateAsync(_paths.Password, RandomNumberGenerator.GetHexString(32, lowercase: true), ct);
        if (_runAs.Account is { } account) await ChildProcess.MustRunAsync("Giving the password file to its account", ["chown", account, _paths.Password], ct);

        // Chinese text has no trigrams under locale C; the built-in provider's does not depend on the machine's libraries.
        string[] locale = _binaries.Major >= 17 ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"] : ["--locale=C.UTF-8"];
        await ChildProcess.MustRunAsync(
            "Making the database cluster",
            [
                .. _runAs.Prefix, _binaries.Program("initdb"), "-D", unfinished, "--username", Superuser, "--pwfile", _paths.Password,
                "--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums", .. locale, .. options.Durable ? (string[])[] : ["--no-sync"],
            ],
            ct);
        await File.AppendAllTextAsync(Path.Combine(unfinished, "postgresql.conf"), "\ninclude '../onego.conf'\n", ct);
        Directory.Move(unfinished, _paths.Cluster);
    }

    private async Task WriteSettingsAsync(EmbeddedPostgresOptions options, int port, CancellationToken ct)
    {
        MakePrivate(_paths.Socket);
        if (_runAs.Account is { } account) await ChildProcess.MustRunAsync("Giving the socket folder to its account", ["chown", account, _paths.Socket], ct);
        string safety = options.Durable ? "on" : "off";
        await File.WriteAllTextAsync(
            _paths.Settings,
            $"""
            # Written at every start by the embedded launcher; put your own settings into postgresql.auto.conf (alter system).
            listen_addresses = '{(OperatingSystem.IsWindows() ? "127.0.0.1" : "")}'
            port = {port}
            unix_socket_directories = '{(OperatingSystem.IsWindows() ? "" : _paths.Socket.Replace("'", "''", StringComparison.Ordinal))}'
            unix_socket_permissions = 0700
            max_connections = {options.MaxConnections}
            shared_buffers = {options.Buffers}MB
            fsync = {safety}
            full_page_writes = {safety}
            synchronous_commit = {safety}
            max_wal_size = 2GB
            min_wal_size = 1GB
            checkpoint_timeout = 15min
            wal_buffers = 16MB
            # What changes more pages than the buffers hold would else write them itself, while somebody waits.
            bgwriter_lru_maxpages = 1000
            timezone = 'UTC'
            log_timezone = 'UTC'
            log_min_messages = warning
            jit = off

            """,
            ct);
    }

    private static async Task MakeDatabaseAsync(NpgsqlConnectionStringBuilder address, string name, CancellationToken ct)
    {
        var maintenance = new NpgsqlConnectionStringBuilder(address.ConnectionString) { Database = "postgres", Pooling = false };
        await using var connection = new NpgsqlConnection(maintenance.ConnectionString);
        await connection.OpenAsync(ct);
        await using var ask = new NpgsqlCommand("select exists (select from pg_database where datname = $1)", connection) { Parameters = { new() { Value = name } } };
        if (await ask.ExecuteScalarAsync(ct) is true) return;

        // A name cannot be a parameter here; format('%I') quotes it.
        await using var quote = new NpgsqlCommand("select format('create database %I', $1)", connection) { Parameters = { new() { Value = name } } };
        await using var create = new NpgsqlCommand((string)(await quote.ExecuteScalarAsync(ct))!, connection);
        await create.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Stops the server: fast shutdown, with a checkpoint. Open connections are closed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        if (File.Exists(Path.Combine(_paths.Cluster, "postmaster.pid")))
            await ChildProcess.RunAsync([.. _runAs.Prefix, _binaries.Program("pg_ctl"), "-D", _paths.Cluster, "-m", "fast", "-s", "-w", "-t", "60", "stop"], CancellationToken.None);
        _watchdog?.Dispose();
        File.Delete(_paths.HostPid);
        File.Delete(_paths.Address);
        if (Directory.Exists(_paths.Socket) && !Directory.EnumerateFileSystemEntries(_paths.Socket).Any()) Directory.Delete(_paths.Socket);
        _hostLock.Dispose();
    }

    private static string RunningHost(ClusterPaths paths)
    {
        try
        {
            return $" (process {File.ReadAllText(paths.HostPid)})";
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static async Task WritePrivateAsync(string path, string text, CancellationToken ct)
    {
        var access = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) access.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new FileStream(path, access);
        await file.WriteAsync(Encoding.UTF8.GetBytes(text), ct);
    }

    /// <summary>What stands where in the server's folder.</summary>
    private sealed record ClusterPaths(string Folder)
    {
        public string Cluster => Path.Combine(Folder, "cluster");
        public string Log => Path.Combine(Folder, "postgres.log");
        public string Password => Path.Combine(Folder, "postgres.password");
        public string Address => Path.Combine(Folder, "postgres.address");
        public string Settings => Path.Combine(Folder, "onego.conf");
        public string HostLock => Path.Combine(Folder, "host.lock");
        public string HostPid => Path.Combine(Folder, "host.pid");

        /// <summary>In the folder; where its path is too long for a socket, in the temporary folder under a name derived from it.</summary>
        public string Socket { get; } = SocketFolder(Folder);

        private static string SocketFolder(string folder)
        {
            string inside = Path.Combine(folder, "socket");
            if (Encoding.UTF8.GetByteCount(inside) <= SocketFolderMaxBytes) return inside;
            string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..16];
            return Path.Combine("/tmp", $"onego-{hash}");
        }
    }
}
