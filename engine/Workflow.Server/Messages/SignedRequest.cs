using System.Buffers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Features;
using Workflow.Contracts.Messages;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Messages;

/// <summary>On the routes that take a signature (Standard Webhooks) in place of an API key.</summary>
internal sealed class TakesSignature;

/// <summary>The body of a request to the door for messages, read once; one that is too long only at its beginning.</summary>
internal sealed class MessageBody(ReadOnlyMemory<byte> bytes, bool isCut)
{
    public ReadOnlyMemory<byte> Bytes => bytes;

    public bool IsCut => isCut;

    public byte[] Sha256 => SHA256.HashData(bytes.Span);

    public static async ValueTask<MessageBody> ReadAsync(HttpContext http)
    {
        if (http.Features.Get<MessageBody>() is { } known) return known;
        // What is longer is kept as a dead letter, at its beginning, so it has to be read so far.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;
        var buffer = new ArrayBufferWriter<byte>();
        while (buffer.WrittenCount <= MessageParts.BytesMax)
        {
            var read = await http.Request.Body.ReadAsync(buffer.GetMemory(16 * 1024), http.RequestAborted);
            if (read == 0) break;
            buffer.Advance(read);
        }
        var body = new MessageBody(buffer.WrittenMemory, buffer.WrittenCount > MessageParts.BytesMax);
        http.Features.Set(body);
        return body;
    }

    public Arrival ToArrival(HttpContext http) => new(
        "http", http.Request.ContentType, [.. http.Request.Headers.Select(h => new KeyValuePair<string, string>(h.Key, h.Value.ToString()))], bytes);
}

/// <summary>Finds out by its signature who sent a request; one that fails is kept as an unverified dead letter of the account that it names.</summary>
internal sealed class SignedRequests(SigningKeys keys, FailureLimit limit, DeadLetterBox letters)
{
    public static bool IsSigned(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<TakesSignature>() is not null && http.Request.Headers.ContainsKey(Signatures.SignatureHeader);

    public async ValueTask<(Principal Who, Problem? Problem)> CheckAsync(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress;
        if (!limit.MayTry(address)) return (Principal.Nobody, new Problem(StatusCodes.Status429TooManyRequests, "too-many-attempts") { RetryAfterSeconds = 60 });
        var body = await MessageBody.ReadAsync(http);
        var headers = http.Request.Headers;
        var verdict = await keys.CheckAsync(
            headers[Signatures.AccountHeader], headers[Signatures.IdHeader], headers[Signatures.TimestampHeader], headers[Signatures.SignatureHeader],
            body.Bytes, Signatures.Tolerance, http.RequestAborted);
        if (verdict.Who is { } who)
        {
            http.Features.Set(new SignedId(headers[Signatures.IdHeader].ToString()));
            return (who, null);
        }
        limit.Failed(address);
        if (verdict.Named is { } account) await letters.KeepUnverifiedAsync(account, body.ToArrival(http), verdict.Code!, http.RequestAborted);
        return (Principal.Nobody, new Problem(StatusCodes.Status401Unauthorized, verdict.Code!));
    }
}

/// <summary>The webhook-id of a request whose signature was right.</summary>
internal sealed record SignedId(string Id);
