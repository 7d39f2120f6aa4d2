using Workflow.Server.Hosting;
using Workflow.Testing;
using Xunit;

namespace Workflow.Server.Tests.Running;

/// <summary>A real server on a free port and a database of its own, for one test class.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private readonly PostgresFixture postgres = new();
    private readonly List<IAsyncDisposable> started = [];
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"onego-test-{Guid.NewGuid():N}");

    public OneGoServer Server { get; private set; } = null!;

    public string ConnectionString => postgres.ConnectionString;

    public string DataFolder => folder;

    public string AdministratorPassword { get; private set; } = "";

    /// <summary>What <c>X-Control-Key</c> carries.</summary>
    public string ControlKey => File.ReadAllText(Path.Combine(folder, "control.key")).Trim();

    public async ValueTask InitializeAsync()
    {
        await postgres.InitializeAsync();
        Server = await StartAsync();
        AdministratorPassword = (await File.ReadAllTextAsync(Server.FirstAdministratorFile)).Split()[1];
    }

    /// <summary>One more node on the same database; stopped with the fixture.</summary>
    public async Task<OneGoServer> StartAsync(ServerSettings? settings = null)
    {
        var server = await OneGoServer.StartAsync(
            new Arguments(Order.Serve, 0, postgres.ConnectionString, folder),
            settings ?? new ServerSettings(PasswordIterations: 1_000, SignInFailuresPerMinute: 10_000, Quiet: true), CancellationToken.None);
        started.Add(server);
        return server;
    }

    /// <summary>A browser that nobody has signed in with.</summary>
    public Browser Browser(OneGoServer? server = null) => new((server ?? Server).Url);

    public async Task<Browser> AdministratorAsync(OneGoServer? server = null)
    {
        var browser = Browser(server);
        await browser.SignInAsync("admin", AdministratorPassword);
        return browser;
    }

    /// <summary>Opens an account with grants ("officer", "510104", "fire") and signs in with it.</summary>
    public async Task<Browser> AccountAsync(string account, params (string Role, string Region, string? Department)[] grants)
    {
        using var administrator = await AdministratorAsync();
        var opened = await administrator.PostAsync("/api/accounts", new
        {
            account, region = "510104", displayName = account, kind = "staff", password = Browsing.Password,
            grants = grants.Select(g => new { role = g.Role, region = g.Region, department = g.Department }),
        });
        opened.Is(201);
        var browser = Browser();
        await browser.SignInAsync(account, Browsing.Password);
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in Enumerable.Reverse(started)) await server.DisposeAsync();
        await postgres.DisposeAsync();
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
