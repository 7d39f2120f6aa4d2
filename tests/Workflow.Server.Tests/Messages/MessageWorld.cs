using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Identity;
using Workflow.Contracts.Messages;
using Workflow.Server.Tests.Cases;
using Xunit;

namespace Workflow.Server.Tests.Messages;

/// <summary>
/// The catalogue of <see cref="World"/> with systems of its own: the fire and the market department's (market leads), a
/// region's, one of another region, each with an API key, the fire department's with a signing secret too.
/// </summary>
public sealed class MessageWorld : IAsyncLifetime
{
    public const string Fire = "fire-system", Market = "market-system", Region = "region-system", Elsewhere = "other-system";

    private readonly Dictionary<string, string> keys = new(StringComparer.Ordinal);

    public World World { get; } = new();

    public string FireSecret { get; private set; } = "";

    public Api Administrator { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await World.InitializeAsync();
        Administrator = await World.Server.AdministratorAsync();
        await OpenAsync(Fire, ("integrator", World.District, null), ("officer", World.District, "fire"));
        await OpenAsync(Market, ("integrator", World.District, null), ("officer", World.District, "market"));
        await OpenAsync(Region, ("integrator", World.City, null));
        await OpenAsync(Elsewhere, ("integrator", World.OtherDistrict, null), ("officer", World.OtherDistrict, "fire"));
        FireSecret = (await Administrator.PostAsync<IssuedSecretAnswer>($"/api/accounts/{Fire}/signing-secrets", new { note = "test" })).Secret;
    }

    private async Task OpenAsync(string account, params (string Role, string Region, string? Department)[] grants)
    {
        using var opened = await Administrator.SendAsync(HttpMethod.Post, "/api/accounts", new
        {
            account, region = World.District, displayName = account, kind = "integrator",
            grants = grants.Select(g => new { role = g.Role, region = g.Region, department = g.Department }),
        });
        keys[account] = (await Administrator.PostAsync<IssuedKeyAnswer>($"/api/accounts/{account}/keys", new { note = "test" })).Key;
    }

    /// <summary>A client with the account's API key.</summary>
    public HttpClient Client(string? account)
    {
        var http = new HttpClient { BaseAddress = World.Server.Address, Timeout = TimeSpan.FromMinutes(1) };
        if (account is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", keys[account]);
        return http;
    }

    /// <param name="at">address of another node; null for the usual</param>
    public Api Api(string account, Uri? at = null) => new(at ?? World.Server.Address, keys[account]);

    /// <summary>A command as a CloudEvent; its id is new unless one is given.</summary>
    public static CloudEvent Command(string name, string? caseId, object? data, string? id = null) => new(id ?? Guid.NewGuid().ToString("N"), "/fire-brigade", MessageTypes.Prefix + name)
    {
        Subject = caseId, DataContentType = "application/json", Data = data is null ? null : JsonSerializer.SerializeToElement(data, JsonSerializerOptions.Web),
    };

    public async Task<Sent> SendAsync(string account, CloudEvent command) => await SendAsync(account, CloudEventJson.Write(command), CloudEventJson.MediaType);

    public Task<Sent> SendAsync(string account, string json, string mediaType = CloudEventJson.MediaType) => SendAsync(account, Encoding.UTF8.GetBytes(json), mediaType);

    public async Task<Sent> SendAsync(string? account, byte[] body, string? mediaType, params (string Name, string Value)[] headers)
    {
        using var http = Client(account);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = new ByteArrayContent(body) };
        if (mediaType is not null) request.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await http.SendAsync(request);
        return new Sent((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.Contains("Idempotency-Replayed"));
    }

    /// <summary>Signed as Standard Webhooks asks, without an API key.</summary>
    public Task<Sent> SendSignedAsync(byte[] body, string id, DateTimeOffset at, string? secret = null, string account = Fire)
    {
        var seconds = at.ToUnixTimeSeconds();
        return SendAsync(null, body, CloudEventJson.MediaType, (Signatures.AccountHeader, account), (Signatures.IdHeader, id),
            (Signatures.TimestampHeader, seconds.ToString(CultureInfo.InvariantCulture)), (Signatures.SignatureHeader, Signatures.Sign(secret ?? FireSecret, id, seconds, body)));
    }

    /// <summary>An accepted case, its head, and the fire department's review in it.</summary>
    public async Task<(CaseAnswer Case, long Review)> AcceptedAsync()
    {
        var accepted = await World.AcceptedAsync();
        return (accepted, World.TaskOf(accepted, "review_fire"));
    }

    /// <summary>Everything that the feed tells the account of a case, from the beginning of the log.</summary>
    public async Task<List<CloudEvent>> FeedAsync(string account, string caseId)
    {
        using var http = Client(account);
        var (all, after) = (new List<CloudEvent>(), 0L);
        while (true)
        {
            using var answer = await http.GetAsync(new Uri($"/api/events?after={after}&limit=500", UriKind.Relative));
            answer.EnsureSuccessStatusCode();
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            all.AddRange(CloudEventJson.ReadBatch(json.RootElement).Events!);
            var next = long.Parse(answer.Headers.GetValues("X-Next-Position").Single(), CultureInfo.InvariantCulture);
            if (next == after) return all.FindAll(e => e.Subject == caseId);
            after = next;
        }
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();
}

/// <summary>What the door answered.</summary>
public sealed record Sent(int Status, string Text, bool Replayed)
{
    public MessageAnswers Body => JsonSerializer.Deserialize<MessageAnswers>(Text, JsonSerializerOptions.Web)!;

    public MessageAnswer One => Assert.Single(Body.Messages);

    /// <summary>"422 refused message-invalid: $.data.taskId field-type": all that a test wants to know of one refusal.</summary>
    public string Short => One is { Status: "accepted" } ? $"{Status} accepted"
        : $"{Status} {One.Status} {One.Code}{(One.Errors.Count == 0 ? "" : ": " + string.Join(", ", One.Errors.Select(e => $"{e.Member} {e.Code}")))}";
}
