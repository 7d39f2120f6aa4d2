using System.Net;
using System.Net.Sockets;
using Workflow.Contracts.Messages;

namespace Workflow.Server.Delivery;

/// <summary>
/// Posts messages to webhooks: signed, once, to addresses that may be reached; no redirect, no proxy, no cookie; what the
/// receiver answers beyond its status is not read.
/// </summary>
internal sealed class WebhookSender(AllowedTargets targets, TimeProvider time) : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(5);
    private const int AnswerBytesMax = 16 * 1024;

    private readonly Lock gate = new();
    private (IReadOnlyList<AllowedTarget> For, HttpClient Client)? current;

    public async Task<Sent> SendAsync(string url, Outgoing message, IReadOnlyList<string> secrets, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(message.Body) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", CloudEventJson.MediaType);
            request.Headers.TryAddWithoutValidation("User-Agent", "OneGo");
            foreach (var (name, value) in message.Sign(secrets, time.GetUtcNow())) request.Headers.TryAddWithoutValidation(name, value);
            using var response = await ClientFor(await targets.CurrentAsync(patience.Token)).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return Done((int)response.StatusCode, response.IsSuccessStatusCode ? null
                : (int)response.StatusCode is >= 300 and < 400 ? $"answered {(int)response.StatusCode}: redirects are not followed"
                : $"answered {(int)response.StatusCode}");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Done(null, $"no answer within {Patience.TotalSeconds} seconds");
        }
        catch (HttpRequestException failed)
        {
            return Done(null, Said(failed));
        }

        Sent Done(int? status, string? error) => new(status, error, (int)time.GetElapsedTime(started).TotalMilliseconds);
    }

    private static string Said(Exception failed)
    {
        for (var inner = failed; inner is not null; inner = inner.InnerException!)
        {
            if (inner is TargetRefusedException refused) return "target refused: " + refused.Message;
            if (inner is SocketException socket) return "cannot be reached: " + socket.SocketErrorCode;
        }
        return "cannot be reached: " + (failed.InnerException?.Message ?? failed.Message);
    }

    // A connection outlives the question whether its address may be reached, so another list gets other connections.
    private HttpClient ClientFor(IReadOnlyList<AllowedTarget> allowed)
    {
        lock (gate)
        {
            if (current is { } known && ReferenceEquals(known.For, allowed)) return known.Client;
            // The one before ends what it has begun; its connections close by themselves within a minute.
            var client = new HttpClient(new SocketsHttpHandler
            {
                AllowAutoRedirect = false, UseProxy = false, UseCookies = false, Credentials = null, PreAuthenticate = false,
                AutomaticDecompression = DecompressionMethods.None, ActivityHeadersPropagator = null,
                ConnectTimeout = ConnectPatience, MaxResponseHeadersLength = 16, MaxResponseDrainSize = AnswerBytesMax,
                ResponseDrainTimeout = TimeSpan.FromSeconds(1), PooledConnectionLifetime = TimeSpan.FromMinutes(1), MaxConnectionsPerServer = 32,
                ConnectCallback = (context, ct) => TargetGuard.ConnectAsync(context.DnsEndPoint, allowed, ct),
            }) { Timeout = Timeout.InfiniteTimeSpan };
            current = (allowed, client);
            return client;
        }
    }

    public void Dispose() => current?.Client.Dispose();
}
