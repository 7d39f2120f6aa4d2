using System.Globalization;
using System.Text.Json;

namespace Workflow.Server.Hosting;

/// <summary>The data folder: private to the server's account; what others may know of a running server stands in server.json.</summary>
public sealed class DataFolder
{
    private DataFolder(string path) => Path = path;

    public string Path { get; }

    public string FirstAdministrator => System.IO.Path.Combine(Path, "first-admin.txt");

    public string Postgres => System.IO.Path.Combine(Path, "postgres");

    private string Running => System.IO.Path.Combine(Path, "server.json");

    /// <exception cref="StartException">the folder cannot be made or written</exception>
    public static DataFolder Open(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            var probe = System.IO.Path.Combine(path, $".probe-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return new(path);
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new StartException(ExitCode.FolderUnusable, $"The data folder '{path}' cannot be written: {unusable.Message}");
        }
    }

    /// <summary>Writes server.json whole or not at all: the walk and the scripts read it while the server starts.</summary>
    public void SayRunning(string url, int port)
    {
        var content = JsonSerializer.Serialize(new { pid = Environment.ProcessId, port, url });
        File.WriteAllText(Running + ".new", content + "\n");
        File.Move(Running + ".new", Running, overwrite: true);
    }

    /// <summary>Removes server.json, if it still speaks of this process.</summary>
    public void SayStopped()
    {
        try
        {
            if (File.ReadAllText(Running).Contains($"\"pid\":{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)},", StringComparison.Ordinal)) File.Delete(Running);
        }
        catch (IOException)
        {
            // It is gone already, or the folder is; either way nobody is misled.
        }
    }

    /// <summary>Writes a file that only the server's own account can read, replacing an older one.</summary>
    public static void WritePrivate(string path, string content)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(path, options);
        writer.Write(content);
    }
}
