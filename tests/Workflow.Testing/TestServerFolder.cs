using System.Security.Cryptography;
using System.Text;
using Workflow.Postgres.Migrations;

namespace Workflow.Testing;

/// <summary>
/// Where the test programs and the process that holds their server meet: one folder per machine user, source tree and
/// set of migrations.
/// </summary>
internal sealed record TestServerFolder(string Path)
{
    /// <summary>Held by whoever looks whether a server has to be started.</summary>
    public string StartLock => System.IO.Path.Combine(Path, "start.lock");

    /// <summary>Shared by all test programs that use the server; taken alone by the host to stop it.</summary>
    public string UsersLock => System.IO.Path.Combine(Path, "users.lock");

    /// <summary>Held by the host as long as it lives.</summary>
    public string HostLock => System.IO.Path.Combine(Path, "host.lock");

    /// <summary>Holds the connection string to the maintenance database while the server is ready.</summary>
    public string Ready => System.IO.Path.Combine(Path, "ready");

    /// <summary>Why the host could not start.</summary>
    public string Failure => System.IO.Path.Combine(Path, "failure");

    public string Server => System.IO.Path.Combine(Path, "server");

    /// <summary>Database that has all migrations and is copied for every test class.</summary>
    public const string Template = "template_migrated";

    public static TestServerFolder Ours()
    {
        string key = $"{SourceTree()}|{Migrator.Fingerprint}";
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..12];
        string path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"onego-tests-{Environment.UserName}", hash);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new TestServerFolder(path);
    }

    private static string SourceTree()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Workflow.sln"))) return folder.FullName;
        return AppContext.BaseDirectory;
    }
}
