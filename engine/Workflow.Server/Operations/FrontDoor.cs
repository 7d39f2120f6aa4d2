using System.Collections.Frozen;
using System.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Workflow.Server.Http;

namespace Workflow.Server.Operations;

/// <summary>
/// Refuses commands as soon as their headers are read, before anything is made for them: no context, no trace, no route. What is let through here
/// still enters its line in <see cref="AdmissionMiddleware"/>; this only keeps what a refusal costs small when most are refused.
/// </summary>
internal sealed class FrontDoor(IServer server, IServiceProvider services) : IServer
{
    public IFeatureCollection Features => server.Features;

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken) where TContext : notnull =>
        server.StartAsync(new Guarded<TContext>(application, services.GetRequiredService<Admission>(), OwnPaced(services.GetRequiredService<EndpointDataSource>())), cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => server.StopAsync(cancellationToken);

    public void Dispose() => server.Dispose();

    /// <summary>Puts the door in front of the web server that is registered.</summary>
    public static void Guard(IServiceCollection services)
    {
        var registered = services.Last(s => s.ServiceType == typeof(IServer));
        services.Remove(registered);
        services.AddSingleton<IServer>(s => new FrontDoor((IServer)ActivatorUtilities.CreateInstance(s, registered.ImplementationType!), s));
    }

    /// <summary>Paths that stand in no line of commands. Those with parameters are all read from, and reads are not refused here.</summary>
    private static FrozenSet<string> OwnPaced(EndpointDataSource routes) => routes.Endpoints.OfType<RouteEndpoint>()
        .Where(r => r.Metadata.GetMetadata<OwnPace>() is not null || r.Metadata.GetMetadata<SignsIn>() is not null)
        .Select(r => "/" + r.RoutePattern.RawText!.Trim('/')).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <param name="Inner">null when it is refused</param>
    internal readonly record struct Guest<TContext>(TContext? Inner, IFeatureCollection Features, int Seconds);

    private sealed class Guarded<TContext>(IHttpApplication<TContext> application, Admission admission, FrozenSet<string> ownPaced) : IHttpApplication<Guest<TContext>> where TContext : notnull
    {
        public Guest<TContext> CreateContext(IFeatureCollection contextFeatures)
        {
            var request = contextFeatures.GetRequiredFeature<IHttpRequestFeature>();
            return IsCommand(request) && admission.Commands.TryRefuse(AdmissionMiddleware.BytesOf(request.Headers.ContentLength)) is { } seconds
                ? new(default, contextFeatures, seconds)
                : new(application.CreateContext(contextFeatures), contextFeatures, 0);
        }

        public Task ProcessRequestAsync(Guest<TContext> context) =>
            context.Inner is { } inner ? application.ProcessRequestAsync(inner) : BusyAnswer.WriteAsync(context.Features, context.Seconds);

        public void DisposeContext(Guest<TContext> context, Exception? exception)
        {
            if (context.Inner is { } inner) application.DisposeContext(inner, exception);
        }

        private bool IsCommand(IHttpRequestFeature request) =>
            !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method)
            && request.Path.StartsWith("/api/", StringComparison.OrdinalIgnoreCase) && !ownPaced.Contains(request.Path.TrimEnd('/'));
    }
}

/// <summary>The refusal "busy" as bytes, made once for each time and language; only the trace id differs.</summary>
internal static class BusyAnswer
{
    private const string TracePlace = "00000000000000000000000000000000";
    private const int Made = 31;

    // By seconds, Chinese and English beside each other.
    private static readonly Lazy<(byte[] Before, byte[] After)>[] Bodies =
        [.. Enumerable.Range(0, 2 * Made).Select(i => new Lazy<(byte[], byte[])>(() => Make(i / 2, english: i % 2 == 1)))];

    public static async Task WriteAsync(IFeatureCollection features, int seconds)
    {
        var request = features.GetRequiredFeature<IHttpRequestFeature>();
        var english = Http.Messages.PrefersEnglish(request.Headers.AcceptLanguage);
        var (before, after) = Bodies[2 * Math.Min(seconds, Made - 1) + (english ? 1 : 0)].Value;

        var response = features.GetRequiredFeature<IHttpResponseFeature>();
        response.StatusCode = StatusCodes.Status429TooManyRequests;
        SecurityHeaders.Set(response.Headers, request.Path);
        response.Headers.ContentType = Problem.ContentType;
        response.Headers.ContentLanguage = english ? "en" : "zh";
        response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        response.Headers.ContentLength = before.Length + TracePlace.Length + after.Length;

        var writer = features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer;
        var body = writer.GetSpan(before.Length + TracePlace.Length + after.Length);
        before.CopyTo(body);
        System.Text.Encoding.ASCII.GetBytes(TraceOf(request.Headers), body[before.Length..]);
        after.CopyTo(body[(before.Length + TracePlace.Length)..]);
        writer.Advance(before.Length + TracePlace.Length + after.Length);
        await writer.FlushAsync();
    }

    /// <summary>The sender's, where it sent one.</summary>
    private static string TraceOf(IHeaderDictionary headers) =>
        headers.TraceParent is { Count: > 0 } sent && ActivityContext.TryParse(sent, null, out var context) ? context.TraceId.ToHexString() : ActivityTraceId.CreateRandom().ToHexString();

    private static (byte[] Before, byte[] After) Make(int seconds, bool english)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(Problem.Busy(seconds).BodyOf(english, TracePlace), Json.Options);
        var at = body.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(TracePlace));
        return (body[..at], body[(at + TracePlace.Length)..]);
    }
}
