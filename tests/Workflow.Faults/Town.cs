using System.Collections.Concurrent;
using System.Globalization;
using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Tasks;
using Workflow.Samples.Api;
using Workflow.Samples.Demo;
using Workflow.Samples.Play;
using Workflow.Samples.Setup;

namespace Workflow.Faults;

/// <summary>
/// The people of one district, who file and review restaurants through the public API of one server. A request that is not
/// answered is sent again under its key; what was answered is noted.
/// </summary>
internal sealed class Town : IDisposable
{
    public const string Region = Places.Jinjiang;
    private static readonly Patience LongPatience = new(TimeSpan.FromMinutes(2));

    private readonly Uri _server;
    private readonly DemoAccounts _accounts;
    private readonly Cast _cast;
    private readonly string _controlKey;
    private readonly string _name;

    // The same whenever a story is played: under its key a command may not change.
    private readonly DateTimeOffset _startsAt = DateTimeOffset.UtcNow.AddDays(-1);

    private Town(string name, Uri server, DemoAccounts accounts, string controlKey, TimeSpan? connectionLife = null)
    {
        (_name, _server, _accounts, _controlKey) = (name, server, accounts, controlKey);
        _cast = new Cast(server, accounts, LongPatience, connectionLife);
    }

    /// <summary>Idempotency keys of the commands that were answered with success, one for each time that a story got there.</summary>
    public ConcurrentBag<string> Acknowledged { get; } = [];

    /// <summary>Makes sure that the catalogue is there, and opens the people's accounts.</summary>
    /// <param name="data">folder of the server that made the first administrator</param>
    public static async Task<Town> SettleAsync(string name, Uri server, string data)
    {
        var accounts = DemoAccounts.Open(data);
        var (account, password) = Secrets.FirstAdministrator(data);
        using var administrator = new Session(server, account, password, LongPatience);
        await administrator.SignInAsync();
        await new Catalogue(administrator).EnsureAsync(["open-a-restaurant"], accounts.All.Where(a => a.Region == Region || a.Account == "applicant-1"));
        return new Town(name, server, accounts, Secrets.ControlKey(data));
    }

    /// <summary>The same people at another server of the same database.</summary>
    public Town At(ServerProcess server, string name) => new(name, server.Url, _accounts, Secrets.ControlKey(server.Data));

    /// <summary>The same people under another name at any address of the same database.</summary>
    /// <param name="connectionLife">how long a connection is used again; with zero a proxy that deals connections out deals requests out</param>
    public Town At(Uri server, string name, TimeSpan? connectionLife = null) => new(name, server, _accounts, _controlKey, connectionLife);

    /// <summary>The people, signed in where they are.</summary>
    public Cast Cast => _cast;

    public DemoAccount Supervisor => _accounts.Supervisor(Region);

    /// <summary>A restaurant from its application to the delivered licences; played again it changes nothing.</summary>
    public async Task<CaseAnswer> PlayAsync(int number)
    {
        var restaurant = Restaurant.Made(number, Ending.Delivered);
        var player = await FileAsync(number, _startsAt);
        await StepAsync(number, "accept", player.AcceptAsync());
        await Task.WhenAll(restaurant.Items().Select(async item =>
        {
            await StepAsync(number, $"claim-{item}", player.ClaimAsync(item));
            await StepAsync(number, $"opinion-{item}", player.OpinionAsync(item));
        }));
        await StepAsync(number, "decide", player.DecideAsync("grant"));
        await StepAsync(number, "conclude", player.ConcludeAsync([.. restaurant.Items().Select(i => new ResultRequest(i, "办理结果", $"{number}-{i}"))]));
        await StepAsync(number, "deliver", player.DeliverAsync("window", "申请人签收"));
        return await player.ReadAsync();
    }

    public async Task<CasePlayer> FileAsync(int number, DateTimeOffset startsAt)
    {
        var restaurant = Restaurant.Made(number, Ending.Delivered);
        var player = new CasePlayer(StoryOf(number), "open-a-restaurant", Region, _cast, LongPatience, _controlKey);
        await StepAsync(number, "file", player.FileAsync(
            await _cast.WindowAsync(Region), "window", restaurant.Applicant(Region), restaurant.Answers(Region), restaurant.Papers(), startsAt));
        return player;
    }

    /// <summary>The window accepts a case, asked once: whatever the server answers is the answer.</summary>
    /// <exception cref="ProblemException">it was not acknowledged</exception>
    public async Task AcceptOnceAsync(string caseId, string caseNumber, string key)
    {
        using var cast = new Cast(_server, _accounts, new Patience(TimeSpan.Zero));
        var window = await cast.WindowAsync(Region);
        var tasks = await window.GetAsync<Page<TaskSummary>>($"/api/tasks?q={caseNumber}&state=active");
        await window.PostAsync<CommandAnswer>($"/api/cases/{caseId}/accept", new AcceptRequest(tasks.Items.Single(t => t.CaseId == caseId).TaskId), key);
    }

    private string StoryOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{_name}-{number}");

    private async Task StepAsync(int number, string step, Task command)
    {
        await command;
        Acknowledged.Add($"{StoryOf(number)}-{step}");
    }

    public void Dispose() => _cast.Dispose();
}
