using System.Diagnostics.Metrics;
using Workflow.Server.Http;

namespace Workflow.Server.Operations;

/// <summary>
/// Who is let in when more is asked than can be done: commands, reads and sign-ins stand in lines of their own, so that none keeps
/// out another. Health, live streams, long polls, files and this node's figures are in none.
/// </summary>
internal sealed class Admission : IDisposable
{
    public const string MeterName = "Workflow.Server";

    private readonly Meter meter = new(MeterName);
    private readonly AdmissionLine commands, reads, signIns;

    public Admission(AdmissionLimits? commandLimits, TimeProvider time)
    {
        commands = new("commands", commandLimits ?? AdmissionLimits.Commands, time);
        reads = new("reads", AdmissionLimits.Reads, time);
        signIns = new("sign-ins", AdmissionLimits.SignIns, time);
        Lines = [commands, reads, signIns];
        meter.CreateObservableCounter("onego.requests.refused", () => Lines.Select(l => Of(l, l.Refused)), "{request}", "Requests refused with 429 because too many were under way");
        meter.CreateObservableGauge("onego.requests.under_way", () => Lines.Select(l => Of(l, l.UnderWay)), "{request}", "Requests let in and not yet answered");

        static Measurement<long> Of(AdmissionLine line, long value) => new(value, new KeyValuePair<string, object?>("line", line.Name));
    }

    public IReadOnlyList<AdmissionLine> Lines { get; }

    public AdmissionLine Commands => commands;

    /// <summary>The line in which a request stands; null for those that are always let in.</summary>
    public AdmissionLine? LineOf(HttpContext http)
    {
        if (http.GetEndpoint() is not RouteEndpoint route || route.Metadata.GetMetadata<OwnPace>() is not null) return null;
        if (route.Metadata.GetMetadata<SignsIn>() is not null) return signIns;
        return HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) ? reads : commands;
    }

    public void Dispose() => meter.Dispose();
}

/// <summary>On routes that are let in always: they are bounded otherwise, or are what one looks at when nothing goes any more.</summary>
internal sealed class OwnPace
{
    public static readonly OwnPace Instance = new();
}

/// <summary>On the route that checks passwords.</summary>
internal sealed class SignsIn;

/// <summary>Refuses before a session is looked up, a body read or the database asked: saying no must cost next to nothing.</summary>
internal sealed class AdmissionMiddleware(RequestDelegate next, Admission admission)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (admission.LineOf(http) is not { } line) return next(http);
        var bytes = BytesOf(http.Request);
        return line.TryEnter(bytes) is { } seconds ? Problem.Busy(seconds).ExecuteAsync(http) : ThroughAsync(http, line, bytes);
    }

    private async Task ThroughAsync(HttpContext http, AdmissionLine line, long bytes)
    {
        try
        {
            await next(http);
        }
        finally
        {
            line.Leave(bytes);
        }
    }

    private static long BytesOf(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) ? 0 : BytesOf(request.ContentLength);

    // Who does not say how long the body is may send as much as is read at most.
    public static long BytesOf(long? said) => Math.Min(said ?? JsonDoor.MaxBytes, JsonDoor.MaxBytes);
}
