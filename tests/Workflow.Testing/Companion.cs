using System.Diagnostics;
using System.Reflection;

namespace Workflow.Testing;

/// <summary>Starts this library as a process of its own: to hold a server, or to be killed.</summary>
public static class Companion
{
    /// <summary>A process that holds an embedded server in the folder, and what it says first: a connection string, or why not.</summary>
    public static async Task<(Process Process, string Said)> HoldAsync(string folder)
    {
        var process = Start([], "hold", folder);
        return (process, await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync()));
    }

    internal static Process Start(IReadOnlyList<string> prefix, params IReadOnlyList<string> arguments) => Start("Workflow.Testing.dll", prefix, arguments);

    /// <summary>Runs a program that stands beside this one as a process of its own.</summary>
    /// <param name="assembly">its file name</param>
    /// <param name="prefix">words before the command line</param>
    /// <param name="environment">set for it beside ours</param>
    public static Process Start(string assembly, IReadOnlyList<string> prefix, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        // <dotnet>/shared/Microsoft.NETCore.App/<version>/
        var runtime = new DirectoryInfo(Path.GetDirectoryName(typeof(object).Assembly.Location)!);
        string dotnet = Path.Combine(runtime.Parent!.Parent!.Parent!.FullName, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");

        // On the same frameworks as this program: a web test program has part of what is needed from ASP.NET Core's.
        string config = Path.Combine(AppContext.BaseDirectory, $"{Assembly.GetEntryAssembly()!.GetName().Name}.runtimeconfig.json");
        string[] same = File.Exists(config) ? ["--runtimeconfig", config] : [];
        string[] words = [.. prefix, dotnet, "exec", .. same, Path.Combine(AppContext.BaseDirectory, assembly), .. arguments];

        // Pipes of its own, or a program that waits for the end of ours would wait for this one.
        var start = new ProcessStartInfo(words[0], words.Skip(1))
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal)) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
