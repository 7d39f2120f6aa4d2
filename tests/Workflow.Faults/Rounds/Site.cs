using System.Globalization;
using Npgsql;
using Workflow.Contracts.Delivery;
using Workflow.Postgres.Embedded;
using Workflow.Samples.Api;
using Workflow.Samples.Setup;

namespace Workflow.Faults.Rounds;

/// <summary>
/// One PostgreSQL and two servers on it, each behind a proxy of its own, kept over all rounds: what falls is started again,
/// never made anew. The servers are the product's, on a machine whose clock may jump.
/// </summary>
internal sealed class Site : IAsyncDisposable
{
    public const int ServerCount = 2;

    private static readonly Patience Patience = new(TimeSpan.FromMinutes(2));
    private static readonly EmbeddedPostgresOptions Options = new(SharedBuffersMegabytes: 128);

    private readonly string _folder;
    private readonly SemaphoreSlim _database = new(1, 1);
    private readonly SemaphoreSlim[] _starting = [.. Enumerable.Range(0, ServerCount).Select(_ => new SemaphoreSlim(1, 1))];
    private readonly bool[] _runs = new bool[ServerCount];
    private EmbeddedPostgres? _postgres;

    private Site(string folder) => _folder = folder;

    public required NpgsqlDataSource Database { get; init; }

    public required IReadOnlyList<TcpProxy> Proxies { get; init; }

    public required IReadOnlyList<ServerProcess> Servers { get; init; }

