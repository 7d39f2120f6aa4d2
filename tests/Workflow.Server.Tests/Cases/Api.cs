using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Workflow.Contracts;
using Workflow.Contracts.Identity;

namespace Workflow.Server.Tests.Cases;

/// <summary>One signed-in account over real HTTP: its cookie, its anti-forgery token, a new Idempotency-Key for each command.</summary>
public sealed class Api : IDisposable
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly HttpClient http;
    private string? csrf;

    public Api(Uri server, string? apiKey = null)
    {
        http = new HttpClient(new SocketsHttpHandler { UseCookies = true, CookieContainer = new CookieContainer(), MaxConnectionsPerServer = 64 })
        {
            BaseAddress = server, Timeout = TimeSpan.FromMinutes(2),
        };
        http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        if (apiKey is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
    }

    public string? ControlKey { get; set; }

    /// <summary>The anti-forgery token, for requests that are made by hand.</summary>
    public string? Csrf => csrf;

    public async Task<Api> SignInAsync(string account, string password)
    {
        var answer = await SendAsync(HttpMethod.Post, "/api/session", new SignInRequest(account, password));
        var session = await answer.ReadAsync<SessionAnswer>();
        csrf = session.Csrf ?? throw new InvalidOperationException($"{account} is signed in without a token");
        return this;
    }

    public Task<T> GetAsync<T>(string path) => ReadAsync<T>(HttpMethod.Get, path, null, null);

    public Task<T> PostAsync<T>(string path, object body, string? key = null) => ReadAsync<T>(HttpMethod.Post, path, body, key);

    public Task<CommandAnswer> PostAsync(string path, object body, string? key = null) => PostAsync<CommandAnswer>(path, body, key);

    public async Task PutAsync(string path, object body) => (await SendAsync(HttpMethod.Put, path, body)).Dispose();

    /// <summary>Sends and expects a refusal; status and code as "409 task-closed".</summary>
    public async Task<string> RefusedAsync(HttpMethod method, string path, object? body = null, string? key = null) => (await ProblemAsync(method, path, body, key)).Short;

    public async Task<Refusal> ProblemAsync(HttpMethod method, string path, object? body = null, string? key = null)
    {
        using var answer = await TryAsync(method, path, body, key);
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
            throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} is no problem response: {text}");
        return new Refusal((int)answer.StatusCode, JsonSerializer.Deserialize<ProblemBody>(text, Json)!);
    }

    public async Task<HttpResponseMessage> TryAsync(HttpMethod method, string path, object? body = null, string? key = null, CancellationToken ct = default)
    {
        using var request = new HttpRequestMessage(method, path) { Content = ContentOf(body) };
        if (method != HttpMethod.Get)
        {
            if (key != "") request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString("N"));
            if (csrf is not null) request.Headers.Add("X-CSRF", csrf);
        }
        if (ControlKey is not null) request.Headers.Add("X-Control-Key", ControlKey);
        return await http.SendAsync(request, ct);
    }

    /// <summary>Sends a request that was made by hand.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => http.SendAsync(request);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null, string? key = null)
    {
        var answer = await TryAsync(method, path, body, key);
        if (answer.IsSuccessStatusCode) return answer;
        var text = await answer.Content.ReadAsStringAsync();
        throw new HttpRequestException($"{method} {path}: {(int)answer.StatusCode} {text}", null, answer.StatusCode);
    }

    private async Task<T> ReadAsync<T>(HttpMethod method, string path, object? body, string? key)
    {
        using var answer = await SendAsync(method, path, body, key);
        return await answer.ReadAsync<T>();
    }

    private static HttpContent? ContentOf(object? body) => body switch
    {
        null => null,
        HttpContent content => content,
        byte[] bytes => new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        string text => new StringContent(text, Encoding.UTF8, "application/json"),
        _ => new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, Json)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
    };

    public void Dispose() => http.Dispose();
}

/// <summary>A refusal as the sender sees it.</summary>
public sealed record Refusal(int Status, ProblemBody Body)
{
    public string Short => $"{Status} {Body.Code}";

    /// <summary>The fields named, with their codes: "$.answers.area field-range".</summary>
    public IReadOnlyList<string> Fields => [.. Body.Errors.Select(e => $"{e.Field} {e.Code}")];
}

public static class HttpAnswers
{
    public static async Task<T> ReadAsync<T>(this HttpResponseMessage answer)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync();
        return (await JsonSerializer.DeserializeAsync<T>(stream, Api.Json))!;
    }
}
