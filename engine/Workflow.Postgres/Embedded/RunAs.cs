namespace Workflow.Postgres.Embedded;

/// <summary>
/// As whom the server's programs run. PostgreSQL refuses root; an ordinary user runs them as himself.
/// </summary>
/// <param name="Account">the account that owns the data, or null for the caller's own</param>
/// <param name="Prefix">words before each command line</param>
internal sealed record RunAs(string? Account, IReadOnlyList<string> Prefix)
{
    private static readonly string[] Accounts = ["onego", "postgres", "nobody"];
    private static readonly string[] MappedUser = ["unshare", "--user", "--map-user=1000", "--map-group=1000"];
    private static readonly RunAs Self = new(null, []);

    /// <summary>
    /// Root runs them inside a user namespace that shows it as an ordinary user: that needs no account and works in folders
    /// that no other account may enter. Where namespaces are refused, another account is taken that can enter both folders.
    /// </summary>
    /// <param name="folder">the server's folder; it exists</param>
    /// <param name="cluster">the data folder in it, which may not exist yet; its owner decides once it does</param>
    public static async Task<RunAs> ChooseAsync(string folder, string cluster, PostgresBinaries binaries, CancellationToken ct)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess) return Self;

        string? owner = Directory.Exists(cluster) ? await OwnerAsync(cluster, ct) : null;
        if (owner is null or "root")
        {
            var (exitCode, _) = await ChildProcess.RunAsync([.. MappedUser, binaries.Program("postgres"), "--version"], ct);
            if (exitCode == 0) return new RunAs(null, MappedUser);
            if (owner is "root") throw new EmbeddedPostgresException($"The data in '{cluster}' belong to root, and this machine refuses user namespaces; give them to another account (chown -R).");
        }

        foreach (string account in owner is null ? Accounts : [owner])
            if (await CanRunAsync(account, folder, binaries, ct)) return await GiveAsync(folder, account, ct);
        throw new EmbeddedPostgresException(
            $"PostgreSQL does not run as root, and no other account can enter '{folder}' and '{binaries.Bin}'; start the server as an ordinary user.");
    }

    private static async Task<string?> OwnerAsync(string cluster, CancellationToken ct)
    {
        var (exitCode, output) = await ChildProcess.RunAsync(["stat", "-c", "%U", cluster], ct);
        return exitCode == 0 ? output : null;
    }

    private static string[] As(string account) => ["runuser", "-u", account, "--"];

    private static async Task<bool> CanRunAsync(string account, string folder, PostgresBinaries binaries, CancellationToken ct)
    {
        string parent = Path.GetDirectoryName(folder)!;
        return (await ChildProcess.RunAsync([.. As(account), "test", "-x", parent], ct)).ExitCode == 0
            && (await ChildProcess.RunAsync([.. As(account), binaries.Program("postgres"), "--version"], ct)).ExitCode == 0;
    }

    private static async Task<RunAs> GiveAsync(string folder, string account, CancellationToken ct)
    {
        await ChildProcess.MustRunAsync("Giving the data folder to its account", ["chown", "-R", account, folder], ct);
        return new RunAs(account, As(account));
    }
}
