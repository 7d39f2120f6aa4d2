using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace Workflow.Benchmarks.Approval;

/// <summary>A web server as a process of its own: the product's, or its peer without an engine. Its processor time counts as ours.</summary>
internal sealed class ServerProgram : IAsyncDisposable
{
    /// <summary>A setting of the runtime for whoever is only a load; servers run without it.</summary>
    public const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    private const string Serves = "OneGo serves on ";
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(1);
    private readonly Process _process;

    private ServerProgram(Process process, Uri url) => (_process, Url) = (process, url);

    public Uri Url { get; }

    /// <summary>The most memory that it has had so far, bytes (Linux; elsewhere what it has now).</summary>
    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64 is > 0 and var peak ? peak : _process.WorkingSet64;
        }
    }

    public static Task<ServerProgram> StartAsync(string connectionString, string folder, int passwordIterations) => StartAsync(
        Serves, ["Workflow.Server.dll", "--port", "0", "--data", folder, "--database", connectionString],
        ("ONEGO_PASSWORD_ITERATIONS", passwordIterations.ToString(CultureInfo.InvariantCulture)));

    public static Task<ServerProgram> StartPeerAsync(string connectionString) => StartAsync(
        HttpPeer.Serves, [$"{Assembly.GetEntryAssembly()!.GetName().Name}.dll", "http-peer", connectionString]);

    private static async Task<ServerProgram> StartAsync(string says, string[] program, params (string Name, string Value)[] environment)
    {
        // On the same frameworks and settings as this program, whose folder the server's library stands in.
        string config = Path.Combine(AppContext.BaseDirectory, $"{Assembly.GetEntryAssembly()!.GetName().Name}.runtimeconfig.json");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
            ["exec", "--runtimeconfig", config, Path.Combine(AppContext.BaseDirectory, program[0]), .. program[1..]])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment.Remove(InlineCompletions);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        var serves = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith(says, StringComparison.Ordinal) == true) serves.TrySetResult(new Uri(line.Data[says.Length..]));
            else if (line.Data is null) serves.TrySetException(new InvalidOperationException("the server ended"));
        };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            var url = await serves.Task.WaitAsync(StartPatience);
            Cpu.Count(process);
            return new ServerProgram(process, url);
        }
        catch
        {
            if (!process.HasExited) process.Kill();
            process.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Cpu.CountNoMore(_process);
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
