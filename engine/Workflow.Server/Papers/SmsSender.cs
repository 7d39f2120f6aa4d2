using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Workflow.Server.Delivery;

namespace Workflow.Server.Papers;

/// <summary>
/// The seam for text messages: posts {"id", "to", "text"} to the one gateway that the operator named. The address is held
/// against the same rule as webhooks: public, or allowed by the administrator.
/// </summary>
internal sealed class SmsSender(SmsGateway gateway, AllowedTargets targets) : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        ConnectCallback = async (context, ct) => await TargetGuard.ConnectAsync(context.DnsEndPoint, await targets.CurrentAsync(ct), ct),
    }) { Timeout = Patience };

    private sealed record Body(string Id, string To, string Text);

    public async Task<NoticeTry> SendAsync(string to, NoticeText text, CancellationToken ct)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, gateway.Address) { Content = JsonContent.Create(new Body(text.Id, to, text.Body.Split('\n')[0]), options: JsonSerializerOptions.Web) };
            if (gateway.Token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", gateway.Token);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            return response.IsSuccessStatusCode ? NoticeTry.Done($"{text.Id} accepted by {gateway}: {(int)response.StatusCode}")
                : NoticeTry.Failed($"the gateway answered {(int)response.StatusCode}", response.StatusCode == HttpStatusCode.UnprocessableEntity);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return NoticeTry.Failed($"no answer within {Patience.TotalSeconds} seconds");
        }
        catch (HttpRequestException failed)
        {
            return NoticeTry.Failed(failed.InnerException is TargetRefusedException ? "the gateway's address is not public and not allowed" : "the gateway cannot be reached: " + failed.HttpRequestError);
        }
    }

    public void Dispose() => http.Dispose();
}
