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

    /// <summary>What a suite of models is given as: one archive, a folder with archives, or a folder of files.</summary>
    /// <returns>null when there is an archive and this system cannot unpack it</returns>
    public static Archives? OpenAll(string given)
    {
        string[] archives = File.Exists(given) ? [given] : [.. Directory.EnumerateFiles(given).Where(IsArchive).Order(StringComparer.Ordinal)];
        if (archives.Length == 0) return new(given, temporary: false);
        var files = new Archives(Directory.CreateTempSubdirectory("onego-suite-").FullName, temporary: true);
        if (archives.All(archive => Unpack(archive, files.Root, "-xf"))) return files;
        files.Dispose();
        return null;

        static bool IsArchive(string name) => name.EndsWith(".tar", StringComparison.Ordinal) || name.EndsWith(".tar.xz", StringComparison.Ordinal) || name.EndsWith(".tar.gz", StringComparison.Ordinal);
    }

    /// <summary>The bytes of a file, or of what an <c>.xz</c> file holds; null when this system cannot open that.</summary>
    public static byte[]? ReadPacked(string file)
    {
        if (!file.EndsWith(".xz", StringComparison.Ordinal)) return File.ReadAllBytes(file);
        try
        {
            using var xz = Process.Start(new ProcessStartInfo("xz", ["-dc", file]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            using var plain = new MemoryStream();
            xz.StandardOutput.BaseStream.CopyTo(plain);
            xz.WaitForExit();
            return xz.ExitCode == 0 ? plain.ToArray() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>.NET reads tar but not xz, so the system's tar does both.</summary>
    public static bool Unpack(string archive, string target, string how = "-xJf")
    {
        try
        {
            using var tar = Process.Start(new ProcessStartInfo("tar", [how, archive, "-C", target, "--no-same-owner", "--no-same-permissions"]));
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
