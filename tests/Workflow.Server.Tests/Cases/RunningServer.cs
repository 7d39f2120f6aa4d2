using Npgsql;
using Workflow.Server.Brokers;
using Workflow.Server.Delivery;
using Workflow.Server.Hosting;
using Workflow.Server.Operations;
using Workflow.Server.Papers;
using Workflow.Testing;

namespace Workflow.Server.Tests.Cases;

/// <summary>A server in this process on a database of its own, with a data folder of its own; reached over HTTP only.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private readonly TestServer postgres;
    private readonly string connectionString;
    private readonly string data;
    private readonly bool ownsDatabase;
    private OneGoServer? server;
    private Api? administrator;

    private RunningServer(TestServer postgres, string connectionString, bool ownsDatabase) =>
        (this.postgres, this.connectionString, this.ownsDatabase, data) = (postgres, connectionString, ownsDatabase, Directory.CreateTempSubdirectory("onego-test-").FullName);

    public Uri Address => server!.Url;

    internal IServiceProvider Services => server!.Services;

    /// <summary>The data folder.</summary>
    public string Data => data;

    public string ControlKey => File.ReadAllText(Path.Combine(data, "control.key")).Trim();

    /// <param name="delivery">how often outgoing messages are tried; null for the usual</param>
    /// <param name="broker">address of a RabbitMQ; null for none</param>
    /// <param name="notices">how applicants are told besides their page; null for their page only</param>
    /// <param name="commands">how many commands are let in; null for the usual</param>
    /// <param name="database">the server whose database this one is to use; null for one of its own</param>
    public static async Task<RunningServer> StartAsync(
        DeliveryRules? delivery = null, string? broker = null, NoticeSettings? notices = null, AdmissionLimits? commands = null, RunningServer? database = null)
    {
        var shared = await TestServer.GetAsync();
        return await StartAsync(new RunningServer(shared, database?.connectionString ?? await shared.CreateDatabaseAsync(), ownsDatabase: database is null)
        {
            Delivery = delivery, Broker = broker, Notices = notices, Commands = commands,
        });
    }

    /// <summary>Another node on the same database.</summary>
    public Task<RunningServer> StartAnotherAsync() => StartAsync(new RunningServer(postgres, connectionString, ownsDatabase: false) { Delivery = Delivery, Broker = Broker, Notices = Notices });

    private DeliveryRules? Delivery { get; init; }
    private string? Broker { get; init; }
    private NoticeSettings? Notices { get; init; }
    private AdmissionLimits? Commands { get; init; }

    /// <summary>Stops the process's part and leaves the database, as a node that goes away.</summary>
    public async Task StopAsync()
    {
        if (server is not null) await server.DisposeAsync();
        server = null;
    }

    private static async Task<RunningServer> StartAsync(RunningServer running)
    {
        running.server = await OneGoServer.StartAsync(
            new Arguments(Order.Serve, 0, running.connectionString, running.data) { Broker = running.Broker is { } broker ? BrokerAddress.Parse(broker) : null },
            new ServerSettings(PasswordIterations: 1_000, SignInFailuresPerMinute: 1_000, Quiet: true, Delivery: running.Delivery, Notices: running.Notices, Commands: running.Commands), CancellationToken.None);
        return running;
    }

    /// <summary>The first administrator, signed in.</summary>
    public async Task<Api> AdministratorAsync()
    {
        if (administrator is not null) return administrator;
        var words = (await File.ReadAllTextAsync(server!.FirstAdministratorFile)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return administrator = await new Api(Address).SignInAsync("admin", words[^1]);
    }

    public NpgsqlDataSource OpenDatabase() => NpgsqlDataSource.Create(connectionString);

    public async ValueTask DisposeAsync()
    {
        administrator?.Dispose();
        if (server is not null) await server.DisposeAsync();
        Directory.Delete(data, recursive: true);
        if (ownsDatabase) await postgres.DropDatabaseAsync(connectionString);
    }
}
