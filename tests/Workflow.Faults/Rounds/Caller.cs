using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Workflow.Contracts.Cases;
using Workflow.Samples.Api;

namespace Workflow.Faults.Rounds;

/// <summary>
/// One client of all servers. It sends a command to any of them, and under the same key to another one when nobody answers;
/// it writes down what it was told, and holds each read against what it was told before.
/// </summary>
internal sealed class Caller(Site site, HttpMessageInvoker http, Records records, Tally tally, Random random, string name)
{
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, long> _seen = new(StringComparer.Ordinal);
    private readonly Lock _random = new();
    private int _number;

    /// <summary>Sends a command until it is answered; now and then gives up after the first try without an answer.</summary>
    public Task<Sent> CommandAsync(string account, string step, string path, object body, string? caseId = null) =>
        CommandAsync(account, step, path, body, caseId, Below(12) == 0);

    private async Task<Sent> CommandAsync(string account, string step, string path, object body, string? caseId, bool givesUp)
    {
        string key = $"{name}-{Interlocked.Increment(ref _number)}-{step}";
        int server = Below(Site.ServerCount);
        bool isDoubtful = false;
        var until = new Patience(Patience).Begin();
        while (true)
        {
            var (status, answer) = await SendAsync(server, HttpMethod.Post, path, account, body, key);
            if (status is >= 200 and < 300)
            {
                var said = answer!.Value;
                string of = said.GetProperty("caseId").GetString()!;
                var sent = Note(new(account, key, step, Fate.Acknowledged, of, said.GetProperty("version").GetInt64(), said.GetProperty("position").GetInt64(), null));
                _seen.AddOrUpdate(of, sent.Version, (_, known) => Math.Max(known, sent.Version));
                if (Below(20) == 0) await RepeatAsync(sent, path, body);
                return sent;
            }

            if (status is >= 400 and < 500 and not 429)
            {
                string code = answer is { } refusal && refusal.TryGetProperty("code", out var given) ? given.GetString()! : "none";
                tally.Count($"refused {status} {code}");
                // What could never be right for this client is no matter of races.
                if (status is 400 or 401 or 404 or 422) tally.Complain($"{step} ({key}) was answered {status} {code}");
                return Note(new(account, key, step, isDoubtful ? Fate.Unknown : Fate.Refused, caseId, 0, 0, code));
            }

            if (status == 500) tally.Count("answered 500");
            // 429 says that it was not even taken; everything else, that nobody knows.
            isDoubtful |= status != 429;
            if (givesUp && isDoubtful) return Note(new(account, key, step, Fate.Unknown, caseId, 0, 0, null));
            if (!await until.AgainAsync())
            {
                tally.Complain($"{step} ({key}) was not answered for {Patience}; last status {status}");
                return Note(new(account, key, step, Fate.Unknown, caseId, 0, 0, null));
            }

            server = (server + 1) % Site.ServerCount;
        }
    }

    /// <summary>Sent again, at any server, an acknowledged command says what it said at first.</summary>
    private async Task RepeatAsync(Sent sent, string path, object body)
    {
        var (status, answer) = await SendAsync(Below(Site.ServerCount), HttpMethod.Post, path, sent.Account, body, sent.Key);
        if (status is 0 or >= 500 or 429) return;
        tally.Count("repeated");
        if (status is < 200 or >= 300 || answer!.Value.GetProperty("version").GetInt64() != sent.Version || answer.Value.GetProperty("position").GetInt64() != sent.Position)
            tally.Complain($"{sent.Step} ({sent.Key}) was answered at {sent.Version}/{sent.Position} and sent again {status} {answer}");
    }

    /// <summary>The case as any server has it now; it must be no older than what this client was told before.</summary>
    /// <returns>null when no server answered in time</returns>
    public async Task<CaseAnswer?> ReadAsync(string caseId)
    {
        var until = new Patience(Patience).Begin();
        do
        {
            long told = _seen.GetValueOrDefault(caseId);
            int server = Below(Site.ServerCount);
            var (status, answer) = await SendAsync(server, HttpMethod.Get, $"/api/cases/{caseId}", Catalogue.Supervisor, null, null);
            if (status == 200)
            {
                var read = answer!.Value.Deserialize<CaseAnswer>(Session.Json)!;
                tally.Count("reads");
                if (read.Version < told) tally.Complain($"{name} was told of version {told} of {caseId}, and server {server} then showed version {read.Version}");
                _seen.AddOrUpdate(caseId, read.Version, (_, known) => Math.Max(known, read.Version));
                return read;
            }

            if (status == 404 && told > 0) tally.Complain($"{name} was told of version {told} of {caseId}, and server {server} then knew no such case");
            if (status is >= 400 and < 500 and not 429) return null;
        }
        while (await until.AgainAsync());
        return null;
    }

    /// <summary>What one did oneself is in every list at once: a task that is done stands in no inbox.</summary>
    public async Task LookIntoInboxAsync(string account, string caseNumber, long done)
    {
        var (status, answer) = await SendAsync(Below(Site.ServerCount), HttpMethod.Get, $"/api/tasks?q={Uri.EscapeDataString(caseNumber)}", account, null, null);
        if (status != 200) return;
        tally.Count("inboxes read");
        if (answer!.Value.GetProperty("items").EnumerateArray().Any(t => t.GetProperty("caseNumber").GetString() == caseNumber && t.GetProperty("taskId").GetInt64() == done))
            tally.Complain($"task {done} of {caseNumber} was done and still stood in the inbox of {account}");
    }

    public async Task<JsonElement?> GetAsync(string account, string path)
    {
        var (status, answer) = await SendAsync(Below(Site.ServerCount), HttpMethod.Get, path, account, null, null);
        return status == 200 ? answer : null;
    }

    /// <summary>One try; status 0 when nothing was answered.</summary>
    private async Task<(int Status, JsonElement? Answer)> SendAsync(int server, HttpMethod method, string path, string account, object? body, string? key)
    {
        using var patience = new CancellationTokenSource(AnswerPatience);
        using var request = new HttpRequestMessage(method, new Uri(site.Servers[server].Url, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", site.Keys[account]);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        if (body is not null)
        {
            request.Headers.Add("X-Control-Key", site.ControlKey);
            request.Content = JsonContent.Create(body, body.GetType(), options: Session.Json);
        }

        try
        {
            using var response = await http.SendAsync(request, patience.Token);
            var bytes = await response.Content.ReadAsByteArrayAsync(patience.Token);
            return ((int)response.StatusCode, bytes.Length == 0 ? null : JsonSerializer.Deserialize<JsonElement>(bytes));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or JsonException)
        {
            return (0, null);
        }
    }

    private Sent Note(Sent sent)
    {
        records.Commands.Enqueue(sent);
        tally.Count(sent.Fate switch { Fate.Acknowledged => "acknowledged", Fate.Refused => "refused", _ => "unknown" });
        tally.Count("commands");
        return sent;
    }

    public int Below(int most)
    {
        lock (_random) return random.Next(most);
    }
}
