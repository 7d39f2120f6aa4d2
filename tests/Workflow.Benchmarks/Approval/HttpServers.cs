using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Identity;
using Workflow.Contracts.Tasks;

namespace Workflow.Benchmarks.Approval;

/// <summary>Servers on one database with all that the measured joint item needs, and the ten steps of a case over their public HTTP API; any server for any case.</summary>
internal sealed class HttpServers : IAsyncDisposable
{
    private const string City = "510100";
    public const string District = "510104";
    public const string Password = "correct horse 9 battery";
    private const int PasswordIterations = 1_000;

    private readonly List<ServerProgram> _servers = [];
    private readonly List<Uri> _urls = [];
    private readonly List<string> _folders = [];
    private readonly Dictionary<string, Account[]> _accounts = new(StringComparer.Ordinal);

    // The definition gives every case the same task ids: read once, so that only the ten steps are measured.
    private readonly Dictionary<string, long> _tasks = new(StringComparer.Ordinal);
    private HttpCases? _cases;

    /// <summary>The load on them.</summary>
    public HttpCases Cases => _cases ??= CasesOn([.. _urls]);

    public Uri Url => _urls[0];

    /// <summary>The headers of a new session of an account, one a line, for whoever writes requests by hand.</summary>
    public async Task<string> SessionAsync(string account)
    {
        using var session = await Account.SignInAsync(Url, account, Password);
        return session.Headers;
    }

    /// <summary>The same requests, sessions and all, to another server.</summary>
    public HttpCases CasesOn(params Uri[] servers) => new(servers, _accounts.ToDictionary(a => a.Key, a => a.Value.Select(session => session.Headers).ToArray(), StringComparer.Ordinal), _tasks);

    /// <summary>Each a process of its own: what is measured is the server and not what loads it.</summary>
    public static async Task<HttpServers> StartAsync(string connectionString, int count)
    {
        var servers = new HttpServers();
        for (int i = 0; i < count; i++)
        {
            servers._folders.Add(Directory.CreateTempSubdirectory("onego-bench-").FullName);
            var server = await ServerProgram.StartAsync(connectionString, servers._folders[i], PasswordIterations);
            servers._servers.Add(server);
            servers._urls.Add(server.Url);
        }

        await servers.PublishAsync();
        await servers.LearnTasksAsync();
        return servers;
    }

    private async Task<string> FileAsync()
    {
        var filed = await By("applicant").PostAsync("/api/applications", JsonSerializer.Deserialize<JsonElement>(HttpCases.Filing));
        return filed.GetProperty("caseId").GetString()!;
    }

    private Account By(string account) => _accounts[account][0];

    private static string Department(int i) => string.Create(CultureInfo.InvariantCulture, $"d{i}");

    private async Task PublishAsync()
    {
        string password = (await File.ReadAllTextAsync(Path.Combine(_folders[0], "first-admin.txt"))).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[^1];
        using var admin = await Account.SignInAsync(_urls[0], "admin", password);
        foreach (string region in (string[])["510000", City, District]) await admin.SendAsync(HttpMethod.Put, $"/api/regions/{region}", JsonContent.Create(new { name = Named(region) }));
        string[] departments = [.. Enumerable.Range(0, Restaurant.Departments).Select(Department)];
        foreach (string department in (string[])[.. departments, "lead", "window"])
            await admin.SendAsync(HttpMethod.Put, $"/api/departments/{District}/{department}", JsonContent.Create(new { name = Named(department) }));
        await admin.SendAsync(HttpMethod.Put, "/api/calendars/bench", JsonContent.Create(new { name = Named("bench"), notices = Array.Empty<object>() }));
        await admin.SendAsync(HttpMethod.Post, "/api/definitions/bench", new StringContent(Restaurant.Bpmn(), Encoding.UTF8, "application/xml"));
        await admin.SendAsync(HttpMethod.Put, "/api/joint-items/bench", JsonContent.Create(JointItem(departments)));
        foreach (string department in (string[])[.. departments, "lead"]) await OpenAsync(admin, department, "officer", District, department);
        await OpenAsync(admin, "window", "window", District, null);
        await OpenAsync(admin, "supervisor", "supervisor", City, null);
        await OpenAsync(admin, "applicant", null, City, null);
    }

    private async Task OpenAsync(Account admin, string account, string? role, string region, string? department)
    {
        object[] grants = role is null ? [] : [new { role, region, department }];
        await admin.PostAsync("/api/accounts", new { account, region, displayName = account, password = Password, grants });
        var nodes = new List<Account>();
        foreach (var url in _urls) nodes.Add(await Account.SignInAsync(url, account, Password));
        _accounts[account] = [.. nodes];
    }

