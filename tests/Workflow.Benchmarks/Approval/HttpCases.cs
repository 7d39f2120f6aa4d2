using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Workflow.Benchmarks.Load;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Tasks;

namespace Workflow.Benchmarks.Approval;

/// <summary>The ten requests of a case as bytes over kept connections, every one by the account whose step it is, the six opinions at once.</summary>
/// <param name="sessions">headers of a session of each account, one a server</param>
/// <param name="tasks">task ids: the definition gives every case the same ones</param>
internal sealed class HttpCases(IReadOnlyList<Uri> servers, IReadOnlyDictionary<string, string[]> sessions, IReadOnlyDictionary<string, long> tasks) : IDisposable
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private const string OfCases = "/api/cases/";
    private static readonly TimeSpan PauseUsual = TimeSpan.FromSeconds(1);

    public static readonly byte[] Filing = Json(new
    {
        jointItem = "bench", region = HttpServers.District, channel = "online",
        applicant = new { kind = "person", name = "王小明", idNumber = "11010519491231002X", phone = "13800000000" },
        answers = new { owner = "王小明" }, materials = Array.Empty<object>(),
    });

    private readonly RawClients[] _clients = [.. servers.Select(server => new RawClients(server))];
    private readonly byte[] _accept = Json(new AcceptRequest(tasks["intake"]));
    private readonly byte[] _opinion = Json(new OpinionRequest("positive", "符合要求"));
    private readonly byte[] _decide = Json(new DecideRequest(tasks["decide"], "grant"));
    private readonly byte[] _conclude = Json(new ConcludeRequest(tasks["conclude"], [new ResultRequest("i0", "许可证", "许-0001")]));
    private int _turn, _refused;

    /// <summary>Requests go to so many of the servers; the others idle.</summary>
    public int InUse { get; set; } = servers.Count;

    /// <summary>All requests about one case go to one server, as a proxy deals that hashes the path; otherwise every request goes to the next server.</summary>
    public bool IsByCase { get; set; }

    /// <summary>How long each opinion took from when it was due to its answer.</summary>
    public ConcurrentBag<Decided> Decisions { get; } = [];

    /// <summary>Requests that were told to come again, and did.</summary>
    public int Refused => _refused;

    public Task PlayAsync() => PlayAsync(TimeSpan.Zero);

    /// <param name="late">how long after it was due the case begins; its decisions have waited that long too</param>
    public async Task PlayAsync(TimeSpan late)
    {
        string id = await PostAsync("applicant", "/api/applications", Filing, CaseIdOf);
        await PostAsync("window", $"/api/cases/{id}/accept", _accept);
        long due = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Restaurant.Departments).Select(async i =>
        {
            await PostAsync($"d{i}", $"/api/cases/{id}/tasks/{tasks[$"review{i}"]}/opinion", _opinion);
            Decisions.Add(new Decided(due, Stopwatch.GetTimestamp(), late));
        }));
        await PostAsync("lead", $"/api/cases/{id}/decide", _decide);
        await PostAsync("lead", $"/api/cases/{id}/conclude", _conclude);
    }

    private Task<string> PostAsync(string account, string path, byte[] body) => PostAsync(account, path, body, _ => "");

    private async Task<string> PostAsync(string account, string path, byte[] body, Func<RawClient, string> read)
    {
        int server = (int)((IsByCase && path.StartsWith(OfCases, StringComparison.Ordinal) ? CaseHash(path) : (uint)Interlocked.Increment(ref _turn)) % InUse);
        var key = Guid.NewGuid();
        while (true)
        {
            var client = _clients[server].Take();
            var answer = await client.PostAsync(path, sessions[account][server], key, body);
            string content = answer.Status switch
            {
                200 or 201 => read(client),
                429 => "",
                _ => throw new InvalidOperationException($"{path}: {answer.Status} {Encoding.UTF8.GetString(client.Content)}"),
            };
            _clients[server].GiveBack(client);
            if (answer.Status != 429) return content;
            Interlocked.Increment(ref _refused);
            await Task.Delay(answer.RetryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : PauseUsual);
        }
    }

    /// <summary>Case ids are random: their last digits deal evenly.</summary>
    private static uint CaseHash(string path) =>
        uint.Parse(path.AsSpan(path.IndexOf('/', OfCases.Length) - 8, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static string CaseIdOf(RawClient client)
    {
        var name = "\"caseId\":\""u8;
        var rest = client.Content[(client.Content.IndexOf(name) + name.Length)..];
        return Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)'"')]);
    }

    private static byte[] Json(object value) => JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), Web);

    public void Dispose()
    {
        foreach (var clients in _clients) clients.Dispose();
    }
}
