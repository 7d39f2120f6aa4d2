using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;
using Workflow.Contracts.Cases;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Papers;
using Workflow.Core.Runtime;
using Workflow.Postgres.Files;
using Workflow.Postgres.Papers;
using Workflow.Postgres.Queries;
using Workflow.Server.Cases;
using Workflow.Server.Http;
using Workflow.Server.Identity;
using Workflow.Server.Operations;

namespace Workflow.Server.Papers;

/// <summary>Documents (文书) of a case, their proof, and the notices that wait.</summary>
internal static class PaperRoutes
{
    private const int WaitingMax = 200;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/cases/{id}/documents", ListAsync).ForSignedIn().WithSummary("文书: the case's documents, and how the applicant was told of them").Produces<IReadOnlyList<DocumentAnswer>>();
        api.MapGet("/cases/{id}/documents/{document:int}", OpenAsync).ForSignedIn().WithMetadata(OwnPace.Instance)
            .WithSummary("A document as a page to read and print; the applicant's first opening is recorded as proof of delivery").Produces<string>(contentType: "text/html");
        api.MapGet("/cases/{id}/documents/{document:int}/verification", VerifyAsync).ForSignedIn().WithSummary("Holds a document's bytes against the hash in the case").Produces<DocumentVerification>();
        api.MapGet("/notices", WaitingAsync).For(Role.Administrator, Role.Supervisor, Role.Window).WithSummary("送达通知: notices that have not gone out yet, and what is set up").Produces<NoticeLogAnswer>();
    }

    private static async Task<IResult> ListAsync(HttpContext http, string id, Principal who, CaseReader cases, PaperStore store)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        var waiting = found.State.Papers.Documents.IsEmpty ? [] : await store.WaitingAsync(id, [""], WaitingMax, http.RequestAborted);
        return Results.Json(found.State.Papers.Documents.Select(d => PaperView.Of(d, found, waiting)), Json.Options);
    }

    private static async Task<IResult> OpenAsync(HttpContext http, string id, int document, Principal who, CaseReader cases, FileStore files, ReadLog readings, Submit submit)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        if (found.State.Papers.Document(document) is not { } issued || !PaperView.MayOpen(found)) return Problem.NotFound("document-not-found");
        if (await files.FindAsync(issued.FileId, http.RequestAborted) is not { } file || found.State.PersonalAnswers.IsErased) return Problem.NotFound("document-erased");
        if (!found.Access.IsApplicant) await readings.WriteAsync(who.Account, id, $"document {document}", http.RequestAborted);
        else if (found.State.Papers.NoticeOf(document, NoticeChannel.Page) is { SeenAt: null })
        {
            // Before the bytes go out: what is shown was recorded, and what could not be recorded is not shown.
            var seen = new SeeDocument(document) { CaseId = id, By = who.As(Role.Applicant, found.State.Region) };
            if (await submit(SystemCommand.Of($"seen-{id}-{document}", seen), http.RequestAborted) is var answer and not Answer.Accepted) return Commands.ProblemOf(answer);
        }
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'";
        headers.CacheControl = "private, no-store";
        headers["X-Sha256"] = file.Sha256;
        headers.ContentDisposition = new ContentDispositionHeaderValue("inline") { FileNameStar = file.Name }.ToString();
        return Results.Stream(files.Open(file), PaperHtml.ContentType);
    }

    private static async Task<IResult> VerifyAsync(HttpContext http, string id, int document, Principal who, CaseReader cases, FileStore files)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        if (found.State.Papers.Document(document) is not { } issued) return Problem.NotFound("document-not-found");
        string? computed = null;
        if (await files.FindAsync(issued.FileId, http.RequestAborted) is { } file)
        {
            await using var bytes = files.Open(file);
            computed = Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes, http.RequestAborted));
        }
        return Results.Json(new DocumentVerification(issued.Sha256, computed, computed == issued.Sha256), Json.Options);
    }

    private static async Task<IResult> WaitingAsync(HttpContext http, Principal who, PaperStore store, NoticeSettings settings)
    {
        var regions = who.Grants.Where(g => g.Role is Role.Administrator or Role.Supervisor or Role.Window).Select(g => g.Role == Role.Window ? g.Region : Regions.PrefixOf(g.Region)).Distinct(StringComparer.Ordinal).ToList();
        var waiting = await store.WaitingAsync(null, regions, WaitingMax, http.RequestAborted);
        return Results.Json(new NoticeLogAnswer(settings.Mail is not null, settings.Sms is not null, [.. waiting.Select(w => new WaitingNoticeAnswer(
            w.StreamId, w.CaseNumber, w.Region, w.Document, w.Channel, w.Attempts, w.QueuedAt, w.NextTry, w.LastError))]), Json.Options);
    }
}

/// <summary>Documents and notices as one caller may see them. Pure.</summary>
internal static class PaperView
{
    /// <summary>A document names the applicant: it is for those who may know the name.</summary>
    public static bool MayOpen(LoadedCase of) => of.Access.SeesName;

    public static DocumentAnswer Of(DocumentIssued d, LoadedCase of, IReadOnlyList<WaitingNotice> waiting) => new(
        d.Id, d.Number, d.Kind, d.Title, d.At, d.Sha256, d.Size, d.TemplateRegion, d.TemplateVersion, d.ForVersion, MayOpen(of) && !of.State.PersonalAnswers.IsErased,
        [
            .. of.State.Papers.Notices.Where(n => n.Document == d.Id).Select(n => new NoticeAnswer(
                Words.Of(n.Channel), n.Error is not null ? "failed" : n.SeenAt is not null ? "seen" : "sent", Shown(n.To.Value, of.Access), n.At,
                n.Proof.Length > 0 ? n.Proof : null, n.Error, n.Attempts, n.SeenAt, null)),
            .. waiting.Where(w => w.Document == d.Id).Select(w => new NoticeAnswer(w.Channel, "waiting", null, w.QueuedAt, null, of.Access.IsApplicant ? null : w.LastError, w.Attempts, null, w.NextTry)),
        ]);

    private static string? Shown(string? to, CaseAccess access) =>
        to is null || access.SeesAllAnswers ? to
        : to.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? $"{to[0]}***{to[at..]}"
        : to.Length > 4 ? $"{to[..2]}***{to[^2..]}" : "***";
}
