using System.Diagnostics;
using System.Text.RegularExpressions;
using Npgsql;
using Workflow.Postgres;

namespace Workflow.Server.Http;

/// <summary>Whatever goes wrong is answered as a problem, and what is ours to mend is logged with its trace id and nothing personal.</summary>
internal sealed partial class FailureMiddleware(RequestDelegate next, ILogger<FailureMiddleware> log)
{
    private const int SlowMilliseconds = 1000;

    public async Task InvokeAsync(HttpContext http)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception failed)
        {
            var problem = ProblemOf(failed);
            if (problem.Status >= 500) Failed(log, failed, http.Request.Method, RouteOf(http));
            if (http.Response.HasStarted)
            {
                http.Abort();
                return;
            }
            http.Response.Clear();
            await problem.ExecuteAsync(http);
        }
        var took = Stopwatch.GetElapsedTime(started);
        // A live stream lasts as long as its page; that is not slow.
        if (took.TotalMilliseconds >= SlowMilliseconds && http.Response.ContentType != "text/event-stream")
            Slow(log, http.Request.Method, RouteOf(http), http.Response.StatusCode, (long)took.TotalMilliseconds);
    }

    private static Problem ProblemOf(Exception failed) => failed switch
    {
        BadHttpRequestException bad when UnboundParameter().Match(bad.Message) is { Success: true } match =>
            Problem.Parameter(match.Groups["name"].Value, "field-type", ("expected", match.Groups["type"].Value.TrimEnd('?'))),
        BadHttpRequestException bad => new Problem(bad.StatusCode, bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? "body-too-large" : "request-invalid"),
        NpgsqlException { IsTransient: true } or TimeoutException or OperationCanceledException => new Problem(StatusCodes.Status503ServiceUnavailable, "unavailable") { RetryAfterSeconds = 1 },
        NpgsqlException { InnerException: System.IO.IOException or System.Net.Sockets.SocketException } => new Problem(StatusCodes.Status503ServiceUnavailable, "unavailable") { RetryAfterSeconds = 1 },
        // A newer node has written this case, or has changed the tables, during an upgrade: a node of that version answers.
        StreamUnreadableException or PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn } =>
            new Problem(StatusCodes.Status503ServiceUnavailable, "unavailable") { RetryAfterSeconds = 1 },
        _ => new Problem(StatusCodes.Status500InternalServerError, "internal-error"),
    };

    // The framework says which parameter it could not read only in words.
    [GeneratedRegex("""^Failed to bind parameter "(?:Nullable<)?(?<type>[^" >]+)>? (?<name>[^"]+)" from """, RegexOptions.ExplicitCapture, 100)]
    private static partial Regex UnboundParameter();

    // The route's pattern, not the path: ids and names do not belong in logs.
    private static string RouteOf(HttpContext http) => (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";

    /// <summary>Answers of the framework itself come without a body; they get one.</summary>
    public static Task GiveBody(Microsoft.AspNetCore.Diagnostics.StatusCodeContext context)
    {
        var http = context.HttpContext;
        if (!http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)) return Task.CompletedTask;
        var status = http.Response.StatusCode;
        var code = status switch
        {
            StatusCodes.Status404NotFound => "not-found",
            StatusCodes.Status405MethodNotAllowed => "method-not-allowed",
            StatusCodes.Status413PayloadTooLarge => "body-too-large",
            StatusCodes.Status415UnsupportedMediaType => "unsupported-media-type",
            >= 500 => "internal-error",
            _ => "request-invalid",
        };
        return new Problem(status, code).ExecuteAsync(http);
    }

    [LoggerMessage(10, LogLevel.Error, "{Method} {Route} failed")]
    private static partial void Failed(ILogger log, Exception failed, string method, string route);

    [LoggerMessage(11, LogLevel.Warning, "{Method} {Route} answered {Status} after {Milliseconds} ms")]
    private static partial void Slow(ILogger log, string method, string route, int status, long milliseconds);
}
