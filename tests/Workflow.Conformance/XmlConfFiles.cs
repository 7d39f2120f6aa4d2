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
        if (Archives.Unpack(archive, files._root)) return files;
        files.Dispose();
        return null;
    }

    public void Dispose()
    {
        if (_temporary) Directory.Delete(_root, recursive: true);
    }
}
