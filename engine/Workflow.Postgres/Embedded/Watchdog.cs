using System.Diagnostics;
using System.Globalization;

namespace Workflow.Postgres.Embedded;

/// <summary>
/// A small process that holds one end of a pipe from the host. When the host ends, however it ends, the pipe closes and
/// the watchdog asks the postmaster for a fast shutdown. Without it a killed host leaves its postmaster behind.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    // The pid is compared once more: by then another host may have started another postmaster in the folder.
    private const string Script =
        """
        trap '' INT TERM HUP
        cat > /dev/null
        [ "$(head -n 1 "$1" 2>/dev/null)" = "$2" ] && kill -INT "$2"
        """;

    private readonly Process _process;

    private Watchdog(Process process) => _process = process;

    public static Watchdog Start(string cluster, int postmaster, PostgresBinaries binaries)
    {
        string pid = postmaster.ToString(CultureInfo.InvariantCulture);
        string pidFile = Path.Combine(cluster, "postmaster.pid");
        string[] words = OperatingSystem.IsWindows()
            ? ["powershell", "-NoProfile", "-Command", $"[void][Console]::In.ReadToEnd(); & '{binaries.Program("pg_ctl")}' -D '{cluster}' -m fast stop"]
            // A session of its own, where there is the program for it: a signal to the host's group must not end the watchdog with it.
            : [.. File.Exists("/usr/bin/setsid") ? (string[])["/usr/bin/setsid"] : [], "/bin/sh", "-c", Script, "onego-watchdog", pidFile, pid];

        var start = new ProcessStartInfo(words[0], words.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetPathRoot(cluster),
        };
        return new Watchdog(Process.Start(start) ?? throw new EmbeddedPostgresException("The watchdog process did not start."));
    }

    /// <summary>Lets the watchdog go; the postmaster is gone by now, so there is nothing left for it to stop.</summary>
    public void Dispose()
    {
        _process.StandardInput.Dispose();
        _process.Dispose();
    }
}
