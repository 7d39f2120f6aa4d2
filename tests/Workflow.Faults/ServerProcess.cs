using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Workflow.Testing;

namespace Workflow.Faults;

/// <summary>A server in a process of its own, which can be killed and started again under the same address.</summary>
internal sealed class ServerProcess(string data, string? database = null) : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);
    private readonly int _port = FreePort();
    private readonly ConcurrentQueue<string> _said = [];
    private TaskCompletionSource _clockMoved = new();
    private Process? _process;

    public string Data => data;

    /// <summary>How far ahead of the true time its machine's clock is when it starts; null leaves the product's own program as it is.</summary>
    public TimeSpan? ClockOffset { get; init; }

    /// <summary>Its process; an error while it does not run.</summary>
    public int Id => _process!.Id;

    public Uri Url => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}/"));

    /// <summary>What it said last, for a failure's message.</summary>
    public string Said => string.Join('\n', _said.TakeLast(20));

    public async Task StartAsync()
    {
        var serves = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        List<string> words = ["--port", _port.ToString(CultureInfo.InvariantCulture), "--data", data];
        if (database is not null) words.AddRange(["--database", database]);
        if (ClockOffset is { } offset) words.Insert(0, offset.ToString("c", CultureInfo.InvariantCulture));
        _process = Companion.Start(ClockOffset is null ? "Workflow.Server.dll" : "Workflow.Faults.Host.dll", [], words);
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => serves.TrySetResult(false);
        _process.OutputDataReceived += (_, line) => Hear(line.Data, serves);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data, serves);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        if (!await serves.Task.WaitAsync(StartPatience)) throw new InvalidOperationException($"the server did not start: {Said}");
    }

    /// <summary>Its machine's clock jumps; only of a server that was started with a <see cref="ClockOffset"/>.</summary>
    /// <param name="offset">from the true time, positive ahead</param>
    public async Task MoveClockAsync(TimeSpan offset)
    {
        _clockMoved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _process!.StandardInput.WriteLineAsync(offset.ToString("c", CultureInfo.InvariantCulture));
        await _process.StandardInput.FlushAsync();
        await _clockMoved.Task.WaitAsync(StartPatience);
    }

    /// <summary>Stops where it is (SIGSTOP), connections open, until it is continued.</summary>
    public Task PauseAsync() => SignalAsync("-STOP");

    public Task ContinueAsync() => SignalAsync("-CONT");

    /// <summary>Ends it as an operator does (SIGTERM); its exit code.</summary>
    public async Task<int> StopAsync()
    {
        await SignalAsync("-TERM");
        await _process!.WaitForExitAsync().WaitAsync(StartPatience);
        int code = _process.ExitCode;
        _process.Dispose();
        _process = null;
        return code;
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>As a power cut ends a process: nothing is finished, nobody is told.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process) return;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        _process = null;
    }

    /// <summary>Runs one of the orders that end by themselves; its exit code and what it said.</summary>
    public async Task<(int ExitCode, string Said)> OrderAsync(string order)
    {
        List<string> words = [order, "--data", data];
        if (database is not null) words.AddRange(["--database", database]);
        using var process = Companion.Start("Workflow.Server.dll", [], words);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private void Hear(string? line, TaskCompletionSource<bool> serves)
    {
        if (line is null) return;
        _said.Enqueue(line);
        if (line.StartsWith("OneGo serves", StringComparison.Ordinal)) serves.TrySetResult(true);
        if (line.StartsWith("clock ", StringComparison.Ordinal)) _clockMoved.TrySetResult();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
