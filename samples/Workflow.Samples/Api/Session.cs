using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Workflow.Contracts;

namespace Workflow.Samples.Api;

/// <summary>
/// One account signed in, with its own cookie: what a browser of that person would be. A request that a dying server
/// left unanswered is sent again, with the same Idempotency-Key, until the server is back or patience ends; so it
/// takes effect once however often it is sent.
/// </summary>
internal sealed class Session : IDisposable
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly HttpClient http;
    private readonly Patience patience;
    private readonly string password;
    private readonly SemaphoreSlim signingIn = new(1, 1);
    private string? antiforgery;

    /// <param name="connectionLife">how long a connection is used again; zero sends every request on one of its own</param>
    public Session(Uri server, string account, string password, Patience patience, TimeSpan? connectionLife = null)
    {
        (Account, this.password, this.patience) = (account, password, patience);
#pragma warning disable CA2000 // The client owns its handler.
        var handler = new SocketsHttpHandler { CookieContainer = new CookieContainer(), PooledConnectionLifetime = connectionLife ?? TimeSpan.FromMinutes(2) };
#pragma warning restore CA2000
        http = new HttpClient(handler) { BaseAddress = server, Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
    }

    public string Account { get; }

    public async Task SignInAsync()
    {
        await signingIn.WaitAsync();
        try
        {
            await SendAsync($"sign in as {Account}", () => Body(HttpMethod.Post, "/api/session", new { account = Account, password }), signedIn: false);
            var session = await ReadAsync<JsonElement>("read the session", () => new(HttpMethod.Get, "/api/session"), signedIn: false);
            antiforgery = session.GetProperty("csrf").GetString();
        }
        finally { signingIn.Release(); }
    }

    public Task<T> GetAsync<T>(string path) => ReadAsync<T>($"GET {path}", () => new(HttpMethod.Get, path), signedIn: true);

    /// <summary>The content under a path, or null where nothing is (HTTP 404).</summary>
    public async Task<T?> FindAsync<T>(string path) where T : class
    {
        try { return await GetAsync<T>(path); }
        catch (ProblemException problem) when (problem.Status == 404) { return null; }
    }

    /// <param name="key">the Idempotency-Key: the same key is the same command, for ever</param>
    public Task<T> PostAsync<T>(string path, object body, string key, string? controlKey = null) =>
        ReadAsync<T>($"POST {path}", () => Keyed(Body(HttpMethod.Post, path, body), key, controlKey), signedIn: true);

    public Task PostAsync(string path, object body, string key) =>
        SendAsync($"POST {path}", () => Keyed(Body(HttpMethod.Post, path, body), key, null), signedIn: true);

    public Task PutAsync(string path, object body, string key) =>
        SendAsync($"PUT {path}", () => Keyed(Body(HttpMethod.Put, path, body), key, null), signedIn: true);

    public Task<T> PostBytesAsync<T>(string path, byte[] bytes, string contentType, string key) =>
        ReadAsync<T>($"POST {path}", () =>
        {
            var content = new ByteArrayContent(bytes);
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
            return Keyed(new(HttpMethod.Post, path) { Content = content }, key, null);
        }, signedIn: true);

    private static HttpRequestMessage Body(HttpMethod method, string path, object body) =>
        new(method, path) { Content = JsonContent.Create(body, body.GetType(), options: Json) };

    private static HttpRequestMessage Keyed(HttpRequestMessage request, string key, string? controlKey)
    {
        request.Headers.Add("Idempotency-Key", key);
        if (controlKey is not null) request.Headers.Add("X-Control-Key", controlKey);
        return request;
    }

    private async Task<T> ReadAsync<T>(string what, Func<HttpRequestMessage> request, bool signedIn)
    {
        var bytes = await SendAsync(what, request, signedIn);
        return JsonSerializer.Deserialize<T>(bytes, Json) ?? throw new ProblemException(what, 200, "http", "the answer is empty");
    }

    private async Task<byte[]> SendAsync(string what, Func<HttpRequestMessage> request, bool signedIn)
    {
        var renewed = false;
        var waiting = patience.Begin();
        while (true)
        {
            HttpResponseMessage? answer = null;
            try
            {
                using var message = request();
                if (signedIn && antiforgery is not null) message.Headers.Add("X-CSRF", antiforgery);
                answer = await http.SendAsync(message);
                var bytes = await answer.Content.ReadAsByteArrayAsync();
                if (answer.IsSuccessStatusCode) return bytes;
                var problem = ProblemException.From(what, (int)answer.StatusCode, Parse(bytes));
                if (MayBeTheSession(problem, signedIn) && !renewed)
                {
                    renewed = true;
                    await SignInAsync();
                }
                // Retry-After: it is not refused, only not yet (an upload that a dying server broke off, too many attempts).
                else if (((int)answer.StatusCode < 500 && answer.Headers.RetryAfter is null) || !await waiting.AgainAsync()) throw problem;
            }
            catch (Exception broken) when (broken is HttpRequestException or IOException or TaskCanceledException)
            {
                if (!await waiting.AgainAsync()) throw new ProblemException(what, 0, "unreachable", $"the server at {http.BaseAddress} does not answer ({broken.Message})");
            }
            finally { answer?.Dispose(); }
        }
    }

    // A server started again may have forgotten the session; then one new sign-in is worth trying.
    private static bool MayBeTheSession(ProblemException problem, bool signedIn) =>
        signedIn && (problem.Status == 401 || problem.Code.Contains("csrf", StringComparison.Ordinal) || problem.Code.Contains("antiforgery", StringComparison.Ordinal));

    private static ProblemBody? Parse(byte[] bytes)
    {
        try { return JsonSerializer.Deserialize<ProblemBody>(bytes, Json); }
        catch (JsonException) { return null; }
    }

    public void Dispose()
    {
        http.Dispose();
        signingIn.Dispose();
    }
}
