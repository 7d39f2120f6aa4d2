using System.Buffers;
using System.IO.Pipelines;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace Workflow.Server.Http;

/// <summary>
/// A handler's JSON body as a typed record: <c>(Body&lt;DefineRegion&gt; body, …) =&gt; … body.Value …</c>. When the body has
/// errors the handler is not called at all: <see cref="BodyFilter"/> answers with <see cref="Problem"/>.
/// </summary>
public sealed class Body<T> : IBody, IBindableFromHttpContext<Body<T>>, IEndpointParameterMetadataProvider where T : class
{
    private readonly T? value;

    private Body(T? value, Problem? problem) => (this.value, Problem) = (value, problem);

    public T Value => value ?? throw new InvalidOperationException("the body has errors and should not have reached the handler");

    public Problem? Problem { get; }

    public static async ValueTask<Body<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (raw, problem) = await RawBody.ReadAsync(context, JsonDoor.MaxBytes);
        if (problem is not null) return new(null, problem);
        var (read, refused) = Bodies.Read<T>(raw);
        return new(read, refused);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));
}

internal interface IBody
{
    Problem? Problem { get; }
}

/// <summary>Answers for bodies that have errors, before any handler is called.</summary>
internal sealed class BodyFilter : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        foreach (var argument in context.Arguments)
            if (argument is IBody { Problem: { } problem }) return new(problem);
        return next(context);
    }
}

/// <summary>JSON bytes to typed records.</summary>
public static class Bodies
{
    public static (T? Value, Problem? Problem) Read<T>(ReadOnlyMemory<byte> raw) where T : class
    {
        if (raw.IsEmpty) return (null, new Problem(StatusCodes.Status400BadRequest, "body-required"));
        if (!JsonDoor.TryRead(raw, out var document, out var refusal))
        {
            var status = refusal.Code is "json-too-large" ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest;
            return (null, Problem.Of(status, refusal.Code, ("line", refusal.Line.ToString()), ("column", refusal.Column.ToString())));
        }
        using (document)
        {
            List<FieldError> errors = [.. JsonCheck.Faults(raw.Span).Select(f => new FieldError(f.Path, f.Code))];
            var value = errors.Count > 0 ? null : (T?)Shape.Of(typeof(T)).Read(document.RootElement, "$", errors);
            return errors.Count == 0 ? (value, null) : (null, Problem.Body(errors));
        }
    }
}

/// <summary>The bytes of a request, read once, and what identifies the request when it is sent again.</summary>
public sealed class RawBody
{
    private RawBody(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Reads the whole body once; a second call answers from memory.</summary>
    public static async ValueTask<(ReadOnlyMemory<byte> Bytes, Problem? Problem)> ReadAsync(HttpContext http, int bytesMax)
    {
        if (http.Features.Get<RawBody>() is { } known) return (known.Bytes, null);
        if (http.Request.ContentLength > bytesMax) return (default, TooLarge(bytesMax));
        var reader = http.Request.BodyReader;
        ReadResult read;
        while (true)
        {
            try { read = await reader.ReadAsync(http.RequestAborted); }
            catch (BadHttpRequestException bad) { return (default, new Problem(bad.StatusCode, bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? "body-too-large" : "request-invalid")); }
            if (read.Buffer.Length > bytesMax) return (default, TooLarge(bytesMax));
            if (read.IsCompleted || read.IsCanceled) break;
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
        var bytes = read.Buffer.ToArray();
        reader.AdvanceTo(read.Buffer.End);
        http.Features.Set(new RawBody(bytes));
        return (bytes, null);
    }

    /// <summary>Bytes of the body that was read; 0 where none was.</summary>
    public static int SizeOf(HttpContext http) => http.Features.Get<RawBody>()?.Bytes.Length ?? 0;

    /// <summary>SHA-256 over method, path and raw body: the same command id with another hash is another command (422).</summary>
    public static byte[] HashOf(HttpContext http, bool withBody = true)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}\n"));
        if (withBody && http.Features.Get<RawBody>() is { } body) hash.AppendData(body.Bytes.Span);
        return hash.GetHashAndReset();
    }

    private static Problem TooLarge(int bytesMax) =>
        Problem.Of(StatusCodes.Status413PayloadTooLarge, "body-too-large", ("limit", bytesMax.ToString()));
}
