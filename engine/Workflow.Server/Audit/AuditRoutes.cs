using Npgsql;
using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Core.Runtime;
using Workflow.Postgres.Maintenance;
using Workflow.Postgres.Queries;
using Workflow.Server.Cases;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Audit;

/// <summary>What an auditor proves: that the log is what was written, and who read personal data.</summary>
internal static class AuditRoutes
{
    private const int PageDefault = 50;

    public static IServiceCollection AddAudit(this IServiceCollection services) => services
        .AddSingleton<LogCheck>()
        .AddSingleton(s => new Readings(s.GetRequiredService<NpgsqlDataSource>()));

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/cases/{id}/verification", VerifyCaseAsync).For(Role.Auditor, Role.Supervisor, Role.Applicant).WithTags("Audit")
            .WithSummary("Computes the case's hash chain again; applicants see it of their own cases").Produces<CaseVerification>();
        api.MapGet("/cases/{id}/readings", ReadingsAsync).For(Role.Auditor).WithTags("Audit")
            .WithSummary("Who read personal data of the case, newest first").Produces<Page<ReadingAnswer>>();

        var whole = api.MapGroup("/verification").WithTags("Audit");
        whole.MapGet("", (LogCheck check) => Results.Json(check.Now, Json.Options)).For(Role.Auditor).WithSummary("How the check of the whole log stands").Produces<LogVerification>();
        whole.MapPost("", Start).For(Role.Auditor).WithMetadata(new NoCommand()).WithSummary("Starts the check of the whole log")
            .WithDescription("One at a time on a server; a second start answers 409 verification-running.").Produces<LogVerification>(StatusCodes.Status202Accepted);
        whole.MapDelete("", Cancel).For(Role.Auditor).WithMetadata(new NoCommand()).WithSummary("Stops the check that runs").Produces(StatusCodes.Status204NoContent);
    }

    private static IResult Start(Principal who, LogCheck check) => check.TryStart(who.Account)
        ? Results.Json(check.Now, Json.Options, statusCode: StatusCodes.Status202Accepted)
        : new Problem(StatusCodes.Status409Conflict, "verification-running");

    private static IResult Cancel(LogCheck check) => check.TryCancel() ? Results.NoContent() : new Problem(StatusCodes.Status409Conflict, "verification-not-running");

    private static async Task<IResult> VerifyCaseAsync(
        string id, Principal who, Readings readings, CaseReader cases, NpgsqlDataSource database, TimeProvider time, CancellationToken cancelled)
    {
        if (!await OverseesAsync(id, who, readings, cancelled, Role.Auditor, Role.Supervisor) && !await IsOwnAsync(id, who, cases, cancelled)) return Problem.NotFound("case-not-found");
        if (await new Verification(database).RunOneAsync(id, cancelled) is not { } report) return Problem.NotFound("case-not-found");
        var first = report.Findings.Count > 0 ? report.Findings[0] : null;
        return Results.Json(
            new CaseVerification(report.IsIntact, report.Events, new(report.Head, report.HeadHash), first is null ? null : new(first.Version, first.What, first.Detail), time.GetUtcNow()),
            Json.Options);
    }

    private static async Task<IResult> ReadingsAsync(HttpContext http, string id, Principal who, Readings readings)
    {
        var query = new Query(http.Request, "cursor", "limit");
        var limit = query.Integer("limit", PageDefault, 1, Readings.MaxLimit);
        var after = CaseReadRoutes.CursorOf(query);
        if (query.Problem is { } refused) return refused;
        if (!await OverseesAsync(id, who, readings, http.RequestAborted, Role.Auditor)) return Problem.NotFound("case-not-found");
        var (rows, next) = await readings.ReadAsync(id, after, limit, http.RequestAborted);
        return Results.Json(new Page<ReadingAnswer>([.. rows.Select(r => new ReadingAnswer(r.At, r.Account, r.What))], next?.ToString()), Json.Options);
    }

    /// <summary>An applicant (申请人) proves its own result: nothing but hashes and counts is told.</summary>
    private static async Task<bool> IsOwnAsync(string id, Principal who, CaseReader cases, CancellationToken cancelled) =>
        who.Has(Role.Applicant) && CaseReader.IsCaseId(id) && await cases.FindAsync(id, who, cancelled) is { Access.IsApplicant: true };

    /// <summary>By the list's row and not by the folded case: a case whose log was damaged is the one to be proved.</summary>
    private static async Task<bool> OverseesAsync(string id, Principal who, Readings readings, CancellationToken cancelled, params Role[] roles) =>
        CaseReader.IsCaseId(id) && await readings.RegionOfAsync(id, cancelled) is { } region && roles.Any(role => who.Has(role, region));
}
