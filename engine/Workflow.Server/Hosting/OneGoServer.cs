using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Npgsql;
using Workflow.Core.Cases;
using Workflow.Core.Catalog;
using Workflow.Core.Runtime;
using Workflow.Postgres;
using Workflow.Postgres.Projections;
using Workflow.Postgres.Queries;
using Workflow.Postgres.Queues;
using Workflow.Postgres.Secrets;
using Workflow.Server.Audit;
using Workflow.Server.Cases;
using Workflow.Server.Catalog;
using Workflow.Server.Correlation;
using Workflow.Server.Delivery;
using Workflow.Server.Http;
using Workflow.Server.Identity;
using Workflow.Server.Incidents;
using Workflow.Server.Live;
using Workflow.Server.Messages;
using Workflow.Server.Operations;
using Workflow.Server.Oversight;
using Workflow.Server.Papers;

namespace Workflow.Server.Hosting;

/// <summary>What a server is made of besides its arguments; the defaults are those of the product.</summary>
/// <param name="PasswordIterations">cost of a password hash; tests lower it</param>
/// <param name="SignInFailuresPerMinute">per address</param>
/// <param name="Quiet">writes no logs</param>
/// <param name="Delivery">how often outgoing messages are tried; null for the usual</param>
/// <param name="Notices">how applicants are told besides their page; null for their page only</param>
/// <param name="Machine">the machine's clock; null for the real one</param>
/// <param name="Commands">how many commands are let in at once; null for the usual</param>
public sealed record ServerSettings(
    int PasswordIterations = Passwords.IterationsUsual, int SignInFailuresPerMinute = FailureLimit.FailuresUsual, bool Quiet = false, DeliveryRules? Delivery = null,
    NoticeSettings? Notices = null, TimeProvider? Machine = null, AdmissionLimits? Commands = null)
{
    private const string IterationsVariable = "ONEGO_PASSWORD_ITERATIONS";

    /// <summary>The product's settings; a load test may lower the cost of passwords by ONEGO_PASSWORD_ITERATIONS.</summary>
    public static ServerSettings FromEnvironment() =>
        int.TryParse(Environment.GetEnvironmentVariable(IterationsVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var iterations) && iterations > 0
            ? new(PasswordIterations: iterations, Notices: NoticeSettings.FromEnvironment(Environment.GetEnvironmentVariable))
            : new(Notices: NoticeSettings.FromEnvironment(Environment.GetEnvironmentVariable));
}

/// <summary>A running server: database, node, HTTP. Disposing stops them in the opposite order.</summary>
public sealed class OneGoServer : IAsyncDisposable
{
    private readonly DataFolder _folder;
    private readonly Database _database;
    private readonly Node _node;
    private readonly WebApplication _app;
    private readonly IDisposable?[] _telemetry;

    private OneGoServer(DataFolder folder, Database database, Node node, WebApplication app, IDisposable?[] telemetry) =>
        (_folder, _database, _node, _app, _telemetry) = (folder, database, node, app, telemetry);

    /// <summary>The address, with the port that was taken.</summary>
    public required Uri Url { get; init; }

    /// <summary>True when the first administrator was made by this start.</summary>
    public required bool IsFirstStart { get; init; }

    public string FirstAdministratorFile => _folder.FirstAdministrator;

    internal IServiceProvider Services => _app.Services;

    /// <exception cref="StartException">one sentence says why it cannot start</exception>
    public static async Task<OneGoServer> StartAsync(Arguments arguments, ServerSettings settings, CancellationToken cancelled)
    {
        var folder = DataFolder.Open(arguments.Data);
        // Asked before the database starts, so that the usual mistake is answered at once.
        RefuseTakenPort(arguments.Port);
        var database = await Database.OpenAsync(arguments.Database, folder, cancelled);
        Node? node = null;
        WebApplication? app = null;
        try
        {
            PinnedLoader? pinned = null;
            var name = $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..6]}";
            node = await StartAsync(new NodeSettings(database.ConnectionString, [new CaseStreams(), .. CatalogKinds.All],
                (pin, stop) => pinned!.LoadAsync(pin, stop), name) { Time = settings.Machine ?? TimeProvider.System }, cancelled);
            pinned = new PinnedLoader(node.ReadAsync);

            app = Build(arguments, settings, folder, database, node, pinned);
            var services = app.Services;
            services.GetRequiredService<ControlKey>();
            await CookieKeys.EnsureAsync(new DataProtectionKeys(database.Source), services, cancelled);
            var isFirst = await FirstAdministrator.EnsureAsync(node.SubmitAsync, node.ReadAsync,
                services.GetRequiredService<AccountSecrets>(), services.GetRequiredService<Passwords>(), folder, cancelled);
            await NationalCalendar.EnsureAsync(node.SubmitAsync, node.ReadAsync, cancelled);
            await ShippedTemplates.EnsureAsync(node.SubmitAsync, node.ReadAsync, cancelled);

            await StartAsync(app, arguments.Port, cancelled);
            var url = new Uri(services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
            folder.SayRunning(url.GetLeftPart(UriPartial.Authority), url.Port);
            return new(folder, database, node, app, [Telemetry.TraceRequests(), Telemetry.Export(name)]) { Url = url, IsFirstStart = isFirst };
        }
        catch
        {
            if (app is not null) await app.DisposeAsync();
            if (node is not null) await node.DisposeAsync();
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Until Ctrl-C, SIGTERM, or the host is told to stop.</summary>
    public Task WaitForStopAsync() => _app.WaitForShutdownAsync();

    private static WebApplication Build(Arguments arguments, ServerSettings settings, DataFolder folder, Database database, Node node, PinnedLoader pinned)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        if (settings.Quiet) builder.Logging.ClearProviders();
        else builder.Logging.AddJsonLines();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, arguments.Port);
            Limits.Set(kestrel);
        });
        var services = builder.Services;
        services.Configure<HostOptions>(o => o.ShutdownTimeout = Limits.ShutdownPatience);
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(o => Json.Configure(o.SerializerOptions));

        services.AddSingleton(folder).AddSingleton(database.Source).AddSingleton(_ => new PageReads(database.ConnectionString)).AddSingleton(node).AddSingleton(pinned)
            .AddSingleton<TimeProvider>(new DatabaseTime(node, settings.Machine ?? TimeProvider.System))
            .AddSingleton<Submit>(node.SubmitAsync)
            .AddSingleton<ReadStream>(node.ReadAsync)
            .AddSingleton<Func<PinnedRef, CancellationToken, ValueTask<object>>>(pinned.LoadAsync)
            .AddSingleton(new Documents(database.Source)).AddSingleton(new DraftTexts(database.Source)).AddSingleton(new OpenCaseWalk(database.Source))
            .AddSingleton(new CalendarAdoptions(database.Source, node.Name)).AddSingleton<CalendarNotices>().AddHostedService(s => s.GetRequiredService<CalendarNotices>()).AddHostedService<CalledDefinitionsWatch>()
            .AddSingleton(new TimerPump(database.Source, node.SubmitAsync, node.Name))
            .AddSingleton(new JobQueue(database.Source))
            .AddOversight(database.Source, node, pinned)
            .AddIncidents(database.Source, node)
            .AddSingleton<LiveCases>().AddSingleton<Listeners>()
            .AddHostedService<Workers>()
            .AddAudit()
            .AddCases(folder.Path, CreditCodeRule.RefuseWrongCheck)
            .AddMessages()
            .AddCorrelation()
            .AddDelivery(arguments.Broker, settings.Delivery ?? DeliveryRules.Usual)
            .AddPapers(settings.Notices ?? NoticeSettings.None)
            .AddOperations(settings.Commands);
        FrontDoor.Guard(services);

        services.AddSingleton(new AccountSecrets(database.Source)).AddSingleton(new PersonalStore(database.Source)).AddSingleton<AccountDirectory>().AddSingleton<KnownSessions>()
            .AddSingleton(s => new Passwords(s.GetRequiredService<AccountSecrets>(), settings.PasswordIterations))
            .AddSingleton(s => new FailureLimit(settings.SignInFailuresPerMinute, s.GetRequiredService<TimeProvider>()));
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(Sessions.Configure);
        services.AddDataProtection().SetApplicationName("onego");
        services.Configure<KeyManagementOptions>(o => o.XmlRepository = new SharedKeys(new DataProtectionKeys(database.Source)));
        services.AddApiDescription();
        services.AddResponseCompression(compression => compression.EnableForHttps = true);

        var app = builder.Build();
        Routes.Map(app);
        return app;
    }

    private static async Task<Node> StartAsync(NodeSettings settings, CancellationToken cancelled)
    {
        try
        {
            return await Node.StartAsync(settings, cancelled);
        }
        catch (NpgsqlException away)
        {
            throw new StartException(ExitCode.DatabaseUnusable, $"The database does not confirm what is written to it: {away.InnerException?.Message ?? away.Message}.");
        }
    }

    private static async Task StartAsync(WebApplication app, int port, CancellationToken cancelled)
    {
        try
        {
            await app.StartAsync(cancelled);
        }
        catch (IOException taken)
        {
            throw new StartException(ExitCode.PortTaken, $"Port {port} cannot be listened on: {taken.InnerException?.Message ?? taken.Message}.");
        }
    }

    private static void RefuseTakenPort(int port)
    {
        if (port == 0) return;
        using var probe = new TcpListener(IPAddress.Loopback, port);
        try
        {
            probe.Start();
        }
        catch (SocketException taken)
        {
            throw new StartException(ExitCode.PortTaken, $"Port {port} cannot be listened on ({taken.Message}); choose another one with --port.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _folder.SayStopped();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _node.DisposeAsync();
        await _database.DisposeAsync();
        foreach (var part in _telemetry) part?.Dispose();
    }
}
