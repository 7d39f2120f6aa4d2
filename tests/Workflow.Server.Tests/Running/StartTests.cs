using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Workflow.Server.Hosting;
using Workflow.Testing;
using Xunit;

namespace Workflow.Server.Tests.Running;

/// <summary>Starting, refusing to start with one clear sentence, and stopping.</summary>
public sealed class StartTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly ServerSettings Settings = new(PasswordIterations: 1_000, Quiet: true);

    private static async Task<StartException> RefusedAsync(Arguments arguments) =>
        await Assert.ThrowsAsync<StartException>(() => OneGoServer.StartAsync(arguments, Settings, CancellationToken.None));

    [Fact]
    public async Task A_taken_port_is_told_before_the_database_is_touched()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var refused = await RefusedAsync(new(Order.Serve, port, "Host=127.0.0.1;Port=1", Folder()));
        Assert.Equal(ExitCode.PortTaken, refused.Code);
        Assert.Contains($"Port {port}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_cannot_be_reached_is_told()
    {
        var refused = await RefusedAsync(new(Order.Serve, 0, "Host=127.0.0.1;Port=1;Timeout=2", Folder()));
        Assert.Equal(ExitCode.DatabaseUnusable, refused.Code);
        Assert.StartsWith("The database cannot be reached", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_told()
    {
        var file = Path.GetTempFileName();
        var refused = await RefusedAsync(new(Order.Serve, 0, postgres.ConnectionString, Path.Combine(file, "below-a-file")));
        Assert.Equal(ExitCode.FolderUnusable, refused.Code);
        File.Delete(file);
    }

    [Theory]
    [InlineData("--port")]
    [InlineData("--port", "70000")]
    [InlineData("--port", "-1")]
    [InlineData("--colour", "red")]
    [InlineData("--data", "x", "verify")]
    public void Wrong_arguments_are_told(params string[] words) =>
        Assert.Equal(ExitCode.WrongArguments, Assert.Throws<StartException>(() => Arguments.Parse(words)).Code);

    [Fact]
    public async Task A_running_server_says_where_and_a_second_start_keeps_accounts_and_calendar()
    {
        var folder = Folder();
        var arguments = new Arguments(Order.Serve, 0, await postgres.CreateDatabaseAsync(), folder);
        string password;
        await using (var first = await OneGoServer.StartAsync(arguments, Settings, CancellationToken.None))
        {
            Assert.True(first.IsFirstStart);
            var said = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(Path.Combine(folder, "server.json")));
            Assert.Equal(Environment.ProcessId, said.GetProperty("pid").GetInt32());
            Assert.Equal(first.Url, new Uri(said.GetProperty("url").GetString()!));
            password = (await File.ReadAllTextAsync(first.FirstAdministratorFile)).Split()[1];
        }
        Assert.False(File.Exists(Path.Combine(folder, "server.json")));

        await using var second = await OneGoServer.StartAsync(arguments, Settings, CancellationToken.None);
        Assert.False(second.IsFirstStart);
        using var browser = new Browser(second.Url);
        await browser.SignInAsync("admin", password);
        Assert.True((await browser.GetAsync("/api/about")).Json.GetProperty("position").GetInt64() > 20);
    }

    private static string Folder() => Directory.CreateTempSubdirectory("onego-start-").FullName;
}
