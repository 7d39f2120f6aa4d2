using System.Diagnostics;
using System.Text.Json;
using Workflow.Contracts;

namespace Workflow.Server.Http;

/// <summary>One thing wrong with a request.</summary>
/// <param name="Path">the place in the body ("$.applicant.name", "$.materials[2].fileId", "$" for the whole), or "?name" for a parameter</param>
/// <param name="Code">stable code, see <see cref="Messages"/></param>
/// <param name="Values">what its message names</param>
public sealed record FieldError(string Path, string Code, IReadOnlyDictionary<string, string>? Values = null)
{
    public FieldError(string path, string code, params ReadOnlySpan<(string Name, string Value)> values) : this(path, code, ToMap(values)) { }

    /// <summary>The message itself, where the code's own text would say less (a finding in a model).</summary>
    public string? Text { get; init; }

    private static Dictionary<string, string> ToMap(ReadOnlySpan<(string Name, string Value)> values)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in values) map[name] = value;
        return map;
    }
}

/// <summary>
/// An answer that says no, as problem details (RFC 9457): a stable code, texts in the asker's language, the trace id, and
/// the fields that are wrong. The only way this server refuses.
/// </summary>
public sealed class Problem(int status, string code, IReadOnlyDictionary<string, string>? values = null, IReadOnlyList<FieldError>? errors = null) : IResult
{
    public const string ContentType = "application/problem+json";

    public int Status => status;
    public string Code => code;
    public IReadOnlyDictionary<string, string>? Values => values;
    public IReadOnlyList<FieldError> Errors => errors ?? [];

    /// <summary>Seconds after which the same request may succeed; sent as Retry-After.</summary>
    public int? RetryAfterSeconds { get; init; }

    public static Problem Of(int status, string code, params ReadOnlySpan<(string Name, string Value)> values)
    {
        if (values.IsEmpty) return new(status, code);
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in values) map[name] = value;
        return new(status, code, map);
    }

    /// <summary>429: too much is under way already; the same request may come again after so many seconds.</summary>
    public static Problem Busy(int seconds) =>
        new(StatusCodes.Status429TooManyRequests, "busy", new Dictionary<string, string>(StringComparer.Ordinal) { ["seconds"] = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture) })
        {
            RetryAfterSeconds = seconds,
        };

    public static Problem NotFound(string code = "not-found") => new(StatusCodes.Status404NotFound, code);

    public static Problem Forbidden(string code = "forbidden") => new(StatusCodes.Status403Forbidden, code);

    /// <summary>400 with the fields that are wrong.</summary>
    public static Problem Body(params IReadOnlyList<FieldError> errors) => new(StatusCodes.Status400BadRequest, "body-invalid", errors: errors);

    /// <summary>400 naming one query or path parameter.</summary>
    public static Problem Parameter(string name, string code, params ReadOnlySpan<(string Name, string Value)> values) =>
        new(StatusCodes.Status400BadRequest, "parameter-invalid", errors: [new FieldError("?" + name, code, values)]);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var english = Messages.PrefersEnglish(httpContext.Request);
        var body = BodyOf(english, Activity.Current?.TraceId.ToString() ?? httpContext.TraceIdentifier);
        var response = httpContext.Response;
        response.StatusCode = status;
        response.Headers.ContentLanguage = english ? "en" : "zh";
        if (RetryAfterSeconds is { } seconds) response.Headers.RetryAfter = seconds.ToString();
        return response.WriteAsJsonAsync(body, Json.Options, ContentType, httpContext.RequestAborted);
    }

    /// <summary>What is told, in a language.</summary>
    public ProblemBody BodyOf(bool english, string traceId) => new(
        "about:blank", Messages.Title(code, english), status, Messages.Detail(code, english, values), code, traceId, [.. Errors.Select(e => FieldOf(e, english))]);

    /// <summary>The error as its field is told of it, in the asker's language.</summary>
    public static ProblemField FieldOf(FieldError error, bool english) => new(error.Path, error.Code, Text(error, english));

    private static string Text(FieldError error, bool english)
    {
        if (error.Text is { } text) return text;
        var title = Messages.Title(error.Code, english);
        return Messages.Detail(error.Code, english, error.Values) is { } detail ? $"{title}: {detail}" : title;
    }
}

/// <summary>How this server writes JSON: camelCase, enums as words, nulls kept, Chinese unescaped.</summary>
public static class Json
{
    public static readonly JsonSerializerOptions Options = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict;
        options.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        return options;
    }
}
