using System.ComponentModel;
using System.Diagnostics;

namespace Workflow.Conformance;

/// <summary>The files of a suite: a plain folder, or an archive unpacked to a temporary folder that is gone with this.</summary>
public sealed class Archives : IDisposable
{
    private readonly bool _temporary;

    private Archives(string root, bool temporary) => (Root, _temporary) = (root, temporary);

    public string Root { get; }

    /// <summary>The first archive of that pattern, or the folder itself where there is none.</summary>
    /// <returns>null when there is an archive and this system cannot unpack it</returns>
    public static Archives? Open(string folder, string pattern)
    {
        if (Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal).FirstOrDefault() is not { } archive) return new(folder, temporary: false);
        var files = new Archives(Directory.CreateTempSubdirectory("onego-suite-").FullName, temporary: true);
        if (Unpack(archive, files.Root)) return files;
        files.Dispose();
        return null;
    }

    /// <summary>.NET reads tar but not xz, so the system's tar does both.</summary>
    public static bool Unpack(string archive, string target)
    {
        try
        {
            using var tar = Process.Start(new ProcessStartInfo("tar", ["-xJf", archive, "-C", target, "--no-same-owner", "--no-same-permissions"]));
            tar!.WaitForExit();
            return tar.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    public void Dispose()
    {
        if (_temporary) Directory.Delete(Root, recursive: true);
    }
}