    /// <summary>API keys by account.</summary>
    public IReadOnlyDictionary<string, string> Keys { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public string ControlKey { get; private set; } = "";

    /// <summary>The write-ahead log's files are small enough that a limit on files can stop the tables alone.</summary>
    public bool HasSmallLogFiles { get; private init; }

    private string Cluster => Path.Combine(_folder, "postgres", "cluster");

    /// <summary>The postmaster's process; null while none runs.</summary>
    public int? Postmaster
    {
        get
        {
            try
            {
                int pid = int.Parse(File.ReadLines(Path.Combine(Cluster, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
                return Processes.Lives(pid) ? pid : null;
            }
            catch (Exception e) when (e is IOException or InvalidOperationException or FormatException)
            {
                return null;
            }
        }
    }

    public static async Task<Site> BuildAsync(string folder, Uri receiver)
    {
        string home = Path.Combine(folder, "postgres");
        var postgres = await EmbeddedPostgres.StartAsync(home, Options);
        string programs = Path.GetDirectoryName(new FileInfo(Path.Combine("/proc", File.ReadLines(Path.Combine(home, "cluster", "postmaster.pid")).First(), "exe")).LinkTarget!)!;
        await postgres.DisposeAsync();
        bool isSmall = await RemakeAsync(home, programs);
        postgres = await EmbeddedPostgres.StartAsync(home, Options);

        string address = postgres.ConnectionString;
        List<TcpProxy> proxies = [.. Enumerable.Range(0, ServerCount).Select(_ => new TcpProxy(TcpProxy.TargetOf(address)))];
        var site = new Site(folder)
        {
            _postgres = postgres,
            HasSmallLogFiles = isSmall,
            Database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(address) { Pooling = false, ApplicationName = "rounds", CommandTimeout = 120 }),
            Proxies = proxies,
            Servers = [.. proxies.Select((proxy, i) => new ServerProcess(Path.Combine(folder, $"server-{i}"), proxy.Through(address)) { ClockOffset = TimeSpan.Zero })],
        };
        await site.SettleAsync(receiver);
        return site;
    }

    /// <summary>
    /// The cluster again, with files of the write-ahead log of 1 MB instead of 16: a limit on the length of files, which tables of
    /// some megabytes come to, then leaves the log alone. False, and the usual cluster, where another account owns it.
    /// </summary>
    private static async Task<bool> RemakeAsync(string home, string programs)
    {
        string cluster = Path.Combine(home, "cluster"), unfinished = cluster + ".small";
        string[] asUser = Environment.IsPrivilegedProcess ? ["unshare", "--user", "--map-user=1000", "--map-group=1000"] : [];
        if (!await Processes.RunAsync(
            [
                .. asUser, Path.Combine(programs, "initdb"), "-D", unfinished, "--username", "onego", "--pwfile", Path.Combine(home, "postgres.password"), "--auth=scram-sha-256",
                "--encoding=UTF8", "--data-checksums", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--wal-segsize=1",
            ])) return false;
        await File.AppendAllTextAsync(Path.Combine(unfinished, "postgresql.conf"), "\ninclude '../onego.conf'\n");
        Directory.Delete(cluster, recursive: true);
        Directory.Move(unfinished, cluster);
        return true;
    }

    private async Task SettleAsync(Uri receiver)
    {
        var first = Servers[0];
        await StartServerAsync(0);
        // One key for all: a case's clock is moved at whichever server.
        foreach (var other in Servers.Skip(1))
        {
            Directory.CreateDirectory(other.Data);
            File.Copy(Path.Combine(first.Data, "control.key"), Path.Combine(other.Data, "control.key"));
        }

        ControlKey = Secrets.ControlKey(first.Data);
        var (account, password) = Secrets.FirstAdministrator(first.Data);
        using var administrator = new Session(first.Url, account, password, Patience);
        await administrator.SignInAsync();
        Keys = await Catalogue.MakeAsync(administrator);
        await administrator.PutAsync("/api/settings/webhook-targets", new WebhookTargets([receiver.Authority]), "webhook-targets");
        for (int i = 1; i < ServerCount; i++) await StartServerAsync(i);
    }

    /// <summary>As a power cut ends it.</summary>
    public async Task KillServerAsync(int server)
    {
        await _starting[server].WaitAsync();
        try
        {
            _runs[server] = false;
            await Servers[server].KillAsync();
        }
        finally
        {
            _starting[server].Release();
        }
    }

    /// <summary>Starts it when it does not run; an error when it cannot be started now.</summary>
    public async Task StartServerAsync(int server)
    {
        await _starting[server].WaitAsync();
        try
        {
            if (_runs[server] && Processes.Lives(Servers[server].Id)) return;
            await Servers[server].KillAsync();
            await Servers[server].StartAsync();
            _runs[server] = true;
        }
        finally
        {
            _starting[server].Release();
        }
    }

    /// <summary>Its process; null while it does not run.</summary>
    public int? ProcessOf(int server)
    {
        try
        {
            return _runs[server] ? Servers[server].Id : null;
        }
        catch (Exception e) when (e is InvalidOperationException or NullReferenceException)
        {
            // Killed at this moment.
            return null;
        }
    }

    /// <summary>Immediate shutdown: nothing is written that was not yet; what was acknowledged has to be in the log already.</summary>
    public async Task StopDatabaseAsync()
    {
        await _database.WaitAsync();
        try
        {
            if (Postmaster is not { } pid) return;
            Processes.Quit(pid);
            var until = Patience.Begin();
            while (Processes.Lives(pid) && await until.AgainAsync()) { }
        }
        finally
        {
            _database.Release();
        }
    }

    /// <summary>Starts it when it does not run; recovers first.</summary>
    public async Task StartDatabaseAsync()
    {
        await _database.WaitAsync();
        try
        {
            if (Postmaster is not null) return;
            if (_postgres is not null) await _postgres.DisposeAsync();
            _postgres = await EmbeddedPostgres.StartAsync(Path.Combine(_folder, "postgres"), Options);
        }
        finally
        {
            _database.Release();
        }
    }

    /// <summary>Ends every fault that may still last, and starts whatever does not run.</summary>
    public async Task HealAsync()
    {
        foreach (var proxy in Proxies)
        {
            proxy.Disarm();
            proxy.AcceptAgain();
            foreach (var way in Enum.GetValues<Way>())
            {
                proxy.Delay(way, TimeSpan.Zero);
                proxy.Release(way);
            }
        }

        var until = Patience.Begin();
        while (true)
        {
            try
            {
                await StartDatabaseAsync();
                await using (var alive = Database.CreateCommand("select 1")) await alive.ExecuteScalarAsync();
                await Task.WhenAll(Enumerable.Range(0, ServerCount).Select(StartServerAsync));
                return;
            }
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException or EmbeddedPostgresException)
            {
                if (!await until.AgainAsync()) throw;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in Servers) await server.DisposeAsync();
        foreach (var proxy in Proxies) await proxy.DisposeAsync();
        await Database.DisposeAsync();
        if (_postgres is not null) await _postgres.DisposeAsync();
        _database.Dispose();
        foreach (var gate in _starting) gate.Dispose();
    }
}