    private static object JointItem(string[] departments) => new
    {
        code = "bench", name = Named("bench"), region = City, definition = "bench", calendar = "bench", leadDepartment = "lead", statutory = Days(45), promised = Days(20),
        items = departments.Select((d, i) => new
        {
            code = string.Create(CultureInfo.InvariantCulture, $"i{i}"), name = Named(d), itemCode = (string?)null, department = d, appliesWhen = (string?)null,
            promised = Days(10), statutory = Days(20), basis = (string?)null,
        }),
        materials = Array.Empty<object>(),
        form = new[] { new { name = "owner", label = Named("owner"), type = "text", required = true, personal = true, neededBy = (string[])["i0"], choices = Array.Empty<object>(), min = 1, max = 60 } },
        cards = new { yellowBeforeDays = 2 },
    };

    private static object Days(int amount) => new { amount, unit = "workingDays" };

    private static object Named(string name) => new { zh = name, en = name };

    /// <summary>Plays one case step by step and notes the id of every task as it appears.</summary>
    private async Task LearnTasksAsync()
    {
        string id = await FileAsync();
        await NoteAsync(id);
        await By("window").PostAsync($"/api/cases/{id}/accept", new AcceptRequest(_tasks["intake"]));
        await NoteAsync(id);
        for (int i = 0; i < Restaurant.Departments; i++)
            await By(Department(i)).PostAsync($"/api/cases/{id}/tasks/{_tasks[$"review{i}"]}/opinion", new OpinionRequest("positive", "符合要求"));
        await NoteAsync(id);
        await By("lead").PostAsync($"/api/cases/{id}/decide", new DecideRequest(_tasks["decide"], "grant"));
        await NoteAsync(id);
    }

    private async Task NoteAsync(string id)
    {
        var head = await By("supervisor").GetAsync<CaseAnswer>($"/api/cases/{id}");
        foreach (var task in head.Tasks) _tasks[task.Kind == "review" ? task.Element : task.Kind] = task.TaskId;
    }

    /// <summary>Ends the servers; the requests and sessions stay for <see cref="CasesOn"/>.</summary>
    public async Task StopAsync()
    {
        foreach (var server in _servers) await server.DisposeAsync();
        _servers.Clear();
    }

    /// <summary>The most memory one of them has had, bytes.</summary>
    public long PeakMemory => _servers.Max(server => server.PeakMemory);

    public async ValueTask DisposeAsync()
    {
        _cases?.Dispose();
        foreach (var account in _accounts.Values.SelectMany(a => a)) account.Dispose();
        await StopAsync();
        foreach (string folder in _folders) Directory.Delete(folder, recursive: true);
    }

    /// <summary>One signed-in account; its connections are kept alive.</summary>
    internal sealed class Account : IDisposable
    {
        private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
        private readonly HttpClient _http;
        private string? _csrf;

        private readonly CookieContainer _cookies = new();

        private Account(Uri server) =>
            _http = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies, MaxConnectionsPerServer = 128 }) { BaseAddress = server };

        public string Headers => $"Cookie: {_cookies.GetCookieHeader(_http.BaseAddress!)}\r\nX-CSRF: {_csrf}\r\n";

        public static async Task<Account> SignInAsync(Uri server, string name, string password)
        {
            var account = new Account(server);
            var session = await account.PostAsync("/api/session", new SignInRequest(name, password));
            account._csrf = session.GetProperty("csrf").GetString();
            return account;
        }

        public async Task<T> GetAsync<T>(string path) => (await _http.GetFromJsonAsync<T>(path, Web))!;

        public async Task<JsonElement> PostAsync(string path, object body)
        {
            byte[] answer = await SendAsync(HttpMethod.Post, path, JsonContent.Create(body, body.GetType(), options: Web));
            return answer.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(answer);
        }

        public async Task<byte[]> SendAsync(HttpMethod method, string path, HttpContent content)
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
            if (_csrf is not null) request.Headers.Add("X-CSRF", _csrf);
            using var answer = await _http.SendAsync(request);
            byte[] bytes = await answer.Content.ReadAsByteArrayAsync();
            return answer.IsSuccessStatusCode ? bytes : throw new HttpRequestException($"{method} {path}: {(int)answer.StatusCode} {Encoding.UTF8.GetString(bytes)}");
        }

        public void Dispose() => _http.Dispose();
    }
}
