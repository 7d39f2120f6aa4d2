using System.Text.Json;
using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Mandates;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>Mandates (授权委托): who may act for whom, for which item, until when.</summary>
internal static class MandateRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var mandates = api.MapGroup("/mandates").WithTags("Mandates");
        mandates.MapGet("", ListAsync).For(Role.Applicant, Role.Window).WithSummary("Mandates that the caller gave, has, or took down at the window").Produces<IReadOnlyList<MandateAnswer>>();
        mandates.MapGet("/cases", CasesAsync).For(Role.Applicant).WithSummary("Cases that the caller handles for others").Produces<IReadOnlyList<AgencyAnswer>>();
        mandates.MapPost("", GiveAsync).For(Role.Applicant, Role.Window).WithSummary("授权: lets somebody act for the caller, or for who stands at the window").Produces<CommandAccepted>();
        mandates.MapPost("/{id}/revoke", RevokeAsync).For(Role.Applicant, Role.Window).WithSummary("撤销授权: ends a mandate").Produces<CommandAccepted>();
    }

    private static async Task<IResult> ListAsync(HttpContext http, Principal who, Promises promises, Trust trust)
    {
        var rows = await promises.MandatesAsync(who.Account, http.RequestAborted);
        return Results.Json(rows.Select(json => JsonSerializer.Deserialize<MandateDocument>(json, CatalogJson.Options)!).Select(m => AnswerOf(m, who, trust.Today)).ToArray(), Json.Options);
    }

    private static MandateAnswer AnswerOf(MandateDocument document, Principal who, DateOnly today)
    {
        var (id, given, revoked) = document;
        var role = given.Principal == who.Account ? "principal" : given.Agent == who.Account ? "agent" : "window";
        var holds = revoked is null && given.From <= today && today <= given.To;
        return new MandateAnswer(id, role, given.Principal, given.Agent, given.JointItems, given.From, given.To, given.Basis, holds, given.At, revoked?.Reason, revoked?.At);
    }

    private static async Task<IResult> CasesAsync(HttpContext http, Principal who, Promises promises, Trust trust)
    {
        var rows = await promises.AgencyAsync(who.Account, http.RequestAborted);
        var today = trust.Today;
        return Results.Json(rows.Select(json => JsonSerializer.Deserialize<AgencyDocument>(json, CatalogJson.Options)!).Where(c => today <= c.Until)
            .Select(c => new AgencyAnswer(c.CaseId, c.CaseNumber, c.Title, c.Status, CaseWords.NameOf((CaseStatus)c.Status), c.FiledAt, c.Until)).ToArray(), Json.Options);
    }

    private static async Task<IResult> GiveAsync(HttpContext http, Body<MandateRequest> body, Principal who, Trust trust, FilingRoutes.Filing filing, Officers accounts)
    {
        var (id, missing) = Commands.IdOf(http);
        if (missing is not null) return missing;
        var request = body.Value;
        if (Words.Parse<ApplicantKind>(request.Kind) is not { } kind) return Problem.Body(Words.Unknown<ApplicantKind>("$.kind"));
        if (filing.FaultOfIdNumber(kind, request.IdNumber) is { } fault) return Problem.Body(fault with { Path = "$.idNumber" });
        var window = who.Grants.FirstOrDefault(g => g.Role == Role.Window);
        var by = window is null ? new Actor(ActorKind.Person, who.Account, Role.Applicant) : who.As(Role.Window, window.Region, Departments.Window);
        var agent = await accounts.FindAsync(request.Agent, http.RequestAborted);
        return await Commands.SubmitAsync(http, new GiveMandate(
            Commands.NewIdFor(id), window is null ? who.Account : null, await trust.KeyOfAsync(request.IdNumber, http.RequestAborted), kind, request.Agent,
            [.. request.JointItems ?? []], request.From, request.To, request.Basis, trust.Today, agent.IsOpen) { By = by });
    }

    private static async Task<IResult> RevokeAsync(HttpContext http, string id, Body<RevokeMandateRequest> body, Principal who, Trust trust)
    {
        if ((await trust.MandateAsync(id, http.RequestAborted)).Given is null) return Problem.NotFound("mandate-not-found");
        var window = who.Grants.FirstOrDefault(g => g.Role == Role.Window);
        var by = window is null ? new Actor(ActorKind.Person, who.Account, Role.Applicant) : who.As(Role.Window, window.Region, Departments.Window);
        return await Commands.SubmitAsync(http, new RevokeMandate(id, body.Value.Reason) { By = by });
    }
}
