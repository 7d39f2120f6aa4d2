using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Materials;
using Workflow.Core.Catalog;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>Materials after they were handed in (核验), and what may be used again (复用).</summary>
internal static class MaterialRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/cases/{id}/materials/verify", VerifyAsync).For(Role.Window).WithSummary("核验: a window held a material against its original").Produces<CommandAnswer>();
        api.MapGet("/applicants/me/reusable", ReusableAsync).For(Role.Applicant).WithSummary("What the caller gave before and may use again for a joint item").Produces<ReusableAnswer>();
    }

    private static async Task<IResult> VerifyAsync(HttpContext http, CaseReader cases, string id, Body<VerifyMaterialRequest> body, Principal who)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        if (!found.Access.IsWindow) return Problem.Forbidden("window-only");
        var (material, fileId, validUntil) = body.Value;
        return await CaseCommandRoutes.SubmitAsync(http, new VerifyMaterial(material, fileId, validUntil) { By = who.As(Role.Window, found.State.Region, Departments.Window), CaseId = id });
    }

    private static async Task<IResult> ReusableAsync(
        HttpContext http, Principal who, Published published, Reusing reusing, CaseReader cases, Func<PinnedRef, CancellationToken, ValueTask<object>> pinned)
    {
        var query = new Query(http.Request, "jointItem");
        var code = query.Text("jointItem");
        if (query.Problem is { } malformed) return malformed;
        var ct = http.RequestAborted;
        if (code is null || await published.LatestAsync(code, ct) is not var (pin, item)) return Problem.NotFound("joint-item-not-found");
        var today = ((Pinned)await pinned(pin, ct)).Calendar.DayOf(cases.Now);
        return Results.Json(reusing.Offer(item, today, await reusing.EarlierAsync(who, ct)), Json.Options);
    }
}
