using System.ComponentModel;
using System.Diagnostics;

namespace Workflow.Conformance;

/// <summary>The files of the W3C suite: a plain folder where there is one, else the archive unpacked to a temporary folder.</summary>
public sealed class XmlConfFiles : IDisposable
{
    private readonly string _root;
    private readonly bool _temporary;

    private XmlConfFiles(string root, bool temporary) => (_root, _temporary) = (root, temporary);

    public string PathOf(string name) => Path.Combine(_root, name);

    public static XmlConfFiles? Find(string folder)
    {
        if (Directory.EnumerateDirectories(folder, "*xmlconf*").Order(StringComparer.Ordinal).FirstOrDefault() is { } plain) return new(plain, temporary: false);
        if (Directory.EnumerateFiles(folder, "*xmlconf*.tar.xz").Order(StringComparer.Ordinal).FirstOrDefault() is not { } archive) return null;
        var files = new XmlConfFiles(Directory.CreateTempSubdirectory("xmlconf-").FullName, temporary: true);
        if (Unpack(archive, files._root)) return files;
        files.Dispose();
        return null;
    }

    // .NET reads tar but not xz, so the system's tar does both.
    private static bool Unpack(string archive, string target)
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
        if (_temporary) Directory.Delete(_root, recursive: true);
    }
}
