using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace Workflow.Benchmarks.Approval;

/// <summary>The product's server as a process of its own; its processor time counts as ours.</summary>
internal sealed class ServerProgram : IAsyncDisposable
{
    private const string Serves = "OneGo serves on ";
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(1);
    private readonly Process _process;

    private ServerProgram(Process process, Uri url) => (_process, Url) = (process, url);

    public Uri Url { get; }

    public static async Task<ServerProgram> StartAsync(string connectionString, string folder, int passwordIterations)
    {
        // On the same frameworks as this program, whose folder the server's library stands in.
        string config = Path.Combine(AppContext.BaseDirectory, $"{Assembly.GetEntryAssembly()!.GetName().Name}.runtimeconfig.json");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
            ["exec", "--runtimeconfig", config, Path.Combine(AppContext.BaseDirectory, "Workflow.Server.dll"), "--port", "0", "--data", folder, "--database", connectionString])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["ONEGO_PASSWORD_ITERATIONS"] = passwordIterations.ToString(CultureInfo.InvariantCulture);
        var process = Process.Start(start)!;
        var serves = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith(Serves, StringComparison.Ordinal) == true) serves.TrySetResult(new Uri(line.Data[Serves.Length..]));
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
