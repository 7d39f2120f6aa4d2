using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Workflow.Postgres.Embedded;

/// <summary>
/// What is left in a data folder by a host that was killed: a postmaster that lives on, or the lock files of a dead one.
/// Called only by the process that holds the folder's lock, so whatever is found here has no host.
/// </summary>
internal sealed partial class ClusterProcesses(string cluster, string socketFolder)
{
    private const int Interrupt = 2, Quit = 3, Kill = 9;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    // Fast shutdown writes a checkpoint, which can take a while on a slow disk; after that it is made to stop.
    private static readonly (int Signal, TimeSpan Patience)[] Pressure =
        [(Interrupt, TimeSpan.FromSeconds(30)), (Quit, TimeSpan.FromSeconds(10)), (Kill, TimeSpan.FromSeconds(10))];

    private string PidFile => Path.Combine(cluster, "postmaster.pid");

    /// <summary>The pid in the folder's lock file, whether or not that process lives; null when there is none.</summary>
    public int? RecordedPid()
    {
        try
        {
            string? line = File.ReadLines(PidFile).FirstOrDefault();
            return int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out int pid) ? pid : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Ends an orphaned postmaster and removes lock files that nobody holds.</summary>
    public async Task ClearAsync(PostgresBinaries binaries, RunAs runAs, CancellationToken ct)
    {
        if (!Directory.Exists(cluster)) return;
        if (OperatingSystem.IsLinux())
        {
            await StopOrphanAsync(ct);
        }
        else if (RecordedPid() is not null)
        {
            // Elsewhere pg_ctl finds out; it fails when the pid is stale, and postgres then clears the file itself.
            await ChildProcess.RunAsync([.. runAs.Prefix, binaries.Program("pg_ctl"), "-D", cluster, "-m", "fast", "-w", "stop"], ct);
            return;
        }

        // A stale file still says "ready", and its pid may belong to somebody else by now, or to a dead process that is
        // not reaped yet. No process works in the folder, so nobody holds these.
        File.Delete(PidFile);
        if (!Directory.Exists(socketFolder)) return;
        foreach (string left in Directory.GetFiles(socketFolder, ".s.PGSQL.*")) File.Delete(left);
    }

    private async Task StopOrphanAsync(CancellationToken ct)
    {
        foreach (var (signal, patience) in Pressure)
        {
            var until = Environment.TickCount64 + (long)patience.TotalMilliseconds;
            var working = Working();
            if (working.Count == 0) return;

            // The postmaster tells its children; these end by themselves when it is dead.
            if (RecordedPid() is { } postmaster && working.Contains(postmaster)) _ = SendSignal(postmaster, signal);
            else foreach (int pid in working) _ = SendSignal(pid, signal);
            while (Environment.TickCount64 < until)
            {
                if (Working().Count == 0) return;
                await Task.Delay(Pause, ct);
            }
        }

        throw new EmbeddedPostgresException($"Processes {string.Join(", ", Working())} still work in '{cluster}' and do not end.");
    }

    /// <summary>Processes whose working folder is the data folder: postgres and its children, and nobody else. Zombies have none.</summary>
    private List<int> Working()
    {
        string real = RealPath(cluster);
        var found = new List<int>();
        foreach (string entry in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out int pid)) continue;
            try
            {
                if (new FileInfo(Path.Combine(entry, "cwd")).LinkTarget == real && IsPostgres(entry)) found.Add(pid);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Ended meanwhile, or somebody else's.
            }
        }

        return found;
    }

    private static bool IsPostgres(string entry) =>
        File.ReadAllText(Path.Combine(entry, "comm")).StartsWith("postgres", StringComparison.Ordinal);

    private static string RealPath(string path)
    {
        byte[] buffer = new byte[4097];
        return ResolvePath(path, buffer) == 0 ? path : Encoding.UTF8.GetString(buffer, 0, Array.IndexOf(buffer, (byte)0));
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint ResolvePath(string path, byte[] resolved);
}
