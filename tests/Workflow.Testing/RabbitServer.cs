using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Workflow.Testing;

/// <summary>
/// A real RabbitMQ on this machine's loopback, with data of its own. A shell holds it and ends it when this program is gone,
/// however that happens.
/// </summary>
public sealed class RabbitServer : IAsyncDisposable
{
    private const string Usual = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(4);

    // Its own port mapper too: one that a node starts by itself would outlive it.
    private const string Script =
        """
        epmd -address 127.0.0.1 -port "$ERL_EPMD_PORT" > /dev/null 2>&1 &
        mapper=$!
        "$1" < /dev/null &
        server=$!
        cat > /dev/null
        kill -TERM "$server" 2> /dev/null
        wait "$server" 2> /dev/null
        kill "$mapper" 2> /dev/null
        wait
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("onego-rabbit-").FullName;
    private readonly int port = FreePort();
    private readonly string node = $"onego-{Guid.NewGuid():N}@localhost";
    private readonly Dictionary<string, string> environment;
    private Process? shell;

    private RabbitServer() => environment = new(StringComparer.Ordinal)
    {
        ["HOME"] = folder, ["RABBITMQ_NODENAME"] = node, ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1", ["RABBITMQ_NODE_PORT"] = Text(port),
        ["RABBITMQ_DIST_PORT"] = Text(FreePort()), ["ERL_EPMD_ADDRESS"] = "127.0.0.1", ["ERL_EPMD_PORT"] = Text(FreePort()),
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "data"), ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"), ["RABBITMQ_LOGS"] = LogFile, ["RABBITMQ_PID_FILE"] = PidFile,
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "none"), ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(folder, "none.sh"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "plugins"), ["RABBITMQ_GENERATED_CONFIG_DIR"] = Path.Combine(folder, "config"),
        // One core and no spinning: other tests run beside it. Distribution listens here only.
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+S 1:1 +sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1} -start_epmd false",
        ["RABBITMQ_CTL_ERL_ARGS"] = "+S 1:1 +sbwt none -kernel inet_dist_use_interface {127,0,0,1}",
    };

    /// <summary>The program, when it is on this machine.</summary>
    public static string? Program =>
        Environment.GetEnvironmentVariable("ONEGO_RABBITMQ_SERVER") is { Length: > 0 } named ? named : File.Exists(Usual) ? Usual : null;

    /// <summary>Why tests with a broker are left out; null when they are not.</summary>
    public static string? WhyNot => Program is null ? "rabbitmq-server is not on this machine" : null;

    // A file: a pipe that is read too slowly would stop the broker's own processes.
    private string LogFile => Path.Combine(folder, "rabbit.log");

    private string PidFile => Path.Combine(folder, "pid");

    public string Address => string.Create(CultureInfo.InvariantCulture, $"amqp://guest:guest@127.0.0.1:{port}");

    public static async Task<RabbitServer> StartAsync()
    {
        var made = new RabbitServer();
        await File.WriteAllTextAsync(Path.Combine(made.folder, "plugins"), "[].\n");
        await made.RunAsync();
        return made;
    }

    /// <summary>Takes the broker away in order; its data stay.</summary>
    public Task GoAwayAsync() => StopAsync();

    /// <summary>Starts it again on its data.</summary>
    public Task RestartAsync()
    {
        File.Delete(LogFile);
        return RunAsync();
    }

    /// <summary>Raises its alarm of memory: it blocks whoever publishes.</summary>
    public Task BlockAsync() => ControlAsync("set_vm_memory_high_watermark", "0");

    public Task UnblockAsync() => ControlAsync("set_vm_memory_high_watermark", "0.4");

    private async Task ControlAsync(params string[] words)
    {
        var start = new ProcessStartInfo(Path.Combine(Path.GetDirectoryName(Program!)!, "rabbitmqctl"), words)
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var control = Process.Start(start)!;
        control.StandardInput.Close();
        var (output, errors) = (control.StandardOutput.ReadToEndAsync(), control.StandardError.ReadToEndAsync());
        await control.WaitForExitAsync().WaitAsync(StartPatience);
        if (control.ExitCode != 0) throw new InvalidOperationException($"rabbitmqctl {string.Join(' ', words)}: {await output}{await errors}");
    }

    private async Task RunAsync()
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, "rabbit", Program!])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        shell = Process.Start(start)!;
        _ = shell.StandardOutput.ReadToEndAsync();
        _ = shell.StandardError.ReadToEndAsync();

        using var patience = new CancellationTokenSource(StartPatience);
        using var clock = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!IsReady())
        {
            if (shell.HasExited) throw new InvalidOperationException($"RabbitMQ did not start: {await File.ReadAllTextAsync(LogFile, patience.Token)}");
            await clock.WaitForNextTickAsync(patience.Token);
        }
    }

    private bool IsReady()
    {
        if (!File.Exists(LogFile)) return false;
        using var log = new StreamReader(new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return log.ReadToEnd().Contains("Server startup complete", StringComparison.Ordinal);
    }

    private async Task StopAsync()
    {
        if (shell is null) return;
        shell.StandardInput.Close();
        await shell.WaitForExitAsync();
        shell.Dispose();
        shell = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>One broker for all tests of a program (an assembly fixture); started by the first test that asks for it.</summary>
public sealed class RabbitFixture : IAsyncDisposable
{
    private readonly Lazy<Task<RabbitServer>> shared = new(RabbitServer.StartAsync);

    public Task<RabbitServer> GetAsync() => shared.Value;

    public async ValueTask DisposeAsync()
    {
        if (shared.IsValueCreated) await (await shared.Value).DisposeAsync();
    }
}
