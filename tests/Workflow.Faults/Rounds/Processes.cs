using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Workflow.Faults.Rounds;

/// <summary>What Linux lets one do to processes: stop, go on, end at once, and limit how long their files may grow.</summary>
internal static class Processes
{
    private const int SignalQuit = 3;
    private const int SignalContinue = 18;
    private const int SignalStop = 19;
    private const int LimitFileSize = 1;

    public static void Pause(int pid) => _ = Send(pid, SignalStop);

    public static void GoOn(int pid) => _ = Send(pid, SignalContinue);

    /// <summary>For a postmaster: immediate shutdown.</summary>
    public static void Quit(int pid) => _ = Send(pid, SignalQuit);

    /// <summary>As ulimit -f for a process that runs already; null lifts it.</summary>
    public static void LimitFiles(int pid, long? bytes)
    {
        // The hard limit is left as it is, or it could never be lifted again.
        if (Limit(pid, LimitFileSize, 0, out var known) != 0) return;
        var limit = new ResourceLimit { Soft = bytes is { } most ? (ulong)most : known.Hard, Hard = known.Hard };
        _ = Limit(pid, LimitFileSize, in limit, 0);
    }

    public static IEnumerable<int> ChildrenOf(int parent)
    {
        foreach (string entry in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out int pid)) continue;
            string stat;
            try
            {
                stat = File.ReadAllText(Path.Combine(entry, "stat"));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            // "pid (name) state parent …"; the name may hold anything.
            if (int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture) == parent) yield return pid;
        }
    }

    public static bool Lives(int pid)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Runs a program to its end; whether it succeeded.</summary>
    public static async Task<bool> RunAsync(params IReadOnlyList<string> words)
    {
        using var process = Process.Start(new ProcessStartInfo(words[0], words.Skip(1)) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() })!;
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        await said;
        return process.ExitCode == 0;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Send(int pid, int signal);

    [DllImport("libc", EntryPoint = "prlimit64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Limit(int pid, int resource, nint none, out ResourceLimit known);

    [DllImport("libc", EntryPoint = "prlimit64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Limit(int pid, int resource, in ResourceLimit limit, nint none);
}
