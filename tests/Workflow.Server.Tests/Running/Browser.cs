using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Workflow.Server.Tests.Running;

/// <summary>What a person's browser does: keeps the cookie, repeats the anti-forgery token, names each command.</summary>
public sealed class Browser : IDisposable
{
    private readonly HttpClient http;

    public Browser(Uri server)
    {
        var handler = new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false };
        http = new HttpClient(handler) { BaseAddress = server, Timeout = TimeSpan.FromSeconds(60) };
    }

    public CookieContainer Cookies { get; } = new();

    public string? Csrf { get; set; }

    public async Task SignInAsync(string account, string password)
    {
        var answer = await SendAsync(HttpMethod.Post, "/api/session", JsonOf(new { account, password }));
        answer.Is(200);
        Csrf = answer.Json.GetProperty("csrf").GetString();
    }

    public Task<Answered> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Answered> PostAsync(string path, object body, string? key = null) => SendAsync(HttpMethod.Post, path, JsonOf(body), key ?? NewKey());

    public Task<Answered> PutAsync(string path, object body, string? key = null) => SendAsync(HttpMethod.Put, path, JsonOf(body), key ?? NewKey());

    public Task<Answered> DeleteAsync(string path, string? key = null) => SendAsync(HttpMethod.Delete, path, null, key ?? NewKey());

    public Task<Answered> PostXmlAsync(string path, string xml, string? key = null) =>
        SendAsync(HttpMethod.Post, path, new StringContent(xml, Encoding.UTF8, "application/xml"), key ?? NewKey());

    public async Task<Answered> SendAsync(HttpMethod method, string path, HttpContent? content, string? key = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (Csrf is not null && method != HttpMethod.Get) request.Headers.Add("X-CSRF", Csrf);
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }
        using var response = await http.SendAsync(request);
        return new((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.MediaType, response.Headers);
    }

    /// <summary>The body as it comes, for the live stream.</summary>
    public async Task<StreamReader> OpenAsync(string path, string? lastEventId, CancellationToken cancelled)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null) request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancelled);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new StreamReader(await response.Content.ReadAsStreamAsync(cancelled));
    }

    public static StringContent JsonOf(object body) =>
        new(body as string ?? JsonSerializer.Serialize(body, JsonSerializerOptions.Web), Encoding.UTF8, "application/json");

    public static string NewKey() => Guid.NewGuid().ToString("N");

    public void Dispose() => http.Dispose();
}

/// <summary>What a server answered.</summary>
public sealed record Answered(int Status, string Text, string? MediaType, HttpResponseHeaders Headers)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Text);

    /// <summary>The stable code of a refusal.</summary>
    public string? Code => MediaType == "application/problem+json" ? Json.GetProperty("code").GetString() : null;

    /// <summary>The fields named by a refusal, as "path code".</summary>
    public string[] Errors => [.. Json.GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("field").GetString()} {e.GetProperty("code").GetString()}")];

    public Answered Is(int status)
    {
        Assert.True(Status == status, $"{Status} instead of {status}: {Text}");
        return this;
    }

    public Answered Is(int status, string code)
    {
        Assert.True(Status == status && Code == code, $"{Status} {Code} instead of {status} {code}: {Text}");
        return this;
    }
}

/// <summary>What tests agree on.</summary>
public static class Browsing
{
    public const string Password = "a-long-enough-one";

    public static object Named(string zh, string en) => new { name = new { zh, en } };
}
