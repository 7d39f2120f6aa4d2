using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Workflow.Contracts.Files;
using Workflow.Core.Cases.Materials;
using Workflow.Core.Runtime;
using Workflow.Postgres.Files;
using Workflow.Postgres.Queries;
using Workflow.Server.Cases;
using Workflow.Server.Http;
using Workflow.Server.Identity;
using Workflow.Server.Operations;

namespace Workflow.Server.Files;

/// <summary>
/// Materials (材料): uploaded by those who hand them in, downloaded by those who may see them in a case. What was uploaded
/// is never shown by a browser as a page of ours: it is an attachment of the stated type, and nothing is guessed.
/// </summary>
internal static class FileRoutes
{
    /// <summary>The largest file; scans of plans are some ten megabytes.</summary>
    public const long BytesMax = 64 << 20;

    private const int NameLengthMax = 200;
    private const string AnyBytes = "application/octet-stream";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/files", UploadAsync).For(Role.Applicant, Role.Window).WithMetadata(OwnPace.Instance)
            .WithSummary("Uploads a file; its bytes are the body, its name is in the query").Produces<FileAnswer>(StatusCodes.Status201Created);
        api.MapGet("/files/{id}", OwnAsync).ForSignedIn().WithMetadata(OwnPace.Instance).WithSummary("Downloads an upload of the caller's own");
        api.MapGet("/cases/{id}/materials/{fileId}", MaterialAsync).ForSignedIn().WithMetadata(OwnPace.Instance).WithSummary("Downloads a material of a case that the caller may see");
    }

    private static async Task<IResult> UploadAsync(HttpContext http, Principal who, FileStore files)
    {
        var query = new Query(http.Request, "name");
        var name = query.Text("name") is { } given ? given[(given.LastIndexOfAny(['/', '\\']) + 1)..].Trim() : "";
        if (name.Length is 0 or > NameLengthMax || name.Any(char.IsControl)) query.Wrong("name", "field-length", ("min", "1"), ("max", NameLengthMax.ToString()));
        if (query.Problem is { } problem) return problem;
        if (http.Request.ContentLength > BytesMax) return TooLarge();
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = BytesMax + 1;

        // With an Idempotency-Key an upload that is sent again is the same file; without, it is another.
        var id = Commands.IdOf(http) is ({ } command, null) ? Commands.NewIdFor(command with { Source = "file" }) : Guid.NewGuid().ToString("N");
        var contentType = http.Request.ContentType is { Length: <= 100 } type && MediaTypeHeaderValue.TryParse(type, out var media) ? media.MediaType.Value! : AnyBytes;
        var ct = http.RequestAborted;
        try
        {
            if (await files.FindAsync(id, ct) is { } known)
                return await HashOfAsync(http.Request.Body, ct) == known.Sha256 ? Created(known) : new Problem(StatusCodes.Status422UnprocessableEntity, "idempotency-key-reused");
            return await files.UploadAsync(who.Account, name, contentType, http.Request.Body, BytesMax, ct, id) is { } file ? Created(file) : TooLarge();
        }
        catch (BadHttpRequestException e)
        {
            return e.StatusCode == StatusCodes.Status413PayloadTooLarge ? TooLarge() : new Problem(e.StatusCode, "request-invalid");
        }
        catch (IOException)
        {
            // Another sending under this key ended a moment ago with other content; the next one is told so.
            return new Problem(StatusCodes.Status409Conflict, "upload-under-way") { RetryAfterSeconds = 1 };
        }
    }

    private static IResult Created(StoredFile file) =>
        Results.Json(new FileAnswer(file.Id, file.Name, file.ContentType, file.Size, file.Sha256), Json.Options, statusCode: StatusCodes.Status201Created);

    private static async Task<string> HashOfAsync(Stream bytes, CancellationToken ct)
    {
        using var hash = SHA256.Create();
        return Convert.ToHexStringLower(await hash.ComputeHashAsync(bytes, ct));
    }

    private static async Task<IResult> OwnAsync(HttpContext http, string id, Principal who, FileStore files)
    {
        return await files.FindAsync(id, http.RequestAborted) is { } file && file.Owner == who.Account ? Download(http, files, file) : Problem.NotFound("file-not-found");
    }

    private static async Task<IResult> MaterialAsync(HttpContext http, string id, string fileId, Principal who, CaseReader cases, FileStore files, ReadLog readings)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        if (CaseView.MaterialsOf(found.State, found.Pinned, found.Access).All(m => m.FileId != fileId)) return Problem.NotFound("file-not-found");
        if (Certificates.Parse(fileId) is { } issued) return await CertificateAsync(http, cases, found, fileId, issued.CaseId, who);
        if (await files.FindAsync(fileId, http.RequestAborted) is not { } file) return Problem.NotFound("file-not-found");
        if (!found.Access.IsApplicant) await readings.WriteAsync(who.Account, id, $"material {fileId}", http.RequestAborted);
        return Download(http, files, file);
    }

    /// <summary>A certificate is made of the case that issued it; one that was taken back, or changed, is no longer shown.</summary>
    private static async Task<IResult> CertificateAsync(HttpContext http, CaseReader cases, LoadedCase found, string fileId, string issuedBy, Principal who)
    {
        var source = await cases.FindAsync(issuedBy, who, http.RequestAborted);
        var certificate = source is null ? null : Certificates.Of(source.Pinned, source.State, issuedBy).FirstOrDefault(c => c.Id == fileId);
        if (certificate is null) return Problem.NotFound("certificate-revoked");
        var (name, bytes) = Reusing.FileOf(certificate);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (found.State.Materials.All(m => m.FileId != fileId || m.Sha256 != sha256)) return Problem.NotFound("certificate-revoked");
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "private, no-store";
        http.Response.Headers["X-Sha256"] = sha256;
        return Results.Bytes(bytes, Reusing.ContentType, name);
    }

    private static IResult Download(HttpContext http, FileStore files, StoredFile file)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        headers.CacheControl = "private, no-store";
        headers["X-Sha256"] = file.Sha256;
        return Results.Stream(files.Open(file), file.ContentType, file.Name, entityTag: new EntityTagHeaderValue($"\"{file.Sha256}\""), enableRangeProcessing: true);
    }

    private static Problem TooLarge() => Problem.Of(StatusCodes.Status413PayloadTooLarge, "body-too-large", ("limit", BytesMax.ToString()));
}
