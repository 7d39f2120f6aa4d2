using System.Diagnostics;
using Workflow.Testing;

namespace Workflow.Server.Tests.Delivery;

/// <summary>One of samples/integrators as a process of its own, with what it has printed.</summary>
public sealed class SampleProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process process;
    private readonly Lock gate = new();
    private readonly List<string> lines = [];
    private TaskCompletionSource moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SampleProgram(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, e) => Add(e.Data);
        process.ErrorDataReceived += (_, e) => Add(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>samples/integrators of this checkout.</summary>
    public static string Folder { get; } = FindFolder();

    public IReadOnlyList<string> Lines { get { lock (gate) return [.. lines]; } }

    /// <summary>A program that stands beside the tests.</summary>
    public static SampleProgram Dotnet(string assembly, IReadOnlyDictionary<string, string> environment) => new(Companion.Start(assembly, [], [], environment));

    public static SampleProgram Node(IReadOnlyDictionary<string, string> environment, params IReadOnlyList<string> arguments) => Start("node", environment, arguments);

    /// <summary>Runs to its end.</summary>
    public static async Task RunAsync(string program, params IReadOnlyList<string> arguments)
    {
        await using var run = Start(program, new Dictionary<string, string>(StringComparer.Ordinal), arguments);
        await run.process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));
        if (run.process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {string.Join('\n', run.Lines)}");
    }

    /// <summary>Opens an account with its subscription, as the README says; what was written for the program.</summary>
    public static async Task<Dictionary<string, string>> SetUpAsync(string url, string data, string department, string account, params IReadOnlyList<string> target)
    {
        var folder = Directory.CreateTempSubdirectory("onego-integrators-").FullName;
        await RunAsync("node", [Path.Combine(Folder, "setup.mjs"), "--url", url, "--data", data, "--department", department, "--account", account, "--out", folder, .. target]);
        var written = await File.ReadAllLinesAsync(Path.Combine(folder, account + ".env"));
        Directory.Delete(folder, recursive: true);
        return written.Select(l => l.Split('=', 2)).ToDictionary(l => l[0], l => l[1], StringComparer.Ordinal);
    }

    public async Task UntilAsync(Func<string, bool> isSaid)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (lines.Exists(l => isSaid(l))) return;
                next = moved.Task;
            }
            try
            {
                await next.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException late)
            {
                throw new TimeoutException($"the program said: {string.Join('\n', Lines)}", late);
            }
        }
    }

    /// <summary>Asks it to end, as the system does at shutdown; its exit code.</summary>
    public async Task<int> EndAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"])) await kill.WaitForExitAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    private static SampleProgram Start(string program, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new SampleProgram(Process.Start(start)!);
    }

    private void Add(string? line)
    {
        if (line is null) return;
        lock (gate)
        {
            lines.Add(line);
            moved.SetResult();
            moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private static string FindFolder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Workflow.sln"))) return Path.Combine(at.FullName, "samples", "integrators");
        throw new InvalidOperationException("these tests run inside the repository");
    }

    public ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
        return default;
    }
}
