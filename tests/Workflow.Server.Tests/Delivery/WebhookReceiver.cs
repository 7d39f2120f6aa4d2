using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Workflow.Server.Tests.Delivery;

/// <summary>One message as a receiver got it.</summary>
public sealed record Received(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public JsonElement Json { get; } = Parse(Body);
    public string Id => Headers["webhook-id"];
    public string Type => Json.GetProperty("type").GetString()!;
    public string CaseId => Json.GetProperty("subject").GetString()!;
    public decimal Sequence => decimal.Parse(Json.GetProperty("sequence").GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Verified by the words of Standard Webhooks, without the product's own code.</summary>
    public bool IsSignedWith(string secret)
    {
        using var mac = new HMACSHA256(Convert.FromBase64String(secret["whsec_".Length..]));
        var expected = "v1," + Convert.ToBase64String(mac.ComputeHash([.. Encoding.UTF8.GetBytes($"{Id}.{Headers["webhook-timestamp"]}."), .. Body]));
        return Headers["webhook-signature"].Split(' ').Contains(expected);
    }

    private static JsonElement Parse(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }
}

/// <summary>A department's own web server, for real: takes messages, answers as a test wants it.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Lock gate = new();
    private readonly List<Received> got = [];
    private readonly List<Received> taken = [];
    private TaskCompletionSource moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WebhookReceiver(WebApplication app) => this.app = app;

    /// <summary>What to answer: a status; asked for every message.</summary>
    public Func<Received, Task<int>> Answer { get; set; } = _ => Task.FromResult(204);

    /// <summary>Sent as Location with every answer, when set.</summary>
    public string? Location { get; set; }

    public int Port => new Uri(app.Urls.First()).Port;

    public string Url(string path = "/hook") => $"http://127.0.0.1:{Port}{path}";

    /// <summary>Everything that came, whatever was answered.</summary>
    public IReadOnlyList<Received> Got { get { lock (gate) return [.. got]; } }

    /// <summary>What was answered with a success.</summary>
    public IReadOnlyList<Received> Taken { get { lock (gate) return [.. taken]; } }

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new WebhookReceiver(builder.Build());
        receiver.app.Run(receiver.TakeAsync);
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <summary>Waits until what came is as wanted.</summary>
    public async Task<IReadOnlyList<Received>> UntilAsync(Func<WebhookReceiver, bool> isEnough)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            Task next;
            lock (gate) next = moved.Task;
            if (isEnough(this)) return Taken;
            try
            {
                await next.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException over)
            {
                throw new TimeoutException($"the receiver has {string.Join(", ", Taken.Select(t => $"{t.Type} of {t.CaseId}"))}", over);
            }
        }
    }

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var received = new Received(http.Request.Path, http.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString(), StringComparer.Ordinal), body.ToArray());
        lock (gate) got.Add(received);
        Move();
        var status = await Answer(received);
        http.Response.StatusCode = status;
        if (Location is not null) http.Response.Headers.Location = Location;
        if (status is >= 200 and < 300) lock (gate) taken.Add(received);
        Move();
    }

    private void Move()
    {
        lock (gate)
        {
            moved.SetResult();
            moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
